"""the doors' own tables, the projection of processes, and who looks after which"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR, UUID

from services.runtime.storage.first_tables import create_runtime_tables
from services.web.first_tables import create_web_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_runtime_tables(op)
    create_web_tables(op)
    op.create_table("process_card", *_asked(), *_agreed(), *_counted(), *_following())
    _index_cards()
    _create_sessions()
    _create_tasks()
    _create_timeline()
    _create_assignments()
    _create_own_cases()


def _id(name: str, *, key: bool = False, needed: bool = False) -> "sa.Column[object]":
    return sa.Column(name, UUID(as_uuid=True), primary_key=key, nullable=not (key or needed))


def _at(name: str, *, needed: bool = False) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not needed)


def _text(name: str, *, key: bool = False, needed: bool = False) -> "sa.Column[object]":
    return sa.Column(name, sa.Text, primary_key=key, nullable=not (key or needed))


def _number(name: str) -> "sa.Column[object]":
    return sa.Column(name, sa.Integer, nullable=False)


def _asked() -> tuple["sa.Column[object]", ...]:
    return (
        _id("process_id", key=True),
        sa.Column("number", sa.Text, unique=True),
        _at("began_at"),
        *map(_text, ("language", "audience")),
        *map(_id, ("contact_id", "renews")),
        _text("asked_name"),
        *map(_id, ("organisation_id", "department_id", "supervisor_id", "other_supervisor_id")),
        _text("outcome"),
        *map(_at, ("screened_at", "matched_at", "withdrawn_at")),
        _text("proposal"),
        _at("proposal_at"),
        sa.Column("proposal_until", sa.Date),
        sa.Column("price_cents", sa.Integer),
        _number("trial_sessions"),
        *map(_at, ("step_due_at", "complete_by")),
        _text("late_step"),
        _number("late_level"),
        _number("draft_late_level"),
        _at("late_at"),
    )


def _agreed() -> tuple["sa.Column[object]", ...]:
    return (
        _text("trial_state"),
        *map(_at, ("trial_since", "trial_act_by")),
        _text("awaited_party"),
        _number("awaited_level"),
        *map(_at, ("awaited_at", "act_by", "declined_at", "mend_by")),
        _number("consents_refused"),
        *map(_at, ("consent_refused_at", "consent_act_by", "signed_at")),
        sa.Column("starts_on", sa.Date),
        sa.Column("ends_on", sa.Date),
        sa.Column("paused_from", sa.Date),
        sa.Column("goes_on", sa.Date),
        sa.Column("early_end_on", sa.Date),
        *map(_at, ("pause_overdue_at", "pause_act_by", "ending_to_confirm_at", "confirm_ending_by")),
        *map(_at, ("contract_expired_at", "continuation_asked_at")),
        _text("continuation"),
        _at("continuation_at"),
        _id("successor_id"),
        _text("ended_as"),
        _at("ended_at"),
    )


def _counted() -> tuple["sa.Column[object]", ...]:
    counts = ("sessions_total", "sessions_held", "sessions_cancelled", "sessions_no_show")
    return (
        *map(_number, counts),
        *map(
            _at,
            ("next_session_at", "group_unsettled_at", "settle_group_by", "plan_waits_since", "plan_act_by"),
        ),
        _number("invoices"),
        sa.Column("invoice_held_at", sa.DateTime(timezone=True)),
        sa.Column("disputed_since", sa.DateTime(timezone=True)),
        sa.Column("decide_by", sa.DateTime(timezone=True)),
        sa.Column("invoiced_cents", sa.BigInteger, nullable=False),
    )


def _following() -> tuple["sa.Column[object]", ...]:
    return (
        _text("organisation_name"),
        _text("search_text", needed=True),
        sa.Column("search", TSVECTOR, sa.Computed("to_tsvector('simple', search_text)", persisted=True)),
        _text("phase", needed=True),
        *map(_at, ("phase_since", "next_at")),
        _id("coordinator_id"),
    )


def _index_cards() -> None:
    """For each filter two orders: the board's columns by what is next, the list by what began last."""
    nobody = sa.text("coordinator_id IS NULL")
    for name, columns, only in (
        ("all", (), None),
        ("coordinator", ("coordinator_id",), None),
        ("nobody", (), nobody),
        ("supervisor", ("supervisor_id",), None),
        ("audience", ("audience",), None),
    ):
        in_column = [*columns, "phase", "next_at", "process_id"]
        op.create_index(f"card_board_{name}", "process_card", in_column, postgresql_where=only)
        in_list = [*columns, "began_at", "process_id"]
        op.create_index(f"card_list_{name}", "process_card", in_list, postgresql_where=only)
    op.create_index("card_list_phase", "process_card", ["phase", "began_at", "process_id"])
    op.create_index("card_of_organisation", "process_card", ["organisation_id"])
    op.create_index(
        "card_of_other_supervisor",
        "process_card",
        ["other_supervisor_id", "phase"],
        postgresql_where=sa.text("other_supervisor_id IS NOT NULL"),
    )
    # Without fastupdate: a search never reads through a list of what was not sorted in yet.
    op.create_index(
        "card_search",
        "process_card",
        ["search"],
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    )


def _create_sessions() -> None:
    op.create_table(
        "process_session",
        _id("session_id", key=True),
        *(_id(name, needed=True) for name in ("process_id", "supervisor_id")),
        _number("number"),
        sa.Column("trial", sa.Boolean, nullable=False),
        *(_at(name, needed=True) for name in ("starts_at", "ends_at", "confirm_by")),
        _text("status", needed=True),
        *map(_at, ("overdue_at", "replan_since", "replan_by")),
    )
    op.create_index("session_of_process", "process_session", ["process_id", "starts_at"])
    op.create_index("session_calendar", "process_session", ["starts_at"])
    op.create_index("session_diary", "process_session", ["supervisor_id", "starts_at"])
    planned = sa.text("status = 'planned'")
    op.create_index("session_open", "process_session", ["supervisor_id", "ends_at"], postgresql_where=planned)
    op.create_table(
        "process_review",
        _id("process_id", key=True),
        _text("kind", key=True),
        _text("status", needed=True),
        *(_at(name, needed=True) for name in ("due_since", "due_at")),
        _at("overdue_at"),
    )


def _create_tasks() -> None:
    op.create_table(
        "task",
        _id("process_id", key=True),
        *(_text(name, key=True) for name in ("kind", "about")),
        _text("role", needed=True),
        *map(_id, ("person_id", "coordinator_id", "session_id")),
        *(_at(name, needed=True) for name in ("since", "due_at")),
        sa.Column("escalated", sa.Boolean, nullable=False),
    )
    in_turn = ["due_at", "process_id"]
    nobody = sa.text("coordinator_id IS NULL AND person_id IS NULL")
    op.create_index("task_of_person", "task", ["role", "person_id", *in_turn])
    op.create_index("task_of_coordinator", "task", ["role", "coordinator_id", *in_turn])
    op.create_index("task_of_nobody", "task", ["role", *in_turn], postgresql_where=nobody)
    op.create_index(
        "task_escalated", "task", ["role", *in_turn], postgresql_where=sa.text("escalated IS TRUE")
    )


def _create_timeline() -> None:
    op.create_table(
        "timeline_event",
        _id("event_id", key=True),
        _id("process_id", needed=True),
        _at("at", needed=True),
        *(_text(name, needed=True) for name in ("source", "name")),
        sa.Column("facts", JSONB, nullable=False),
    )
    op.create_index("timeline_of_process", "timeline_event", ["process_id", "at", "event_id"])
    op.create_table("known_organisation", _id("organisation_id", key=True), _text("name", needed=True))
    op.create_table("known_department", _id("department_id", key=True), _text("name", needed=True))
    op.create_table(
        "known_commissioner",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        _id("organisation_id", needed=True),
        _id("person_id", needed=True),
        _text("relation", needed=True),
        _id("department_id"),
        sa.Column("acts", sa.Boolean, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index(
        "known_commissioner_once",
        "known_commissioner",
        ["organisation_id", "person_id", "relation", "department_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "live_change",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        _id("process_id"),
        _text("kind", needed=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column(
            "written_in",
            sa.BigInteger,
            server_default=sa.text("(pg_current_xact_id()::text)::bigint"),
            nullable=False,
        ),
    )
    op.create_index("live_change_age", "live_change", ["at"])
    op.create_index("live_change_unseen", "live_change", ["written_in"])


def _create_assignments() -> None:
    op.create_table(
        "assignment",
        _id("process_id", key=True),
        *(_id(name, needed=True) for name in ("coordinator_id", "assigned_by")),
        _at("assigned_at", needed=True),
    )
    op.create_table(
        "assignment_change",
        *(_id(name, key=True) for name in ("undo_id", "process_id")),
        *map(_id, ("coordinator_id", "previous_id")),
        _id("changed_by", needed=True),
        _at("changed_at", needed=True),
        _at("undone_at"),
    )
    op.create_index("assignment_change_of_process", "assignment_change", ["process_id"])


def _create_own_cases() -> None:
    op.create_table(
        "parked_case",
        _text("service", key=True),
        _id("parked_id", key=True),
        _id("assigned_to"),
        _text("skipped_reason"),
        _id("changed_by", needed=True),
        _at("changed_at", needed=True),
    )
    op.create_table(
        "ordered_run",
        _text("period", key=True),
        _id("ordered_by", needed=True),
        _at("ordered_at", needed=True),
        *map(_number, ("issued", "remaining")),
        _text("refusal"),
    )
