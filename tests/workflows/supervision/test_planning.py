"""The plan of the sessions: proposed once the contract is signed, looked ahead to once somebody has confirmed it."""

import pytest

from tests.workflows import scenarios
from tests.workflows.journey import Journey, at
from tests.workflows.scenarios import LAST_DAY
from workflows.supervision.facts import Terminated

pytestmark = pytest.mark.servers


async def signed(process: Journey) -> None:
    """And nobody has answered yet."""
    await scenarios.completed(process)
    await process.until_day(7)
    await process.hear(process.signed(LAST_DAY))


async def test_nothing_is_looked_at_before_a_plan_is_confirmed_and_its_end_comes_all_the_same(
    process: Journey,
) -> None:
    await signed(process)
    await process.until_day(LAST_DAY)
    assert await process.handle.result() == "closed"
    assert process.asked()[1:] == [
        "day 7: propose_first_plan",
        f"day {LAST_DAY - 30}: ask_continuation",
        f"day {LAST_DAY - 14}: ask_continuation",
        f"day {LAST_DAY}: end_process",
    ]


async def test_a_plan_that_is_confirmed_late_is_looked_at_when_its_review_is_reached(
    process: Journey,
) -> None:
    await signed(process)
    await process.until_day(40)
    await process.hear(process.planned())
    assert await process.waits_until_day() == (162, "11:30")
    await process.until_day(162)
    assert process.asked()[2:] == ["day 162: look_at_series", "day 162: open_review interim"]


async def test_the_days_are_proposed_once_also_where_people_were_quicker(process: Journey) -> None:
    """By hand, before the process had noted that it has proposed any."""
    await scenarios.completed(process)
    await process.until_day(7)
    await process.hear(process.planned())
    await process.hear(process.signed(LAST_DAY))
    assert process.asked()[1:] == ["day 7: propose_first_plan"]
    assert await process.waits_until_day() == (162, "11:30")


async def test_a_plan_that_is_confirmed_in_a_pause_is_looked_at_when_it_goes_on(process: Journey) -> None:
    await signed(process)
    await process.hear(process.paused(20, 200, ends=LAST_DAY + 180))
    await process.until_day(30)
    await process.hear(process.planned())
    await process.until_day(200)
    assert process.asked()[2:] == ["day 200: look_at_series", "day 200: open_review interim"]


async def test_a_plan_that_is_confirmed_after_the_contract_was_terminated_is_not_looked_at(
    process: Journey,
) -> None:
    await signed(process)
    await process.until_day(20)
    await process.hear(Terminated(ends_at=at(process.began, 130, 8)))
    await process.hear(process.planned())
    await process.until_day(130)
    assert process.asked()[1:] == ["day 7: propose_first_plan", "day 130: end_process"]
