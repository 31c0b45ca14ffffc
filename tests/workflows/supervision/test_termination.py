"""A contract that is terminated ends its process on the day that its owner says, whatever is waited for."""

from typing import Any

import pytest
from temporalio.client import Client

from services.messages.contracts import AskContinuation
from services.messages.sessions import LookAtSeries, ProposeFirstPlan
from services.runtime.commands.refusal import Refusal
from tests.workflows import scenarios
from tests.workflows.journey import Journey, at, begin, first_monday
from tests.workflows.stand_in import StandIn
from workflows.supervision.facts import ContractSigned, Terminated, Told
from workflows.supervision.process import SupervisionProcess
from workflows.supervision.state import Phase
from workflows.supervision.waits import Due, Wait

pytestmark = pytest.mark.servers


def told(process: Journey, last_day: int) -> Terminated:
    return Terminated(ends_at=at(process.began, last_day, 8))


async def test_it_ends_on_its_last_day_and_nothing_is_looked_ahead_to_any_more(process: Journey) -> None:
    await scenarios.terminated(process)
    assert await process.handle.result() == "closed"
    assert process.asked()[1:] == ["day 7: propose_first_plan", "day 130: end_process"]


async def test_it_is_heard_while_the_last_day_is_waited_for(process: Journey) -> None:
    await scenarios.signed(process)
    await process.until_day(335)
    assert (await process.view()).phase == Phase.CONTINUATION
    await process.hear(told(process, 337))
    assert await process.waits_until_day() == (337, "08:00")
    await process.until_day(337)
    assert await process.handle.result() == "closed"


async def test_what_asks_for_a_person_is_past_when_the_contract_is_terminated(process: Journey) -> None:
    process.services.faults[ProposeFirstPlan] = [Refusal("no_availability")]
    await scenarios.signed(process)
    assert (await process.view()).attention == "no_availability"
    await process.hear(told(process, 40))
    assert (await process.view()).attention is None
    await process.until_day(40)
    assert await process.handle.result() == "closed"


async def test_a_look_that_fails_when_the_contract_is_terminated_asks_for_nobody(
    client: Client, services: StandIn
) -> None:
    """It was under way when that was told: it is not tried again, and opens no other wait."""
    began = first_monday()
    services.faults[LookAtSeries] = [Refusal("unknown_process")]
    state: dict[str, Any] = {
        "phase": Phase.SESSIONS,
        "terminated": True,
        "signed": ContractSigned(continuation_at=[], ends_at=at(began, 30, 8)),
        "waits": {Due.SERIES: Wait(since=began, ends_at=at(began, 2))},
    }
    process = await begin(client, services, **state)
    await process.until_day(30)
    assert await process.handle.result() == "closed"
    assert process.asked() == ["day 2: look_at_series", "day 30: end_process"]


async def test_the_question_how_to_go_on_is_past_when_the_contract_is_terminated_while_it_is_asked(
    process: Journey,
) -> None:
    asked = scenarios.LAST_DAY - 30
    fact = Told(event_id="terminated meanwhile", fact=told(process, asked + 3))
    process.services.meanwhile[AskContinuation] = [
        lambda: process.handle.signal(SupervisionProcess.fact, fact)
    ]
    await scenarios.signed(process)
    await process.until_day(asked + 1)
    assert f"day {asked}: ask_continuation" in process.asked()
    await process.until_day(asked + 3)
    assert await process.handle.result() == "closed"


async def test_nothing_is_planned_for_a_contract_that_was_terminated_before(
    client: Client, services: StandIn
) -> None:
    began = first_monday()
    signed = ContractSigned(continuation_at=[], ends_at=at(began, 30, 8))
    process = await begin(client, services, phase=Phase.SESSIONS, terminated=True, signed=signed)
    await process.until_day(30)
    assert process.asked() == ["day 30: end_process"]
