"""A session is moved to a free time."""

from datetime import date, datetime
from uuid import UUID

from services.messages.envelope import Command, Event, Query, Reply
from services.messages.sessions.cancelling import CancellationPreview
from services.messages.sessions.session import Canceller, SessionCard
from services.messages.values import Day, Utc, Viewer


class FreeTimes(Reply):
    """times: when the session could begin instead, from first_day on.

    next_day: from which to ask for more; none: the term ends. not_before: none is offered to this viewer before it.
    """

    times: list[datetime]
    first_day: date
    next_day: Day | None
    not_before: Utc | None = None


class ListFreeTimes(Query[FreeTimes]):
    """Half-hour steps in the supervisor's hours, of the session's length, in the contract's term; whole days.

    from_day: none: from a week before the session's own day; a past one: as soon as possible.
    Refuses: unknown_session (also to those who may not move it), session_not_open.
    """

    session_id: UUID
    viewer: Viewer
    from_day: Day | None = None
    as_of: Utc


class MovePreview(CancellationPreview):
    """What SessionMoved would say of the old time. free: it costs nothing whatever the notice."""

    free: bool


class PreviewMove(Query[MovePreview]):
    """Changes nothing. Refuses: unknown_session (also to those who may not move it), session_not_open."""

    session_id: UUID
    viewer: Viewer
    as_of: Utc


class MoveSession(Command[SessionCard]):
    """To a free time; neither the others nor the count change. Of a group's members, by the one who signs for it.

    party: who wants another time, and bears what the notice costs. waived: its supervisor asks nothing for it.
    moved_by: one of that party, its supervisor or a coordinator. seen_at: the time that they saw it at, if they did.
    Refuses: unknown_session, not_yours_to_decide, not_the_representative, session_not_open, not_in_the_future,
    too_soon (less than a day ahead, by one of a party), slot_taken, supervisor_away, outside_the_contract,
    not_the_supervisor, session_moved (it was, since it was seen).
    """

    session_id: UUID
    starts_at: Utc
    seen_at: Utc | None = None
    moved_by: UUID
    party: Canceller
    waived: bool = False
    as_of: Utc


class SessionMoved(Event):
    """confirm_by: until when its supervisor is to say what happened. free_until: as of PlannedSession.

    party: who wanted another time; notice_hours, notice_working_days: how long before the old one, performed_on, of so
    many minutes. What that costs is for billing to say, and nothing where free: the supervisor waived it, or had called
    the session off before.
    """

    process_id: UUID
    session_id: UUID
    number: int
    starts_at: Utc
    ends_at: Utc
    sequence: int
    confirm_by: Utc
    party: Canceller = "supervisor"
    performed_on: Day | None = None
    minutes: int = 0
    notice_hours: int = 0
    notice_working_days: int = 0
    free: bool = False
    trial: bool = False
    free_until: Utc | None = None
