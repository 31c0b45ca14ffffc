"""a trial has a place"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("trial", sa.Column("place", sa.Text(), nullable=False, server_default=""))
