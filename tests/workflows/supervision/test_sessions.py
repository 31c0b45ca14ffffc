"""The series is looked at where a review may have been reached, also when somebody skipped that once."""

import pytest

from services.messages.sessions import LookAtSeries
from services.runtime.commands.refusal import Refusal
from tests.workflows import scenarios
from tests.workflows.journey import Journey
from workflows.supervision.state import Resolution

pytestmark = pytest.mark.servers


async def test_sessions_pass_without_waking_the_process(process: Journey) -> None:
    await scenarios.signed(process)
    before = await process.cost()
    await process.until_day(161)
    assert process.asked()[2:] == []
    assert (await process.cost()).actions == before.actions


async def test_a_look_that_was_skipped_is_tried_again_the_next_day(process: Journey) -> None:
    process.services.faults[LookAtSeries] = [Refusal("unknown_process")]
    await scenarios.signed(process)
    await process.until_day(162)
    await process.resolve(Resolution(action="skip", reason="looked at by hand"))
    await process.until_day(164)
    assert process.asked()[2:] == [
        "day 162: look_at_series",
        "day 163: look_at_series",
        "day 163: open_review interim",
    ]
