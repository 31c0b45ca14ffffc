"""A trial before the contract: its owner says when to look, and what became of it."""

import pytest
from temporalio.client import Client

from services.messages.contracts import LookAtTrial
from tests.workflows import scenarios
from tests.workflows.journey import Journey, begin
from tests.workflows.stand_in import StandIn
from workflows.supervision.facts import Told, TrialDecided
from workflows.supervision.process import SupervisionProcess
from workflows.supervision.state import Phase

pytestmark = pytest.mark.servers

A_TURN, A_SESSION = 8, 2
"""Actions that it may cost more than a process without one, and those for each of its sessions."""


async def test_after_go_the_contract_is_drafted_and_not_before(process: Journey) -> None:
    await scenarios.tried(process)
    assert (await process.view()).phase == Phase.TRIAL
    assert await process.waits_until_day() == (36, "12:00")
    assert process.asked() == []
    await process.hear(TrialDecided(outcome="go"))
    assert (await process.view()).phase == Phase.CONTRACT
    assert process.asked() == ["day 30: draft_contract"]


async def test_a_no_go_ends_the_process_and_nothing_more_is_asked(process: Journey) -> None:
    await scenarios.trial_no_go(process)
    assert (process.asked(), await process.handle.result()) == ([], "trial_no_go")


async def test_its_owner_is_asked_at_each_deadline_and_silence_ends_it(process: Journey) -> None:
    await scenarios.trial_lapsed(process)
    asked = [f"day {day}: look_at_trial" for day in (20, 50, 53, 67)]
    assert (process.asked(), await process.handle.result()) == (asked, "trial_no_go")


async def test_a_go_that_comes_before_the_answer_to_the_timer_is_what_is_gone_on_by(process: Journey) -> None:
    told = Told(event_id="e-1", fact=TrialDecided(outcome="go"))
    process.services.finds[LookAtTrial] = [process.trial_found(39)]
    process.services.meanwhile[LookAtTrial] = [
        lambda: process.handle.signal(SupervisionProcess.fact, told),
    ]
    await scenarios.tried(process)
    await process.until_day(37)
    assert process.asked() == ["day 36: look_at_trial", "day 36: draft_contract"]


async def test_what_nobody_prepares_is_looked_at_after_its_last_day_alone(process: Journey) -> None:
    await scenarios.proposed(process)
    await process.until_day(5)
    await process.hear(process.answered("accept", trial_ends=60))
    assert await process.waits_until_day() == (61, "00:00")
    await process.until_day(62)
    assert (process.asked(), await process.handle.result()) == (["day 61: look_at_trial"], "trial_no_go")


async def test_days_that_are_found_no_more_leave_it_to_be_prepared_anew(process: Journey) -> None:
    await scenarios.on_trial(process)
    assert await process.waits_until_day() == (20, "12:00")
    await process.hear(process.trial_stands(None))
    assert await process.waits_until_day() == (61, "00:00")


async def test_a_trial_that_is_decided_costs_few_actions_more(client: Client, services: StandIn) -> None:
    tried, plain = await begin(client, services), await begin(client, services)
    await scenarios.trial_go(tried)
    await scenarios.contract_expired(plain)
    more = (await tried.cost()).actions - (await plain.cost()).actions
    assert 0 < more <= A_TURN + A_SESSION


async def test_what_is_put_off_and_prepared_anew_is_a_turn_of_its_own(
    client: Client, services: StandIn
) -> None:
    """Put off once, agreed on, reminded of, overdue and lapsed: nothing but silence brings it about."""
    lapsed, plain = await begin(client, services), await begin(client, services)
    await scenarios.trial_lapsed(lapsed)
    await scenarios.drafted(plain)
    more = (await lapsed.cost()).actions - (await plain.cost()).actions
    assert 0 < more <= 2 * A_TURN + A_SESSION
