"""whether the notice frees is kept"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column(
        "agreement", sa.Column("notice_frees", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
