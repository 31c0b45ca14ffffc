"""a renewal's draft that nobody completes comes to nothing"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """What was drafted before has no day: the service gives it one when it first looks."""
    op.add_column("contract", sa.Column("draft_lapses_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "draft_to_lapse",
        "contract",
        ["draft_lapses_at"],
        postgresql_where=sa.text("status = 'draft' AND renews IS NOT NULL"),
    )
