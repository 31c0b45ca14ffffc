"""Silence while a supervisor is looked for, and while the proposal is written."""

import pytest

from tests.workflows import scenarios
from tests.workflows.journey import Journey

pytestmark = pytest.mark.servers


async def test_silence_in_matching_and_in_writing_the_proposal_is_reminded_of_as_well(
    process: Journey,
) -> None:
    await scenarios.screened(process)
    await process.until_day(20)
    await process.hear(process.matched())
    await process.until_day(40)
    assert process.asked() == [
        "day 4: remind_of_step matching 1",
        "day 9: remind_of_step matching 2",
        "day 23: remind_of_step proposal 1",
        "day 28: remind_of_step proposal 2",
    ]
