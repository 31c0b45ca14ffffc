"""How long an inquiry waits for its screening, and what silence does."""

import pytest
from temporalio.client import Client

from tests.workflows import scenarios
from tests.workflows.journey import Journey, begin
from tests.workflows.stand_in import StandIn
from workflows.supervision import facts
from workflows.supervision.state import Phase

pytestmark = pytest.mark.servers


async def test_an_inquiry_that_is_asked_back_ends_its_process_whatever_it_waits_for(
    client: Client, services: StandIn
) -> None:
    for path in (nothing, scenarios.screened, scenarios.matched, scenarios.proposed):
        process = await begin(client, services)
        await path(process)
        await process.hear(facts.Withdrawn())
        assert await process.handle.result() == "withdrawn"
        assert process.asked() == []


async def nothing(process: Journey) -> None:
    """It is still to be screened."""
    await process.until_day(1)


async def test_nothing_happens_before_the_day_on_which_the_inquiry_came(process: Journey) -> None:
    await process.until_day(-1)
    assert await process.waits_until_day() is None and process.asked() == []


async def test_a_redirect_ends_the_process(process: Journey) -> None:
    await process.until_day(1)
    await process.hear(process.decided("orientation"))
    assert await process.handle.result() == "redirected"
    assert process.asked() == []


async def test_silence_in_screening_is_reminded_of_then_escalated_and_then_waited_out(
    process: Journey,
) -> None:
    await process.until_day(60)
    assert process.asked() == ["day 2: remind_of_step screening 1", "day 4: remind_of_step screening 2"]
    view = await process.view()
    assert (view.phase, view.waits_until) == (Phase.SCREENING, None)
    await process.hear(process.decided())
    assert (await process.view()).phase == Phase.MATCHING
