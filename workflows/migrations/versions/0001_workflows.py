"""positions and parked messages of the worker, and the move of the clock that is under way"""

import sqlalchemy as sa
from alembic import op

from services.runtime.first_tables import create_runtime_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_runtime_tables(op)
    op.create_table(
        "clock_move",
        sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1", name="one_move"), primary_key=True),
        sa.Column("moving_to", sa.DateTime(timezone=True), nullable=False),
        sa.Column("one_deadline", sa.Boolean, nullable=False),
    )
