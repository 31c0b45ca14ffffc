"""Whether the days of the next contract hold its sessions is said to who completes it, before anybody signs."""

import re
from datetime import date, timedelta

import httpx
import pytest

from services.messages.contracts import ContractCard, DraftContract, ShowContract
from tests.grown import grown
from tests.house import House
from tests.integration.as_it_stands import as_it_stands
from tests.integration.portal.test_amending import coordinator
from tests.integration.portal.test_goals_and_reviews import Group, signed_by_all
from tests.integration.sessions.builders import hours

CLOSE, NEXT = "/processes/TO-1001/close", "/processes/TO-1002/contracting"
AGREED = 15


@pytest.fixture
async def group(house: House) -> Group:
    return Group(house, await grown(house, _with_a_number))


async def _with_a_number(house: House) -> ContractCard:
    await house.open("directory", "intake", "contracts", "sessions", "billing", "portal", "console")
    return await signed_by_all(house, sessions_agreed=AGREED)


async def test_who_chooses_reads_how_many_find_a_day_before_they_choose(group: Group) -> None:
    """Nothing where it is not known, and that none does where none does."""
    words = "Of these find a day as it looks now"
    assert words not in await group.page(group.commissioner, CLOSE)
    await group.house.ask(hours(group.contract.parties.supervisor_id))
    for who in (group.commissioner, group.members[0]):
        page = await group.page(who, CLOSE)
        found = re.search(words + r"</dt><dd>(\d+)<", page)
        assert found and int(found[1]) < AGREED


async def test_who_completes_it_reads_how_many_sessions_find_a_day(group: Group) -> None:
    """In hours of the supervisor's that do not reach through the next year."""
    for who in (group.commissioner, group.members[0]):
        async with group.browser(who) as browser:
            assert (await browser.post(CLOSE, data={"choice": "renew"})).status_code == 303
        await group.house.quiet()
    process_id = group.contract.process_id
    successor_id = (await group.house.ask(ShowContract(process_id=process_id))).successor_id
    assert successor_id
    order = DraftContract(process_id=successor_id, renews=process_id, as_of=group.house.clock.now())
    await group.house.ask(order)
    await group.house.quiet()
    async with await coordinator(group) as staff:
        unknown = (await staff.get(NEXT)).text
        assert "The next contract begins on" in unknown and "Not all sessions have room" not in unknown
        assert "How many sessions fit is not known" in unknown
        await without_a_number_it_is_not_sent_unseen(staff, as_it_stands(unknown))
        await group.house.ask(hours(group.contract.parties.supervisor_id))
        for page in (await staff.get(NEXT), await staff.post(NEXT, data={"act": "look"})):
            assert "Not all sessions have room" in page.text
            assert f"of the {AGREED} agreed sessions find a day" in page.text
        begins = date(2028, 1, 1)
        later = {"valid_from": begins, "valid_until": begins + timedelta(days=90)}
        await group.house.ask(hours(group.contract.parties.supervisor_id, **later))
        counted = await other_days_are_looked_at_first(staff)
    assert (await group.house.ask(ShowContract(process_id=successor_id))).terms.sessions_agreed == counted
    await group.house.quiet()
    paper = re.sub(r"\s+", " ", await group.page(group.commissioner, "/processes/TO-1002/contract"))
    assert f"Tapaamiset yhteensä ({counted})" in paper
    assert f"Enintään {counted} tapaamista maksaa yhteensä enintään" in paper


async def without_a_number_it_is_not_sent_unseen(staff: httpx.AsyncClient, form: dict[str, str]) -> None:
    other = form | {"ends_on": f"{date.fromisoformat(form['ends_on']) - timedelta(days=90)}"}
    looked = await staff.post(NEXT, data=other)
    assert looked.status_code == 422 and "no price of all together. Look at it" in looked.text
    assert "The contract then names no number of them" in looked.text
    assert "without_number" not in form and "without_number" in as_it_stands(looked.text)


async def other_days_are_looked_at_first(staff: httpx.AsyncClient) -> int:
    """With the count that is theirs; pressed again it is sent, and as many are agreed."""
    form = as_it_stands((await staff.get(NEXT)).text)
    short = f"{date.fromisoformat(form['ends_on']) - timedelta(days=310)}"
    looked = await staff.post(NEXT, data=form | {"ends_on": short})
    assert looked.status_code == 422 and "another number of sessions finds a day" in looked.text
    counted = as_it_stands(looked.text)["counted"]
    assert int(counted) < int(form["counted"])
    assert f"So many sessions find a day by these terms: {counted}. As many are agreed." in looked.text
    none = form | {"ends_on": f"{date.fromisoformat(form['ends_on']) - timedelta(days=363)}", "counted": "0"}
    refused = await staff.post(NEXT, data=none)
    assert refused.status_code == 422 and "no session finds a day, so it is not sent" in refused.text
    backwards = await staff.post(NEXT, data=form | {"ends_on": "2027-01-01"})
    assert backwards.status_code == 422 and "number of sessions finds" not in backwards.text
    sent = await staff.post(NEXT, data=form | {"ends_on": short, "counted": counted})
    assert sent.status_code == 303, sent.text
    return int(counted)
