"""a delivery keeps its address"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("delivery", sa.Column("address", sa.Text(), server_default="", nullable=False))
