"""What the worker keeps beside the runtime's tables; processes themselves are Temporal's."""

import sqlalchemy as sa

from services.runtime.storage.metadata import own_metadata

metadata = own_metadata()

# At most one row: where the clock is moved to, while it moves.
clock_move = sa.Table(
    "clock_move",
    metadata,
    sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1", name="one_move"), primary_key=True),
    sa.Column("moving_to", sa.DateTime(timezone=True), nullable=False),
    sa.Column("one_deadline", sa.Boolean, nullable=False),
    sa.Column("until_said", sa.Boolean, nullable=False),
)

# Open workflows, as whoever moves their clocks knows them; empty where none may be moved. deadline: when the earliest
# timer fires. touched: how often something was done to it; read: of these, how often when the deadline was read.
own_time = sa.Table(
    "own_time",
    metadata,
    sa.Column("workflow_id", sa.Text, primary_key=True),
    sa.Column("deadline", sa.DateTime(timezone=True)),
    sa.Column("touched", sa.BigInteger, nullable=False),
    sa.Column("read", sa.BigInteger, nullable=False),
    sa.Index("own_time_deadline", "deadline"),
    sa.Index("own_time_touched", "workflow_id", postgresql_where=sa.text("touched > read")),
)

# Every process that was ever begun, and when it last was: Temporal forgets those that ended long ago.
begun_process = sa.Table(
    "begun_process",
    metadata,
    sa.Column("process_id", sa.Uuid, primary_key=True),
    sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
)
