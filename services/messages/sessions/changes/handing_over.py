"""Another supervisor holds the sessions of a process from a day on."""

from uuid import UUID

from services.messages.envelope import Event, Query, Reply
from services.messages.sessions.changes.pausing import ReplannedSession
from services.messages.sessions.session import SessionCard
from services.messages.values import Day, Utc, Viewer


class SessionsHandedOver(Event):
    """until_day: the last day of one who stands in; from the day after it they are the former one's again.

    sessions: those that are the new supervisor's now; moved_ids: of those that have another time with it. waiting: how
    many found no time with the new one, and wait for a coordinator. Of those that were called off before, replanned
    have a time with the new one, which SessionReplanned says of each; still_waiting have none yet.
    attendee_ids: the members and the new supervisor.
    """

    process_id: UUID
    version: int
    from_day: Day
    until_day: Day | None
    former_supervisor_id: UUID
    supervisor_id: UUID
    sessions: list[ReplannedSession]
    moved_ids: list[UUID]
    waiting: int
    replanned: int = 0
    still_waiting: int = 0
    attendee_ids: list[UUID]


class OtherTime(Reply):
    """starts_at: when it would be."""

    session: SessionCard
    starts_at: Utc


class NearerThanAgreed(Reply):
    """days: from the session before it, fewer than the contract has between two."""

    number: int
    starts_at: Utc
    days: int


class HandingOverPlan(Reply):
    """kept: at their times; moved: at other ones, also what was called off and waits for a time. lost: have none with
    the new one, and would wait for a coordinator, as still_waiting do, which were called off before. goes_on: the day
    on which what waits for another supervisor would go on with them; none where nothing waits. ends_on: the contract's
    last day then. planned: what is left, as it would be planned then; without_a_day: how many of it would find no day,
    and wait for a coordinator. nearer: by their times, as far as it comes of this.
    """

    kept: list[SessionCard]
    moved: list[OtherTime]
    lost: list[SessionCard]
    still_waiting: list[SessionCard] = []
    goes_on: Day | None = None
    ends_on: Day | None = None
    planned: list[SessionCard] = []
    without_a_day: int = 0
    nearer: list[NearerThanAgreed] = []


class PreviewHandingOver(Query[HandingOverPlan]):
    """What another supervisor would make of the sessions, as it is today; changes nothing. until_day: the last day of
    one who stands in. viewer: none where contracts asks, which knows who may read of the change.

    Refuses: unknown_process - also for who may not propose one -, ends_before_start.
    """

    process_id: UUID
    supervisor_id: UUID
    from_day: Day
    until_day: Day | None = None
    viewer: Viewer | None = None
    as_of: Utc


class ProcessAfter(Reply):
    """sessions: of one supervisor's, planned after a day; the first on first_day.

    proposed_from: from when on another supervisor is proposed; proposed: for all of them. pause_ahead: one is agreed
    that begins after the first of them. trial: they are before a contract. comes_after_id: who has what comes later
    by what is signed, from comes_after_from on; none where nobody has.
    """

    process_id: UUID
    sessions: int
    first_day: Day
    proposed_from: Day | None
    proposed: bool
    pause_ahead: bool = False
    trial: bool = False
    comes_after_id: UUID | None = None
    comes_after_from: Day | None = None


class LeftUnrecorded(Reply):
    """It is over, and its supervisor has not said what became of it. number: of the session."""

    process_id: UUID
    session_id: UUID
    number: int
    starts_at: Utc
    trial: bool = False


class SessionsAfter(Reply):
    """going_on_ids: theirs beyond the day, with or without a session; proposed_ids: of these, those for which another
    supervisor is proposed for good. over_ids: theirs, and over by the day. unrecorded: of whatever process, the oldest
    first.
    """

    processes: list[ProcessAfter]
    going_on_ids: list[UUID] = []
    proposed_ids: list[UUID] = []
    over_ids: list[UUID] = []
    unrecorded: list[LeftUnrecorded] = []


class FindSessionsAfter(Query[SessionsAfter]):
    """What a supervisor who leaves would still have to hold, by process, and by as_of has to record."""

    supervisor_id: UUID
    last_day: Day
    as_of: Utc | None = None
