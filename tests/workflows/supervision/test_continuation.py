"""What was chosen is carried out on the contract's last day."""

import pytest

from tests.workflows import scenarios
from tests.workflows.journey import Journey
from workflows.supervision.facts import ReviewClosed

pytestmark = pytest.mark.servers
INTERIM, FINAL = ReviewClosed(review="interim"), ReviewClosed(review="final")


async def test_the_process_ends_on_the_morning_of_the_contracts_last_day_and_not_before(
    process: Journey,
) -> None:
    await scenarios.signed(process)
    for review, day in ((INTERIM, 168), (FINAL, 313)):
        await process.until_day(day)
        await process.hear(review)
    await process.until_day(scenarios.LAST_DAY, 7)
    assert "end_process" not in process.asked()[-1]
    assert await process.waits_until_day() == (scenarios.LAST_DAY, "08:00")
    await process.until_day(scenarios.LAST_DAY, 8)
    assert await process.handle.result() == "closed"
    assert process.asked()[-1] == f"day {scenarios.LAST_DAY}: end_process"
