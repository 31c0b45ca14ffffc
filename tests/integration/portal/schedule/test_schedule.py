"""The sessions of a process as its parties see them."""

import re

from icalendar import Calendar

from tests.integration.directory.builders import organisation, person, relate
from tests.integration.portal.schedule.planned_year import planned

__all__ = ["planned"]


async def test_the_schedule_lists_every_session_with_its_state_and_the_ways_to_change_it(planned):
    async with await planned.browser(planned.member) as browser:
        page = await browser.get(f"{planned.path}/schedule")
    assert page.status_code == 200 and "Helsinki time" in page.text
    assert page.text.count("/move") == page.text.count("/cancel") == len(planned.sessions)
    assert page.text.count("Planned") == len(planned.sessions)
    assert '<th scope="row">Session 1</th>' in page.text, (
        "a number alone says nothing where a row stands by itself"
    )
    assert page.text.count("Place: Perhekeskuksen kokoushuone.") == 1
    async with await planned.browser(planned.commissioner) as employer:
        assert "Perhekeskuksen" not in (await employer.get(f"{planned.path}/schedule")).text


async def test_a_payer_sees_the_schedule_and_may_change_nothing(planned):
    payer = await person(planned.house, "Pekka", "Palo")
    await relate(planned.house, payer, "payer", planned.organisation_id)
    session = planned.sessions[1]
    async with await planned.browser(payer) as browser:
        page = await browser.get(f"{planned.path}/schedule")
        refused = [await browser.get(planned.of(session, what)) for what in ("move", "cancel")]
        refused.append(await browser.post(planned.of(session, "cancel"), data={"seen": "0"}))
    assert page.status_code == 200 and "/move" not in page.text and "/cancel" not in page.text
    assert [one.status_code for one in refused] == [404, 404, 404]
    assert await planned.now() == planned.sessions


async def test_who_pays_and_takes_part_too_is_led_to_what_is_theirs_there(planned):
    await relate(planned.house, planned.member, "hr", planned.organisation_id)
    path = f"{planned.path}/schedule"
    async with await planned.browser(planned.member) as browser:
        await browser.post("/acting", data={"acting": f"hr:{planned.organisation_id}", "back": path})
        page = (await browser.get(path)).text
        assert "You take part in these sessions yourself" in page and "Perhekeskuksen" not in page
        key = re.search(r'name="acting" value="(supervisee:[^"]*)"', page)
        assert key
        there = await browser.post("/acting", data={"acting": key[1], "back": path})
        page = (await browser.get(there.headers["location"])).text
        assert "Perhekeskuksen" in page and "You take part in these sessions yourself" not in page
    async with await planned.browser(planned.commissioner) as employer:
        assert "You take part" not in (await employer.get(path)).text


async def test_another_organisation_finds_neither_the_schedule_nor_its_sessions(planned):
    stranger = await person(planned.house, "Outi", "Outo")
    await relate(planned.house, stranger, "hr", await organisation(planned.house, "Ähtärin kaupunki"))
    session = planned.sessions[1]
    paths = [f"{planned.path}/schedule", f"{planned.path}/schedule.ics"]
    paths += [planned.of(session, "move"), planned.of(session, "cancel")]
    async with await planned.browser(stranger) as browser:
        answers = [await browser.get(path) for path in paths]
        answers.append(await browser.post(planned.of(session, "cancel"), data={"seen": "0"}))
        to = {"starts_at": planned.sessions[2].starts_at.isoformat()}
        answers.append(await browser.post(planned.of(session, "move"), data=to))
    assert [one.status_code for one in answers] == [404] * len(answers)
    assert await planned.now() == planned.sessions


async def test_the_calendar_file_holds_times_numbers_and_the_place_for_who_takes_part(planned):
    async with await planned.browser(planned.member, "fi") as browser:
        answer = await browser.get(f"{planned.path}/schedule.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    entries = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [str(one["uid"]) for one in entries] == [
        f"{one.session_id}@luotsi.invalid" for one in planned.sessions
    ]
    assert {str(one["summary"]) for one in entries} == {"Työnohjaus TO-1001"}
    assert {str(one["class"]) for one in entries} == {"PRIVATE"}
    for word in ("Aalto", "Laine", "Järvikunta", "työnjakoa", "ATTENDEE", "ORGANIZER"):
        assert word not in answer.text
    assert {str(one["location"]) for one in entries} == {"Perhekeskuksen kokoushuone."}
    async with await planned.browser(planned.commissioner, "fi") as employer:
        theirs = (await employer.get(f"{planned.path}/schedule.ics")).text
    assert "BEGIN:VEVENT" in theirs and "LOCATION" not in theirs


async def test_the_pages_are_there_in_the_other_languages(planned):
    session = planned.sessions[1]
    paths = [f"{planned.path}/schedule", planned.of(session, "move"), planned.of(session, "cancel")]
    for language in ("fi", "sv"):
        async with await planned.browser(planned.commissioner, language) as browser:
            pages = [await browser.get(path) for path in paths]
        assert all(one.status_code == 200 and f'lang="{language}"' in one.text for one in pages)
        assert not any("Helsinki time" in one.text or "by mail" in one.text for one in pages)
