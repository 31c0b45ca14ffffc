"""until when a session is free to call off is kept"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("known_session", sa.Column("free_until", sa.DateTime(timezone=True), nullable=True))
