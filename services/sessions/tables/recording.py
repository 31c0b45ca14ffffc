"""Sessions, and what became of them."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import Field

from services.sessions.tables.every_table import AT, Table

TAKES_TIME = "status NOT IN ('cancelled', 'replaced', 'paused')"
"""Which sessions stand in the supervisor's diary, and have their number and their calendar entry to themselves."""


class Session(Table, table=True):
    """supervisor_id: who holds it, whoever else the process has. sequence, calendar_uid: see SessionCard.

    status: proposed ones are times that are held for a plan; they are nobody's session, and are gone once it is
    answered.

    number: its place in the contract's count, or of a trial's session in that of the trial alone. replaces: the
    session in whose place this one came, and whose number and calendar entry it has. during: made by the database,
    and what it refuses to overlap. confirm_by: until when the supervisor is to say what happened. moves_free: it
    came of the supervisor's cancelling, and the others may move it once for nothing. replan_by: none came in its
    place, and until when a coordinator is to find a time for it. told_at: when it was cancelled, whenever that was
    recorded. off_because: why, where nobody called it off (`SessionCancelled`). held_minutes: how long it really took,
    where that is not as agreed; longer_agreed: a longer one is paid for. present_count: how many were
    there, where it is not known who. revision: how often it was recorded otherwise; former: as what, the time before,
    and former_told_at: told_at then. place: empty: as the contract says.
    """

    __table_args__ = (
        sa.Column(
            "during", postgresql.TSTZRANGE, sa.Computed("tstzrange(starts_at, ends_at)", persisted=True)
        ),
        sa.CheckConstraint(
            "status IN ('proposed', 'planned', 'held', 'no_show', 'cancelled', 'replaced', 'paused')",
            name="status_known",
        ),
        sa.Index(
            "one_number_a_contract",
            "process_id",
            "trial",
            "number",
            unique=True,
            postgresql_where=sa.text(TAKES_TIME),
        ),
        sa.Index("one_calendar_entry", "calendar_uid", unique=True, postgresql_where=sa.text(TAKES_TIME)),
        sa.Index(
            "session_to_be_chased",
            "confirm_by",
            postgresql_where=sa.text("status = 'planned' AND reminded_at IS NULL"),
        ),
        # No supervisor is ever double-booked: whatever the code does, the database refuses it.
        postgresql.ExcludeConstraint(
            ("supervisor_id", "="),
            ("during", "&&"),
            using="gist",
            where=sa.text(TAKES_TIME),
            name="no_double_booking",
        ),
    )
    session_id: UUID = Field(primary_key=True)
    process_id: UUID = Field(foreign_key="process.process_id", index=True)
    supervisor_id: UUID
    number: int
    trial: bool = False
    starts_at: datetime = Field(sa_type=AT, index=True)
    ends_at: datetime = Field(sa_type=AT)
    confirm_by: datetime = Field(sa_type=AT)
    status: str = "planned"
    sequence: int = 0
    calendar_uid: UUID
    replaces: UUID | None = Field(default=None, foreign_key="session.session_id", unique=True)
    moved_by: UUID | None = None
    cancelled_by: str | None = None
    cancelled_by_person: UUID | None = None
    off_because: str | None = None
    recorded_by: UUID | None = None
    settled_at: datetime | None = Field(default=None, sa_type=AT)
    told_at: datetime | None = Field(default=None, sa_type=AT)
    held_minutes: int | None = None
    longer_agreed: bool = False
    present_count: int | None = None
    revision: int = 0
    former: str | None = None
    former_told_at: datetime | None = Field(default=None, sa_type=AT)
    moves_free: bool = False
    place: str = Field(default="", sa_column_kwargs={"server_default": ""})
    replan_by: datetime | None = Field(default=None, sa_type=AT)
    reminded_at: datetime | None = Field(default=None, sa_type=AT)


class Attendance(Table, table=True):
    """Who was there, by name: leaves this service as a count only."""

    session_id: UUID = Field(primary_key=True, foreign_key="session.session_id")
    person_id: UUID = Field(primary_key=True)


class RecordedWord(Table, table=True):
    """One of the words about a session that was recorded otherwise, 0 being the first. sealed: why it is said."""

    __tablename__ = "recorded_word"
    session_id: UUID = Field(primary_key=True, foreign_key="session.session_id")
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    outcome: str
    recorded_by: UUID | None = None
    by: str
    recorded_at: datetime | None = Field(default=None, sa_type=AT)
    present: list[UUID] = Field(sa_type=postgresql.ARRAY(sa.Uuid()))
    present_count: int | None = None
    held_minutes: int | None = None
    longer_agreed: bool = False
    cancelled_by: str | None = None
    told_at: datetime | None = Field(default=None, sa_type=AT)
    sealed: bytes | None = None


class Absence(Table, table=True):
    """A member's word, beforehand, that they cannot come. starts_at: of the session as it stood then."""

    session_id: UUID = Field(primary_key=True, foreign_key="session.session_id")
    person_id: UUID = Field(primary_key=True)
    starts_at: datetime = Field(sa_type=AT)
    reported_at: datetime = Field(sa_type=AT)
