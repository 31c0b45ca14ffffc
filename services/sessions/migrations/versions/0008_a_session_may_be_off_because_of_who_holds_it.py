"""a session may be called off because of who was to hold it"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("session", sa.Column("off_because", sa.Text(), nullable=True))
