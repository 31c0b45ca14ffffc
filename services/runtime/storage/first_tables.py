"""The runtime's tables as a service's first migration step makes them.

They stay as they are here once there is data: what changes in `tables.py` later, each service's next step changes.
"""

from types import ModuleType

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, UUID

_ID = UUID(as_uuid=True)
_AT = sa.DateTime(timezone=True)


def create_runtime_tables(op: ModuleType) -> None:
    """op: alembic's."""
    _create_what_is_said(op)
    _create_what_is_heard(op)


def _create_what_is_said(op: ModuleType) -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("event_id", _ID, nullable=False, unique=True),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("headers", JSONB, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("created_at", _AT, server_default=sa.func.now(), nullable=False),
        sa.Column("published_at", _AT),
        sa.Column("parked_at", _AT),
        sa.Column("parked_reason", sa.Text),
        sa.Index("outbox_waiting", "id", postgresql_where=sa.text("published_at IS NULL")),
        sa.Index("outbox_parked", "id", postgresql_where=sa.text("parked_at IS NOT NULL")),
    )
    op.create_table(
        "aggregate_version",
        sa.Column("aggregate_id", _ID, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
    )


def _create_what_is_heard(op: ModuleType) -> None:
    op.create_table(
        "position",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("aggregate_id", _ID, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "parked",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("stream_seq", sa.BigInteger, nullable=False),
        sa.Column("event_id", sa.Text),
        sa.Column("aggregate_id", _ID),
        sa.Column("headers", JSONB, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("parked_at", _AT, server_default=sa.func.now(), nullable=False),
        sa.Column("replayed_at", _AT),
        sa.UniqueConstraint(
            "source", "stream_seq", "event_id", name="parked_once", postgresql_nulls_not_distinct=True
        ),
    )
    _create_what_was_not_handled(op)


def _create_what_was_not_handled(op: ModuleType) -> None:
    op.create_table(
        "failure",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("stream_seq", sa.BigInteger, primary_key=True),
        sa.Column("event_id", sa.Text, primary_key=True),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("error_type", sa.Text, nullable=False),
        sa.Column("since", _AT, server_default=sa.func.now(), nullable=False),
    )
    op.create_table(
        "passed_over",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("stream_seq", sa.BigInteger, nullable=False),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("event_type", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("headers", JSONB, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("source", "event_id", name="passed_over_once"),
    )
    op.create_table(
        "merged_person",
        sa.Column("absorbed_id", _ID, primary_key=True),
        sa.Column("kept_id", _ID, nullable=False),
        sa.Column("place", sa.BigInteger, sa.Identity(always=True), nullable=False, unique=True),
    )
