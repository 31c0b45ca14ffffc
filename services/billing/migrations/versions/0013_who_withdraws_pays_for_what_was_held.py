"""who withdraws from a contract pays for what was held, and for nothing else"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column(
        "billing_terms", sa.Column("withdrawn", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
