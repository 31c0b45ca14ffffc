"""The clocks of open workflows go where they are sent, and nothing on the way is lost, doubled or guessed."""

import asyncio
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from temporalio import activity, workflow
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowHandle
from temporalio.common import SearchAttributeKey
from temporalio.exceptions import ApplicationError
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from tests.workflows.conftest import TemporalServer
from workflows import clock
from workflows.clock import MINUTE, current_time, look_at, open_ones
from workflows.histories.cost import Cost, history_cost
from workflows.temporal_connection import connect
from workflows.timeouts import until

pytestmark = pytest.mark.servers
DAY = timedelta(days=1)
BREATH = timedelta(hours=1)  # more than any test takes between reading two clocks, and no day
HALF_A_SECOND = timedelta(milliseconds=500)
LET_GO = asyncio.Event()
LOST_AFTER = timedelta(seconds=20)
"""An activity that a killed server had given away, and its worker never got."""
Handle = WorkflowHandle[Any, Any]


@activity.defn
async def half_a_second() -> None:
    await asyncio.sleep(HALF_A_SECOND.total_seconds())


@activity.defn
async def until_let_go() -> None:
    await LET_GO.wait()


@activity.defn
async def fails_once() -> None:
    if activity.info().attempt == 1:
        raise ApplicationError("the service is away")


@workflow.defn(name="SupervisionProcess")
class Year:
    """Born at an instant; then each step waits for its day, or for a person, or works for half a second."""

    def __init__(self) -> None:
        self.heard = False
        self.seen: list[str] = []

    @workflow.run
    async def run(self, received_at: datetime, steps: list[str]) -> None:
        await until(received_at)
        self.note("received")
        for step in steps:
            await self.take(step)

    async def take(self, step: str) -> None:
        name, _, days = step.partition(" ")
        if name == "until":
            came = await until(workflow.now() + DAY * int(days), lambda: self.heard)
            step = f"{step}: {'heard' if came else 'silence'}"
        elif name == "work":
            await workflow.execute_activity(half_a_second, start_to_close_timeout=DAY / 24)
        elif name == "hold":
            await workflow.execute_activity(until_let_go, start_to_close_timeout=LOST_AFTER)
        elif name == "stumble":
            await workflow.execute_activity(fails_once, start_to_close_timeout=DAY / 24)
        elif name == "locally":
            await self.work_locally_twice()
        elif name == "renew":
            workflow.continue_as_new(args=[workflow.now(), ["rest"]])
        elif name == "patch":
            workflow.patched("a-change")
        elif name == "rest":
            await workflow.wait_condition(lambda: self.heard)
        elif name == "phase":
            workflow.upsert_search_attributes([SearchAttributeKey.for_keyword("Attention").value_set(days)])
        elif name == "fault":
            raise RuntimeError("a fault in workflow code")
        self.note(step)

    async def work_locally_twice(self) -> None:
        await asyncio.gather(
            *(
                workflow.execute_local_activity(half_a_second, start_to_close_timeout=DAY / 24)
                for _ in range(2)
            )
        )

    def note(self, what: str) -> None:
        self.seen.append(f"{workflow.now().isoformat()} {what}")

    @workflow.signal
    def hear(self) -> None:
        self.heard = True

    @workflow.update
    def agree(self) -> None:
        self.heard = True

    @workflow.query
    def diary(self) -> list[str]:
        return self.seen


@workflow.defn(name="BillingRun")
class Monthly:
    """Continues as new every 30 days, for ever."""

    @workflow.run
    async def run(self, until_day: datetime) -> None:
        await until(until_day)
        workflow.continue_as_new(until_day + 30 * DAY)


async def current_times(client: Client) -> dict[str, datetime]:
    """Of all that are open."""
    return {one: await current_time(client, one) for one in await open_ones(client)}


async def fast_forward_all(client: Client, to: datetime, patience: timedelta = MINUTE) -> set[str]:
    return await clock.fast_forward_all(client, to, await open_ones(client), patience)


async def wait_until_workflows_quiet(client: Client) -> None:
    while await busy(client):
        await asyncio.sleep(0.005)


async def busy(client: Client) -> set[str]:
    return {name for name, one in (await look_at(client, await open_ones(client))).items() if one.is_busy}


def born() -> datetime:
    return datetime.now(UTC)


@pytest_asyncio.fixture
async def client(temporal: TemporalServer, keys: Path) -> AsyncIterator[Client]:
    """A client whose open workflows end with the test."""
    client = await connect(temporal.address, keys=keys)
    yield client
    for workflow_id in await current_times(client):
        await client.get_workflow_handle(workflow_id).terminate()
    await eventually(lambda: nothing_is_open(client))


def worker(client: Client) -> Worker:
    return Worker(
        client,
        task_queue="year",
        workflows=[Year, Monthly],
        activities=[half_a_second, until_let_go, fails_once],
        workflow_runner=SandboxedWorkflowRunner(SandboxRestrictions.default.with_passthrough_all_modules()),
    )


@pytest_asyncio.fixture
async def working(client: Client) -> AsyncIterator[Client]:
    async with worker(client):
        yield client


async def start(client: Client, *steps: str, received_at: datetime | None = None) -> Handle:
    """Started with the plain client, and known to the server's list."""
    arguments = [received_at or born(), list(steps)]
    handle = await client.start_workflow(
        "SupervisionProcess", args=arguments, id=f"process/{uuid4()}", task_queue="year"
    )
    await eventually(lambda: is_listed(client, handle.id))
    return client.get_workflow_handle(handle.id)


async def diary(handle: Handle) -> list[tuple[datetime, str]]:
    """What the workflow saw, and when, on its own clock."""
    lines = [line.split(" ", 1) for line in await handle.query("diary")]
    return [(datetime.fromisoformat(when), what) for when, what in lines]


async def test_a_workflow_started_plainly_is_moved_exactly_to_the_instant_and_then_goes_on_in_real_time(
    working: Client,
) -> None:
    handle = await start(working, "until 100")
    to = born() + 40 * DAY
    assert await fast_forward_all(working, to) == set()
    there = (await current_times(working))[handle.id]
    assert to <= there < to + BREATH
    await asyncio.sleep(0.3)
    later = (await current_times(working))[handle.id]
    assert timedelta(seconds=0.3) <= later - there < BREATH


async def test_a_process_received_in_the_moved_future_starts_on_its_day(working: Client) -> None:
    received_at = born() + 200 * DAY
    handle = await start(working, "rest", received_at=received_at)
    await fast_forward_all(working, received_at)
    ((when, what),) = await diary(handle)
    assert what == "received" and received_at <= when < received_at + BREATH


async def test_a_deadline_in_the_past_is_no_wait_and_no_timer(working: Client) -> None:
    handle = await start(working, "until 0", "until -3", "rest", received_at=born() - 9 * DAY)
    await wait_until_workflows_quiet(working)
    assert [what for _, what in await diary(handle)] == ["received", "until 0: silence", "until -3: silence"]
    assert EventType.EVENT_TYPE_TIMER_STARTED not in [event.event_type for event in await events(handle)]


async def test_a_wait_for_a_person_is_not_skipped_and_ends_when_the_person_acts(working: Client) -> None:
    handle = await start(working, "rest", "until 10")
    to = born() + 50 * DAY
    await fast_forward_all(working, to)
    await handle.signal("hear")
    await handle.result()
    times = dict((what, when) for when, what in await diary(handle))
    assert to <= times["rest"] < to + BREATH
    assert times["until 10: heard"] - times["rest"] < BREATH


async def test_time_stands_in_real_time_while_an_activity_works(working: Client) -> None:
    handle = await start(working, "until 10", "work", "until 5", "rest")
    begun = born()
    await fast_forward_all(working, begun + 30 * DAY)
    received, ten, work, five = [when for when, _ in await diary(handle)]
    assert 10 * DAY <= ten - received < 10 * DAY + BREATH
    assert HALF_A_SECOND <= work - ten < BREATH
    assert 5 * DAY <= five - work < 5 * DAY + BREATH


async def test_a_clock_keeps_its_time_over_continue_as_new(working: Client) -> None:
    begun = born()
    handle = await working.start_workflow(
        "BillingRun", begun + 30 * DAY, id=f"billing/{uuid4()}", task_queue="year"
    )
    handle = working.get_workflow_handle(handle.id)
    await eventually(lambda: is_listed(working, handle.id))
    first_run = (await handle.describe()).run_id
    for months in (1, 4, 13):
        to = begun + months * 30 * DAY + DAY
        assert await fast_forward_all(working, to) == set()
        assert to <= (await current_times(working))[handle.id] < to + BREATH
    assert (await handle.describe()).run_id != first_run
    await wait_until_workflows_quiet(working)
    due = (await look_at(working, [handle.id]))[handle.id].deadline
    assert due and abs(due - (begun + 14 * 30 * DAY)) < BREATH


async def test_several_are_moved_together_and_a_second_call_moves_nothing(working: Client) -> None:
    handles = [await start(working, f"until {days}", "rest") for days in range(1, 11)]
    to = born() + 30 * DAY
    await fast_forward_all(working, to)
    lengths = [len(await events(handle)) for handle in handles]
    await fast_forward_all(working, to)
    await fast_forward_all(working, to - 5 * DAY)
    assert [len(await events(handle)) for handle in handles] == lengths
    assert all(to <= now < to + BREATH for now in (await current_times(working)).values())


async def test_a_move_costs_no_workflow_task_unless_something_falls_due(working: Client) -> None:
    handle = await start(working, "until 100")
    await wait_until_workflows_quiet(working)
    before = history_cost(await events(handle))
    for days in range(1, 11):
        await fast_forward_all(working, born() + days * DAY)
    after = history_cost(await events(handle))
    assert after == Cost(before.actions, before.events, before.history_bytes, skip_events=20)


async def test_more_than_two_hundred_waits_are_skipped_in_one_move(working: Client) -> None:
    handle = await start(working, *["until 1"] * 250, "rest")
    assert await fast_forward_all(working, born() + 251 * DAY) == set()
    await wait_until_workflows_quiet(working)
    assert len(await diary(handle)) == 251


async def test_those_that_cannot_arrive_are_named_and_do_not_hold_the_others_back(working: Client) -> None:
    faulty, sound = await start(working, "until 5", "fault"), await start(working, "until 5", "rest")
    to = born() + 10 * DAY
    await eventually(lambda: leaves(fast_forward_all(working, to, timedelta(seconds=2)), faulty.id))
    times = await current_times(working)
    assert to <= times[sound.id] and times[faulty.id] < to - 4 * DAY
    await eventually(lambda: leaves(busy(working), faulty.id))


async def test_an_activity_that_works_is_not_quiet(working: Client) -> None:
    handle = await start(working, "work", "rest")
    await eventually(lambda: leaves(busy(working), handle.id))
    await wait_until_workflows_quiet(working)


async def test_a_move_that_was_interrupted_by_the_death_of_the_server_is_finished_by_asking_again(
    temporal: TemporalServer, working: Client
) -> None:
    handle = await start(working, "until 10", "hold", "until 5", "rest")
    to = born() + 40 * DAY
    mover = asyncio.create_task(fast_forward_all(working, to))
    await eventually(lambda: is_working(handle))
    temporal.kill()
    mover.cancel()
    temporal.start()
    again = await connect(temporal.address)
    assert (await current_times(again))[handle.id] < to - 20 * DAY
    LET_GO.set()
    assert await fast_forward_all(again, to) == set()
    assert to <= (await current_times(again))[handle.id] < to + BREATH
    await wait_until_workflows_quiet(again)
    assert [what for _, what in await diary(handle)] == [
        "received",
        "until 10: silence",
        "hold",
        "until 5: silence",
    ]


async def test_actions_are_counted_as_the_server_counts_them(
    temporal: TemporalServer, working: Client
) -> None:
    before = await actions_by_the_server(temporal)
    steps = ["until 10", "work", "phase sessions", "locally", "stumble", "patch", "rest", "renew"]
    handle = await start(working, *steps)
    await fast_forward_all(working, born() + 20 * DAY)
    await wait_until_workflows_quiet(working)
    first_run = (await handle.describe()).run_id
    await handle.execute_update("agree", id="agree-1")
    await eventually(lambda: has_left(handle, first_run))
    await handle.signal("hear")
    await working.get_workflow_handle(handle.id).result()
    runs = [run.run_id async for run in working.list_workflows(f"WorkflowId = '{handle.id}'")]
    cost = sum([await cost_of_run(working, handle.id, run) for run in runs], Cost())
    assert len(runs) == 2 and cost.skip_events > 0
    assert cost.actions == await actions_by_the_server(temporal) - before


async def cost_of_run(client: Client, workflow_id: str, run_id: str) -> Cost:
    return history_cost(await events(client.get_workflow_handle(workflow_id, run_id=run_id)))


async def actions_by_the_server(temporal: TemporalServer) -> int:
    """Without questions and moves of the clock, which are actions that no history shows.

    The server publishes its counters once a second, so they are read until they have stood still for longer.
    """
    seen, previous = read_actions(temporal), -1
    while seen != previous:
        await asyncio.sleep(1.5)
        seen, previous = read_actions(temporal), seen
    return seen


def read_actions(temporal: TemporalServer) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{temporal.metrics_port}/metrics") as answer:
        lines = answer.read().decode().splitlines()
    not_counted = ("grpc_QueryWorkflow", "grpc_UpdateWorkflowExecutionOptions")
    actions = [line for line in lines if line.startswith("action{") and 'namespace="luotsi"' in line]
    counted = [line for line in actions if not any(name in line for name in not_counted)]
    return sum(int(float(line.rsplit(" ", 1)[1])) for line in counted)


async def leaves(moved: Awaitable[set[str]], one: str) -> bool:
    """Whether this one alone had not arrived when patience ran out."""
    return await moved == {one}


async def eventually(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Waits for what has no event to await; the time limit of the test is the only one."""
    while not await is_so():
        await asyncio.sleep(0.005)


async def is_working(handle: Handle) -> bool:
    return bool((await handle.describe()).raw_description.pending_activities)


async def has_left(handle: Handle, run_id: str) -> bool:
    return (await handle.describe()).run_id != run_id


async def is_listed(client: Client, workflow_id: str) -> bool:
    return workflow_id in await current_times(client)


async def nothing_is_open(client: Client) -> bool:
    return not await current_times(client)


async def events(handle: Handle) -> list[HistoryEvent]:
    return list((await handle.fetch_history()).events)
