"""The sessions of a process as its parties see, move and cancel them."""

import asyncio
import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from icalendar import Calendar

from services.messages.billing import RunBilling
from services.messages.directory import RegisterPerson
from services.messages.sessions import ListSessions, RecordNoShow, ReportAbsence, SessionCard
from services.runtime.finland import local_date, start_of, to_local
from tests.grown import grown
from tests.house import House
from tests.integration.billing.builders import SELLER
from tests.integration.contracts import builders as contracts
from tests.integration.directory.builders import organisation, person, relate
from tests.integration.sessions.builders import PLANNED, held, hours, move, plan
from tests.visitor import visitor

_OFFERED = re.compile(r'type="radio" name="starts_at" value="([^"]+)"')

_AWAY = "<span>you cannot come</span>"


@dataclass
class Planned:
    """A process with its year of sessions, and who opens its pages."""

    house: House
    process_id: UUID
    organisation_id: UUID
    member: UUID
    commissioner: UUID
    sessions: list[SessionCard]
    path: str = "/processes/TO-1001"

    async def now(self) -> list[SessionCard]:
        return (await self.house.ask(ListSessions(process_id=self.process_id))).sessions

    def of(self, session: SessionCard, what: str) -> str:
        return f"{self.path}/sessions/{session.session_id}/{what}"

    async def browser(self, person_id: UUID, language: str = "en") -> httpx.AsyncClient:
        return await visitor(self.house, "portal", person_id, language=language)


@pytest.fixture
async def planned(house: House) -> Planned:
    process_id, organisation_id, commissioner, sessions = await grown(house, _year)
    return Planned(house, process_id, organisation_id, contracts.MEMBERS[0], commissioner, sessions)


async def _year(house: House) -> tuple[UUID, UUID, UUID, list[SessionCard]]:
    """The clock stands ten days before its first session."""
    await house.open("directory", "intake", "contracts", "sessions", "billing", "portal")
    for number, member in enumerate(contracts.MEMBERS):
        await house.ask(_registered(member, f"member{number}@example.org"))
    contract = await contracts.signed(house)
    await house.ask(hours(contract.parties.supervisor_id))
    sessions = await plan(house, contract.process_id)
    commissioner = await person(house, "Helena", "Laine")
    await relate(house, commissioner, "hr", contract.terms.organisation_id)
    await house.quiet()
    house.move_clock(sessions[0].starts_at - timedelta(days=10))
    return contract.process_id, contract.terms.organisation_id, commissioner, sessions


def _registered(person_id: UUID, email: str) -> RegisterPerson:
    return RegisterPerson(
        person_id=person_id,
        given_name="Aino",
        family_name="Aalto",
        email=email,
        language="fi",
        as_of=PLANNED,
    )


async def test_the_schedule_lists_every_session_with_its_state_and_the_ways_to_change_it(planned):
    async with await planned.browser(planned.member) as browser:
        page = await browser.get(f"{planned.path}/schedule")
    assert page.status_code == 200 and "Helsinki time" in page.text
    assert page.text.count("/move") == page.text.count("/cancel") == len(planned.sessions)
    assert page.text.count("Planned") == len(planned.sessions)


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


async def test_a_member_moves_a_session_to_a_time_that_is_offered(planned):
    session = planned.sessions[1]
    async with await planned.browser(planned.member) as browser:
        offered = _OFFERED.findall((await browser.get(planned.of(session, "move"))).text)
        moved = await browser.post(planned.of(session, "move"), data={"starts_at": offered[3]})
        again = await browser.post(planned.of(session, "move"), data={"starts_at": offered[3]})
        page = await browser.get(f"{planned.path}/schedule")
    assert moved.status_code == again.status_code == 303
    assert "The session is moved to" in page.text
    now = (await planned.now())[1]
    assert now.starts_at.isoformat() == offered[3].replace("Z", "+00:00") and now.sequence == 1
    rows = await planned.house.rows("portal", "SELECT act FROM access_log ORDER BY id")
    assert "move_session" in [row["act"] for row in rows]


async def test_what_a_late_move_costs_is_shown_before_the_press_and_agreed_to_by_it(planned):
    session = planned.sessions[1]
    planned.house.move_clock(session.starts_at - timedelta(hours=20))
    async with await planned.browser(planned.commissioner) as browser:
        page = (await browser.get(planned.of(session, "move"))).text
        offered = _OFFERED.findall(page)
        unseen = await browser.post(planned.of(session, "move"), data={"starts_at": offered[3]})
        form = {"starts_at": offered[3], "seen": "100"}
        done = await browser.post(planned.of(session, "move"), data=form)
    assert "100% of the price of the session is charged: €" in page
    assert "they may move it for you and charge nothing" in page
    assert unseen.status_code == 422 and "The price has changed since it was shown." in unseen.text
    assert done.status_code == 303
    await planned.house.quiet()
    items = await planned.house.rows("billing", "select kind, percent from billable_item")
    assert [tuple(one) for one in items] == [("late_moved", 100)]


async def test_a_double_click_on_move_says_that_it_moved(planned):
    session = planned.sessions[1]
    async with (
        await planned.browser(planned.member) as browser,
        await planned.browser(planned.commissioner) as other,
    ):
        page = (await browser.get(planned.of(session, "move"))).text
        [mark] = set(re.findall(r'name="press" value="([^"]+)"', page))
        form = {"starts_at": _OFFERED.findall(page)[3], "press": mark}
        presses = [one.post(planned.of(session, "move"), data=form) for one in (browser, browser, other)]
        answers = await asyncio.gather(*presses)
        told = (await browser.get(f"{planned.path}/schedule")).text
        later = await browser.post(planned.of(session, "move"), data=form)
        told_again = (await browser.get(f"{planned.path}/schedule")).text
    assert [one.status_code for one in (*answers, later)] == [303] * 4, (
        "also for who wanted the same at that moment"
    )
    assert "The session is moved to" in told and "The session is moved to" in told_again
    assert (await planned.now())[1].sequence == 1


async def test_a_taken_time_is_refused_with_times_that_are_free_now(planned):
    session, other = planned.sessions[1:3]
    async with await planned.browser(planned.commissioner) as browser:
        offered = _OFFERED.findall((await browser.get(planned.of(session, "move"))).text)
        wanted = offered[3]
        await planned.house.ask(move(other, session.starts_at.fromisoformat(wanted)))
        refused = await browser.post(planned.of(session, "move"), data={"starts_at": wanted})
        nothing, never, at_night = [
            await browser.post(planned.of(session, "move"), data={"starts_at": at})
            for at in ("", "9999-12-31T23:59:59-01:00", "2027-03-14T03:00:00+02:00")
        ]
    assert refused.status_code == 422 and "has just been taken" in refused.text
    fresh = _OFFERED.findall(refused.text)
    assert fresh and wanted not in fresh
    assert nothing.status_code == never.status_code == at_night.status_code == 422
    assert "Choose a time." in nothing.text and "Choose a time." in never.text
    assert (await planned.now())[1].starts_at == session.starts_at


async def test_the_rule_and_the_price_are_shown_before_a_cancellation(planned):
    session = planned.sessions[0]
    planned.house.move_clock(session.starts_at - timedelta(hours=2))
    async with await planned.browser(planned.commissioner) as browser:
        page = await browser.get(planned.of(session, "cancel"))
        unseen = await browser.post(planned.of(session, "cancel"), data={"seen": "0"})
        assert (await planned.now())[0].status == "planned"
        done = await browser.post(planned.of(session, "cancel"), data={"seen": "100"})
        after = await browser.get(planned.of(session, "cancel"))
    assert "At least" in page.text and "100% of the price of the session is charged: €" in page.text
    assert unseen.status_code == 422 and "The price has changed" in unseen.text
    assert done.status_code == 303 and (await planned.now())[0].status == "cancelled"
    assert "can no longer be moved or cancelled" in after.text
    (event,) = [
        one for one in await planned.house.events("sessions") if type(one).__name__ == "SessionCancelled"
    ]
    assert event.cancelled_by == "commissioner"


@pytest.mark.parametrize("what", ["cancel", "absence"])
async def test_an_older_tab_says_nothing_of_a_session_that_was_moved_meanwhile(planned, what: str) -> None:
    session = planned.sessions[5]
    async with await planned.browser(planned.member) as browser:
        page = await browser.get(planned.of(session, what))
        [seen_at] = re.findall(r'name="seen_at" value="([^"]+)"', page.text)
        await planned.house.ask(move(session, session.starts_at + timedelta(days=1)))
        await planned.house.quiet()
        older = await browser.post(planned.of(session, what), data={"seen": "0", "seen_at": seen_at})
        assert older.status_code == 422 and "has been moved meanwhile" in older.text
        [now] = re.findall(r'name="seen_at" value="([^"]+)"', older.text)
        done = await browser.post(planned.of(session, what), data={"seen": "0", "seen_at": now})
    assert done.status_code == 303


async def test_a_member_cancels_in_time_for_nothing_and_sees_no_price(planned):
    session = planned.sessions[5]
    async with await planned.browser(planned.member) as browser:
        page = await browser.get(planned.of(session, "cancel"))
        late = await browser.get(planned.of(planned.sessions[0], "cancel"))
        done = await browser.post(planned.of(session, "cancel"), data={"seen": "0"})
    assert "It costs nothing." in page.text and "€" not in page.text + late.text
    assert done.status_code == 303 and (await planned.now())[5].status == "cancelled"


async def test_a_member_says_that_they_cannot_come_and_leaves_the_groups_session_alone(planned):
    session = planned.sessions[1]
    async with (
        await planned.browser(contracts.MEMBERS[2]) as browser,
        await planned.browser(contracts.MEMBERS[1]) as other,
    ):
        page = (await browser.get(f"{planned.path}/schedule")).text
        changes = [await browser.get(planned.of(session, what)) for what in ("move", "cancel")]
        changes.append(await browser.post(planned.of(session, "cancel"), data={"seen": "0"}))
        changes.append(
            await browser.post(planned.of(session, "move"), data={"starts_at": "2027-03-10T09:00Z"})
        )
        asked = (await browser.get(planned.of(session, "absence"))).text
        said = await browser.post(planned.of(session, "absence"), data={"press": ""})
        told = (await browser.get(f"{planned.path}/schedule")).text
        others = (await other.get(f"{planned.path}/schedule")).text
        back = await browser.post(planned.of(session, "absence/end"), data={"press": ""})
        told_again = (await browser.get(f"{planned.path}/schedule")).text
    assert "/move" not in page and "/cancel" not in page and "belongs to the whole group" in page
    assert page.count("/absence") == len(planned.sessions)
    assert [one.status_code for one in changes] == [409] * 4
    assert all("Only whoever acts for the group does this." in one.text for one in changes)
    assert "You do not have to say why" in asked and said.status_code == back.status_code == 303
    assert "The supervisor knows now" in told and _AWAY in told and _AWAY not in others
    assert "The supervisor expects you again." in told_again and _AWAY not in told_again
    assert await planned.now() == planned.sessions


async def test_who_signs_for_the_group_is_asked_on_the_page_what_to_do_where_nobody_can_come(planned):
    session = planned.sessions[1]
    for one in contracts.MEMBERS:
        await planned.house.ask(
            ReportAbsence(session_id=session.session_id, person_id=one, as_of=planned.house.clock.now())
        )
    async with (
        await planned.browser(planned.member) as browser,
        await planned.browser(contracts.MEMBERS[1]) as other,
    ):
        asked = (await browser.get(f"{planned.path}/schedule")).text
        others = (await other.get(f"{planned.path}/schedule")).text
        homes = [(await one.get("/home")).text for one in (browser, other)]
    assert "Nobody of the group can come: Session 2" in asked and "Nobody of the group" not in others
    assert ["Nobody can come: move the session or cancel it" in one for one in homes] == [True, False]


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


async def test_the_one_who_signs_for_the_group_moves_the_rest_of_its_series(planned: Planned) -> None:
    path, first = planned.of(planned.sessions[0], "move-series"), planned.sessions[0]
    wish = {"weekday": str(to_local(first.starts_at).weekday()), "time": "12:00"}
    async with await planned.browser(planned.member) as browser:
        assert "Look at the plan" in (await browser.get(path)).text
        page = (await browser.get(path, params=wish)).text
        [seen] = re.findall(r'name="fingerprint" value="([^"]+)"', page)
        answer = await browser.post(path, data=wish | {"fingerprint": seen})
        assert answer.headers["location"] == f"{planned.path}/schedule"
        told = (await browser.get(f"{planned.path}/schedule")).text
        assert "Everybody who takes part is told by one mail" in told
        again = (await browser.get(path, params=wish)).text
        assert "there is nothing to move" in again and 'name="fingerprint"' not in again
        early = " ".join((await browser.get(path, params=wish | {"time": "06:00"})).text.split())
        assert "6:00: The supervisor offers no time" in early and "Times that were passed over" in early
        sunday = (await browser.get(path, params=wish | {"weekday": "6"})).text
        assert "has no time for these sessions on that weekday" in sunday
        assert 'name="fingerprint"' not in sunday and "there is nothing to move" not in sunday
    assert {to_local(one.starts_at).hour for one in await planned.now()} == {12}
    async with await planned.browser(contracts.MEMBERS[2]) as other:
        assert (await other.get(path)).status_code == 409


async def test_what_an_end_at_once_may_cost_is_said_before_the_press(planned: Planned) -> None:
    """Ten days before, nothing; two days before the first session, that one's price by the tiers, and no other's."""
    page, first, second = f"{planned.path}/end-at-once", *planned.sessions[:2]
    async with await planned.browser(planned.member) as browser:
        early = (await browser.get(page)).text
        assert "ending it now costs nothing" in early and "as a coordinator decides:" not in early
        planned.house.move_clock(first.starts_at - timedelta(days=2))
        late = " ".join((await browser.get(page)).text.split())
    [costs] = re.findall(r"as a coordinator decides:</p> <ul>(.*?)</ul>", late)
    assert costs.count("<li>") == 1 and f"Session {first.number}:" in costs and "100" in costs
    assert "€" not in costs, "prices are the customer's"
    assert f"Session {second.number}:" in late


async def test_nobody_came_is_offered_until_the_session_is_invoiced(planned: Planned) -> None:
    house, first = planned.house, planned.sessions[0]
    offered, next_month = planned.of(first, "nobody-came"), local_date(first.starts_at) + timedelta(days=40)
    await house.ask(held(first, first.supervisor_id or planned.member))
    await house.ask(SELLER)
    await house.quiet()
    house.move_clock(start_of(next_month))
    async with await planned.browser(planned.member) as browser:
        assert offered in (await browser.get(f"{planned.path}/schedule")).text
        period = local_date(first.starts_at).strftime("%Y-%m")
        await house.ask(RunBilling(period=period, as_of=start_of(next_month)))
        page = await browser.get(f"{planned.path}/schedule")
        assert page.status_code == 200 and offered not in page.text


async def test_what_was_recorded_otherwise_than_it_was_is_disputed_until_it_is_invoiced(
    planned: Planned,
) -> None:
    house, first = planned.house, planned.sessions[0]
    path = planned.of(first, "not-right")
    house.move_clock(first.ends_at + timedelta(hours=1))
    recorded = {
        "session_id": first.session_id,
        "recorded_by": first.supervisor_id,
        "as_of": house.clock.now(),
    }
    async with await planned.browser(planned.member) as browser:
        assert path not in (await browser.get(f"{planned.path}/schedule")).text
        await house.ask(RecordNoShow.model_validate(recorded))
        await house.quiet()
        assert path in (await browser.get(f"{planned.path}/schedule")).text
        page = await browser.get(path)
        assert page.status_code == 200 and "Nobody came" in page.text and "€" not in page.text
        form = dict(re.findall(r'type="hidden" name="(dispute_id|item_id)" value="([^"]+)"', page.text))
        for _time in range(2):
            said = await browser.post(path, data=form | {"words": "Olimme paikalla."})
            assert said.headers["location"] == f"{planned.path}/disputes"
        shown = (await browser.get(f"{planned.path}/disputes")).text
        assert "It went otherwise than recorded" in shown and "Olimme paikalla." in shown
        assert path not in (await browser.get(f"{planned.path}/schedule")).text
        assert (await browser.get(path)).headers["location"] == f"{planned.path}/schedule"
    async with await planned.browser(planned.commissioner) as other:
        assert (await other.get(path)).status_code == 404


async def test_who_says_that_nobody_came_to_what_was_moved_meanwhile_is_told_that_it_is_not_over(
    planned: Planned,
) -> None:
    path, gone = planned.of(planned.sessions[1], "nobody-came"), f"{planned.path}/sessions/{planned.member}"
    async with await planned.browser(planned.member) as browser:
        answers = [await browser.get(path), await browser.post(path, data={"words": ""})]
        assert all(one.status_code == 409 and "is not over yet" in one.text for one in answers)
        for what in ("nobody-came", "cancel", "move"):
            led = await browser.get(f"{gone}/{what}")
            assert led.headers["location"] == f"{planned.path}/schedule"
