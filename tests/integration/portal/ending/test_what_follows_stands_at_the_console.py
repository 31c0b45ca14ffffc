"""The same box at the console: pressed by the supervisor, and by a coordinator for whoever has said it."""

import re
from typing import Any

import pytest

from services.messages.contracts import EarlierEndProposed, EarlierEndTakenBack, ProcessTerminated
from services.runtime.finland import ONE_DAY, local_date
from tests.integration.contracts.builders import SUCCESSOR, said, show
from tests.integration.portal.ending.test_what_follows_stands import BOX, OWN, WORDS, follow, last_day
from tests.integration.portal.test_amending import coordinator, group
from tests.integration.portal.test_goals_and_reviews import Group
from tests.visitor import visitor

__all__ = ["group"]


async def staff(group: Group, who: str) -> Any:
    """Signed in at the console. To be closed."""
    if who == "coordinator":
        return await coordinator(group)
    return await visitor(group.house, "console", group.contract.parties.supervisor_id, language="en")


@pytest.mark.parametrize(
    ("who", "how", "stands"),
    [
        ("supervisor", "terminate", True),
        ("coordinator", "terminate", False),
        ("supervisor", "end-at-once", False),
        ("coordinator", "end-at-once", True),
    ],
)
async def test_it_is_ended_and_what_follows_stands_only_if_it_is_said(
    group: Group, who: str, how: str, stands: bool
) -> None:
    page = f"{OWN}/{how}"
    async with await staff(group, who) as browser:
        assert BOX not in (await browser.get(page)).text
        await follow(group)
        shown = (await browser.get(page)).text
        assert BOX in shown and WORDS in shown
        form = {"reason": "Kanarialintu", "by": "supervisor", "sure": "true"} | (
            {"successor_stands": "true"} if stands else {}
        )
        if how == "terminate":
            form |= {"reason_code": "other", "last_day": last_day(shown)}
        kept = await browser.post(page, data=form | {"reason": "x" * 4001})
        assert kept.status_code == 422 and ("checked" in kept.text.split(BOX)[1].split(">")[0]) is stands
        assert (await browser.post(page, data=form)).status_code == 303
        after = (await browser.get(f"{OWN}/terminate")).text
    assert "The contract that follows" in after and (">stands<" in after) is stands
    assert len(await said(group.house, ProcessTerminated)) == (1 if stands else 2)
    assert (await show(group.house, SUCCESSOR)).status == "signed"


@pytest.mark.parametrize("who", ["supervisor", "coordinator"])
async def test_an_earlier_last_day_is_proposed_and_what_follows_stands(group: Group, who: str) -> None:
    await follow(group)
    page, day = f"{OWN}/earlier-end", (local_date(group.house.clock.now()) + 30 * ONE_DAY).isoformat()
    async with await staff(group, who) as browser:
        shown = (await browser.get(f"{page}?last_day={day}")).text
        assert BOX in shown and re.search(r'name="last_day"', shown)
        form = {"last_day": day, "by": "supervisor", "successor_stands": "true"}
        assert (await browser.post(page, data=form)).status_code == 303
        assert "stands" in (await browser.get(page)).text
    [told] = await said(group.house, EarlierEndProposed)
    assert told.last_day.isoformat() == day


@pytest.mark.parametrize("who", ["supervisor", "coordinator"])
async def test_who_proposed_an_earlier_last_day_takes_it_back(group: Group, who: str) -> None:
    page, day = f"{OWN}/earlier-end", (local_date(group.house.clock.now()) + 30 * ONE_DAY).isoformat()
    async with await staff(group, who) as browser:
        await browser.post(page, data={"last_day": day, "by": "supervisor"})
        assert f'action="{page}/take-back"' in (await browser.get(page)).text
        assert (await browser.post(f"{page}/take-back", data={"number": "1"})).status_code == 303
        after = (await browser.get(page)).text
        assert "Proposed by" not in after and "See what it comes to" in after
    [told] = await said(group.house, EarlierEndTakenBack)
    assert (told.by, told.last_day.isoformat()) == ("supervisor", day)
