"""A supervisor leaves on a day: what still hangs on them, and the end of it all."""

from typing import ClassVar
from uuid import UUID

from services.messages.envelope import Command, Event, Query, Reply
from services.messages.values import Day, Utc


class LeavingProcess(Reply):
    """A process of theirs that is open. sessions_after: planned after their last day, the first on first_after.

    proposed_from: from which day on another supervisor is proposed, as long as that is open. settled: no session after
    the last day is left without somebody who is proposed for it. pause_ahead: one is agreed that begins later than the
    first of these sessions, so that none can begin there. waits: it goes on beyond the last day, and nobody is proposed
    for what comes then. proposed: somebody is. agreed: its contract is signed. terminated: it is paused no more.
    accepted: its proposal is, or it renews another, and no contract is signed. trial: it is tried before its contract.
    paused_from: of a pause that waits for another supervisor, once it was said that this one leaves. comes_after_id:
    who has it from comes_after_from on by what is signed, and gets what this one would still hold.
    """

    process_id: UUID
    number: str
    sessions_after: int
    first_after: Day | None
    proposed_from: Day | None
    settled: bool
    pause_ahead: bool = False
    waits: bool = False
    proposed: bool = False
    agreed: bool = True
    terminated: bool = False
    accepted: bool = False
    trial: bool = False
    paused_from: Day | None = None
    comes_after_id: UUID | None = None
    comes_after_from: Day | None = None


class LeavingSession(Reply):
    """One that is over and that they have not recorded. number: the process's, empty where that has none yet;
    session_number: its own.
    """

    session_id: UUID
    number: str
    session_number: int
    starts_at: Utc
    trial: bool = False


class Leaving(Reply):
    """leaves_on: the last day that was said already. unrecorded: by now, the oldest first."""

    last_day: Day
    leaves_on: Day | None
    processes: list[LeavingProcess]
    unrecorded: list[LeavingSession] = []


class ShowLeaving(Query[Leaving]):
    """Changes nothing. Refuses: unknown_supervisor (also for who may not end one)."""

    proved = "asked_by"
    supervisor_id: UUID
    last_day: Day
    asked_by: UUID
    as_of: Utc


class EndSupervisor(Command[Leaving]):
    """They are matched no more from now on, and come in as a supervisor no more when the last day is over.

    force: what is left without another supervisor is paused, from the first such session of each process on. What is
    another's later by what is signed is not paused: theirs alone is called off, at no cost, and planned again with that
    one. Said again with another day, that one holds.
    Refuses: unknown_supervisor, not_yours_to_decide, day_is_past, supervisor_ended, sessions_left, pause_ahead (force
    would have to pause a process before a pause that is agreed), terminated_left (or one that is terminated already),
    trial_left (or one whose trial goes on, which has no contract to be paused).
    """

    supervisor_id: UUID
    last_day: Day
    force: bool = False
    ended_by: UUID
    as_of: Utc


class SupervisorLeaves(Event):
    """last_day: none where it is taken back."""

    about: ClassVar[str] = "supervisor_id"
    supervisor_id: UUID
    last_day: Day | None
