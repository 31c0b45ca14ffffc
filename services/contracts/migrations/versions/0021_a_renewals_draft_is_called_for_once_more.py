"""who completes a renewal's draft is reminded once more, well before it lapses"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

_LONG_BEFORE = """
update contract set draft_last_call_at = draft_lapses_at - interval '13 days 16 hours'
where status = 'draft' and renews is not null and draft_lapses_at - drafted_at > interval '28 days'
"""


def upgrade() -> None:
    """A draft that waits already is called for as one that is drafted now."""
    op.add_column("contract", sa.Column("draft_last_call_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "draft_to_call",
        "contract",
        ["draft_last_call_at"],
        postgresql_where=sa.text("status = 'draft' AND draft_last_call_at IS NOT NULL"),
    )
    op.execute(_LONG_BEFORE)
