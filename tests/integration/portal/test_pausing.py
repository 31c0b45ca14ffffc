"""Pausing in the portal: what it comes to is shown before the press, and everybody sees that it is paused."""

import re
from datetime import date, timedelta

from services.messages.contracts import ProcessPaused, ProcessResumed
from services.runtime.finland import local_date
from tests.integration.contracts.builders import said
from tests.integration.contracts.test_terminating import TOLD, termination
from tests.integration.portal.test_goals_and_reviews import Group, group
from tests.integration.sessions.builders import hours, plan

__all__ = ["group"]
OWN = "/processes/TO-1001"
PAGE = f"{OWN}/pause"
WHY = "Kanarialintu: sairausloma"


def today(group: Group) -> date:
    return local_date(group.house.clock.now())


async def test_who_signs_for_the_group_pauses_it_and_lets_it_go_on_and_the_others_see_until_when(
    group: Group,
) -> None:
    first = today(group) + timedelta(days=30)
    async with group.browser(group.members[1]) as browser:
        assert f'href="{PAGE}"' not in (await browser.get(OWN)).text
        for page in ("pause", "terminate"):
            assert (await browser.get(f"{OWN}/{page}")).headers["location"] == OWN
            assert "This is not yours to do as things are" in (await browser.get(OWN)).text, page
    async with group.browser(group.members[0]) as browser:
        assert f'href="{PAGE}"' in (await browser.get(OWN)).text
        assert "Fill in this field." not in (await browser.get(PAGE)).text
        unasked = (await browser.get(PAGE, params={"from_day": "", "until_day": ""})).text
        assert "Fill in this field." in unasked and "Pause it" not in unasked
        wrong = (await browser.get(PAGE, params={"from_day": "2020-01-01"})).text
        assert "This day is past." in wrong and "Pause it" not in wrong
        look = (await browser.get(PAGE, params={"from_day": first.isoformat(), "until_day": ""})).text
        assert "What it comes to" in look and "It moves by as long as the pause is" in look
        form = {"from_day": first.isoformat(), "until_day": "", "ends_on": ""}
        unsaid = await browser.post(PAGE, data=form | {"reason_code": ""})
        assert unsaid.status_code == 422 and "Choose one of the alternatives." in unsaid.text
        assert "What it comes to" in unsaid.text
        older = await browser.post(PAGE, data=form | {"reason_code": "illness", "seen": "99-0"})
        assert older.status_code == 422 and "The plan is another one by now." in older.text
        # Another party's name in the form changes nothing: it is the group that speaks here.
        said_why = {"reason_code": "illness", "reason": WHY, "by": "supervisor"}
        answer = await browser.post(PAGE, data=form | said_why)
        assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
        await group.house.quiet()
        assert "When does it go on?" in (await browser.get(PAGE)).text
    [told] = await said(group.house, ProcessPaused)
    assert (told.by, told.from_day, told.until_day) == ("supervisee", first, None)
    for reader in (group.commissioner, group.members[1]):
        seen = await group.page(reader, PAGE)
        assert "Open: somebody says when it goes on" in seen
        assert WHY not in seen and "Illness" not in seen
        own = await group.page(reader, OWN)
        assert "Paused from" in own and f'href="{PAGE}"' in own
        for page in (seen, own):
            assert "moves by as long as the pause is" in page and "The contract ends on" not in page

    async with group.browser(group.members[0]) as browser:
        look = (await browser.get(PAGE, params={"on": (first + timedelta(days=20)).isoformat()})).text
        [ends_on] = re.findall(r'name="ends_on" value="([^"]+)"', look)
        form = {"on": (first + timedelta(days=20)).isoformat(), "by": "", "ends_on": ends_on}
        other = await browser.post(f"{OWN}/resume", data=form | {"ends_on": first.isoformat()})
        assert other.status_code == 422 and "The plan is another one by now." in other.text
        [seen_now] = re.findall(r'name="seen" value="([^"]+)"', look)
        same_end = await browser.post(f"{OWN}/resume", data=form | {"seen": "0-0-other-days"})
        assert same_end.status_code == 422 and "The plan is another one by now." in same_end.text
        answer = await browser.post(f"{OWN}/resume", data=form | {"seen": seen_now})
        assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
        # From another tab, on another day: one box of what was pressed, and none of the form for a new pause.
        later = {"on": (first + timedelta(days=27)).isoformat()}
        again = await browser.post(f"{OWN}/resume", data=form | later | {"seen": seen_now})
        assert again.status_code == 422 and again.text.count('class="ds-error-summary') <= 1
        assert "Fill in this field." not in again.text
        await group.house.quiet()
    [resumed] = await said(group.house, ProcessResumed)
    assert resumed.ends_on.isoformat() == ends_on


async def test_a_pause_with_a_last_day_shows_the_whole_new_plan_before_the_press(group: Group) -> None:
    await group.house.ask(hours(group.contract.parties.supervisor_id))
    await plan(group.house, group.contract.process_id)
    first = group.contract.terms.starts_on + timedelta(days=30)
    days = {"from_day": first.isoformat(), "until_day": (first + timedelta(days=40)).isoformat()}
    async with group.browser(group.members[0]) as browser:
        look = (await browser.get(PAGE, params=days)).text
        assert "Sessions that are left, as they are planned" in look
        [ends_on] = re.findall(r'name="ends_on" value="([^"]+)"', look)
        form = days | {"ends_on": ends_on, "reason_code": "holiday"}
        answer = await browser.post(PAGE, data=form)
        assert answer.status_code == 303
        await group.house.quiet()
        again = (await browser.get(PAGE)).text
        assert "Goes on" in again and "Another pause: which days?" in again
        # Called off again: what it comes to is shown, and it is pressed.
        way = f"{PAGE}?pause_from={first.isoformat()}"
        assert f'href="{way}"' in again
        asking = (await browser.get(way)).text
        assert "On which day does it go on sooner?" in asking and "Another pause" not in asking
        assert ">Let it go on<" not in asking and "own first day" not in asking
        late = {"pause_from": first.isoformat(), "on": (first + timedelta(days=41)).isoformat()}
        assert "The pause ends by then anyway." in (await browser.get(PAGE, params=late)).text
        said_when = {"pause_from": first.isoformat(), "on": first.isoformat()}
        off = f"{way}&amp;on={first.isoformat()}"
        assert re.search(f'href="{re.escape(off)}"[^>]*>Call off the pause<', again), "an act of its own"
        look = (await browser.get(PAGE, params=said_when)).text
        assert "It costs nothing." in look and "Sessions that are left, as they are planned" in look
        assert "Call off the pause</button>" in look and "Let it go on" not in look
        [ends_on] = re.findall(r'name="ends_on" value="([^"]+)"', look)
        assert ends_on == group.contract.terms.ends_on.isoformat()
        answer = await browser.post(f"{OWN}/resume", data=said_when | {"ends_on": ends_on})
        assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
        await group.house.quiet()
        over = (await browser.get(PAGE)).text
        assert "Goes on" not in over and "The pause is called off. Everybody is told." in over
    for member in (group.members[0], group.commissioner):
        assert "Paused from" not in await group.page(member, OWN)


async def test_what_a_pause_costs_that_is_asked_late_is_said_before_the_press(group: Group) -> None:
    """By sessions and percent to all who may ask for it, in euros to those who see prices."""
    await group.house.ask(hours(group.contract.parties.supervisor_id))
    series = await plan(group.house, group.contract.process_id)
    late, in_time = series[2], series[3]
    group.house.move_clock(late.starts_at - timedelta(days=2))
    days = {"from_day": local_date(late.starts_at), "until_day": local_date(in_time.starts_at)}
    told = {name: day.isoformat() for name, day in days.items()}
    for reader, sees in ((group.members[0], False), (group.commissioner, True)):
        async with group.browser(reader) as browser:
            look = (await browser.get(PAGE, params=told)).text
        assert f"Session {late.number}, " in look and "is on the first day of the pause" in look
        charged = look.split("Are called off too late")[1].split("</ul>")[0]
        assert f"Session {late.number}:" in charged and f"Session {in_time.number}:" not in charged
        assert "100% of its price" in charged.replace("\N{NO-BREAK SPACE}", "") and ("€" in charged) is sees


async def test_the_way_to_a_pause_leads_somewhere_also_once_the_contract_is_terminated(group: Group) -> None:
    group.house.move_clock(TOLD)
    await group.house.ask(termination(group.contract, terminated_by=group.members[0]))
    await group.house.quiet()
    seen = await group.page(group.members[0], PAGE)
    assert "The contract has been terminated or has ended" in seen and "hich days?" not in seen


async def test_before_the_contract_is_ended_its_page_names_what_a_pause_has_taken_out_of_the_days_left(
    group: Group,
) -> None:
    await group.house.ask(hours(group.contract.parties.supervisor_id))
    series = await plan(group.house, group.contract.process_id)
    group.house.move_clock(series[2].starts_at - timedelta(days=14))
    first, last = local_date(series[2].starts_at), local_date(series[3].starts_at)
    days = {"from_day": first.isoformat(), "until_day": last.isoformat()}
    async with group.browser(group.members[0]) as browser:
        assert "The pause ends with it" not in (await browser.get(f"{OWN}/terminate")).text
        look = (await browser.get(PAGE, params=days)).text
        [ends_on] = re.findall(r'name="ends_on" value="([^"]+)"', look)
        form = days | {"ends_on": ends_on, "reason_code": "illness", "reason": ""}
        assert (await browser.post(PAGE, data=form)).status_code == 303
        await group.house.quiet()
        seen = (await browser.get(f"{OWN}/terminate")).text
    [line] = re.findall(r"<li>The pause ends with it\.[^<]*</li>", seen)
    assert f"is not held, and costs nothing: {first:%a} {first.day} {first:%B} {first.year}" in line
