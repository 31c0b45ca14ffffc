"""a dispute may be granted by a correction"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("dispute", sa.Column("granted_by", sa.Text(), nullable=True))
    op.add_column("dispute", sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True))
