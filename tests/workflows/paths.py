"""All paths of which the corpus keeps the histories: those of a process, and the months of the billing run."""

import asyncio
from datetime import datetime

from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle

from services.messages.billing import BillingPlan, RunBilling
from services.runtime.commands.refusal import Refusal
from services.runtime.version import VERSION
from tests.workflows.journey import LOOK_AGAIN_S, at, chain_from, first_monday
from tests.workflows.rarer_scenarios import NEXT_RELEASE, RARER
from tests.workflows.scenarios import PATHS
from tests.workflows.stand_in import StandIn
from workflows.activities import Activities
from workflows.billing.run import BillingRun
from workflows.clock import fast_forward_all, look_at, open_ones
from workflows.releases import Releases
from workflows.running_processes import TASK_QUEUE
from workflows.worker import temporal_worker

ALL_PATHS = PATHS | RARER
BILLING = "billing_run"
Run = WorkflowHandle[BillingRun, None]


async def play_billing(client: Client, services: StandIn) -> list[list[HistoryEvent]]:
    """A month that is refused once and asked for twice, one that goes over to the next release, and a cancelled one."""
    months = enumerate((10, 40, 40, 40), start=1)
    services.billing_plans = [BillingPlan(period=f"2027-{n:02}", run_at=on_day(day, 6)) for n, day in months]
    services.billing_remains = [3, 0]
    services.faults[RunBilling] = [Refusal("seller_missing")]
    run = await client.start_workflow(BillingRun.run, id=BILLING, task_queue=TASK_QUEUE)
    first = run.first_execution_run_id
    assert first
    await pass_days(client, run, on_day(12, 12))
    while (await look_at(client, [run.id]))[run.id].is_busy:
        await asyncio.sleep(LOOK_AGAIN_S)
    releases = Releases(client)
    async with temporal_worker(client, Activities(services), NEXT_RELEASE):
        for build in (NEXT_RELEASE, VERSION):
            await go_over(run, releases, build)
    services.faults[RunBilling] = [RuntimeError("it is away")] * 100
    await pass_days(client, run, on_day(40, 6))
    await cancelled(client.get_workflow_handle_for(BillingRun.run, BILLING), services)
    return await chain_from(client, BILLING, first)


def on_day(number: int, hour: int) -> datetime:
    return at(first_monday(), number, hour)


async def pass_days(client: Client, run: Run, to: datetime) -> None:
    while run.id not in await open_ones(client):
        await asyncio.sleep(LOOK_AGAIN_S)
    await fast_forward_all(client, to, [run.id])


async def go_over(run: Run, releases: Releases, build: str) -> None:
    before = await releases.current()
    await releases.make_current_once_it_works(build)
    while any(one.build == before and one.processes for one in await releases.all()):
        await releases.wake_older()
        await asyncio.sleep(LOOK_AGAIN_S)


async def cancelled(run: Run, services: StandIn) -> None:
    """While what it asks for is away and tried again."""
    while len(services.faults[RunBilling]) == 100:
        await asyncio.sleep(LOOK_AGAIN_S)
    await run.cancel()
    try:
        await run.result()
    except WorkflowFailureError:
        return
