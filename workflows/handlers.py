"""One thin function per message: what the worker answers, and the events that it turns into signals."""

from typing import Final

from services.messages import process as messages
from services.messages.envelope import Done
from services.runtime import permitted
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import fitting
from services.runtime.commands.transactions import Work
from workflows.events_to_signals import (
    continuation_chosen,
    contract_amended,
    contract_completed,
    contract_expired,
    contract_given_up,
    contract_signed,
    contract_withdrawn,
    inquiry_received,
    inquiry_withdrawn,
    process_paused,
    process_resumed,
    process_terminated,
    proposal_answered,
    proposal_sent,
    review_done,
    review_waived,
    screening_decided,
    series_planned,
    signing_declined,
    supervisor_matched,
    trial_agreed,
    trial_asked,
    trial_decided,
    trial_moved,
    trial_put_off,
)
from workflows.lost import beginning_anew
from workflows.resources import Resources
from workflows.supervision.state import Resolution

_HANDLE: Final = "handle_exceptions"

__all__ = [
    "continuation_chosen",
    "contract_amended",
    "contract_completed",
    "contract_expired",
    "contract_given_up",
    "contract_signed",
    "contract_withdrawn",
    "inquiry_received",
    "inquiry_withdrawn",
    "process_paused",
    "process_resumed",
    "process_terminated",
    "proposal_answered",
    "proposal_sent",
    "review_done",
    "review_waived",
    "screening_decided",
    "series_planned",
    "signing_declined",
    "supervisor_matched",
    "trial_agreed",
    "trial_asked",
    "trial_decided",
    "trial_moved",
    "trial_put_off",
]


async def list_processes(query: messages.ListProcesses, work: Work[Resources]) -> messages.ProcessStates:
    return messages.ProcessStates(processes=fitting(await work.resources.processes.open_ones()))


async def list_stuck(query: messages.ListStuck, work: Work[Resources]) -> messages.ProcessStates:
    return messages.ProcessStates(
        processes=fitting(await work.resources.processes.open_ones(only_stuck=True))
    )


async def show_process_history(
    query: messages.ShowProcessHistory, work: Work[Resources]
) -> messages.ProcessHistory:
    newest_first = (await work.resources.processes.history(query.process_id))[::-1]
    return messages.ProcessHistory(entries=fitting(newest_first)[::-1])


async def resolve_stuck(order: messages.ResolveStuck, work: Work[Resources]) -> Done:
    await permitted.check(work.ask, order.resolved_by, _HANDLE, "resolved_by")
    resolution = Resolution(action=order.action, reason=order.reason)
    await work.resources.processes.resolve(order.process_id, resolution)
    return Done()


async def nudge_process(order: messages.NudgeProcess, work: Work[Resources]) -> Done:
    await permitted.check(work.ask, order.nudged_by, _HANDLE, "nudged_by")
    await work.resources.processes.nudge(order.process_id)
    return Done()


async def list_releases(query: messages.ListReleases, work: Work[Resources]) -> messages.Releases:
    return messages.Releases(releases=await work.resources.releases.all())


async def switch_release(order: messages.SwitchRelease, work: Work[Resources]) -> messages.Woken:
    releases = work.resources.releases
    await releases.make_current(order.build)
    handed = await releases.hand_over(order.taken_over) if order.taken_over else 0
    return messages.Woken(processes=handed + await releases.wake_older())


async def begin_lost(order: messages.BeginLost, work: Work[Resources]) -> messages.ProcessesBegun:
    return await beginning_anew.begin_lost(order, work)


async def list_failing(query: messages.ListFailing, work: Work[Resources]) -> messages.FailingProcesses:
    return messages.FailingProcesses(processes=fitting(await work.resources.releases.failing()))


async def read_clock(query: messages.ReadClock, work: Work[Resources]) -> messages.ClockReading:
    moves = work.resources.moves
    if moves is None:
        return messages.ClockReading(now=work.clock.now(), moving_to=None)
    moving_to = await (moves.moving_to_after_a_while() if query.once_it_stands else moves.moving_to())
    return messages.ClockReading(now=work.clock.now(), moving_to=moving_to)


async def move_clock(order: messages.MoveClock, work: Work[Resources]) -> messages.ClockReading:
    moves = work.resources.moves
    if moves is None:
        raise Refusal("not_local", "to", "the clock moves in the local profile only")
    await moves.begin(order.to, one_deadline=order.one_deadline, until_said=order.until_said)
    return messages.ClockReading(now=work.clock.now(), moving_to=await moves.moving_to())
