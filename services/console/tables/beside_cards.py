"""What the board keeps beside a process's card: its sessions, reviews, tasks, events; and names that it has heard."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.console.tables.every_table import AT, Table, at


class ProcessSession(Table, table=True):
    """One session of a series. status: planned, held, no_show, cancelled, paused, replaced (by another row).

    trial: before the contract, and number counts the trial's alone. overdue_at: nobody said what happened.
    replan_since, replan_by: its supervisor called it off and it has no other time; since when, and until when a
    coordinator is to find one. fell: called off with the contract's end. unused: called off
    for nothing.
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
    trial: bool = False
    starts_at: datetime = Field(sa_type=AT)
    ends_at: datetime = Field(sa_type=AT)
    confirm_by: datetime = Field(sa_type=AT)
    status: str = "planned"
    overdue_at: datetime | None = at()
    replan_since: datetime | None = at()
    replan_by: datetime | None = at()
    fell: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    unused: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})


class ProcessReview(Table, table=True):
    """kind: interim, final. status: due, overdue, done, waived."""

    __tablename__ = "process_review"
    process_id: UUID = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    status: str
    due_since: datetime = Field(sa_type=AT)
    due_at: datetime = Field(sa_type=AT)
    overdue_at: datetime | None = at()


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
    since: datetime = Field(sa_type=AT)
    due_at: datetime = Field(sa_type=AT)
    escalated: bool = False


class TimelineEvent(Table, table=True):
    """A fact as it was said. facts: the event's own fields; no name, no note."""

    __tablename__ = "timeline_event"
    __table_args__ = (sa.Index("timeline_of_process", "process_id", "at", "event_id"),)
    event_id: UUID = Field(primary_key=True)
    process_id: UUID
    at: datetime = Field(sa_type=AT)
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
    since: datetime = Field(sa_type=AT)


class KnownLeaver(Table, table=True):
    """A supervisor who leaves, or has left. since: when that was said, or another day last."""

    __tablename__ = "known_leaver"
    supervisor_id: UUID = Field(primary_key=True)
    last_day: date
    since: datetime = Field(sa_type=AT)


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
        default=None, sa_column=sa.Column(AT, server_default=sa.func.now(), nullable=False)
    )
    written_in: int | None = Field(
        default=None,
        sa_column=sa.Column(
            sa.BigInteger, server_default=sa.text("(pg_current_xact_id()::text)::bigint"), nullable=False
        ),
    )
