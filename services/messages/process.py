"""What the worker answers about the running processes, so that nothing else has to know Temporal."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Asked, Command, Done, Query, Reply
from services.messages.values import ShortText, Utc


class ProcessState(Reply):
    """phase: as the workflow sees it. waits_until: its next deadline. attention: what failed for too long."""

    process_id: UUID
    phase: str
    waits_until: datetime | None
    attention: str | None


class ProcessStates(Reply):
    processes: list[ProcessState]


class ListProcesses(Query[ProcessStates]):
    """Every open process, by id, as many as one message holds."""


class ListStuck(Asked[ProcessStates]):
    """Those that ask for attention."""


class ResolveStuck(Command[Done]):
    """Refuses: unknown_process, not_yours_to_decide, not_stuck."""

    process_id: UUID
    action: Literal["retry", "skip"]
    reason: ShortText
    resolved_by: UUID
    as_of: Utc


class NudgeProcess(Command[Done]):
    """Wakes it, so that it looks at its deadlines again. Refuses: unknown_process, not_yours_to_decide."""

    process_id: UUID
    nudged_by: UUID


class Release(Reply):
    """One of the worker. is_current: what begins is carried by it. has_worker: one asked for work within the last
    minutes. processes: how many open workflows it carries.
    """

    build: str
    is_current: bool
    has_worker: bool
    processes: int


class Releases(Reply):
    releases: list[Release]


class ListReleases(Query[Releases]):
    """Those that are current, have a worker, or still carry something; the current one first."""


class FailingProcess(Reply):
    """build: the release that fails at its history."""

    process_id: UUID
    build: str


class FailingProcesses(Reply):
    processes: list[FailingProcess]


class ListFailing(Asked[FailingProcesses]):
    """Open processes that stand still because their release fails at them again and again."""


class Woken(Reply):
    """processes: how many open workflows are to go over."""

    processes: int


class SwitchRelease(Command[Woken]):
    """Makes it the current one and wakes what the others carry, so that it goes over where it waits.

    taken_over: releases that are gone, or fail: what they carry goes on with this one in the middle of its history.
    Refuses: unknown_release, of which no worker asks for work.
    """

    build: ShortText
    taken_over: Annotated[list[ShortText], Field(max_length=100)] = []


class ProcessBegun(Reply):
    """phase: in which it goes on; ended: nothing is waited for any more; unknown: its owner has not heard of it yet."""

    process_id: UUID
    phase: str


class ProcessesBegun(Reply):
    """What Temporal did not know. known: how many it did, which go on as they were. go_on_after: none: that was all."""

    processes: list[ProcessBegun]
    known: int
    go_on_after: UUID | None


class BeginLost(Command[ProcessesBegun]):
    """Begins anew, in its phase, each process that was begun once and that Temporal does not know any more, or that
    somebody has ended there.

    Some at a time, by id. Asked twice, the second time nothing.
    """

    after: UUID | None = None


class HistoryEntry(Reply):
    """kind: started, phase_began (a new history of the same process), activity_asked, activity_done,
    activity_failed, timer_set, timer_fired, timer_dropped, signal or ended. name: the activity's or the
    signal's in snake case, how it ended, or empty.
    """

    at: datetime
    kind: str
    name: str


class ProcessHistory(Reply):
    """The oldest first; what of an old process is kept no longer is missing at the beginning."""

    entries: list[HistoryEntry]


class ShowProcessHistory(Asked[ProcessHistory]):
    """What the workflow did and when, of an open process or of an ended one; none of what was said.

    Refuses: unknown_process.
    """

    process_id: UUID


class ClockReading(Reply):
    """now: the platform's time. moving_to: where a move under way will end; none: the clock runs by itself."""

    now: datetime
    moving_to: datetime | None


class ReadClock(Query[ClockReading]):
    """What time is it here? once_it_stands: answered when no move is under way, or after some seconds."""

    once_it_stands: bool = False


class MoveClock(Command[ClockReading]):
    """Forward, for all services and processes in step, deadline by deadline; answers when the move has begun.

    ReadClock tells when it is over. A move under way survives the end of any process.
    one_deadline: stops at the first deadline on the way, so that people can act on what happened there.
    until_said: at the first one since the last move at which any service has said an event, for who acts on events.
    Refuses: not_local, not_forward, already_moving.
    """

    to: Utc
    one_deadline: bool = False
    until_said: bool = False
