"""a process knows that it has ended: no goal is set in it any more"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("process", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
