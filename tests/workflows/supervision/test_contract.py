"""A contract is drafted and signed, or expires; people have their full time."""

from uuid import uuid4

import pytest
from temporalio.client import Client

from tests.workflows import scenarios
from tests.workflows.journey import Journey, begin
from tests.workflows.stand_in import StandIn
from workflows.supervision.state import Phase

pytestmark = pytest.mark.servers


async def test_an_unsigned_contract_is_reminded_of_at_3_7_and_14_days_and_ends_at_30(
    process: Journey,
) -> None:
    await scenarios.contract_expired(process)
    assert process.asked() == [
        "day 5: draft_contract",
        "day 8: remind_signer 1",
        "day 12: remind_signer 2",
        "day 19: remind_signer 3",
        "day 35: expire_contract",
    ]
    assert await process.handle.result() == "contract_expired"


async def test_a_renewals_successor_begins_at_its_contract_and_waits_for_its_people(
    client: Client, services: StandIn
) -> None:
    before = uuid4()
    process = await begin(client, services, renews=before, phase=Phase.CONTRACT)
    await process.until_day(60)
    assert [words for words in process.asked() if "remind" not in words] == ["day 0: draft_contract"]
    assert services.asked[0].model_dump()["renews"] == before
    await process.hear(process.signed(scenarios.LAST_DAY))
    assert (await process.view()).phase == Phase.SESSIONS


async def test_people_have_their_full_time_to_sign_however_long_the_draft_had_to_wait(
    process: Journey,
) -> None:
    await scenarios.attention(process)
    assert await process.handle.result() == "contract_expired"
    reminded = [words for words in process.asked() if "remind_signer" in words]
    assert reminded == [f"day {day}: remind_signer {level}" for day, level in ((12, 1), (16, 2), (23, 3))]
    drafted = [words for words in process.asked() if "draft_contract" in words]
    assert drafted == [f"day {day}: draft_contract" for day in (5, 7, 9)]
    assert process.asked()[-1] == "day 39: expire_contract"
