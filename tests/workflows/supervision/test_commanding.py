"""What is refused waits for a person, who has it tried again or skips it."""

import pytest

from services.messages.intake import RemindOfStep
from services.messages.sessions import ProposeFirstPlan
from services.runtime.commands.refusal import Refusal
from tests.workflows import scenarios
from tests.workflows.journey import Journey
from workflows.supervision.facts import Withdrawn
from workflows.supervision.state import Resolution

pytestmark = pytest.mark.servers


async def test_what_is_refused_asks_for_attention_and_a_person_has_it_tried_again(process: Journey) -> None:
    process.services.faults[ProposeFirstPlan] = [Refusal("no_availability"), Refusal("slot_taken")]
    await scenarios.signed(process)
    assert (await process.view()).attention == "no_availability"
    await process.resolve(Resolution(action="retry", reason="hours were entered"))
    assert (await process.view()).attention == "slot_taken"
    await process.resolve(Resolution(action="retry", reason="the other one was moved"))
    assert (await process.view()).attention is None
    assert await process.waits_until_day() == (162, "11:30")
    assert process.asked()[1:] == ["day 7: propose_first_plan"] * 3


async def test_what_is_refused_can_be_skipped_and_the_process_goes_on_without_it(process: Journey) -> None:
    process.services.faults[RemindOfStep] = [Refusal("unknown_process")]
    await process.until_day(3)
    assert (await process.view()).attention == "unknown_process"
    await process.resolve(Resolution(action="skip", reason="the coordinator was told"))
    await process.until_day(5)
    assert process.asked() == ["day 2: remind_of_step screening 1", "day 4: remind_of_step screening 2"]
    assert (await process.view()).attention is None


async def test_a_process_that_asks_for_attention_hears_at_once_that_it_was_asked_back(
    process: Journey,
) -> None:
    process.services.faults[RemindOfStep] = [Refusal("unknown_process")]
    await process.until_day(3)
    assert (await process.view()).attention == "unknown_process"
    await process.hear(Withdrawn())
    assert await process.handle.result() == "withdrawn"


async def test_a_decision_about_nothing_is_not_kept_for_the_next_time(process: Journey) -> None:
    await process.until_day(1)
    await process.resolve(Resolution(action="skip", reason="by mistake"))
    process.services.faults[RemindOfStep] = [Refusal("unknown_process")]
    await process.until_day(3)
    assert (await process.view()).attention == "unknown_process"
