"""A signed contract pauses, and goes on: no session is held meanwhile, and what was waited for waits."""

from typing import Literal
from uuid import UUID

from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.values import Day, LongText, Party, Utc, Viewer

PauseReason = Literal["illness", "parental_leave", "holiday", "work_situation", "other"]


class PauseCard(Reply):
    """until_day: its last day; none while it is open. goes_on: the first day after it, once that is known.

    may_call_off: the viewer, now: it has not begun. reason_code, reason: to a coordinator only.
    """

    by: Party
    from_day: Day
    until_day: Day | None
    goes_on: Day | None
    asked_at: Utc
    may_call_off: bool = False
    reason_code: PauseReason | None = None
    reason: str = ""


class PauseShown(Reply):
    """pauses: that go on or lie ahead, the earliest first.

    may_pause, may_resume, may_end_sooner: the viewer, now; the last of those whose end is agreed. as_party: for whom;
    none for a coordinator, who writes down what a party has said. longest_days: how long a pause may be whose end is
    said beforehand.
    """

    pauses: list[PauseCard]
    may_pause: bool = False
    may_resume: bool = False
    may_end_sooner: bool = False
    as_party: Party | None = None
    longest_days: int


class ShowPauses(Query[PauseShown]):
    """Refuses: unknown_process, contract_not_signed."""

    process_id: UUID
    viewer: Viewer
    as_of: Utc


class PauseProcess(Command[PauseShown]):
    """by: the party that asks for it; paused_by: one of its own, or a coordinator to whom it was said.

    from_day, until_day: both are paused; none: until somebody says when it goes on. ends_on: the last day that it would
    come to, as it was shown; none for an open one, of which that is not known. reason: for the coordinators.
    awaits_supervisor: until somebody is agreed on in the place of who leaves.
    Refuses: unknown_process, contract_not_signed, not_yours_to_decide, process_ended, already_terminated,
    already_paused, day_is_past, ends_before_start, pause_too_long, outside_the_contract, plan_changed,
    nobody_holds_them: their supervisor leaves, and nobody is agreed on who comes after; an open pause waits for that.
    """

    process_id: UUID
    by: Party
    from_day: Day
    until_day: Day | None = None
    reason_code: PauseReason
    reason: LongText = ""
    ends_on: Day | None = None
    awaits_supervisor: bool = False
    paused_by: UUID
    as_of: Utc


class ResumeProcess(Command[PauseShown]):
    """on: the first day on which it goes on; of a pause that lies ahead, its first day takes it back.

    from_day: the first day of the pause that is meant, which may have an end that was agreed: it goes on sooner. None:
    the one that is open. by, resumed_by, ends_on: as of PauseProcess.
    Refuses: unknown_process, contract_not_signed, not_yours_to_decide, process_ended, not_paused, resumes_by_itself,
    day_is_past, before_the_pause, pause_too_long, plan_changed, nobody_holds_them.
    """

    process_id: UUID
    by: Party
    from_day: Day | None = None
    on: Day
    ends_on: Day
    resumed_by: UUID
    as_of: Utc


class RemindOfPause(Command[Done]):
    """Asked by the process when an open pause has been long; nothing where it is over. Refuses: unknown_process."""

    process_id: UUID
    as_of: Utc


class ProcessPaused(Event):
    """stops_at: when everything stands still; goes_on_at: until when; none: until ProcessResumed says it.

    latest: a day that the new end does not pass. ends_on, ends_at, continuation_reminders_at: from now on; of an open
    pause they still move. ask_again_at: when an open one is long, and a coordinator is asked. awaits_supervisor: as of
    PauseProcess.
    """

    process_id: UUID
    version: int
    by: Party
    from_day: Day
    until_day: Day | None
    paused_at: Utc
    stops_at: Utc
    goes_on_at: Utc | None
    ask_again_at: Utc | None
    ends_on: Day
    ends_at: Utc
    continuation_reminders_at: list[Utc]
    latest: Day | None = None
    awaits_supervisor: bool = False


class ProcessResumed(Event):
    """Of the pause that was asked for at paused_at. on: the first day after it; goes_on_at: its first instant.

    was_to_go_on: on that day, where an end had been agreed; none of an open one. awaited_supervisor_id: who was agreed
    on, and thereby ended a pause that waited for another supervisor. The others: as of ProcessPaused.
    """

    process_id: UUID
    version: int
    by: Party
    paused_at: Utc
    from_day: Day
    on: Day
    goes_on_at: Utc
    resumed_at: Utc
    was_to_go_on: Day | None = None
    awaited_supervisor_id: UUID | None = None
    ends_on: Day
    ends_at: Utc
    continuation_reminders_at: list[Utc]
    latest: Day | None = None


class PauseOverdue(Event):
    """An open pause is as long as any is to be. from_day: its first day. act_by: for a coordinator."""

    process_id: UUID
    from_day: Day
    act_by: Utc
