"""The month's run asks by itself, on the day that billing names, until nothing is left; and never gives up."""

import asyncio
from datetime import datetime
from uuid import uuid4

import pytest
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowFailureError
from temporalio.exceptions import CancelledError

from services.messages.billing import BillingPlan, PlanBilling, RunBilling
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import HELSINKI
from tests.workflows.journey import at, first_monday
from tests.workflows.stand_in import StandIn, days_between
from workflows.billing.run import BillingRun
from workflows.clock import fast_forward_all, look_at, open_ones
from workflows.running_processes import TASK_QUEUE

pytestmark = pytest.mark.servers


@pytest.fixture
def planned(services: StandIn) -> StandIn:
    """Two months: due on day 10 and on day 40, at six."""
    services.billing_plans = [
        BillingPlan(period=f"2027-{month:02}", run_at=at(first_monday(), day, 6))
        for month, day in ((1, 10), (2, 40), (3, 70))
    ]
    return services


async def play(client: Client, until_day: int) -> WorkflowExecutionStatus | None:
    """The status of a run that is begun now and whose clock is then moved to that day's noon."""
    run = await client.start_workflow(BillingRun.run, id=f"billing-run-{uuid4()}", task_queue=TASK_QUEUE)
    while run.id not in await open_ones(client):
        await asyncio.sleep(0.01)
    assert await fast_forward_all(client, at(first_monday(), until_day), [run.id]) == set()
    while (await look_at(client, [run.id]))[run.id].is_busy:
        await asyncio.sleep(0.01)
    return (await client.get_workflow_handle(run.id).describe()).status


def runs(services: StandIn) -> list[tuple[str, int, int]]:
    """Period, day and local hour of each asking."""
    asked = [one for one in services.asked if isinstance(one, RunBilling)]
    return [(one.period, days_between(first_monday(), one.as_of), hour(one.as_of)) for one in asked]


def hour(instant: datetime) -> int:
    return instant.astimezone(HELSINKI).hour


async def test_each_month_is_run_on_its_day_and_the_next_is_planned_after_it(
    client: Client, planned: StandIn
) -> None:
    assert await play(client, 50) == WorkflowExecutionStatus.RUNNING
    assert runs(planned) == [("2027-01", 10, 6), ("2027-02", 40, 6)]
    plans = [days_between(first_monday(), one.as_of) for one in planned.asked if isinstance(one, PlanBilling)]
    assert plans[1:] == [10, 40]


async def test_it_asks_on_until_nothing_remains(client: Client, planned: StandIn) -> None:
    planned.billing_remains = [7, 3, 0]
    await play(client, 11)
    assert runs(planned) == [("2027-01", 10, 6)] * 3
    assert [one.goes_on for one in planned.asked if isinstance(one, RunBilling)] == [False, True, True]


async def test_what_is_refused_is_asked_again_every_morning(client: Client, planned: StandIn) -> None:
    planned.faults[RunBilling] = [Refusal("seller_missing"), Refusal("seller_missing")]
    assert await play(client, 15) == WorkflowExecutionStatus.RUNNING
    assert runs(planned) == [("2027-01", 10, 6), ("2027-01", 11, 8), ("2027-01", 12, 8)]


async def test_a_plan_that_is_refused_is_asked_for_again_as_well(client: Client, planned: StandIn) -> None:
    planned.faults[PlanBilling] = [Refusal("malformed")]
    assert await play(client, 15) == WorkflowExecutionStatus.RUNNING
    assert runs(planned) == [("2027-01", 10, 6)]


async def test_it_can_be_cancelled_while_it_waits(client: Client, planned: StandIn) -> None:
    planned.faults[RunBilling] = [Refusal("seller_missing")] * 100
    await play(client, 12)
    (open_one,) = await open_ones(client)
    handle = client.get_workflow_handle(open_one)
    await handle.cancel()
    with pytest.raises(WorkflowFailureError) as ended:
        await handle.result()
    assert isinstance(ended.value.cause, CancelledError)
