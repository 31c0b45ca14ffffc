"""Ending a process early in the portal: what it comes to is shown before the press, to who may press."""

import re
from datetime import date, timedelta

from services.messages.contracts import EarlierEndRefused, EarlierEndTakenBack, ProcessTerminated
from services.runtime.finland import local_date, morning_of
from services.wording.formats import Formats
from tests.integration.contracts.builders import said
from tests.integration.portal.test_goals_and_reviews import Group, group

__all__ = ["group"]
OWN = "/processes/TO-1001"
PAGE = f"{OWN}/terminate"
WHY = "Kanarialintu: ryhmä hajoaa"


async def test_who_signs_for_the_group_ends_it_on_the_page_and_the_others_read_until_when(
    group: Group,
) -> None:
    group.house.move_clock(morning_of(group.contract.terms.starts_on))
    async with group.browser(group.members[1]) as browser:
        assert "Ends early" not in (await browser.get(OWN)).text
        assert f'href="{PAGE}"' not in (await browser.get(OWN)).text
        assert (await browser.get(PAGE)).headers["location"] == OWN
    async with group.browser(group.members[0]) as browser:
        assert f'href="{PAGE}"' in (await browser.get(OWN)).text
        page = (await browser.get(PAGE)).text
        assert "Last day, if you end it now" in page and "1 month" in page and "1 months" not in page
        [last_day] = re.findall(r'name="last_day" value="([^"]+)"', page)
        form = {"reason_code": "illness", "reason": WHY, "last_day": last_day}
        unsaid = await browser.post(PAGE, data=form | {"reason_code": ""})
        assert unsaid.status_code == 422 and "Choose one of the alternatives." in unsaid.text
        other = await browser.post(PAGE, data=form | {"last_day": "2027-12-09"})
        assert other.status_code == 422 and "The last day is another one by now." in other.text
        older = await browser.post(PAGE, data=form | {"seen": "99-0"})
        assert older.status_code == 422 and "called off has changed meanwhile" in older.text
        # Another party's name in the form changes nothing: it is the group that speaks here.
        [seen] = re.findall(r'name="seen" value="([^"]+)"', page)
        answer = await browser.post(PAGE, data=form | {"by": "commissioner", "seen": seen})
        assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
        assert "The contract is terminated" in (await browser.get(PAGE)).text
    [told] = await said(group.house, ProcessTerminated)
    assert (told.by, told.last_day.isoformat()) == ("supervisee", last_day)
    for reader in (group.commissioner, group.members[1]):
        seen = await group.page(reader, PAGE)
        assert "The contract is terminated" in seen and WHY not in seen and "Illness" not in seen
        # Wherever the process is listed, the early last day is with it, and from its page the way to how it came.
        told = f"Ends early, on {Formats('en').day(date.fromisoformat(last_day))}"
        for page in (OWN, "/processes", "/home"):
            assert told in await group.page(reader, page), page
        assert re.search(rf'<a href="{PAGE}">\s*<span class="badge"', await group.page(reader, OWN))
    group.house.move_clock(morning_of(date.fromisoformat(last_day)) + timedelta(days=1))
    over = await group.page(group.commissioner, OWN)
    assert "Ends early" not in over and told.replace("Ends", "Ended") in over


async def test_the_supervisees_end_it_at_once_and_the_commissioner_only_where_a_credential_has_lapsed(
    group: Group,
) -> None:
    async with group.browser(group.commissioner) as browser:
        assert f"{OWN}/end-at-once" not in (await browser.get(PAGE)).text
        assert (await browser.get(f"{OWN}/end-at-once")).headers["location"] == PAGE
        assert "This is not yours to do as things are" in (await browser.get(PAGE)).text
    async with group.browser(group.members[0]) as browser:
        assert f"{OWN}/end-at-once" in (await browser.get(PAGE)).text
        page = (await browser.get(f"{OWN}/end-at-once")).text
        assert "Nobody is supervised against their will" in page and "It ends now" in page
        unsure = await browser.post(f"{OWN}/end-at-once", data={"reason": WHY, "by": "supervisor"})
        assert unsure.status_code == 422 and "Tick this if it is really to be so." in unsure.text
        assert await said(group.house, ProcessTerminated) == []
        form = {"reason": WHY, "by": "supervisor", "sure": "true"}
        answer = await browser.post(f"{OWN}/end-at-once", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
        again = await browser.post(f"{OWN}/end-at-once", data=form)
        assert again.headers["location"] == PAGE
        assert "This is over, or was done already" in (await browser.get(PAGE)).text
    [told] = await said(group.house, ProcessTerminated)
    assert (told.by, told.costs) == ("supervisee", "by_notice")
    seen = await group.page(group.commissioner, PAGE)
    assert "none: it ended at once" in seen and WHY not in seen


async def test_an_earlier_last_day_is_looked_at_proposed_and_answered_on_one_page(group: Group) -> None:
    page = f"{OWN}/earlier-end"
    day = (local_date(group.house.clock.now()) + timedelta(days=5)).isoformat()
    async with group.browser(group.members[1]) as browser:
        assert (await browser.get(page)).headers["location"] == OWN
    async with group.browser(group.members[0]) as browser:
        assert page in (await browser.get(PAGE)).text
        assert "Propose this day" not in (await browser.get(page)).text
        looked = await browser.get(f"{page}?last_day={day}")
        assert "Propose this day" in looked.text and "called off, free of charge" in looked.text
        gone = (await browser.get(f"{page}?last_day=2026-01-01")).text
        assert "This day is past." in gone and "Propose this day" not in gone
        assert "Fill in this field." in (await browser.get(f"{page}?last_day=")).text
        past = await browser.post(page, data={"last_day": "2026-01-01"})
        assert past.status_code == 422 and "This day is past." in past.text
        asked = await browser.post(page, data={"last_day": day, "by": "commissioner"})
        assert (asked.status_code, asked.headers["location"]) == (303, page)
        seen = (await browser.get(page)).text
        assert "Proposed by" in seen and "Does this day suit?" not in seen
    async with group.browser(group.commissioner) as browser:
        assert "Does this day suit?" in (await browser.get(page)).text
        unsaid = await browser.post(f"{page}/answer", data={"last_day": day})
        assert unsaid.status_code == 422 and "Choose one of the alternatives." in unsaid.text
        answered = await browser.post(f"{page}/answer", data={"last_day": day, "agrees": "no"})
        assert answered.status_code == 303
        assert "Proposed by" not in (await browser.get(page)).text
    [refused] = await said(group.house, EarlierEndRefused)
    assert refused.by == "commissioner"


async def test_who_proposed_it_takes_it_back_and_a_page_left_open_answers_nothing(group: Group) -> None:
    page = f"{OWN}/earlier-end"
    day = (local_date(group.house.clock.now()) + timedelta(days=5)).isoformat()
    press, old = f'action="{page}/take-back"', {"number": "1", "last_day": day, "agrees": "yes"}
    async with group.browser(group.members[0]) as proposer, group.browser(group.commissioner) as other:
        await proposer.post(page, data={"last_day": day})
        shown = (await proposer.get(page)).text
        assert press in shown and "Take back the proposal" in shown
        assert press not in (await other.get(page)).text
        theirs = await other.post(f"{page}/take-back", data={"number": "1"})
        assert theirs.status_code == 422 and await said(group.house, EarlierEndTakenBack) == []
        for wrong in ("", "0", "99999999999", "x"):
            assert (await proposer.post(f"{page}/take-back", data={"number": wrong})).status_code == 422
        for _ in range(2):
            done = await proposer.post(f"{page}/take-back", data={"number": "1"})
            assert (done.status_code, done.headers["location"]) == (303, page)
        assert "The proposal is taken back" in (await proposer.get(page)).text
        refused = await other.post(f"{page}/answer", data=old)
        assert refused.status_code == 422
        assert "Who proposed this last day has taken it back." in refused.text
        assert "Does this day suit?" not in (await other.get(page)).text
        assert "Say whether it ends earlier" not in (await other.get("/home")).text
    assert len(await said(group.house, EarlierEndTakenBack)) == 1
