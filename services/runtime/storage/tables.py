"""The tables that every service's database has: what it says, where it is, what it could not handle, who is one."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, UUID

metadata = sa.MetaData()

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("event_id", UUID(as_uuid=True), nullable=False, unique=True),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("headers", JSONB, nullable=False),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
    # Published rows stay: they can be sent again after a broker's store is lost.
    sa.Column("published_at", sa.DateTime(timezone=True)),
    # It can never be sent as it is: it waits for a person, and its process's later events wait behind it.
    sa.Column("parked_at", sa.DateTime(timezone=True)),
    sa.Column("parked_reason", sa.Text),
    sa.Index("outbox_waiting", "id", postgresql_where=sa.text("published_at IS NULL")),
    sa.Index("outbox_parked", "id", postgresql_where=sa.text("parked_at IS NOT NULL")),
)

aggregate_version = sa.Table(
    "aggregate_version",
    metadata,
    sa.Column("aggregate_id", UUID(as_uuid=True), primary_key=True),
    sa.Column("version", sa.BigInteger, nullable=False),
)

position = sa.Table(
    "position",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("aggregate_id", UUID(as_uuid=True), primary_key=True),
    sa.Column("version", sa.BigInteger, nullable=False),
)

parked = sa.Table(
    "parked",
    metadata,
    sa.Column("id", UUID(as_uuid=True), primary_key=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("stream_seq", sa.BigInteger, nullable=False),
    sa.Column("event_id", sa.Text),
    sa.Column("aggregate_id", UUID(as_uuid=True)),
    sa.Column("headers", JSONB, nullable=False),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("parked_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
    sa.Column("replayed_at", sa.DateTime(timezone=True)),
    # A stream that had to be made again gives its numbers anew.
    sa.UniqueConstraint(
        "source", "stream_seq", "event_id", name="parked_once", postgresql_nulls_not_distinct=True
    ),
)

failure = sa.Table(
    "failure",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("stream_seq", sa.BigInteger, primary_key=True),
    sa.Column("event_id", sa.Text, primary_key=True),
    sa.Column("times", sa.Integer, nullable=False),
    sa.Column("error_type", sa.Text, nullable=False),
    sa.Column("since", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
)

passed_over = sa.Table(
    "passed_over",
    metadata,
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

# A person's entry that is gone, and the one that stays in its place. place: in which order they were taken over.
merged_person = sa.Table(
    "merged_person",
    metadata,
    sa.Column("absorbed_id", UUID(as_uuid=True), primary_key=True),
    sa.Column("kept_id", UUID(as_uuid=True), nullable=False),
    sa.Column("place", sa.BigInteger, sa.Identity(always=True), nullable=False, unique=True),
)
