"""A move of the platform's clock touches the processes whose own time has come, and those that are told something."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from temporalio.client import Client, WorkflowHandle

from services.messages.intake import ScreeningOutcome
from services.messages.process import MoveClock, ReadClock
from tests.house import House
from workflows import quiet
from workflows.clock import current_time, open_ones
from workflows.running_processes import Processes, workflow_id
from workflows.supervision.facts import ScreeningDecided, Told
from workflows.supervision.state import ProcessState

pytestmark = pytest.mark.servers
DAY = timedelta(days=1)
A_LITTLE = timedelta(hours=1)  # more than any test takes, and no day


@pytest_asyncio.fixture
async def worker(house: House, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A house with the worker in it, and billing, whose plan the worker asks for; no others are waited for."""
    monkeypatch.setattr(quiet, "SERVICES", ("billing", "workflows"))
    await house.open("billing", "workflows")
    yield house
    for open_one in await open_ones(client_of(house)):
        await client_of(house).get_workflow_handle(open_one).terminate()


def client_of(house: House) -> Client:
    holds: Any = house.services["workflows"].resources
    client: Client = holds.client
    return client


def processes_of(house: House) -> Processes:
    holds: Any = house.services["workflows"].resources
    processes: Processes = holds.processes
    return processes


async def begun(house: House, reminded_at: datetime) -> UUID:
    """Told to the worker directly: nobody would read the events of services that are not open."""
    process_id = uuid4()
    state = ProcessState(
        process_id=process_id, began_at=house.clock.now(), screening_reminders_at=[reminded_at]
    )
    await processes_of(house).begin(state)
    return process_id


async def move(house: House, by: timedelta) -> None:
    await house.ask(MoveClock(to=house.clock.now() + by))
    while (await house.ask(ReadClock(once_it_stands=True))).moving_to:
        pass


async def lag(house: House, process_id: UUID) -> timedelta:
    return house.clock.now() - await current_time(client_of(house), workflow_id(process_id))


async def test_a_move_looks_at_no_process_whose_day_has_not_come(
    worker: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = worker.clock.now() + 400 * DAY
    for _ in range(3):
        await begun(worker, far)
    await move(worker, timedelta(seconds=1))
    looked_at: list[str] = []
    describe = WorkflowHandle.describe

    async def counted(handle: Any, **options: Any) -> Any:
        looked_at.append(handle.id)
        return await describe(handle, **options)

    monkeypatch.setattr(WorkflowHandle, "describe", counted)
    for _ in range(5):
        await move(worker, 2 * DAY)
    assert [one for one in looked_at if one.startswith("process/")] == []


async def test_where_nothing_falls_due_on_the_way_nobody_is_asked_again_at_its_end(
    worker: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begun(worker, worker.clock.now() + 400 * DAY)
    await move(worker, timedelta(seconds=1))
    looks: list[datetime] = []
    until_so = quiet.Quiet.until_so

    async def counted(of: quiet.Quiet) -> Any:
        looks.append(worker.clock.now())
        return await until_so(of)

    monkeypatch.setattr(quiet.Quiet, "until_so", counted)
    began = worker.clock.now()
    await move(worker, timedelta(hours=2))
    assert len(looks) == 1
    assert worker.clock.now() >= began + timedelta(hours=2)
    looks.clear()
    await move(worker, 41 * DAY)  # past a day on which a month is invoiced
    assert len(looks) > 1


async def test_a_process_that_is_told_something_is_told_it_on_the_day_and_the_others_stay(
    worker: House,
) -> None:
    far = worker.clock.now() + 400 * DAY
    told, other = await begun(worker, far), await begun(worker, far)
    await move(worker, 10 * DAY)
    assert await lag(worker, told) > 9 * DAY
    decided = ScreeningDecided(outcome=ScreeningOutcome.SUPERVISION, reminders_at=[])
    await processes_of(worker).tell(told, Told(event_id=str(uuid4()), fact=decided))
    assert await lag(worker, told) < A_LITTLE
    assert await lag(worker, other) > 9 * DAY


async def test_a_process_whose_day_comes_by_itself_goes_along_though_a_move_had_left_it_behind(
    worker: House,
) -> None:
    left = await begun(worker, worker.clock.now() + 20 * DAY + timedelta(seconds=20))
    await move(worker, 20 * DAY)
    while await lag(worker, left) > A_LITTLE:
        await asyncio.sleep(0.1)
