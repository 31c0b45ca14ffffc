"""a held invoice names the rule"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("invoice_hold", sa.Column("rule", sa.Text(), server_default="", nullable=False))
