"""Reviews are opened, chased while late, and waited for."""

import pytest

from services.messages.contracts import EndProcess
from services.messages.sessions import OpenReview
from services.runtime.commands.refusal import Refusal
from tests.workflows import scenarios
from tests.workflows.journey import Journey
from workflows.supervision.facts import ReviewClosed
from workflows.supervision.state import Phase, Resolution

pytestmark = pytest.mark.servers
INTERIM, FINAL = ReviewClosed(review="interim"), ReviewClosed(review="final")


async def test_a_review_that_nobody_holds_wakes_no_process_and_the_end_waits_for_it(
    process: Journey,
) -> None:
    process.services.finds[EndProcess] = [scenarios.review_missing(process)]
    await scenarios.signed(process)
    await process.until_day(168)
    await process.hear(INTERIM)
    await process.until_day(scenarios.LAST_DAY)
    before = await process.cost()
    await process.until_day(353)
    assert (await process.cost()).actions == before.actions
    assert (await process.view()).phase == Phase.CONTINUATION
    await process.hear(FINAL)
    assert await process.handle.result() == "closed"
    assert process.asked()[-1] == "day 353: end_process"


async def test_a_review_is_opened_once_also_when_its_opening_was_refused_at_first(process: Journey) -> None:
    process.services.faults[OpenReview] = [Refusal("unknown_process")]
    await scenarios.signed(process)
    await process.until_day(162)
    await process.resolve(Resolution(action="retry", reason="it is there now"))
    await process.until_day(190)
    opened = [words for words in process.asked() if "open_review" in words]
    assert opened == ["day 162: open_review interim"] * 2


async def test_a_review_whose_opening_was_skipped_is_opened_the_next_day(process: Journey) -> None:
    process.services.faults[OpenReview] = [Refusal("unknown_process")]
    await scenarios.signed(process)
    await process.until_day(162)
    await process.resolve(Resolution(action="skip", reason="later"))
    await process.until_day(190)
    opened = [words for words in process.asked() if "open_review" in words]
    assert opened == ["day 162: open_review interim", "day 163: open_review interim"]
