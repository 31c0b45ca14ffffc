"""positions and parked messages of the worker, the move of the clock that is under way, and which processes began"""

import sqlalchemy as sa
from alembic import op

from services.runtime.storage.first_tables import create_runtime_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_runtime_tables(op)
    op.create_table(
        "clock_move",
        sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1", name="one_move"), primary_key=True),
        sa.Column("moving_to", sa.DateTime(timezone=True), nullable=False),
        sa.Column("one_deadline", sa.Boolean, nullable=False),
        sa.Column("until_said", sa.Boolean, nullable=False),
    )
    op.create_table(
        "own_time",
        sa.Column("workflow_id", sa.Text, primary_key=True),
        sa.Column("deadline", sa.DateTime(timezone=True)),
        sa.Column("touched", sa.BigInteger, nullable=False),
        sa.Column("read", sa.BigInteger, nullable=False),
        sa.Index("own_time_deadline", "deadline"),
        sa.Index("own_time_touched", "workflow_id", postgresql_where=sa.text("touched > read")),
    )
    op.create_table(
        "begun_process",
        sa.Column("process_id", sa.Uuid, primary_key=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
    )
