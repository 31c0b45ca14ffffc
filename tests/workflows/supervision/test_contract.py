"""A contract is drafted and signed, or expires; people have their full time."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from temporalio.client import Client

from services.messages.contracts import ExpireContract
from services.messages.intake import ExpireProposal
from services.runtime.finland import local_date
from tests.workflows import scenarios
from tests.workflows.journey import Journey, a_year_of_sessions, at, begin, working
from tests.workflows.stand_in import StandIn, paper_found, proposal_found
from workflows.clock import current_time, fast_forward
from workflows.supervision.state import Phase

pytestmark = pytest.mark.servers


async def test_an_unsigned_contract_is_reminded_of_at_3_7_and_14_days_and_ends_30_after_it_was_ready(
    process: Journey,
) -> None:
    await scenarios.contract_expired(process)
    assert process.asked() == [
        "day 5: draft_contract",
        "day 9: remind_signer 1",
        "day 13: remind_signer 2",
        "day 20: remind_signer 3",
        "day 36: expire_contract",
    ]
    assert await process.handle.result() == "contract_expired"


async def test_a_contract_that_we_have_not_prepared_never_expires_and_we_are_reminded_of_it(
    process: Journey,
) -> None:
    await scenarios.drafted(process)
    await process.until_day(200)
    assert process.asked()[1:] == ["day 8: remind_of_draft 1", "day 11: remind_of_draft 2"]
    await process.hear(process.completed())
    assert await process.waits_until_day() == (203, "12:00")
    await process.hear(process.signed(500))
    assert (await process.view()).phase == Phase.SESSIONS


async def test_a_draft_rests_while_what_was_accepted_is_corrected_and_is_drafted_again_then(
    process: Journey,
) -> None:
    await scenarios.drafted(process)
    await process.until_day(6)
    await process.hear(process.sent(40))
    await process.until_day(38)
    assert process.asked()[1:] == ["day 37: remind_of_step proposal_answer 1"]
    await process.hear(process.answered("accept"))
    assert process.asked()[-1] == "day 38: draft_contract"
    await process.hear(process.completed())
    await process.hear(process.signed(500))
    assert (await process.view()).phase == Phase.SESSIONS


async def test_a_correction_that_nobody_answers_leaves_the_contract_as_it_was_accepted(
    process: Journey,
) -> None:
    ended = {"expired": True, "stands": True}
    process.services.finds[ExpireProposal] = [proposal_found(at(process.began, 11, 0), **ended)]
    await scenarios.drafted(process)
    await process.until_day(6)
    await process.hear(process.sent(10))
    await process.until_day(12)
    assert process.asked()[-2:] == ["day 11: expire_proposal", "day 11: draft_contract"]
    assert await process.waits_until_day() == (14, "00:00")
    await process.hear(process.completed())
    await process.hear(process.signed(500))
    assert (await process.view()).phase == Phase.SESSIONS


async def test_after_a_declined_paper_the_time_to_sign_counts_from_the_new_one(process: Journey) -> None:
    await scenarios.completed(process)
    await process.until_day(34)
    await process.hear(process.declined())
    await process.until_day(80)
    assert process.asked()[-2:] == ["day 37: remind_of_draft 1", "day 42: remind_of_draft 2"]
    await process.hear(process.completed())
    await process.until_day(109)
    assert await process.waits_until_day() == (110, "12:00")
    await process.until_day(110)
    assert await process.handle.result() == "contract_expired"
    assert process.asked()[-4:-1] == [
        f"day {80 + days}: remind_signer {n}" for n, days in ((1, 3), (2, 7), (3, 14))
    ]


async def test_a_contract_signed_in_time_is_held_though_its_end_comes_before_the_word_of_it(
    process: Journey,
) -> None:
    await scenarios.completed(process)
    agreed = process.agreed(scenarios.LAST_DAY)
    process.services.finds[ExpireContract] = [paper_found("signed", agreed=agreed)]
    await process.until_day(37)
    assert (await process.view()).phase == Phase.SESSIONS
    assert process.asked()[-2:] == ["day 36: expire_contract", "day 36: propose_first_plan"]
    await process.hear(process.signed(scenarios.LAST_DAY))
    await process.until_day(40)
    assert (await process.view()).phase == Phase.SESSIONS


async def test_a_contract_signed_in_time_is_held_though_the_worker_was_away_over_its_end(
    client: Client,
) -> None:
    services = StandIn(a_year_of_sessions())
    process = await begin(client, services)
    async with working(client, services):
        await scenarios.completed(process)
        await process.until_day(35)
        ends_at = (await process.view()).waits_until
        assert ends_at and local_date(ends_at) == process.day(36)
        await fast_forward(client, process.handle.id, ends_at - timedelta(seconds=5))
    agreed = process.agreed(scenarios.LAST_DAY)
    services.finds[ExpireContract] = [paper_found("signed", agreed=agreed)]
    while await current_time(client, process.handle.id) < ends_at + timedelta(seconds=1):
        await asyncio.sleep(0.2)
    async with working(client, services):
        await process.quiet()
        await process.hear(process.signed(scenarios.LAST_DAY))
        assert (await process.view()).phase == Phase.SESSIONS
    assert process.asked()[-2:] == ["day 36: expire_contract", "day 36: propose_first_plan"]


async def test_a_paper_declined_in_time_goes_back_to_us_though_its_end_comes_before_the_word_of_it(
    process: Journey,
) -> None:
    await scenarios.completed(process)
    process.services.finds[ExpireContract] = [paper_found("draft", reminders_at=[at(process.began, 38)])]
    await process.until_day(60)
    assert process.asked()[-2:] == ["day 36: expire_contract", "day 38: remind_of_draft 1"]
    await process.hear(process.declined())
    await process.hear(process.completed())
    assert await process.waits_until_day() == (63, "12:00")


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
    assert reminded == [f"day {day}: remind_signer {level}" for day, level in ((13, 1), (17, 2), (24, 3))]
    drafted = [words for words in process.asked() if "draft_contract" in words]
    assert drafted == [f"day {day}: draft_contract" for day in (5, 7, 9)]
    assert process.asked()[-1] == "day 40: expire_contract"
