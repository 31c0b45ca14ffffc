"""a withdrawal credits what was invoiced and not held, by nobody's order"""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.alter_column("credit_note", "ordered_by", nullable=True)
