"""what proves somebody is marked"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    for table in ("person", "passkey", "calendar_feed", "first_link"):
        op.add_column(table, sa.Column("mark", sa.Text(), nullable=True))
