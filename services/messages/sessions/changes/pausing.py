"""What becomes of the sessions while a contract is paused, and when it goes on."""

from uuid import UUID

from services.messages.envelope import Event, Query, Reply
from services.messages.sessions.reviews import ReviewKind
from services.messages.sessions.series import Conflict
from services.messages.sessions.session import SessionCard
from services.messages.values import Day, Party, Utc, Viewer


class PausePlan(Reply):
    """paused: leave the diary for nothing; charged: are called off too late for that.

    planned: all that are left, as they would be planned again; conflicts: of that plan; ends_on: the last day that it
    comes to. Empty where it is not known when it goes on. lost: how many find no day. latest: as of ProcessPaused.
    still_waiting: called off before, and left besides; a coordinator is looking for their days.
    """

    paused: list[SessionCard]
    charged: list[SessionCard]
    planned: list[SessionCard]
    conflicts: list[Conflict]
    ends_on: Day | None = None
    latest: Day | None = None
    lost: int = 0
    still_waiting: list[SessionCard] = []


class PreviewPause(Query[PausePlan]):
    """Changes nothing. viewer: none, and a service asks.

    Refuses: unknown_process, day_is_past, outside_the_contract, ends_before_start, pause_too_long, nobody_holds_them.
    """

    process_id: UUID
    by: Party
    from_day: Day
    until_day: Day | None = None
    viewer: Viewer | None = None
    as_of: Utc


class PreviewResuming(Query[PausePlan]):
    """The same, of the pause that is open. from_day: as of ResumeProcess.

    Refuses: unknown_process, not_paused, resumes_by_itself, day_is_past, before_the_pause, nobody_holds_them.
    """

    process_id: UUID
    from_day: Day | None = None
    on: Day
    viewer: Viewer | None = None
    as_of: Utc


class ReplannedSession(Reply):
    """sequence, calendar_uid: as of a SessionCard. supervisor_id: who holds it; none: whom the event names.

    free_until: as of PlannedSession.
    """

    session_id: UUID
    number: int
    starts_at: Utc
    ends_at: Utc
    confirm_by: Utc
    sequence: int
    calendar_uid: UUID
    supervisor_id: UUID | None = None
    free_until: Utc | None = None


class WaitingSession(Reply):
    """Of one that a pause took out and that has no day yet. replan_by: until when a coordinator is to find one.

    supervisor_id and the times: of one that was agreed while it was paused, and had no day before, as of the last one
    that had; of the others, those that are known of them.
    """

    session_id: UUID
    number: int
    replan_by: Utc
    supervisor_id: UUID | None = None
    starts_at: Utc | None = None
    ends_at: Utc | None = None
    confirm_by: Utc | None = None


class HeldReview(Reply):
    """An open review, and until when it is to be held instead."""

    kind: ReviewKind
    due_at: Utc


class SeriesPaused(Event):
    """The contract is paused, and this is settled with it.

    paused_ids: of the sessions that left the diary, with the higher sequence of each in the same order. charged_ids: of
    those that were called off too late. sessions: all that are left, as they are planned again; empty of an open pause.
    changed_ids: of those among them that are new, or have another time or number. lost: as of PausePlan. waiting: all
    that a coordinator is to find a day for, of this pause or an earlier one. held: what was to be done, and is due
    later by the pause. attendee_ids: as in SeriesPlanned. awaits_supervisor: it waits for another supervisor.
    """

    process_id: UUID
    by: Party
    awaits_supervisor: bool = False
    from_day: Day
    until_day: Day | None
    ends_on: Day
    paused_ids: list[UUID]
    paused_sequences: list[int]
    charged_ids: list[UUID]
    sessions: list[ReplannedSession]
    changed_ids: list[UUID]
    lost: int
    waiting: list[WaitingSession] = []
    held: list[HeldReview]
    supervisor_id: UUID
    attendee_ids: list[UUID]


class SeriesResumed(Event):
    """The contract goes on, and this is settled with it. The fields are those of SeriesPaused.

    from_day: the pause's first; on the same day it goes on where the pause was called off. was_to_go_on,
    awaited_supervisor_id: as of ProcessResumed.
    """

    process_id: UUID
    by: Party
    from_day: Day | None = None
    on: Day
    was_to_go_on: Day | None = None
    awaited_supervisor_id: UUID | None = None
    ends_on: Day
    sessions: list[ReplannedSession]
    changed_ids: list[UUID]
    lost: int
    waiting: list[WaitingSession] = []
    held: list[HeldReview]
    supervisor_id: UUID
    attendee_ids: list[UUID]


class SupervisorStays(Event):
    """Its open pause waits for another supervisor, and the one whom it has does not leave after all."""

    process_id: UUID
    supervisor_id: UUID
