"""What the worker keeps beside the runtime's tables; processes themselves are Temporal's."""

import sqlalchemy as sa

from services.runtime.metadata import own_metadata

metadata = own_metadata()

# At most one row: where the clock is moved to, while it moves.
clock_move = sa.Table(
    "clock_move",
    metadata,
    sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1", name="one_move"), primary_key=True),
    sa.Column("moving_to", sa.DateTime(timezone=True), nullable=False),
    sa.Column("one_deadline", sa.Boolean, nullable=False),
)
