"""sessions may be elsewhere"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column(
        "known_process",
        sa.Column("may_be_elsewhere", sa.Boolean(), server_default=sa.text("true"), nullable=False),
    )
