"""What becomes of the sessions when the contract is changed."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Event, Query, Reply
from services.messages.promises import IntervalDays
from services.messages.sessions.changes.pausing import ReplannedSession, WaitingSession
from services.messages.sessions.series import Conflict
from services.messages.sessions.session import SessionCard
from services.messages.values import Count, Day, Minutes, Utc, Viewer


class LastRecorded(Reply):
    """day: of the last session of which it is known what became of it; none: there is none.

    in_place: how many have their place in the contract's count before the day that was asked for.
    """

    day: Day | None
    in_place: Annotated[int, Field(ge=0, le=10_000)] = 0


class FindLastRecorded(Query[LastRecorded]):
    """Of a process without sessions: none. before: where it is asked too how many have their place before that day."""

    process_id: UUID
    before: Day | None = None


class LastPlanned(Reply):
    """day: of the last session that is to be held in those days; none: there is none."""

    day: Day | None


class FindLastPlanned(Query[LastPlanned]):
    """until_day: none for all that come."""

    process_id: UUID
    from_day: Day
    until_day: Day | None = None


class ChangePlan(Reply):
    """planned: the sessions from the day on, as they would be; conflicts: of that plan.

    taken: that have no place in it any more; staying: too near to be moved. lost: how many find no day.
    held: how many wait instead for the end of a pause that has none yet. left_out: of those that wait for another time,
    which are more than are agreed then, and are looked for no more.
    """

    planned: list[SessionCard]
    conflicts: list[Conflict]
    taken: list[SessionCard]
    staying: list[SessionCard]
    lost: int = 0
    held: Annotated[int, Field(ge=0, le=1_000)] = 0
    left_out: list[SessionCard] = []


class PreviewChange(Query[ChangePlan]):
    """Changes nothing. Of each number none means: as it was. Refuses: unknown_process."""

    process_id: UUID
    effective_from: Day
    duration_minutes: Minutes | None = None
    base_interval_days: IntervalDays | None = None
    sessions_agreed: Count | None = None
    ends_on: Day | None = None
    viewer: Viewer | None = None
    as_of: Utc


class SeriesAmended(Event):
    """The contract's series is another from effective_from on, and this is settled with it.

    sessions: all that are left from then on; changed_ids: of those that are new, or have another time, length or
    number. taken_ids: of those that have no place any more, with the higher sequence of each in the same order. lost:
    how many found no day; held: how many wait instead for the end of a pause. waiting: all that a coordinator is to
    find a day for since a pause or since the number is another; none where this adds none. attendee_ids: as in
    SeriesPlanned.
    """

    process_id: UUID
    version: int
    effective_from: Day
    ends_on: Day
    sessions: list[ReplannedSession]
    changed_ids: list[UUID]
    taken_ids: list[UUID]
    taken_sequences: list[int]
    lost: int
    held: Annotated[int, Field(ge=0, le=1_000)] = 0
    waiting: list[WaitingSession] = []
    supervisor_id: UUID
    attendee_ids: list[UUID]


class FreeLimit(Reply):
    """free_until: as of PlannedSession."""

    session_id: UUID
    free_until: Utc | None = None


class FreeLimitsChanged(Event):
    """Cancelling begins to cost at another time than before: of every session that is to come on the change's days."""

    process_id: UUID
    sessions: list[FreeLimit]
