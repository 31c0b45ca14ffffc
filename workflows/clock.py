"""Moving the clocks of open workflows: how a year passes in a minute, on the server that people use.

Each workflow has its own clock, born at the machine's now. Where nothing is moved, it stays the machine's.
The server skips waiting only: while an activity or a workflow task is pending, a clock runs in real time.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.workflowservice.v1 import GetWorkflowExecutionHistoryReverseRequest
from temporalio.client import Client, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkipper, TimeSkippingConfig

WORKFLOW_TYPES = ("SupervisionProcess", "BillingRun")
AT_ONCE = 200  # questions and moves in flight; the server allows 1200 long polls to a namespace
LOOK_AGAIN = timedelta(milliseconds=20)
# A timer for an instant starts when its workflow task is done, and fires that much later; 20 ms are usual. While
# clocks go a little further than asked, what falls due at the asked instant is done when the move is.
TASK_TIME = timedelta(seconds=2)
AN_INSTANT = timedelta(milliseconds=1)
# By default the server stops skipping, without a word, after 200 skips of one move; each retry is a skip as well.
SKIPS_OF_ONE_MOVE = 1_000_000
MINUTE = timedelta(minutes=1)
EVENTS_TO_LOOK_BACK = 20
TIMER_IS_OVER = (EventType.EVENT_TYPE_TIMER_FIRED, EventType.EVENT_TYPE_TIMER_CANCELED)

Handle = WorkflowHandle[Any, Any]
Answer = TypeVar("Answer")


async def current_times(client: Client) -> dict[str, datetime]:
    """The own time of each open workflow, by workflow id."""
    return await _of_each(client, await _open(client), _skipper(client).get_current_time)


async def next_deadlines(client: Client) -> dict[str, datetime]:
    """When each open workflow's earliest pending timer fires, on its own clock; none: not in the answer."""

    async def of_one(handle: Handle) -> datetime | None:
        return await _next_deadline(client, handle.id)

    found = await _of_each(client, await _open(client), of_one)
    return {workflow_id: deadline for workflow_id, deadline in found.items() if deadline}


async def fast_forward_all(client: Client, to: datetime, patience: timedelta = MINUTE) -> set[str]:
    """Moves the clock of every open workflow that is before `to` to `to`; what falls due on the way happens.

    Returns the ids that had not arrived after `patience` of real time: no worker, an activity that hangs, a fault
    in workflow code. They go on to `to` by themselves as soon as they can. Safe to call again, also after a crash
    of anything: a clock never moves back, and passes `to` by TASK_TIME and the real time that goes by.
    One mover at a time: a second one overrides the moves of the first, which then raises RuntimeError.
    """

    async def move(handle: Handle) -> None:
        await fast_forward(client, handle.id, to)

    try:
        async with asyncio.timeout(patience.total_seconds()):
            behind = await _open(client)
            while behind:
                await _of_each(client, behind, move)
                # Again, for those that continued as new, or were started, while the others moved.
                behind = await _behind(client, to)
    except TimeoutError:
        return await _behind(client, to)
    return set()


async def fast_forward(client: Client, workflow_id: str, to: datetime) -> None:
    """Moves one workflow's clock to `to` and waits until it is there or the workflow has closed.

    Costs two events, 150 bytes together, and no workflow task unless a timer fires.
    """
    skipper = _skipper(client)
    handle = client.get_workflow_handle(workflow_id)
    try:
        if await _is_moved_already(skipper, handle):
            await skipper.fast_forward(handle, AN_INSTANT)
        now = await skipper.get_current_time(handle)
        if now < to:
            await skipper.fast_forward(handle, to + TASK_TIME - now)
    except RPCError as fault:
        if fault.status != RPCStatusCode.NOT_FOUND:  # closed meanwhile
            raise


async def _is_moved_already(skipper: TimeSkipper, handle: Handle) -> bool:
    """A move whose mover died goes on in the server: a length of time measured meanwhile would be too long.

    By what is switched on: of how far a move has come, a server that was killed itself may have lost the record.
    """
    info = await skipper.get_time_skipping_info(handle)
    return bool(info and info.effective_config.enabled)


async def wait_until_workflows_quiet(client: Client, patience: timedelta = MINUTE) -> set[str]:
    """Waits until no open workflow has a pending activity or workflow task.

    Returns the ids that were still busy after `patience` of real time; empty means quiet. An activity that waits
    for its next attempt is pending. A message that is still on its way to a workflow is not seen here.
    """
    try:
        async with asyncio.timeout(patience.total_seconds()):
            while await _busy(client):
                await asyncio.sleep(LOOK_AGAIN.total_seconds())
    except TimeoutError:
        return await _busy(client)
    return set()


async def _behind(client: Client, to: datetime) -> set[str]:
    return {workflow_id for workflow_id, now in (await current_times(client)).items() if now < to}


async def _busy(client: Client) -> set[str]:
    answers = await _of_each(client, await _open(client), _is_busy)
    return {workflow_id for workflow_id, is_busy in answers.items() if is_busy}


async def _is_busy(handle: Handle) -> bool:
    described = (await handle.describe()).raw_description
    return bool(described.pending_activities) or described.HasField("pending_workflow_task")


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


async def _open(client: Client) -> set[str]:
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
