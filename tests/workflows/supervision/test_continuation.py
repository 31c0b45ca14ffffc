"""What was chosen is carried out on the contract's last day."""

import pytest

from services.messages.contracts import EndFound, EndProcess
from services.runtime.refusal import Refusal
from tests.workflows import scenarios
from tests.workflows.journey import Journey, at
from workflows.supervision.facts import ReviewClosed
from workflows.supervision.state import Phase, Resolution

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


async def test_a_process_ends_when_its_owner_says_so_and_not_by_its_own_timer(process: Journey) -> None:
    """The end was put off; then it was refused, and a person passed that over: it is asked about again."""
    later = at(process.began, scenarios.LAST_DAY + 5, 8)
    process.services.finds[EndProcess] = [EndFound(ended_as=None, ends_at=later)]
    await scenarios.year_closed(process)
    assert (await process.view()).phase == Phase.CONTINUATION
    process.services.faults[EndProcess] = [Refusal("final_review_missing")]
    await process.until_day(scenarios.LAST_DAY + 5)
    await process.resolve(Resolution(action="skip", reason="the review is written by hand"))
    assert (await process.view()).phase == Phase.CONTINUATION
    process.services.finds[EndProcess] = [EndFound(ended_as="renewed", ends_at=later)]
    await process.until_day(scenarios.LAST_DAY + 7)
    assert await process.handle.result() == "renewed"
