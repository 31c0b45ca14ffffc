"""The services' events on their way to the processes, with real NATS, PostgreSQL and Temporal."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.service import RetryConfig, RPCError, RPCStatusCode

from services.messages.contracts import ContinuationChosen, ContractExpired, ContractGivenUp, ContractProgress
from services.messages.envelope import Event, event_subject
from services.messages.intake import InquiryProgress, InquiryReceived, InquiryStatus, ScreeningDecided
from services.messages.keep_times import HISTORIES
from services.messages.sessions import ReviewDone
from services.messages.values import Audience
from services.runtime import away
from tests.house import House
from workflows import clock, temporal_connection
from workflows import worker as worker_module
from workflows.clock import open_ones
from workflows.lost import beginning_anew
from workflows.lost.beginning_anew import Known
from workflows.running_processes import Processes, workflow_id
from workflows.supervision import facts
from workflows.supervision.facts import Told
from workflows.supervision.process import SupervisionProcess
from workflows.supervision.state import ProcessState

pytestmark = pytest.mark.servers
Handle = WorkflowHandle[Any, Any]


@pytest_asyncio.fixture
async def worker(house: House) -> AsyncIterator[House]:
    """A house with the worker in it, and billing, whose plan the worker asks for; its workflows end with it."""
    await house.open("billing", "workflows")
    yield house
    for open_one in await open_ones(client_of(house)):
        await client_of(house).get_workflow_handle(open_one).terminate()


def client_of(house: House) -> Client:
    holds: Any = house.services["workflows"].resources
    client: Client = holds.client
    return client


def handle_of(house: House, process_id: UUID) -> Handle:
    return client_of(house).get_workflow_handle(workflow_id(process_id))


@pytest.mark.parametrize("lapses", [False, True])
async def test_what_follows_begins_with_the_choice_at_its_contract_and_hears_that_it_comes_to_nothing(
    worker: House, lapses: bool
) -> None:
    """Taken back, or as a draft in the end. That nobody signed it in time it finds by itself."""
    at = worker.clock.now()
    old, successor = uuid4(), uuid4()
    chosen: Any = {"process_id": old, "choice": "renew", "successor_id": successor, "chosen_at": at}
    await worker.say("contracts", ContinuationChosen.model_validate(chosen))
    closed = chosen | {"process_id": uuid4(), "choice": "close", "successor_id": None}
    await worker.say("contracts", ContinuationChosen.model_validate(closed))
    await worker.quiet()
    handle = handle_of(worker, successor)
    assert (await handle.query(SupervisionProcess.view)).phase == "contract"
    given_up = {"process_id": successor, "version": 1, "asked": [], "given_up_at": at}
    expired = ContractExpired(process_id=successor, version=1)
    await worker.say("contracts", expired)
    unready = expired.model_copy(update={"unready": True})
    await worker.say("contracts", unready if lapses else ContractGivenUp.model_validate(given_up))
    await worker.quiet()
    assert await signals(handle) == 1
    supervised = [one for one in await open_ones(client_of(worker)) if one.startswith("process/")]
    assert supervised == [workflow_id(successor)]


async def test_an_inquiry_begins_one_process_however_often_it_is_told(worker: House) -> None:
    event = received(worker)
    headers = await worker.say("intake", event)
    await worker.quiet()
    handle = handle_of(worker, event.process_id)
    first = (await handle.describe()).run_id
    for _ in range(3):
        await again(worker, event, headers, forgotten=True)
    assert (await handle.describe()).run_id == first
    await come_to_its_end(handle)
    await again(worker, event, headers, forgotten=True)
    assert (await handle.describe()).run_id == first
    assert [row["version"] for row in await positions(worker, event.process_id)] == [1]


async def come_to_its_end(handle: Handle) -> None:
    """By its own way; whoever ends it at Temporal has not ended it."""
    await handle.signal(SupervisionProcess.fact, Told(event_id=str(uuid4()), fact=facts.Withdrawn()))
    await handle.result()


async def test_an_event_becomes_one_signal_also_when_it_is_delivered_again(worker: House) -> None:
    event = received(worker)
    await worker.say("intake", event)
    decided = ScreeningDecided(
        process_id=event.process_id,
        outcome="supervision",
        organisation_id=uuid4(),
        decided_at=worker.clock.now(),
        reminders_at=[],
    )
    headers = await worker.say("intake", decided)
    await worker.quiet()
    await again(worker, decided, headers)
    handle = handle_of(worker, event.process_id)
    assert await signals(handle) == 1
    assert (await handle.query(SupervisionProcess.view)).phase == "matching"


async def test_a_fact_that_has_overtaken_its_process_is_held_until_the_process_has_begun(
    worker: House,
) -> None:
    event = received(worker)
    review = ReviewDone(process_id=event.process_id, kind="interim", wants_to_continue=True, benefit=True)
    await worker.say("sessions", review)
    await eventually(lambda: has_failed_as(worker, "NotBegunYet"))
    assert await positions(worker, event.process_id) == []
    await worker.say("intake", event)
    await worker.quiet()
    assert await signals(handle_of(worker, event.process_id)) == 1
    assert await worker.rows("workflows", "SELECT id FROM parked") == []


async def test_a_fact_about_a_process_that_has_ended_is_dropped_and_holds_nothing_up(worker: House) -> None:
    event = received(worker)
    await worker.say("intake", event)
    await worker.quiet()
    await come_to_its_end(handle_of(worker, event.process_id))
    review = ReviewDone(process_id=event.process_id, kind="final", wants_to_continue=True, benefit=True)
    await worker.say("sessions", review)
    await worker.quiet()
    assert await signals(handle_of(worker, event.process_id)) == 1
    assert len(await positions(worker, event.process_id)) == 2
    for table in ("failure", "parked"):
        assert await worker.rows("workflows", f"SELECT source FROM {table}") == []


async def test_a_fact_about_a_process_whose_history_has_gone_is_dropped(worker: House) -> None:
    event = received(worker)
    await worker.say("intake", event)
    await worker.quiet()
    await delete(handle_of(worker, event.process_id))
    worker.clock.move_to(worker.clock.now() + HISTORIES + timedelta(days=1))
    review = ReviewDone(process_id=event.process_id, kind="final", wants_to_continue=True, benefit=True)
    await worker.say("sessions", review)
    await worker.quiet()
    assert len(await positions(worker, event.process_id)) == 2
    assert await worker.rows("workflows", "SELECT id FROM parked") == []


async def delete(handle: Handle) -> None:
    """As the server does by itself once its time is over."""
    client, run_id = handle._client, (await handle.describe()).run_id
    await handle.terminate()
    gone = DeleteWorkflowExecutionRequest(
        namespace=client.namespace,
        workflow_execution=WorkflowExecution(workflow_id=handle.id, run_id=run_id),
    )
    await client.workflow_service.delete_workflow_execution(gone)

    async def is_gone() -> bool:
        try:
            return (await handle.describe()).run_id != run_id
        except RPCError as fault:
            return fault.status == RPCStatusCode.NOT_FOUND

    await eventually(is_gone)


async def test_a_billing_run_that_somebody_ended_is_begun_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The platform's clock is ahead of the machine's: the one that takes its place may do so under way to it."""
    monkeypatch.setattr(worker_module, "_LOOK_AGAIN_S", 0.05)
    monkeypatch.setattr(clock, "LOOKS_AGAIN_AFTER_S", 0.5)
    await house.open("billing", "workflows")
    billing = client_of(house).get_workflow_handle("billing-run")
    await eventually(lambda: runs(billing))
    await billing.terminate()
    await eventually(lambda: runs(billing))
    await squat(billing)
    await eventually(lambda: is_ours_again(billing))
    assert not any(task.done() for task in house._tasks)
    await billing.terminate()


async def is_ours_again(billing: Handle) -> bool:
    found = await billing.describe()
    return found.workflow_type == "BillingRun" and found.status == WorkflowExecutionStatus.RUNNING


async def terminate(handle: Handle) -> None:
    await handle.terminate()


async def cancel(handle: Handle) -> None:
    await handle.cancel()


async def squat(handle: Handle) -> None:
    """Another workflow stands where it was, which nobody carries out; more have ended under ids that are not ours.

    It is put there and ours ended in one step: between two, the worker's next look would begin ours anew.
    """
    for name in ("anything", "process/anything"):
        other = await handle._client.start_workflow("SupervisionProcess", id=name, task_queue="nobody")
        await other.terminate()
    await handle._client.start_workflow(
        "Thief",
        id=handle.id,
        task_queue="nobody",
        id_conflict_policy=WorkflowIDConflictPolicy.TERMINATE_EXISTING,
    )


@pytest.mark.parametrize("end", [terminate, cancel, come_to_its_end, delete, squat])
async def test_a_process_that_somebody_ended_at_temporal_begins_anew_and_one_that_is_over_does_not(
    house: House, monkeypatch: pytest.MonkeyPatch, end: Callable[[Handle], Awaitable[None]]
) -> None:
    """In whatever way; as its own code ends it, or without a trace of it."""
    stands = Known(
        InquiryProgress(status=InquiryStatus.RECEIVED, is_over=False), ContractProgress(status=None)
    )

    asked = Counter[bool]()

    async def known_of(*_: object) -> Known:
        asked[stands.inquiry.is_over] += 1
        return stands

    async def were_asked() -> bool:
        return asked[True] > 0

    monkeypatch.setattr(beginning_anew, "known_of", known_of)
    monkeypatch.setattr(worker_module, "_LOOK_AGAIN_S", 0.05)
    await house.open("billing", "workflows")
    event = received(house)
    await house.say("intake", event)
    process = handle_of(house, event.process_id)
    await eventually(lambda: runs(process))
    first = (await process.describe()).run_id
    await end(process)

    async def goes_on_anew() -> bool:
        found = await process.describe()
        return found.workflow_type == "SupervisionProcess" and await runs(process) and found.run_id != first

    await eventually(goes_on_anew)
    assert (await process.query(SupervisionProcess.view)).phase == "screening"
    stands = Known(InquiryProgress(status=InquiryStatus.RECEIVED, is_over=True), stands.paper)
    await process.terminate()
    await eventually(were_asked)
    assert not await runs(process)
    assert not any(task.done() for task in house._tasks)


async def runs(handle: Handle) -> bool:
    try:
        return (await handle.describe()).status == WorkflowExecutionStatus.RUNNING
    except RPCError:
        return False


async def test_temporal_away_for_more_than_ten_deliveries_parks_no_inquiry(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for pause in ("_FIRST_PAUSE_S", "_LONGEST_PAUSE_S"):
        monkeypatch.setattr(away, pause, 0.02)
    monkeypatch.setattr(temporal_connection, "RETRIES", RetryConfig(max_retries=1))
    tries = begins_counted(monkeypatch)
    gate = await house.gate("temporal")
    await house.open("billing", "workflows")
    gate.close()
    events = [received(house) for _ in range(2)]
    for event in events:
        await house.say("intake", event)
    await eventually(lambda: has_been_tried(tries, 12))
    assert [one.who for one in house.services["workflows"].dependencies.away()] == ["temporal"]
    await gate.open()
    await house.quiet()
    for event in events:
        handle = handle_of(house, event.process_id)
        assert (await handle.describe()).status == WorkflowExecutionStatus.RUNNING
        await handle.terminate()
    for table in ("failure", "parked"):
        assert await house.rows("workflows", f"SELECT source FROM {table}") == []


def begins_counted(monkeypatch: pytest.MonkeyPatch) -> Counter[UUID]:
    """How often each process was to be begun."""
    tries: Counter[UUID] = Counter()
    begin = Processes.begin

    async def counting(processes: Processes, state: ProcessState, **how: bool) -> None:
        tries[state.process_id] += 1
        await begin(processes, state, **how)

    monkeypatch.setattr(Processes, "begin", counting)
    return tries


async def has_been_tried(tries: Counter[UUID], times: int) -> bool:
    return len(tries) > 0 and min(tries.values()) > times


def received(house: House) -> InquiryReceived:
    return InquiryReceived(
        process_id=uuid4(),
        number="2027-001",
        audience=Audience.GROUP,
        language="fi",
        contact_id=uuid4(),
        received_at=house.clock.now(),
        reminders_at=[house.clock.now() + timedelta(days=days) for days in (2, 4)],
    )


async def again(house: House, event: Event, headers: dict[str, str], *, forgotten: bool = False) -> None:
    """The same delivery once more. forgotten: the worker died before it had written down where it was."""
    if forgotten:
        await house.rows("workflows", "DELETE FROM position WHERE aggregate_id = $1", event.aggregate_id)
    body = event.model_dump_json().encode()
    await house.jetstream.publish(event_subject(type(event)), body, headers=headers)
    await house.quiet()


async def positions(house: House, process_id: UUID) -> list[Any]:
    query = "SELECT source, version FROM position WHERE aggregate_id = $1"
    return list(await house.rows("workflows", query, process_id))


async def signals(handle: Handle) -> int:
    events = (await handle.fetch_history()).events
    return sum(event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED for event in events)


async def has_failed_as(house: House, error_type: str) -> bool:
    failures = await house.rows("workflows", "SELECT error_type FROM failure")
    return error_type in {row["error_type"] for row in failures}


async def eventually(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Waits for what has no event to await; the time limit of the test is the only one."""
    while not await is_so():
        await asyncio.sleep(0.02)
