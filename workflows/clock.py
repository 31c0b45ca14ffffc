"""Moving the clocks of open workflows: how a year passes in a minute, on the server that people use.

Each workflow has its own clock, born at the machine's now. Where nothing is moved, it stays the machine's.
The server skips waiting only: while an activity or a workflow task is pending, a clock runs in real time.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from temporalio.api.common.v1 import TimeSkippingInfo, WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.workflowservice.v1 import GetWorkflowExecutionHistoryReverseRequest
from temporalio.client import Client, WorkflowExecutionDescription, WorkflowExecutionStatus, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkipper, TimeSkippingConfig

from services.runtime.clock import SystemClock

WORKFLOW_TYPES = ("SupervisionProcess", "BillingRun")
AT_ONCE = 200  # questions and moves in flight; the server allows 1200 long polls to a namespace
# A timer for an instant starts when its workflow task is done, and fires that much later; 20 ms are usual. While
# clocks go a little further than asked, what falls due at the asked instant is done when the move is.
TASK_TIME = timedelta(seconds=2)
AN_INSTANT = timedelta(milliseconds=1)
# By default the server stops skipping, without a word, after 200 skips of one move; each retry is a skip as well.
SKIPS_OF_ONE_MOVE = 1_000_000
MINUTE = timedelta(minutes=1)
EVENTS_TO_LOOK_BACK = 20
# The server waits on for a move whose workflow another one has taken the place of. A year takes a few seconds.
LOOKS_AGAIN_AFTER_S = 15.0
TIMER_IS_OVER = (EventType.EVENT_TYPE_TIMER_FIRED, EventType.EVENT_TYPE_TIMER_CANCELED)

Handle = WorkflowHandle[Any, Any]
Answer = TypeVar("Answer")

_moving: "WeakValueDictionary[str, asyncio.Lock]" = WeakValueDictionary()
"""By workflow: two who move one at a time would override each other."""


@dataclass(frozen=True)
class Seen:
    """How a workflow stands. is_busy: with an activity, also one that waits for its next attempt, or a workflow task.

    deadline: when its earliest pending timer fires, on its own clock; none: it has none, or is busy.
    """

    is_open: bool
    is_busy: bool = False
    deadline: datetime | None = None


async def look_at(client: Client, workflow_ids: Collection[str]) -> dict[str, Seen]:
    """Each of them; a message that is still on its way to one is not seen here."""

    async def one(handle: Handle) -> Seen:
        try:
            described = await handle.describe()
            if described.status != WorkflowExecutionStatus.RUNNING:
                return Seen(is_open=False)
            told = described.raw_description
            if told.pending_activities or told.HasField("pending_workflow_task"):
                return Seen(is_open=True, is_busy=True)
            return Seen(is_open=True, deadline=await _next_deadline(client, handle.id))
        except RPCError as fault:
            if fault.status != RPCStatusCode.NOT_FOUND:
                raise
            return Seen(is_open=False)

    return await _of_each(client, workflow_ids, one)


async def fast_forward_all(
    client: Client, to: datetime, workflow_ids: Collection[str], patience: timedelta = MINUTE
) -> set[str]:
    """Moves the clock of each of them that is before `to` to `to`; what falls due on the way happens.

    Returns the ids that had not arrived after `patience` of real time: no worker, an activity that hangs, a fault
    in workflow code. They go on to `to` by themselves as soon as they can. Safe to call again, also after a crash
    of anything: a clock never moves back, and passes `to` by TASK_TIME and the real time that goes by.
    """
    there: set[str] = set()

    async def move(handle: Handle) -> None:
        await fast_forward(client, handle.id, to)
        there.add(handle.id)

    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(patience.total_seconds()):
            await _of_each(client, workflow_ids, move)
    return set(workflow_ids) - there


async def fast_forward(
    client: Client, workflow_id: str, to: datetime, may_lag: timedelta = timedelta(0)
) -> None:
    """Moves one workflow's clock to `to` and waits until it is there or the workflow has closed.

    may_lag: one that is behind by no more is left alone. Costs two events, 150 bytes together, and no workflow task
    unless a timer fires. Where another process moves it as well, it is looked where that has led; so it is where a
    move does not end, since another workflow may have its id by then, which is not moved.
    """
    handle, skipper = client.get_workflow_handle(workflow_id), _skipper(client)
    async with _moving.setdefault(workflow_id, asyncio.Lock()):
        try:
            first = found = await handle.describe()
            while (info := _clock_of(found, first)) and _is_behind(info, to - may_lag):
                with contextlib.suppress(
                    RuntimeError, TimeoutError
                ):  # the other one's move has overridden ours
                    async with asyncio.timeout(LOOKS_AGAIN_AFTER_S):
                        if await _move(skipper, handle, info, to):
                            return
                found = await handle.describe()
        except RPCError as fault:
            if fault.status != RPCStatusCode.NOT_FOUND:  # closed meanwhile
                raise


async def current_time(client: Client, workflow_id: str) -> datetime:
    """Its own. Raises RPCError with NOT_FOUND."""
    return await _skipper(client).get_current_time(client.get_workflow_handle(workflow_id))


def _clock_of(
    found: WorkflowExecutionDescription, first: WorkflowExecutionDescription
) -> TimeSkippingInfo | None:
    """None: it has closed, or another one than at first has its id."""
    now, before = found.raw_description, first.raw_description
    is_it = now.workflow_execution_info.first_run_id == before.workflow_execution_info.first_run_id
    if found.status != WorkflowExecutionStatus.RUNNING or not is_it:
        return None
    return now.workflow_extended_info.time_skipping_info


def _is_behind(info: TimeSkippingInfo, instant: datetime) -> bool:
    """Also one that is being moved: where to is not known."""
    return info.effective_config.enabled or _time_of(info) < instant


async def _move(skipper: TimeSkipper, handle: Handle, info: TimeSkippingInfo, to: datetime) -> bool:
    """Whether it is there. Each look costs the server more than a step of the process does.

    A move whose mover died goes on in the server: a length of time measured meanwhile would be too long. So it is
    ended first. By what is switched on: of how far a move has come, a server that was killed itself may have lost
    the record.
    """
    if info.effective_config.enabled:
        await skipper.fast_forward(handle, AN_INSTANT)
        return False
    return await skipper.fast_forward(handle, to + TASK_TIME - _time_of(info))


def _time_of(info: TimeSkippingInfo) -> datetime:
    """The machine's where it was never moved."""
    moved = info.HasField("current_time")
    return info.current_time.ToDatetime(tzinfo=UTC) if moved else SystemClock().now()


async def _next_deadline(client: Client, workflow_id: str) -> datetime | None:
    """Read from the history's end: a process holds one timer at a time, and its last one is the one that counts."""
    request = GetWorkflowExecutionHistoryReverseRequest(
        namespace=client.namespace,
        execution=WorkflowExecution(workflow_id=workflow_id),
        maximum_page_size=EVENTS_TO_LOOK_BACK,
    )
    while True:
        page = await client.workflow_service.get_workflow_execution_history_reverse(request)
        for event in page.history.events:
            if event.event_type in TIMER_IS_OVER:
                return None
            if event.event_type == EventType.EVENT_TYPE_TIMER_STARTED:
                return _fires_at(event)
        if not page.next_page_token:
            return None
        request.next_page_token = page.next_page_token


def _fires_at(event: HistoryEvent) -> datetime:
    started = event.event_time.ToDatetime(tzinfo=UTC)
    return started + event.timer_started_event_attributes.start_to_fire_timeout.ToTimedelta()


async def open_ones(client: Client) -> set[str]:
    """Ids of the workflows whose clocks are moved; the list is some 20 ms behind a start or an end."""
    types = ", ".join(f"'{name}'" for name in WORKFLOW_TYPES)
    query = f"WorkflowType IN ({types}) AND ExecutionStatus = 'Running'"
    return {found.id async for found in client.list_workflows(query)}


async def _of_each(
    client: Client, workflow_ids: Collection[str], ask: Callable[[Handle], Awaitable[Answer]]
) -> dict[str, Answer]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(workflow_id: str) -> Answer:
        async with gate:
            return await ask(client.get_workflow_handle(workflow_id))

    answers = await asyncio.gather(*map(one, workflow_ids))
    return dict(zip(workflow_ids, answers, strict=True))


def _skipper(client: Client) -> TimeSkipper:
    return TimeSkipper(client, config=TimeSkippingConfig(max_session_skip_count=SKIPS_OF_ONE_MOVE))
