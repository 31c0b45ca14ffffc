"""A proposal is answered, changed, sent anew or expires."""

import pytest
from temporalio.client import Client

from tests.workflows import scenarios
from tests.workflows.journey import Journey, begin
from tests.workflows.stand_in import StandIn
from workflows.supervision.state import Phase

pytestmark = pytest.mark.servers


async def test_a_declined_proposal_ends_the_process(process: Journey) -> None:
    await scenarios.proposed(process)
    await process.until_day(4)
    await process.hear(process.answered("decline"))
    assert await process.handle.result() == "proposal_decline"
    assert process.asked() == []


async def test_a_proposal_that_was_asked_to_change_is_sent_anew_and_accepted(process: Journey) -> None:
    await scenarios.proposed(process)
    await process.until_day(4)
    await process.hear(process.answered("ask_change"))
    await process.until_day(10)
    assert process.asked() == ["day 9: remind_of_step proposal 1"]
    await process.hear(process.sent(30))
    assert await process.waits_until_day() == (27, "08:00")
    await process.hear(process.answered("accept"))
    assert (await process.view()).phase == Phase.CONTRACT
    assert process.asked()[1:] == ["day 10: draft_contract"]


async def test_a_proposal_can_be_accepted_until_its_last_day_ends_and_expires_then(
    client: Client, services: StandIn
) -> None:
    late, silent = await begin(client, services), await begin(client, services)
    for process in (late, silent):
        await scenarios.proposed(process)
        await process.until_day(24, 23)
        assert process.asked() == ["day 21: remind_of_step proposal_answer 1"]
        assert await process.waits_until_day() == (25, "00:00")
    await late.hear(late.answered("accept"))
    assert (await late.view()).phase == Phase.CONTRACT
    await silent.until_day(25, 0)
    assert await silent.handle.result() == "proposal_expired"
    assert silent.asked()[1:] == ["day 25: expire_proposal"]


async def test_a_proposal_that_is_sent_anew_while_one_is_open_lives_as_long_as_the_new_one(
    process: Journey,
) -> None:
    await scenarios.proposed(process)
    await process.until_day(10)
    await process.hear(process.sent(40))
    await process.until_day(39)
    assert process.asked() == ["day 37: remind_of_step proposal_answer 1"]
    assert await process.waits_until_day() == (41, "00:00")
    await process.hear(process.answered("accept"))
    assert (await process.view()).phase == Phase.CONTRACT
