"""A year is ended early whose renewal not all have signed: each page says so before the press, and after it."""

import pytest

from services.messages.contracts import AnswerEarlierEnd
from services.runtime.finland import ONE_DAY, local_date
from tests.integration.contracts.builders import SUCCESSOR, choice, draft, show
from tests.integration.portal.ending.test_what_follows_stands import BOX, OWN, follow, last_day
from tests.integration.portal.test_amending import coordinator, group
from tests.integration.portal.test_goals_and_reviews import Group
from tests.visitor import visitor

__all__ = ["group"]
OFF = "the renewal is off: that contract is not made"


async def renew(group: Group) -> None:
    """Chosen by both sides, and drafted."""
    house, old = group.house, group.contract
    order = choice(old.process_id, "renew", SUCCESSOR)
    for one in (group.commissioner, group.members[0]):
        await house.ask(order.model_copy(update={"chosen_by": one}))
    await house.ask(draft(SUCCESSOR, renews=old.process_id))
    await house.quiet()


async def test_an_earlier_last_day_is_proposed_and_answered_by_people_who_read_it(group: Group) -> None:
    page, day = f"{OWN}/earlier-end", local_date(group.house.clock.now()) + 30 * ONE_DAY
    assert OFF not in await group.page(group.members[0], f"{page}?last_day={day}")
    await renew(group)
    async with group.browser(group.members[0]) as browser:
        shown = (await browser.get(f"{page}?last_day={day}")).text
        assert OFF in shown and BOX not in shown
        assert (await browser.post(page, data={"last_day": day.isoformat()})).status_code == 303
    supervisor = group.contract.parties.supervisor_id
    async with await visitor(group.house, "console", supervisor, language="en") as browser:
        assert OFF in (await browser.get(page)).text
    async with await coordinator(group) as browser:
        assert OFF in (await browser.get(page)).text
    async with group.browser(group.commissioner) as browser:
        assert OFF in (await browser.get(page)).text
        answer = {"last_day": day.isoformat(), "agrees": "yes"}
        assert (await browser.post(f"{page}/answer", data=answer)).status_code == 303
    asked = {"process_id": group.contract.process_id, "by": "supervisor", "agrees": True, "last_day": day}
    by = {"answered_by": supervisor, "as_of": group.house.clock.now()}
    await group.house.ask(AnswerEarlierEnd.model_validate(asked | by))
    for who in (group.commissioner, group.members[0]):
        assert "is not made: not all had signed it" in await group.page(who, f"{OWN}/terminate")
        closing = await group.page(who, f"{OWN}/close")
        assert "The renewal is off" in closing and "The process closes on its last day" not in closing
    assert (await show(group.house, group.contract.process_id)).renewal == "off"


@pytest.mark.parametrize("how", ["terminate", "end-at-once"])
async def test_who_ends_it_alone_reads_it(group: Group, how: str) -> None:
    await renew(group)
    async with group.browser(group.members[0]) as browser:
        shown = (await browser.get(f"{OWN}/{how}")).text
        assert OFF in shown and BOX not in shown
        form = {"sure": "true"}
        if how == "terminate":
            form = {"reason_code": "other", "last_day": last_day(shown)}
        assert (await browser.post(f"{OWN}/{how}", data=form)).status_code == 303
        assert "is not made: not all had signed it" in (await browser.get(f"{OWN}/terminate")).text


async def test_what_ends_before_its_first_day_is_said_never_to_begin(group: Group) -> None:
    """What all have signed is ended alone: its pages, and those of the year before, which is open again."""
    await follow(group)
    follows = "/processes/TO-1002"
    async with group.browser(group.members[0]) as browser:
        assert "it never begins" in (await browser.get(f"{follows}/end-at-once")).text
        shown = (await browser.get(f"{follows}/terminate")).text
        assert (
            "it never begins" in shown
            and "Lapses, if you end it now" in shown
            and "Last day, if" not in shown
        )
        form = {"reason_code": "other", "last_day": last_day(shown)}
        assert (await browser.post(f"{follows}/terminate", data=form)).status_code == 303
        after = (await browser.get(f"{follows}/terminate")).text
        assert "ended before it had begun" in after and "The contract ends on" not in after.split("<main")[1]
        assert "Does not begin" in (await browser.get(follows)).text
        assert "Does not begin" in (await browser.get("/processes")).text
        await group.house.quiet()
        assert "How does it go on?" in (await browser.get(f"{OWN}/close")).text
    async with await coordinator(group) as staff:
        for path in (follows, "/processes"):
            assert "Does not begin" in (await staff.get(path)).text, path
        assert "Contract ended before its first day" in (await staff.get(follows)).text
        before = (await staff.get(OWN)).text
        assert "how it goes on is open again" in before
