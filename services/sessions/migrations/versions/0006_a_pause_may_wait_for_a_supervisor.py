"""a pause may wait for another supervisor"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column(
        "pause",
        sa.Column("awaits_supervisor", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
