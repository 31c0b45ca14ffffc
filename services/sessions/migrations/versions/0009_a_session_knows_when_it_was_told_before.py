"""a session knows when it was told to be off, by the word before"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("session", sa.Column("former_told_at", sa.DateTime(timezone=True), nullable=True))
