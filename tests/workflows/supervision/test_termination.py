"""A contract that is terminated ends its process on the day that its owner says, whatever is waited for."""

import pytest

from services.messages.sessions import LookAtSeries, PlanSeries
from services.runtime.refusal import Refusal
from tests.workflows import scenarios
from tests.workflows.journey import Journey, at
from workflows.supervision.facts import Terminated
from workflows.supervision.state import Phase

pytestmark = pytest.mark.servers


def told(process: Journey, last_day: int) -> Terminated:
    return Terminated(ends_at=at(process.began, last_day, 8))


async def test_it_ends_on_its_last_day_and_nothing_is_looked_ahead_to_any_more(process: Journey) -> None:
    await scenarios.terminated(process)
    assert await process.handle.result() == "closed"
    assert process.asked()[1:] == ["day 7: plan_series", "day 130: end_process"]


async def test_it_is_heard_while_the_last_day_is_waited_for(process: Journey) -> None:
    await scenarios.signed(process)
    await process.until_day(335)
    assert (await process.view()).phase == Phase.CONTINUATION
    await process.hear(told(process, 337))
    assert await process.waits_until_day() == (337, "08:00")
    await process.until_day(337)
    assert await process.handle.result() == "closed"


async def test_what_asks_for_a_person_is_past_when_the_contract_is_terminated(process: Journey) -> None:
    process.services.faults[PlanSeries] = [Refusal("no_availability")]
    await scenarios.signed(process)
    assert (await process.view()).attention == "no_availability"
    await process.hear(told(process, 40))
    assert (await process.view()).attention is None
    await process.until_day(40)
    assert await process.handle.result() == "closed"


async def test_a_look_that_is_under_way_opens_no_other_wait(process: Journey) -> None:
    process.services.faults[LookAtSeries] = [Refusal("unknown_process")]
    await scenarios.signed(process)
    await process.until_day(162)
    await process.hear(told(process, 180))
    assert (await process.view()).attention is None
    assert await process.waits_until_day() == (180, "08:00")
