"""notes are seen for their authors"""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute("ALTER TABLE confidential.note ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE confidential.note FORCE ROW LEVEL SECURITY")
    op.execute(
        """CREATE POLICY of_their_authors ON confidential.note USING (
            author_id::text = ANY (string_to_array(current_setting('luotsi.authors', true), ','))
        )"""
    )
