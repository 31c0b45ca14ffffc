"""a change of a contract may come too late to be signed"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("contract", sa.Column("too_late_at", sa.DateTime(timezone=True), nullable=True))
