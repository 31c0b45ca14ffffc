"""The series is settled after each session, also when somebody skipped it once."""

import pytest

from services.messages.sessions import SettleSeries
from services.runtime.refusal import Refusal
from tests.workflows import scenarios
from tests.workflows.journey import Journey
from workflows.supervision.state import Resolution

pytestmark = pytest.mark.servers


async def test_a_settling_that_was_skipped_is_tried_again_the_next_day(process: Journey) -> None:
    process.services.faults[SettleSeries] = [Refusal("unknown_process")]
    await scenarios.signed(process)
    await process.until_day(15)
    await process.resolve(Resolution(action="skip", reason="looked at by hand"))
    await process.until_day(17)
    assert process.asked()[2:] == ["day 15: settle_series", "day 16: settle_series"]
