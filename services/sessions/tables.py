"""What sessions keeps. The words of goals, reviews and notes are sealed; their keys stand in `confidential`."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import Field, SQLModel

from services.runtime.metadata import own_metadata

_AT = sa.DateTime(timezone=True)

metadata = own_metadata()


class Table(SQLModel):
    """Every table of this service."""

    metadata = metadata


class WeeklyHours(Table, table=True):
    """A supervisor's offer of one weekday's hours in Helsinki's local time; the key is all of it."""

    __tablename__ = "weekly_hours"
    supervisor_id: UUID = Field(primary_key=True)
    weekday: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    from_time: time = Field(primary_key=True)
    to_time: time = Field(primary_key=True)
    valid_from: date = Field(primary_key=True)
    valid_until: date = Field(primary_key=True)


class Agreement(Table, table=True):
    """What the signed contract says of the sessions. conflicts: those of the plan as it was booked.

    promises: the provider's to this process.
    """

    process_id: UUID = Field(primary_key=True)
    organisation_id: UUID
    supervisor_id: UUID
    representative_id: UUID
    commissioner_id: UUID
    supervisee_ids: list[UUID] = Field(sa_type=postgresql.ARRAY(postgresql.UUID(as_uuid=True)))
    starts_on: date
    ends_on: date
    duration_minutes: int
    base_interval_days: int
    format: str
    language: str
    promises: dict[str, Any] = Field(sa_type=postgresql.JSONB)
    conflicts: list[dict[str, Any]] | None = Field(default=None, sa_type=postgresql.JSONB(none_as_null=True))


class Session(Table, table=True):
    """during: made by the database, and what it refuses to overlap. sequence: see SessionCard.

    confirm_by: until when the supervisor is to say what happened.
    """

    __table_args__ = (
        sa.UniqueConstraint("process_id", "number"),
        sa.Column(
            "during", postgresql.TSTZRANGE, sa.Computed("tstzrange(starts_at, ends_at)", persisted=True)
        ),
        sa.CheckConstraint("status IN ('planned', 'held', 'no_show', 'cancelled')", name="status_known"),
        # No supervisor is ever double-booked: whatever the code does, the database refuses it.
        postgresql.ExcludeConstraint(
            ("supervisor_id", "="),
            ("during", "&&"),
            using="gist",
            where=sa.text("status <> 'cancelled'"),
            name="no_double_booking",
        ),
    )
    session_id: UUID = Field(primary_key=True)
    process_id: UUID = Field(foreign_key="agreement.process_id")
    supervisor_id: UUID
    number: int
    starts_at: datetime = Field(sa_type=_AT, index=True)
    ends_at: datetime = Field(sa_type=_AT)
    confirm_by: datetime = Field(sa_type=_AT)
    status: str = "planned"
    sequence: int = 0
    moved_by: UUID | None = None
    cancelled_by: str | None = None
    cancelled_by_person: UUID | None = None
    recorded_by: UUID | None = None
    settled_at: datetime | None = Field(default=None, sa_type=_AT)
    reminded_at: datetime | None = Field(default=None, sa_type=_AT)


class Attendance(Table, table=True):
    """Who was there, by name: leaves this service as a count only."""

    session_id: UUID = Field(primary_key=True, foreign_key="session.session_id")
    person_id: UUID = Field(primary_key=True)


class Review(Table, table=True):
    """status: open, done, waived. sealed: the statement, or why it was waived. released_at: of the last consent.

    due_at: until when it is to be held, or to be asked for once more.
    """

    process_id: UUID = Field(primary_key=True, foreign_key="agreement.process_id")
    kind: str = Field(primary_key=True)
    status: str = "open"
    opened_at: datetime = Field(sa_type=_AT)
    due_at: datetime = Field(sa_type=_AT)
    benefit: bool | None = None
    wants_to_continue: bool | None = None
    sealed: bytes | None = None
    closed_by: UUID | None = None
    closed_at: datetime | None = Field(default=None, sa_type=_AT)
    released_at: datetime | None = Field(default=None, sa_type=_AT)


class ReviewConsent(Table, table=True):
    """One person's consent to the commissioner's reading of a review."""

    __tablename__ = "review_consent"
    __table_args__ = (sa.ForeignKeyConstraint(["process_id", "kind"], ["review.process_id", "review.kind"]),)
    process_id: UUID = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)
    given_at: datetime = Field(sa_type=_AT)


class Goal(Table, table=True):
    """In the supervisees' own words, sealed. released: the commissioner may see it."""

    goal_id: UUID = Field(primary_key=True)
    process_id: UUID = Field(foreign_key="agreement.process_id", index=True)
    sealed: bytes
    weight: Decimal
    score: int | None = None
    released: bool = False
    set_by: UUID
    set_at: datetime = Field(sa_type=_AT)


class ProcessKey(Table, table=True):
    """A process's own key, wrapped; without this row nothing that was said in the process can be read again."""

    __tablename__ = "process_key"
    __table_args__ = ({"schema": "confidential"},)
    process_id: UUID = Field(primary_key=True)
    wrapped: str


class Note(Table, table=True):
    """One author's note of one session, sealed."""

    __table_args__ = ({"schema": "confidential"},)
    session_id: UUID = Field(primary_key=True, foreign_key="session.session_id")
    author_id: UUID = Field(primary_key=True)
    sealed: bytes
    written_at: datetime = Field(sa_type=_AT)
