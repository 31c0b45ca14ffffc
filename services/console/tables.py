"""What the console keeps: a projection that can be built anew from the streams, and who looks after which process."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlmodel import Field, SQLModel

from services.runtime.storage.metadata import own_metadata
from services.web.tables import metadata as web_metadata

_AT = sa.DateTime(timezone=True)

metadata = own_metadata(web_metadata)


class Table(SQLModel):
    """Every table of this service."""

    metadata = metadata


def _at() -> Any:
    return Field(default=None, sa_type=_AT)


def _in_both_orders(name: str, *filters: str, only: str | None = None) -> tuple[sa.Index, sa.Index]:
    """For a filter of the cards: the board's columns by what is next, the list by what began last."""
    where = sa.text(only) if only else None
    return (
        sa.Index(f"card_board_{name}", *filters, "phase", "next_at", "process_id", postgresql_where=where),
        sa.Index(f"card_list_{name}", *filters, "began_at", "process_id", postgresql_where=where),
    )


class ProcessCard(Table, table=True):
    """One process.

    Each fact comes from one service only, whose events about a process come in order: however the services'
    events fall between each other, the same row results. number: none until intake has been heard. asked_name:
    the organisation's, as the inquiry has it. proposal: sent, accept, ask_change, decline, expired.
    step_due_at: of the step that waits before the contract. complete_by, mend_by: of the draft;
    draft_late_level: how late it is. late_step: a step that intake said is overdue. awaited_party: whose signature
    is waited for; none while the paper is a draft. act_by: of a signature that was escalated. consents_refused: how
    many members do not consent; consent_act_by: until when somebody is to talk with them. paused_from: the first day
    of the newest pause; goes_on: the day after it, none while it is open; pause_overdue_at: it has been long.
    ending_to_confirm_at: since when an end without notice waits for a coordinator, who looks at it by
    confirm_ending_by.
    plan_waits_since: since when somebody is to propose another plan, or to ask about the one that waits.
    group_unsettled_at: since when a signed group is too small or has nobody who signs for it. search: made by the
    database, of search_text. other_supervisor_id: who stands in, or had it before.
    """

    __tablename__ = "process_card"
    __table_args__ = (
        sa.Column("search", TSVECTOR, sa.Computed("to_tsvector('simple', search_text)", persisted=True)),
        *_in_both_orders("all"),
        *_in_both_orders("coordinator", "coordinator_id"),
        *_in_both_orders("nobody", only="coordinator_id IS NULL"),
        *_in_both_orders("supervisor", "supervisor_id"),
        *_in_both_orders("audience", "audience"),
        sa.Index("card_list_phase", "phase", "began_at", "process_id"),
        sa.Index("card_of_organisation", "organisation_id"),
        # A supervisor's board asks for both: without it, it would read every process there is.
        sa.Index(
            "card_of_other_supervisor",
            "other_supervisor_id",
            "phase",
            postgresql_where=sa.text("other_supervisor_id IS NOT NULL"),
        ),
        # Without fastupdate: a search never reads through a list of what was not sorted in yet.
        sa.Index("card_search", "search", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
    )
    process_id: UUID = Field(primary_key=True)

    # intake
    number: str | None = Field(default=None, unique=True)
    began_at: datetime | None = _at()
    language: str | None = None
    audience: str | None = None
    contact_id: UUID | None = None
    renews: UUID | None = None
    asked_name: str | None = None
    organisation_id: UUID | None = None
    department_id: UUID | None = None
    supervisor_id: UUID | None = None
    other_supervisor_id: UUID | None = None
    outcome: str | None = None
    screened_at: datetime | None = _at()
    matched_at: datetime | None = _at()
    withdrawn_at: datetime | None = _at()
    proposal: str | None = None
    proposal_at: datetime | None = _at()
    proposal_until: date | None = None
    price_cents: int | None = None
    step_due_at: datetime | None = _at()
    complete_by: datetime | None = _at()
    late_step: str | None = None
    late_level: int = 0
    draft_late_level: int = 0
    late_at: datetime | None = _at()

    # contracts
    awaited_party: str | None = None
    awaited_level: int = 0
    awaited_at: datetime | None = _at()
    act_by: datetime | None = _at()
    declined_at: datetime | None = _at()
    mend_by: datetime | None = _at()
    consents_refused: int = 0
    consent_refused_at: datetime | None = _at()
    consent_act_by: datetime | None = _at()
    signed_at: datetime | None = _at()
    starts_on: date | None = None
    ends_on: date | None = None
    contract_expired_at: datetime | None = _at()
    paused_from: date | None = None
    goes_on: date | None = None
    pause_overdue_at: datetime | None = _at()
    pause_act_by: datetime | None = _at()
    ending_to_confirm_at: datetime | None = _at()
    confirm_ending_by: datetime | None = _at()
    continuation_asked_at: datetime | None = _at()
    continuation: str | None = None
    continuation_at: datetime | None = _at()
    successor_id: UUID | None = None
    ended_as: str | None = None
    ended_at: datetime | None = _at()

    # sessions
    sessions_total: int = 0
    sessions_held: int = 0
    sessions_cancelled: int = 0
    sessions_no_show: int = 0
    next_session_at: datetime | None = _at()
    group_unsettled_at: datetime | None = _at()
    settle_group_by: datetime | None = _at()
    plan_waits_since: datetime | None = _at()
    plan_act_by: datetime | None = _at()

    # billing
    invoices: int = 0
    invoice_held_at: datetime | None = _at()
    disputed_since: datetime | None = _at()
    invoiced_cents: int = Field(default=0, sa_type=sa.BigInteger)

    # what follows from the above (and the organisation's name from directory)
    organisation_name: str | None = None
    search_text: str = ""
    phase: str = "screening"
    phase_since: datetime | None = _at()
    next_at: datetime | None = _at()

    # the house's own, see Assignment
    coordinator_id: UUID | None = None


class ProcessSession(Table, table=True):
    """One session of a series. status: planned, held, no_show, cancelled, paused, replaced (by another row).

    overdue_at: nobody said what happened. replan_since, replan_by: its supervisor called it off and it has no other
    time; since when, and until when a coordinator is to find one.
    """

    __tablename__ = "process_session"
    __table_args__ = (
        sa.Index("session_of_process", "process_id", "starts_at"),
        sa.Index("session_calendar", "starts_at"),
        sa.Index("session_diary", "supervisor_id", "starts_at"),
        sa.Index("session_open", "supervisor_id", "ends_at", postgresql_where=sa.text("status = 'planned'")),
    )
    session_id: UUID = Field(primary_key=True)
    process_id: UUID
    supervisor_id: UUID
    number: int
    starts_at: datetime = Field(sa_type=_AT)
    ends_at: datetime = Field(sa_type=_AT)
    confirm_by: datetime = Field(sa_type=_AT)
    status: str = "planned"
    overdue_at: datetime | None = _at()
    replan_since: datetime | None = _at()
    replan_by: datetime | None = _at()


class ProcessReview(Table, table=True):
    """kind: interim, final. status: due, overdue, done, waived."""

    __tablename__ = "process_review"
    process_id: UUID = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    status: str
    due_since: datetime = Field(sa_type=_AT)
    due_at: datetime = Field(sa_type=_AT)
    overdue_at: datetime | None = _at()


class Task(Table, table=True):
    """Something that waits for a person of the house; it comes and leaves by what the card's facts say.

    about: which session or review of the process it is, or empty. role: coordinator, or supervisor with person_id.
    coordinator_id: the card's. escalated: shown to every coordinator.
    """

    __table_args__ = (
        sa.Index("task_of_person", "role", "person_id", "due_at", "process_id"),
        sa.Index("task_of_coordinator", "role", "coordinator_id", "due_at", "process_id"),
        sa.Index(
            "task_of_nobody",
            *("role", "due_at", "process_id"),
            postgresql_where=sa.text("coordinator_id IS NULL AND person_id IS NULL"),
        ),
        sa.Index(
            "task_escalated",
            *("role", "due_at", "process_id"),
            postgresql_where=sa.text("escalated IS TRUE"),
        ),
    )
    process_id: UUID = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    about: str = Field(primary_key=True, default="")
    role: str
    person_id: UUID | None = None
    coordinator_id: UUID | None = None
    session_id: UUID | None = None
    since: datetime = Field(sa_type=_AT)
    due_at: datetime = Field(sa_type=_AT)
    escalated: bool = False


class TimelineEvent(Table, table=True):
    """A fact as it was said. facts: the event's own fields; no name, no note."""

    __tablename__ = "timeline_event"
    __table_args__ = (sa.Index("timeline_of_process", "process_id", "at", "event_id"),)
    event_id: UUID = Field(primary_key=True)
    process_id: UUID
    at: datetime = Field(sa_type=_AT)
    source: str
    name: str
    facts: dict[str, Any] = Field(sa_type=JSONB)


class KnownOrganisation(Table, table=True):
    __tablename__ = "known_organisation"
    organisation_id: UUID = Field(primary_key=True)
    name: str


class KnownDepartment(Table, table=True):
    __tablename__ = "known_department"
    department_id: UUID = Field(primary_key=True)
    name: str


class KnownCommissioner(Table, table=True):
    """Who acts, or has acted, for a customer. department_id: none for the whole of it. since: of what is so now."""

    __tablename__ = "known_commissioner"
    __table_args__ = (
        sa.Index(
            "known_commissioner_once",
            "organisation_id",
            "person_id",
            "relation",
            "department_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )
    id: int | None = Field(default=None, sa_column=sa.Column(sa.BigInteger, sa.Identity(), primary_key=True))
    organisation_id: UUID
    person_id: UUID
    relation: str
    department_id: UUID | None = None
    acts: bool
    since: datetime = Field(sa_type=_AT)


class LiveChange(Table, table=True):
    """What open pages follow. kind: the event's name, assigned, rebuilt.

    process_id: none when everything may have changed. written_in: the transaction, by which a page knows whether it
    has seen the row; the ids tell it not, they are given before the commit.
    """

    __tablename__ = "live_change"
    __table_args__ = (sa.Index("live_change_age", "at"), sa.Index("live_change_unseen", "written_in"))
    id: int | None = Field(default=None, sa_column=sa.Column(sa.BigInteger, sa.Identity(), primary_key=True))
    process_id: UUID | None = None
    kind: str
    at: datetime | None = Field(
        default=None, sa_column=sa.Column(_AT, server_default=sa.func.now(), nullable=False)
    )
    written_in: int | None = Field(
        default=None,
        sa_column=sa.Column(
            sa.BigInteger, server_default=sa.text("(pg_current_xact_id()::text)::bigint"), nullable=False
        ),
    )


class Assignment(Table, table=True):
    """Which coordinator looks after a process. Nobody's event: a rebuild keeps it."""

    process_id: UUID = Field(primary_key=True)
    coordinator_id: UUID
    assigned_by: UUID
    assigned_at: datetime = Field(sa_type=_AT)


class AssignmentChange(Table, table=True):
    """One process's part of an assignment, for its undoing and the timeline. None: nobody."""

    __tablename__ = "assignment_change"
    __table_args__ = (sa.Index("assignment_change_of_process", "process_id"),)
    undo_id: UUID = Field(primary_key=True)
    process_id: UUID = Field(primary_key=True)
    coordinator_id: UUID | None = None
    previous_id: UUID | None = None
    changed_by: UUID
    changed_at: datetime = Field(sa_type=_AT)
    undone_at: datetime | None = _at()


class ParkedCase(Table, table=True):
    """What the house does about a message that a service could not handle: who looks at it, or why it is left.

    Nobody's event: a rebuild keeps it. skipped_reason: decided not to handle it; none while it waits.
    """

    __tablename__ = "parked_case"
    service: str = Field(primary_key=True)
    parked_id: UUID = Field(primary_key=True)
    assigned_to: UUID | None = None
    skipped_reason: str | None = None
    changed_by: UUID
    changed_at: datetime = Field(sa_type=_AT)


class OrderedRun(Table, table=True):
    """A month's invoicing that somebody ordered by hand, while it goes on and after. A rebuild keeps it.

    issued: by this order. remaining: processes that still waited for their invoice after the last part.
    refusal: the code with which it came to an end before its time.
    """

    __tablename__ = "ordered_run"
    period: str = Field(primary_key=True)
    ordered_by: UUID
    ordered_at: datetime = Field(sa_type=_AT)
    issued: int = 0
    remaining: int
    refusal: str | None = None
