"""What was chosen is carried out on the contract's last day."""

import pytest

from services.messages.contracts import EndFound, EndProcess
from services.runtime.commands.refusal import Refusal
from tests.workflows import scenarios
from tests.workflows.journey import Journey, at
from tests.workflows.rarer_scenarios import telling
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
    process.services.faults[EndProcess] = [Refusal("contract_not_signed")]
    await process.until_day(scenarios.LAST_DAY + 5)
    await process.resolve(Resolution(action="skip", reason="it is put right by hand"))
    assert (await process.view()).phase == Phase.CONTINUATION
    process.services.finds[EndProcess] = [EndFound(ended_as="renewed", ends_at=later)]
    await process.until_day(scenarios.LAST_DAY + 7)
    assert await process.handle.result() == "renewed"


async def test_a_missing_review_is_waited_for_some_days_and_never_asks_for_a_person(process: Journey) -> None:
    """Held after the last day, it lets the process end at once; never held, it does not keep it."""
    process.services.finds[EndProcess] = [scenarios.review_missing(process)]
    await scenarios.signed(process)
    await process.until_day(scenarios.LAST_DAY + 3)
    assert (await process.view()).attention is None
    assert await process.waits_until_day() == (scenarios.LAST_DAY + 14, "08:00")
    await process.hear(FINAL)
    assert await process.handle.result() == "closed"
    assert process.asked()[-2:] == [
        f"day {scenarios.LAST_DAY}: end_process",
        f"day {scenarios.LAST_DAY + 3}: end_process",
    ]


async def test_a_review_that_nobody_holds_does_not_keep_a_process_for_ever(process: Journey) -> None:
    process.services.finds[EndProcess] = [scenarios.review_missing(process)]
    await scenarios.signed(process)
    await process.until_day(scenarios.LAST_DAY + 14)
    assert await process.handle.result() == "closed"
    assert process.asked()[-1] == f"day {scenarios.LAST_DAY + 14}: end_process"


async def test_whoever_carries_out_the_end_is_told_of_a_review_that_the_process_has_heard_of(
    process: Journey,
) -> None:
    """Its word may reach the process sooner: the end is not put off by a day for that."""
    await scenarios.signed(process)
    await process.hear(FINAL)
    await process.until_day(scenarios.LAST_DAY)
    assert await process.handle.result() == "closed"
    assert [one.reviewed for one in process.services.asked if isinstance(one, EndProcess)] == [True]


async def test_a_review_that_is_heard_of_while_the_end_is_asked_for_ends_it_at_once(process: Journey) -> None:
    process.services.finds[EndProcess] = [scenarios.review_missing(process)]
    process.services.meanwhile[EndProcess] = [telling(process, FINAL)]
    await scenarios.signed(process)
    await process.until_day(scenarios.LAST_DAY)
    assert await process.handle.result() == "closed"
    assert [one.reviewed for one in process.services.asked if isinstance(one, EndProcess)] == [False, True]
