"""The series of a contract: previewed, planned, and settled as its sessions pass."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Asked, Event, Query, Reply
from services.messages.promises import IntervalDays, Promises
from services.messages.sessions.reviews import ReviewKind
from services.messages.sessions.session import SessionCard
from services.messages.values import Day, LocalTime, Minutes, Utc
from services.messages.wished_times import TimeOfDay, Weekday


class Conflict(Reply):
    """A day that suited the series better, and why the session of this number is not on it.

    reason: public_holiday, midsummer_eve, christmas_eve, july, paused, another_supervisor (whose day it is),
    supervisor_not_available, supervisor_busy,
    nothing_free_after (it would have left the next session without a day), no_free_day (nothing in the window
    that begins on this day).
    at: where the supervisor stood in the way, the time that was looked at: another one of that day may be free.
    """

    day: Day
    reason: str
    number: int | None = None
    at: LocalTime | None = None


class SeriesPlan(Reply):
    """wake_at: when the process should look at the series: its first review is due then."""

    wake_at: datetime | None
    sessions: list[SessionCard]
    conflicts: list[Conflict]


class PreviewSeries(Query[SeriesPlan]):
    """The plan and all its conflicts, nothing kept. Refuses: unknown_process, no_availability."""

    process_id: UUID
    as_of: Utc


class SessionsCounted(Reply):
    """count: 0 where nothing is free. known: whether the supervisor has offered hours for any of the days; none: it is
    from before that was said, and 0 may be either.
    """

    count: int
    known: bool | None = None


class CountSessions(Asked[SessionsCounted]):
    """How many sessions the plan of such terms would have in the supervisor's time as it is now; nothing is kept.

    For a proposal, which has to say what it comes to, and for what follows on a year. promises: of the process.
    renews: after whose last session it begins. Refuses: term_too_long.
    """

    supervisor_id: UUID
    renews: UUID | None = None
    starts_on: Day
    ends_on: Day
    duration_minutes: Minutes
    base_interval_days: IntervalDays
    preferred_weekdays: Annotated[list[Weekday], Field(max_length=50)] = []
    preferred_times: Annotated[list[TimeOfDay], Field(max_length=50)] = []
    promises: Promises = Promises()
    as_of: Utc


class SeriesState(Reply):
    """review: the review that the series has reached and that nobody has opened yet.

    wake_at: when the review after it is reached, as the sessions stand now; none: there is no other.
    """

    wake_at: datetime | None
    review: ReviewKind | None


class LookAtSeries(Query[SeriesState]):
    """Asked by the process when a review may have been reached. Refuses: unknown_process."""

    process_id: UUID
    as_of: Utc


class PlannedSession(Reply):
    """calendar_uid: as of a SessionCard. confirm_by: until when its supervisor is to say what happened.

    free_until: when it begins to cost to call it off, by the contract as it stands; none: it always does.
    """

    session_id: UUID
    number: int
    starts_at: Utc
    ends_at: Utc
    confirm_by: Utc
    calendar_uid: UUID | None = None
    free_until: Utc | None = None


class SeriesPlanned(Event):
    """wake_at: when the process should look at it: its first review is due then.

    trial: these are the sessions of a trial, and the contract's are planned later.
    """

    process_id: UUID
    supervisor_id: UUID
    attendee_ids: list[UUID]
    sessions: list[PlannedSession]
    wake_at: Utc | None = None
    trial: bool = False
