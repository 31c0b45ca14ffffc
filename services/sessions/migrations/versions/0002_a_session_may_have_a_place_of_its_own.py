"""a session may have a place of its own"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("session", sa.Column("place", sa.Text(), server_default="", nullable=False))
