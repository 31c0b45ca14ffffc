"""a pause may wait for another supervisor"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column(
        "pause",
        sa.Column("awaits_supervisor", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
