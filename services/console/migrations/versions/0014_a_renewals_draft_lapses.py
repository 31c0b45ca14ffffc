"""a renewal's draft that nobody completes comes to nothing"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("process_card", sa.Column("draft_lapses_at", sa.DateTime(timezone=True), nullable=True))
