"""A series as a whole is moved to another weekday or time: previewed with every conflict, then done all at once."""

from datetime import datetime
from uuid import UUID

from services.messages.envelope import Command, Event, Query, Reply
from services.messages.sessions.series import Conflict
from services.messages.sessions.session import Canceller, SessionCard
from services.messages.values import LocalTime, ShortText, Utc, Viewer
from services.messages.wished_times import Weekday


class NewTime(Reply):
    number: int
    previous_starts_at: datetime
    starts_at: datetime
    ends_at: datetime


class SeriesMovePlan(Reply):
    """moved: in their order, also one that keeps its time. staying: too near to be moved for nothing.

    without_time: the numbers of those for which there is no room; nothing is moved while there are any.
    elsewhere: whether none of them would be on the wished weekday; then nothing is moved. fingerprint: of what was
    shown, for MoveSeries.
    """

    moved: list[NewTime]
    staying: list[SessionCard]
    conflicts: list[Conflict]
    without_time: list[int]
    elsewhere: bool = False
    fingerprint: str


class PreviewMoveSeries(Query[SeriesMovePlan]):
    """Changes nothing. The rest is as of MoveSeries.

    Refuses: unknown_session (also to those who may not move it), session_not_open.
    """

    session_id: UUID
    weekday: Weekday
    time: LocalTime
    waived: bool = False
    viewer: Viewer
    as_of: Utc


class MoveSeries(Command[SeriesMovePlan]):
    """The sessions from this one on are planned again by the contract's rule, all of them or none. In Helsinki's time.

    Those inside the notice stay, unless waived: by their supervisor. fingerprint: what was looked at.
    Refuses: unknown_session, not_the_representative, session_not_open, not_the_supervisor, not_all_fit,
    nothing_that_weekday, plan_changed, slot_taken.
    """

    session_id: UUID
    weekday: Weekday
    time: LocalTime
    waived: bool = False
    moved_by: UUID
    party: Canceller
    fingerprint: ShortText
    as_of: Utc


class MovedSession(Reply):
    """confirm_by, sequence, free_until: as of SessionMoved."""

    session_id: UUID
    number: int
    starts_at: Utc
    ends_at: Utc
    confirm_by: Utc
    sequence: int
    previous_starts_at: Utc
    free_until: Utc | None = None


class SeriesMoved(Event):
    """sessions: those that have another time now. It costs nothing."""

    process_id: UUID
    supervisor_id: UUID
    party: Canceller
    sessions: list[MovedSession]
