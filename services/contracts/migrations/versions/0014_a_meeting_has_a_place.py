"""a three-way meeting has an end, a place and a calendar entry"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("meeting", sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("meeting", sa.Column("place", sa.Text(), server_default="", nullable=False))
    op.add_column("meeting", sa.Column("sequence", sa.Integer(), server_default="0", nullable=False))
