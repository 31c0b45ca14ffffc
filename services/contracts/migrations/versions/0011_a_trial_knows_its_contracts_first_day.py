"""a trial knows its contract's first day"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("trial", sa.Column("contract_starts_on", sa.Date(), nullable=True))
