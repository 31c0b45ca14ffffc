"""availability, agreements, sessions, attendance, reviews, goals; keys and notes in a schema of their own"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSTZRANGE, UUID, ExcludeConstraint

from services.runtime.storage.first_tables import create_runtime_tables

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
        "days_away",
        sa.Column("supervisor_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("from_day", sa.Date, primary_key=True),
        sa.Column("until_day", sa.Date, primary_key=True),
        sa.Column("reported_by", UUID(as_uuid=True), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "process",
        sa.Column("process_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("organisation_id", UUID(as_uuid=True), nullable=False),
        sa.Column("department_id", UUID(as_uuid=True)),
        sa.Column("conflicts", JSONB),
        sa.Column("group_unsettled", sa.Boolean, nullable=False),
        sa.Column("renewed_as", UUID(as_uuid=True)),
        sa.Column("changing_from", sa.Date),
        sa.Column("changing_until", sa.Date),
    )
    op.create_table(
        "agreement",
        sa.Column("process_id", UUID(as_uuid=True), sa.ForeignKey("process.process_id"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("renews", UUID(as_uuid=True)),
        sa.Column("effective_from", sa.Date, nullable=False),
        sa.Column("supervisor_id", UUID(as_uuid=True), nullable=False),
        sa.Column("representative_id", UUID(as_uuid=True), nullable=False),
        sa.Column("commissioner_id", UUID(as_uuid=True), nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("duration_minutes", sa.Integer, nullable=False),
        sa.Column("base_interval_days", sa.Integer, nullable=False),
        sa.Column("sessions_agreed", sa.Integer),
        sa.Column("preferred_weekdays", ARRAY(sa.Integer), nullable=False),
        sa.Column("preferred_times", ARRAY(sa.Text), nullable=False),
        sa.Column("notice_hours", sa.Integer),
        sa.Column("notice_working_days", sa.Integer),
        sa.Column("format", sa.Text, nullable=False),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("promises", JSONB, nullable=False),
    )
    op.create_table(
        "trial",
        sa.Column("process_id", UUID(as_uuid=True), sa.ForeignKey("process.process_id"), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("notice_hours", sa.Integer),
        sa.Column("notice_working_days", sa.Integer),
        sa.CheckConstraint("status IN ('held', 'agreed', 'over')", name="trial_status_known"),
    )
    op.create_table(
        "proposed_plan",
        sa.Column("process_id", UUID(as_uuid=True), sa.ForeignKey("process.process_id"), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("weekdays", ARRAY(sa.Integer), nullable=False),
        sa.Column("start", sa.Time),
        sa.Column("first_day", sa.Date),
        sa.Column("conflicts", JSONB, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("agreed", sa.Integer),
        sa.Column("proposed_by", UUID(as_uuid=True)),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("escalates_at", sa.DateTime(timezone=True)),
        sa.Column("asked_by", UUID(as_uuid=True)),
        sa.Column("asked_at", sa.DateTime(timezone=True)),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("settled_by", UUID(as_uuid=True)),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("over", sa.Text),
        sa.CheckConstraint("status IN ('open', 'confirmed', 'over')", name="plan_status_known"),
        sa.Index("plan_to_lapse", "until", postgresql_where=sa.text("status = 'open'")),
        sa.Index("plan_to_escalate", "escalates_at", postgresql_where=sa.text("status = 'open'")),
    )
    op.create_table(
        "pause",
        sa.Column("process_id", UUID(as_uuid=True), sa.ForeignKey("process.process_id"), primary_key=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("from_day", sa.Date, nullable=False),
        sa.Column("goes_on", sa.Date),
        sa.Column("numbers", ARRAY(sa.Integer), nullable=False),
        sa.Column("moved_days", sa.Integer, nullable=False),
    )
    op.create_table(
        "group_member",
        sa.Column("process_id", UUID(as_uuid=True), sa.ForeignKey("process.process_id"), primary_key=True),
        sa.Column("person_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("from_day", sa.Date, primary_key=True),
        sa.Column("until_day", sa.Date),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Index("group_member_person", "person_id"),
        # A person is one member, not two, on any day.
        ExcludeConstraint(
            ("process_id", "="),
            ("person_id", "="),
            (sa.text("daterange(from_day, until_day, '[]')"), "&&"),
            using="gist",
            name="a_member_once",
        ),
    )
    op.create_table(
        "representative",
        sa.Column("process_id", UUID(as_uuid=True), sa.ForeignKey("process.process_id"), primary_key=True),
        sa.Column("from_day", sa.Date, primary_key=True),
        sa.Column("person_id", UUID(as_uuid=True), nullable=False),
    )
    op.create_table(
        "representative_change",
        sa.Column("process_id", UUID(as_uuid=True), sa.ForeignKey("process.process_id"), primary_key=True),
        sa.Column("representative_id", UUID(as_uuid=True), nullable=False),
        sa.Column("from_day", sa.Date, nullable=False),
        sa.Column("proposed_by", UUID(as_uuid=True), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
    )
    waiting = sa.ForeignKey("representative_change.process_id")
    op.create_table(
        "representative_consent",
        sa.Column("process_id", UUID(as_uuid=True), waiting, primary_key=True),
        sa.Column("person_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "leaving",
        sa.Column("process_id", UUID(as_uuid=True), sa.ForeignKey("process.process_id"), primary_key=True),
        sa.Column("person_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("left_on", sa.Date, nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary),
    )


def _what_happens() -> None:
    live = sa.text("status NOT IN ('cancelled', 'replaced', 'paused')")
    op.create_table(
        "session",
        sa.Column("session_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("process_id", UUID(as_uuid=True), sa.ForeignKey("process.process_id"), nullable=False),
        sa.Column("supervisor_id", UUID(as_uuid=True), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("trial", sa.Boolean, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirm_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("during", TSTZRANGE, sa.Computed("tstzrange(starts_at, ends_at)", persisted=True)),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("calendar_uid", UUID(as_uuid=True), nullable=False),
        sa.Column("replaces", UUID(as_uuid=True), sa.ForeignKey("session.session_id"), unique=True),
        sa.Column("moved_by", UUID(as_uuid=True)),
        sa.Column("cancelled_by", sa.Text),
        sa.Column("cancelled_by_person", UUID(as_uuid=True)),
        sa.Column("recorded_by", UUID(as_uuid=True)),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.Column("held_minutes", sa.Integer),
        sa.Column("longer_agreed", sa.Boolean, nullable=False),
        sa.Column("present_count", sa.Integer),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("former", sa.Text),
        sa.Column("moves_free", sa.Boolean, nullable=False),
        sa.Column("replan_by", sa.DateTime(timezone=True)),
        sa.Column("reminded_at", sa.DateTime(timezone=True)),
        sa.Index("ix_session_starts_at", "starts_at"),
        sa.Index("ix_session_process_id", "process_id"),
        sa.Index(
            "one_number_a_contract", "process_id", "trial", "number", unique=True, postgresql_where=live
        ),
        sa.Index("one_calendar_entry", "calendar_uid", unique=True, postgresql_where=live),
        sa.Index(
            "session_to_be_chased",
            "confirm_by",
            postgresql_where=sa.text("status = 'planned' AND reminded_at IS NULL"),
        ),
        sa.CheckConstraint(
            "status IN ('proposed', 'planned', 'held', 'no_show', 'cancelled', 'replaced', 'paused')",
            name="status_known",
        ),
        # No supervisor is ever double-booked: whatever the code does, the database refuses it.
        ExcludeConstraint(
            ("supervisor_id", "="), ("during", "&&"), using="gist", where=live, name="no_double_booking"
        ),
    )
    op.create_table(
        "attendance",
        sa.Column("session_id", UUID(as_uuid=True), sa.ForeignKey("session.session_id"), primary_key=True),
        sa.Column("person_id", UUID(as_uuid=True), primary_key=True),
    )
    op.create_table(
        "recorded_word",
        sa.Column("session_id", UUID(as_uuid=True), sa.ForeignKey("session.session_id"), primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("recorded_by", UUID(as_uuid=True)),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True)),
        sa.Column("present", ARRAY(UUID(as_uuid=True)), nullable=False),
        sa.Column("present_count", sa.Integer),
        sa.Column("held_minutes", sa.Integer),
        sa.Column("longer_agreed", sa.Boolean, nullable=False),
        sa.Column("cancelled_by", sa.Text),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.Column("sealed", sa.LargeBinary),
    )
    op.create_table(
        "absence",
        sa.Column("session_id", UUID(as_uuid=True), sa.ForeignKey("session.session_id"), primary_key=True),
        sa.Column("person_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
    )


def _what_was_said() -> None:
    _reviews()
    op.create_table(
        "goal",
        sa.Column("goal_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("process_id", UUID(as_uuid=True), sa.ForeignKey("process.process_id"), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("weight", sa.Numeric, nullable=False),
        sa.Column("score", sa.Integer),
        sa.Column("released", sa.Boolean, nullable=False),
        sa.Column("shared_on", sa.Date),
        sa.Column("whose", sa.Text, nullable=False),
        sa.Column("carries_on", sa.Boolean, nullable=False),
        sa.Column("carried_from", UUID(as_uuid=True)),
        sa.Column("baseline", sa.Integer),
        sa.Column("known_to", ARRAY(UUID(as_uuid=True))),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("answered_yes", sa.Boolean, nullable=False),
        sa.Column("set_by", UUID(as_uuid=True), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Index("ix_goal_process_id", "process_id"),
    )
    _changes_of_goals()
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


def _changes_of_goals() -> None:
    op.create_table(
        "goal_change",
        sa.Column("goal_id", UUID(as_uuid=True), sa.ForeignKey("goal.goal_id"), primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("weight", sa.Numeric),
        sa.Column("score", sa.Integer),
        sa.Column("proposed_by", UUID(as_uuid=True), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "goal_change_consent",
        sa.Column("goal_id", UUID(as_uuid=True), sa.ForeignKey("goal_change.goal_id"), primary_key=True),
        sa.Column("person_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
    )


def _reviews() -> None:
    op.create_table(
        "review",
        sa.Column("process_id", UUID(as_uuid=True), sa.ForeignKey("process.process_id"), primary_key=True),
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
        sa.Index("review_to_be_chased", "due_at", postgresql_where=sa.text("status = 'open'")),
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
        "review_refusal",
        sa.Column("process_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("person_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["process_id", "kind"], ["review.process_id", "review.kind"]),
    )
