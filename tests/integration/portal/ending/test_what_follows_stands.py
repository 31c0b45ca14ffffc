"""A year is ended early of which the next one is signed: the box that lets that one stand, on each page."""

import re

import pytest

from services.messages.contracts import AnswerEarlierEnd, ProcessTerminated
from services.messages.values import Party
from services.runtime.finland import ONE_DAY, local_date
from tests.integration.contracts.builders import SUCCESSOR, choice, draft, said, show, signature
from tests.integration.contracts.builders import completion as completed
from tests.integration.contracts.builders import consent as to_contract
from tests.integration.portal.test_goals_and_reviews import Group, group

__all__ = ["group"]
OWN = "/processes/TO-1001"
BOX = 'name="successor_stands"'
WORDS = "The contract that follows stands, and begins on its day"


async def follow(group: Group) -> None:
    """The next year's contract is signed by all, while this one goes on."""
    house, old, parties = group.house, group.contract, group.contract.parties
    order = choice(old.process_id, "renew", SUCCESSOR)
    for one in (group.commissioner, group.members[0]):
        await house.ask(order.model_copy(update={"chosen_by": one}))
    await house.ask(draft(SUCCESSOR, renews=old.process_id))
    named = {"representative_id": group.members[0], "supervisee_ids": group.members}
    card = await house.ask(completed(SUCCESSOR, commissioner_id=parties.commissioner_id, **named))
    for member in group.members[1:]:
        await house.ask(to_contract(SUCCESSOR, member))
    for party in Party:
        await house.ask(signature(card, party))
    await house.quiet()


def last_day(page: str) -> str:
    [found] = re.findall(r'name="last_day" value="([^"]+)"', page)
    return str(found)


@pytest.mark.parametrize("stands", [True, False])
async def test_it_is_ended_with_notice_and_what_follows_stands_only_if_it_is_said(
    group: Group, stands: bool
) -> None:
    page, said_so = f"{OWN}/terminate", {"successor_stands": "true"} if stands else {}
    assert BOX not in await group.page(group.members[0], page)
    await follow(group)
    async with group.browser(group.members[0]) as browser:
        shown = (await browser.get(page)).text
        assert BOX in shown and WORDS in shown and "with its own period of notice" in shown
        form = {"reason_code": "other", "last_day": last_day(shown)} | said_so
        kept = await browser.post(page, data=form | {"reason_code": ""})
        assert kept.status_code == 422 and ("checked" in kept.text.split(BOX)[1].split(">")[0]) is stands
        assert (await browser.post(page, data=form)).status_code == 303
        after = (await browser.get(page)).text
    assert "The contract that follows" in after and (">stands<" in after) is stands
    assert len(await said(group.house, ProcessTerminated)) == (1 if stands else 2)
    assert (await show(group.house, SUCCESSOR)).status == "signed"


async def test_it_is_ended_at_once_and_what_follows_stands(group: Group) -> None:
    await follow(group)
    async with group.browser(group.members[0]) as browser:
        shown = (await browser.get(f"{OWN}/end-at-once")).text
        assert BOX in shown and "before it has begun" in shown
        assert (
            await browser.post(f"{OWN}/end-at-once", data={"successor_stands": "true", "sure": "true"})
        ).status_code == 303
    [told] = await said(group.house, ProcessTerminated)
    assert told.process_id == group.contract.process_id


async def test_an_earlier_last_day_is_proposed_and_what_follows_stands(group: Group) -> None:
    await follow(group)
    page, day = f"{OWN}/earlier-end", local_date(group.house.clock.now()) + 30 * ONE_DAY
    async with group.browser(group.members[0]) as browser:
        assert BOX in (await browser.get(f"{page}?last_day={day}")).text
        form = {"last_day": day.isoformat(), "successor_stands": "true"}
        assert (await browser.post(page, data=form)).status_code == 303
    async with group.browser(group.commissioner) as browser:
        answer = {"last_day": day.isoformat(), "agrees": "yes"}
        assert (await browser.post(f"{page}/answer", data=answer)).status_code == 303
    asked = {"process_id": group.contract.process_id, "by": "supervisor", "agrees": True, "last_day": day}
    by = {"answered_by": group.contract.parties.supervisor_id, "as_of": group.house.clock.now()}
    await group.house.ask(AnswerEarlierEnd.model_validate(asked | by))
    [told] = await said(group.house, ProcessTerminated)
    assert (told.process_id, told.last_day) == (group.contract.process_id, day)
