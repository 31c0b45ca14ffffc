"""What sessions keeps. The words of goals, reviews and notes are sealed; their keys stand in `confidential`."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import Field, SQLModel

from services.runtime.storage.metadata import own_metadata

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


class DaysAway(Table, table=True):
    """Days on which a supervisor is away, both counted; why is nobody's to know. The key is all that they are."""

    __tablename__ = "days_away"
    supervisor_id: UUID = Field(primary_key=True)
    from_day: date = Field(primary_key=True)
    until_day: date = Field(primary_key=True)
    reported_by: UUID
    reported_at: datetime = Field(sa_type=_AT)


class SupervisionProcess(Table, table=True):
    """A process whose contract is signed: what no version of the contract changes, and the row that is locked.

    conflicts: those of the plan as it was booked. group_unsettled: see Group.
    renewed_as: what is to follow it.
    changing_from, changing_until: the days for which another supervisor is proposed, who is not agreed yet.
    """

    __tablename__ = "process"
    process_id: UUID = Field(primary_key=True)
    organisation_id: UUID
    department_id: UUID | None = None
    conflicts: list[dict[str, Any]] | None = Field(default=None, sa_type=postgresql.JSONB(none_as_null=True))
    group_unsettled: bool = False
    renewed_as: UUID | None = None
    changing_from: date | None = None
    changing_until: date | None = None


class Agreement(Table, table=True):
    """What one version of the signed contract says of the sessions; in force until a later one takes effect.

    promises: the provider's to this process. notice_hours, notice_working_days: what is owed, in the one unit in which
    it was agreed (`services/sessions/notice.py:NoticeOwed`). sessions_agreed: how many sessions; once they are booked
    without that it was agreed, as many as the plan had. preferred_weekdays, preferred_times: what was wished for the
    plan; none of them: any.
    """

    process_id: UUID = Field(primary_key=True, foreign_key="process.process_id")
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    renews: UUID | None = None
    effective_from: date
    supervisor_id: UUID
    representative_id: UUID
    commissioner_id: UUID
    starts_on: date
    ends_on: date
    duration_minutes: int
    base_interval_days: int
    sessions_agreed: int | None = None
    preferred_weekdays: list[int] = Field(default_factory=list, sa_type=postgresql.ARRAY(sa.Integer))
    preferred_times: list[str] = Field(default_factory=list, sa_type=postgresql.ARRAY(sa.Text))
    notice_hours: int | None = None
    notice_working_days: int | None = None
    format: str
    audience: str
    language: str
    promises: dict[str, Any] = Field(sa_type=postgresql.JSONB)


class ProposedPlan(Table, table=True):
    """The plan that was proposed last; its times are sessions that are `proposed`, as long as it is open.

    weekdays, start, first_day: what it was made by, where that was said. until: see PlanProposed.
    escalates_at: when a coordinator is told that nobody has answered; none: that was done.
    sealed: which other days were asked for. over: why it was not confirmed.
    """

    __tablename__ = "proposed_plan"
    __table_args__ = (
        sa.CheckConstraint("status IN ('open', 'confirmed', 'over')", name="plan_status_known"),
        sa.Index("plan_to_lapse", "until", postgresql_where=sa.text("status = 'open'")),
        sa.Index("plan_to_escalate", "escalates_at", postgresql_where=sa.text("status = 'open'")),
    )
    process_id: UUID = Field(primary_key=True, foreign_key="process.process_id")
    revision: int
    status: str = "open"
    weekdays: list[int] = Field(default_factory=list, sa_type=postgresql.ARRAY(sa.Integer))
    start: time | None = None
    first_day: date | None = None
    conflicts: list[dict[str, Any]] = Field(default_factory=list, sa_type=postgresql.JSONB)
    fingerprint: str
    agreed: int | None = None
    proposed_by: UUID | None = None
    proposed_at: datetime = Field(sa_type=_AT)
    until: datetime = Field(sa_type=_AT)
    escalates_at: datetime | None = Field(default=None, sa_type=_AT)
    asked_by: UUID | None = None
    asked_at: datetime | None = Field(default=None, sa_type=_AT)
    sealed: bytes | None = None
    settled_by: UUID | None = None
    settled_at: datetime | None = Field(default=None, sa_type=_AT)
    over: str | None = None


class Pause(Table, table=True):
    """Days on which no session is held and nothing is chased. goes_on: the first day after it; none: it is open.

    numbers: of the sessions that an open one has taken out, which are planned again when it goes on.
    """

    process_id: UUID = Field(primary_key=True, foreign_key="process.process_id")
    paused_at: datetime = Field(primary_key=True, sa_type=_AT)
    from_day: date
    goes_on: date | None = None
    numbers: list[int] = Field(sa_type=postgresql.ARRAY(sa.Integer))


class GroupMember(Table, table=True):
    """One stretch of days on which a person is one of the group, both counted; until_day: none, and it goes on.

    from_day: date.min for those whom the first contract names, who belong to the group from its beginning; place:
    in which order it names them.
    """

    __tablename__ = "group_member"
    __table_args__ = (
        postgresql.ExcludeConstraint(
            ("process_id", "="),
            ("person_id", "="),
            (sa.text("daterange(from_day, until_day, '[]')"), "&&"),
            using="gist",
            name="a_member_once",
        ),
        sa.Index("group_member_person", "person_id"),
    )
    process_id: UUID = Field(primary_key=True, foreign_key="process.process_id")
    person_id: UUID = Field(primary_key=True)
    from_day: date = Field(primary_key=True)
    until_day: date | None = None
    place: int = 0


class Representative(Table, table=True):
    """Whom the members named to act for them from a day on, instead of the one who signed for them."""

    process_id: UUID = Field(primary_key=True, foreign_key="process.process_id")
    from_day: date = Field(primary_key=True)
    person_id: UUID


class RepresentativeChange(Table, table=True):
    """Whom somebody would have act for the group, until all members agree or one does not."""

    __tablename__ = "representative_change"
    process_id: UUID = Field(primary_key=True, foreign_key="process.process_id")
    representative_id: UUID
    from_day: date
    proposed_by: UUID
    proposed_at: datetime = Field(sa_type=_AT)


class RepresentativeConsent(Table, table=True):
    """One member's yes to the change that waits."""

    __tablename__ = "representative_consent"
    process_id: UUID = Field(primary_key=True, foreign_key="representative_change.process_id")
    person_id: UUID = Field(primary_key=True)
    given_at: datetime = Field(sa_type=_AT)


class Leaving(Table, table=True):
    """A member's own word that they take part no longer. sealed: why, if they said so."""

    process_id: UUID = Field(primary_key=True, foreign_key="process.process_id")
    person_id: UUID = Field(primary_key=True)
    left_on: date
    left_at: datetime = Field(sa_type=_AT)
    sealed: bytes | None = None


TAKES_TIME = "status NOT IN ('cancelled', 'replaced', 'paused')"
"""Which sessions stand in the supervisor's diary, and have their number and their calendar entry to themselves."""


class Session(Table, table=True):
    """supervisor_id: who holds it, whoever else the process has. sequence, calendar_uid: see SessionCard.

    status: proposed ones are times that are held for a plan; they are nobody's session, and are gone once it is
    answered.

    number: its place in the contract's count. replaces: the session in whose place this one came, and whose number
    and calendar entry it has. during: made by the database, and what it refuses to overlap. confirm_by: until when the
    supervisor is to say what happened. moves_free: it came of the supervisor's cancelling, and the others may move it
    once for nothing. replan_by: none came in its place, and until when a coordinator is to find a time for it.
    told_at: when it was cancelled, whenever that was recorded. held_minutes: how long it really took, where that is
    not as agreed; longer_agreed: a longer one is paid for. present_count: how many were there, where it is not known
    who. revision: how often it was recorded otherwise; former: as what, the time before.
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
    starts_at: datetime = Field(sa_type=_AT, index=True)
    ends_at: datetime = Field(sa_type=_AT)
    confirm_by: datetime = Field(sa_type=_AT)
    status: str = "planned"
    sequence: int = 0
    calendar_uid: UUID
    replaces: UUID | None = Field(default=None, foreign_key="session.session_id", unique=True)
    moved_by: UUID | None = None
    cancelled_by: str | None = None
    cancelled_by_person: UUID | None = None
    recorded_by: UUID | None = None
    settled_at: datetime | None = Field(default=None, sa_type=_AT)
    told_at: datetime | None = Field(default=None, sa_type=_AT)
    held_minutes: int | None = None
    longer_agreed: bool = False
    present_count: int | None = None
    revision: int = 0
    former: str | None = None
    moves_free: bool = False
    replan_by: datetime | None = Field(default=None, sa_type=_AT)
    reminded_at: datetime | None = Field(default=None, sa_type=_AT)


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
    recorded_at: datetime | None = Field(default=None, sa_type=_AT)
    present: list[UUID] = Field(sa_type=postgresql.ARRAY(sa.Uuid()))
    present_count: int | None = None
    held_minutes: int | None = None
    longer_agreed: bool = False
    cancelled_by: str | None = None
    told_at: datetime | None = Field(default=None, sa_type=_AT)
    sealed: bytes | None = None


class Absence(Table, table=True):
    """A member's word, beforehand, that they cannot come. starts_at: of the session as it stood then."""

    session_id: UUID = Field(primary_key=True, foreign_key="session.session_id")
    person_id: UUID = Field(primary_key=True)
    starts_at: datetime = Field(sa_type=_AT)
    reported_at: datetime = Field(sa_type=_AT)


class Review(Table, table=True):
    """status: open, done, waived, lapsed. sealed: the statement, or why it was waived.

    released_at: of the last consent. due_at: until when it is to be held, or to be asked for once more.
    """

    __table_args__ = (sa.Index("review_to_be_chased", "due_at", postgresql_where=sa.text("status = 'open'")),)
    process_id: UUID = Field(primary_key=True, foreign_key="process.process_id")
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


class ReviewRefusal(Table, table=True):
    """One person's no to the commissioner's reading of a review, until they consent after all."""

    __tablename__ = "review_refusal"
    __table_args__ = (sa.ForeignKeyConstraint(["process_id", "kind"], ["review.process_id", "review.kind"]),)
    process_id: UUID = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)
    refused_at: datetime = Field(sa_type=_AT)


class Goal(Table, table=True):
    """In the supervisees' own words, sealed. released: the commissioner may see it. whose: own of set_by, or group.

    shared_on: who was a member on that day sees it too, and not only who was when it was set.
    carries_on: it is to go over into the process that follows. carried_from: it came from that process, whose last
    score is the baseline; known_to: who knew it there.
    """

    goal_id: UUID = Field(primary_key=True)
    process_id: UUID = Field(foreign_key="process.process_id", index=True)
    sealed: bytes
    weight: Decimal
    score: int | None = None
    released: bool = False
    shared_on: date | None = None
    whose: str = "own"
    carries_on: bool = False
    carried_from: UUID | None = None
    baseline: int | None = None
    known_to: list[UUID] | None = Field(default=None, sa_type=postgresql.ARRAY(sa.Uuid()))
    set_by: UUID
    set_at: datetime = Field(sa_type=_AT)


class GoalChange(Table, table=True):
    """What one member would have done with the group's goal, until all agree or one does not. sealed: other words."""

    __tablename__ = "goal_change"
    goal_id: UUID = Field(primary_key=True, foreign_key="goal.goal_id")
    kind: str
    sealed: bytes | None = None
    weight: Decimal | None = None
    score: int | None = None
    proposed_by: UUID
    proposed_at: datetime = Field(sa_type=_AT)


class GoalChangeConsent(Table, table=True):
    """One member's yes to the change that waits."""

    __tablename__ = "goal_change_consent"
    goal_id: UUID = Field(primary_key=True, foreign_key="goal_change.goal_id")
    person_id: UUID = Field(primary_key=True)
    given_at: datetime = Field(sa_type=_AT)


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
