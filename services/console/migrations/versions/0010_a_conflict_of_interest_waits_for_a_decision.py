"""a conflict of interest that was told at a signature waits for a decision"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("process_card", sa.Column("interest_of", sa.Uuid(), nullable=True))
    for name in ("interest_hinders_at", "decide_interest_by", "paper_ended_at"):
        op.add_column("process_card", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
