"""A proposal is answered, changed, sent anew or expires."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from temporalio.client import Client

from services.messages.intake import ExpireProposal, ProposalFound
from services.runtime.commands.refusal import Refusal
from tests.workflows import scenarios
from tests.workflows.journey import Journey, a_year_of_sessions, at, begin, working
from tests.workflows.stand_in import StandIn, proposal_found
from workflows.clock import current_time, fast_forward
from workflows.supervision.state import Phase, Resolution

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


async def test_a_proposal_accepted_in_time_becomes_a_contract_though_the_worker_was_away_over_its_end(
    client: Client,
) -> None:
    services = StandIn(a_year_of_sessions())
    process = await begin(client, services)
    ends_at = at(process.began, 25, 0)
    async with working(client, services):
        await scenarios.proposed(process)
        await fast_forward(client, process.handle.id, ends_at - timedelta(seconds=5))
    services.finds[ExpireProposal] = [accepted(process)]
    while await current_time(client, process.handle.id) < ends_at + timedelta(seconds=1):
        await asyncio.sleep(0.2)
    async with working(client, services):
        await process.quiet()
        await process.hear(process.answered("accept"))
        assert (await process.view()).phase == Phase.CONTRACT
    assert process.asked()[1:] == ["day 25: expire_proposal", "day 25: draft_contract"]


async def test_what_was_answered_in_time_counts_also_before_it_is_told(
    client: Client, services: StandIn
) -> None:
    declined, changed = await begin(client, services), await begin(client, services)
    for process, answer in ((declined, "decline"), (changed, "ask_change")):
        told = {
            "answer": answer,
            "answered_at": at(process.began, 24),
            "reminders_at": [at(process.began, 27)],
        }
        services.finds[ExpireProposal] = [found(process, **told)]
        await scenarios.proposed(process)
        await process.until_day(25)
    assert await declined.handle.result() == "proposal_decline"
    assert await changed.waits_until_day() == (27, "12:00")
    await changed.hear(changed.answered("ask_change"))
    await changed.hear(changed.sent(40))
    await changed.hear(changed.answered("accept"))
    assert (await changed.view()).phase == Phase.CONTRACT


async def test_a_proposal_sent_anew_that_is_not_told_of_yet_lives_to_its_own_end(process: Journey) -> None:
    process.services.finds[ExpireProposal] = [found(process, expires_at=at(process.began, 41, 0))]
    await scenarios.proposed(process)
    await process.until_day(39)
    assert await process.waits_until_day() == (41, "00:00")
    await process.hear(process.sent(40))
    await process.until_day(41)
    assert await process.handle.result() == "proposal_expired"


async def test_a_proposal_whose_expiry_a_person_skipped_is_asked_about_the_next_day(process: Journey) -> None:
    process.services.faults[ExpireProposal] = [Refusal("unknown_process")]
    await scenarios.proposed(process)
    await process.until_day(26)
    await process.resolve(Resolution(action="skip", reason="the customer was called"))
    assert (await process.view()).phase == Phase.PROPOSAL
    await process.until_day(28)
    assert await process.handle.result() == "proposal_expired"


async def test_a_proposal_that_replaces_an_expired_one_takes_the_process_up_again(process: Journey) -> None:
    await scenarios.expired(process)
    process.today = 30
    await process.take_up(process.sent(50))
    await process.until_day(31)
    await process.hear(process.answered("accept"))
    assert (await process.view()).phase == Phase.CONTRACT
    assert process.asked()[-2:] == ["day 25: expire_proposal", "day 31: draft_contract"]


async def test_a_process_that_runs_still_is_only_told_of_what_would_take_it_up_again(
    process: Journey,
) -> None:
    await scenarios.proposed(process)
    await process.take_up(process.sent(40))
    assert await process.waits_until_day() == (37, "08:00")


async def test_another_supervisor_after_the_expiry_takes_the_process_up_again(process: Journey) -> None:
    await scenarios.expired(process)
    process.today = 30
    await process.take_up(process.matched())
    assert (await process.view()).phase == Phase.PROPOSAL
    await process.until_day(36)
    assert process.asked()[-1] == "day 35: remind_of_step proposal 1"


def accepted(process: Journey) -> ProposalFound:
    return found(process, answer="accept", answered_at=at(process.began, 24, 23))


def found(process: Journey, **facts: Any) -> ProposalFound:
    ends_at: datetime = at(process.began, 25, 0)
    return proposal_found(ends_at, **facts)
