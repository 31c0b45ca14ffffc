"""availability, agreements, sessions, attendance, reviews, goals; keys and notes in a schema of their own"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSTZRANGE, UUID, ExcludeConstraint

from services.runtime.first_tables import create_runtime_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_runtime_tables(op)
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.execute("CREATE SCHEMA confidential")
    _what_was_agreed()
    _what_happens()
    _what_was_said()


def _what_was_agreed() -> None:
    op.create_table(
        "weekly_hours",
        sa.Column("supervisor_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("weekday", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("from_time", sa.Time, primary_key=True),
        sa.Column("to_time", sa.Time, primary_key=True),
        sa.Column("valid_from", sa.Date, primary_key=True),
        sa.Column("valid_until", sa.Date, primary_key=True),
    )
    op.create_table(
        "agreement",
        sa.Column("process_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("organisation_id", UUID(as_uuid=True), nullable=False),
        sa.Column("supervisor_id", UUID(as_uuid=True), nullable=False),
        sa.Column("representative_id", UUID(as_uuid=True), nullable=False),
        sa.Column("commissioner_id", UUID(as_uuid=True), nullable=False),
        sa.Column("supervisee_ids", ARRAY(UUID(as_uuid=True)), nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("duration_minutes", sa.Integer, nullable=False),
        sa.Column("base_interval_days", sa.Integer, nullable=False),
        sa.Column("format", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("promises", JSONB, nullable=False),
        sa.Column("conflicts", JSONB),
    )


def _what_happens() -> None:
    op.create_table(
        "session",
        sa.Column("session_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("process_id", UUID(as_uuid=True), sa.ForeignKey("agreement.process_id"), nullable=False),
        sa.Column("supervisor_id", UUID(as_uuid=True), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirm_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("during", TSTZRANGE, sa.Computed("tstzrange(starts_at, ends_at)", persisted=True)),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("moved_by", UUID(as_uuid=True)),
        sa.Column("cancelled_by", sa.Text),
        sa.Column("cancelled_by_person", UUID(as_uuid=True)),
        sa.Column("recorded_by", UUID(as_uuid=True)),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("reminded_at", sa.DateTime(timezone=True)),
        sa.Index("ix_session_starts_at", "starts_at"),
        sa.UniqueConstraint("process_id", "number"),
        sa.CheckConstraint("status IN ('planned', 'held', 'no_show', 'cancelled')", name="status_known"),
        # No supervisor is ever double-booked: whatever the code does, the database refuses it.
        ExcludeConstraint(
            ("supervisor_id", "="),
            ("during", "&&"),
            using="gist",
            where=sa.text("status <> 'cancelled'"),
            name="no_double_booking",
        ),
    )
    op.create_table(
        "attendance",
        sa.Column("session_id", UUID(as_uuid=True), sa.ForeignKey("session.session_id"), primary_key=True),
        sa.Column("person_id", UUID(as_uuid=True), primary_key=True),
    )


def _what_was_said() -> None:
    op.create_table(
        "review",
        sa.Column("process_id", UUID(as_uuid=True), sa.ForeignKey("agreement.process_id"), primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("benefit", sa.Boolean),
        sa.Column("wants_to_continue", sa.Boolean),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("closed_by", UUID(as_uuid=True)),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("released_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "review_consent",
        sa.Column("process_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("person_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["process_id", "kind"], ["review.process_id", "review.kind"]),
    )
    op.create_table(
        "goal",
        sa.Column("goal_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("process_id", UUID(as_uuid=True), sa.ForeignKey("agreement.process_id"), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("weight", sa.Numeric, nullable=False),
        sa.Column("score", sa.Integer),
        sa.Column("released", sa.Boolean, nullable=False),
        sa.Column("set_by", UUID(as_uuid=True), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Index("ix_goal_process_id", "process_id"),
    )
    op.create_table(
        "process_key",
        sa.Column("process_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("wrapped", sa.Text, nullable=False),
        schema="confidential",
    )
    op.create_table(
        "note",
        sa.Column("session_id", UUID(as_uuid=True), sa.ForeignKey("session.session_id"), primary_key=True),
        sa.Column("author_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        schema="confidential",
    )
