"""Calendar feeds at both doors: a secret address, told once, read without a sign-in, revoked."""

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from icalendar import Calendar, Component

from services.messages.directory import EndRelation, Relation
from services.messages.sessions import SessionCard, SetPlace
from services.runtime.finland import local_date, morning_of
from services.web.feed.pages import BACK
from services.web.sign_in.browser_sessions import hashed
from tests.founder import FOUNDER
from tests.grown import grown
from tests.house import House
from tests.integration.contracts import builders as contracts
from tests.integration.directory.builders import person, relate
from tests.integration.sessions.builders import PLANNED, cancel, hours, local, move, plan
from tests.integration.sessions.changes.test_handing_over import (
    FROM,
    UNTIL,
    mondays,
    proposal,
    signed_by_members_and_new,
)
from tests.integration.sessions.changes.test_pausing import listed
from tests.visitor import stranger, visitor

_ADDRESS = re.compile(r'data-copy="(http[^"]+/feed/([^"/]+)\.ics)"')


@dataclass
class Planned:
    house: House
    organisation_id: UUID
    commissioner: UUID
    supervisor_id: UUID
    sessions: list[SessionCard]

    async def made(self, door: str, person_id: UUID) -> str:
        """The path of a new feed."""
        async with await visitor(self.house, door, person_id) as browser:
            page = await browser.post("/me/calendar")
        assert page.status_code == 200
        found = _ADDRESS.search(page.text)
        assert found and found[1].startswith(self.house.address(door))
        return f"/feed/{found[2]}.ics"

    async def status(self, door: str, path: str) -> int:
        async with stranger(self.house, door) as calendar:
            return (await calendar.get(path)).status_code

    async def entries(self, door: str, path: str) -> dict[str, Component]:
        """By their ids, as a calendar fetches them: without cookies, and without the headers of our pages."""
        async with stranger(self.house, door) as calendar:
            calendar.headers.clear()
            answer = await calendar.get(path)
        assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/calendar")
        return {str(one["uid"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}


@pytest.fixture
async def planned(house: House) -> Planned:
    return Planned(house, *await grown(house, _planned))


async def _planned(house: House) -> tuple[UUID, UUID, UUID, list[SessionCard]]:
    await house.open("directory", "intake", "contracts", "sessions", "portal", "console")
    contract = await contracts.signed(house)
    await house.ask(hours(contract.parties.supervisor_id))
    sessions = await plan(house, contract.process_id)
    commissioner = await person(house, "Helena", "Laine")
    of = contract.terms.organisation_id
    await relate(house, commissioner, "hr", of)
    await house.quiet()
    house.move_clock(sessions[0].starts_at - timedelta(days=10))
    return of, commissioner, contract.parties.supervisor_id, sessions


def uid(session: SessionCard) -> str:
    return f"{session.session_id}@luotsi.invalid"


async def test_a_feed_holds_the_sessions_as_they_are_now_and_nothing_of_their_content(planned):
    path = await planned.made("portal", planned.commissioner)
    first, second = planned.sessions[:2]
    to = local(2027, 3, 11, 13, 15)
    await planned.house.ask(move(first, to))
    await planned.house.ask(cancel(second, PLANNED))
    entries = await planned.entries("portal", path)
    assert set(entries) == {uid(one) for one in planned.sessions}
    moved, cancelled = entries[uid(first)], entries[uid(second)]
    assert moved["dtstart"].dt == to and (moved["sequence"], moved["status"]) == (1, "CONFIRMED")
    assert (cancelled["sequence"], cancelled["status"]) == (1, "CANCELLED")
    for one in entries.values():
        assert one["class"] == "PRIVATE" and str(one["summary"]) == "Työnohjaus TO-1001"
        assert not {"ATTENDEE", "ORGANIZER", "LOCATION", "URL"} & set(one)
        assert re.fullmatch(r"Tapaaminen \d+", str(one["description"]))


async def test_a_feed_has_the_place_of_a_session_that_is_elsewhere_for_who_comes_alone(planned):
    first = planned.sessions[0]
    order = {
        "session_id": first.session_id,
        "place": "Pappila",
        "set_by": planned.supervisor_id,
        "as_of": PLANNED,
    }
    await planned.house.ask(SetPlace.model_validate(order))
    for door, who, where in (
        ("console", planned.supervisor_id, "Pappila"),
        ("portal", planned.commissioner, None),
    ):
        entry = (await planned.entries(door, await planned.made(door, who)))[uid(first)]
        assert (entry.get("location"), entry["sequence"]) == (where, 1)


async def test_the_address_is_shown_once_and_its_secret_is_kept_nowhere(planned):
    path = await planned.made("portal", planned.commissioner)
    secret = path.removeprefix("/feed/").removesuffix(".ics")
    async with await visitor(planned.house, "portal", planned.commissioner) as browser:
        page = await browser.get("/me/calendar")
    assert secret not in page.text and "Commissioner" in page.text
    (row,) = await planned.house.rows("portal", "SELECT * FROM calendar_feed")
    assert row["token_hash"] == hashed(secret) and secret not in str(dict(row))


async def test_a_revoked_and_an_unknown_feed_are_not_there(planned):
    path, other = [await planned.made("portal", planned.commissioner) for _ in range(2)]
    rows = await planned.house.rows("portal", "SELECT feed_id FROM calendar_feed ORDER BY made_at")
    mine = {"feed_id": str(rows[0]["feed_id"])}
    member = await person(planned.house, "Outi", "Outo")
    async with await visitor(planned.house, "portal", member) as browser:
        await browser.post("/me/calendar/revoke", data=mine)
    assert await planned.status("portal", path) == 200
    async with await visitor(planned.house, "portal", planned.commissioner) as browser:
        revoked = await browser.post("/me/calendar/revoke", data=mine)
    assert revoked.status_code == 303
    assert [await planned.status("portal", one) for one in (path, other, "/feed/none.ics")] == [404, 200, 404]


async def test_a_feed_ends_with_the_role_in_which_it_was_made(planned):
    path = await planned.made("portal", planned.commissioner)
    order = EndRelation(
        person_id=planned.commissioner,
        relation="hr",
        organisation_id=planned.organisation_id,
        ended_by=FOUNDER,
        as_of=planned.house.clock.now(),
    )
    await planned.house.ask(order)
    planned.house.services["portal"].resources.state.door.identities.forget(planned.commissioner)
    assert await planned.status("portal", path) == 404


async def test_a_supervisor_has_a_feed_at_the_console_and_the_doors_know_only_their_own(planned):
    path = await planned.made("console", planned.supervisor_id)
    entries = await planned.entries("console", path)
    assert set(entries) == {uid(one) for one in planned.sessions}
    assert {str(one["location"]) for one in entries.values()} == {"Perhekeskuksen kokoushuone."}
    assert await planned.status("portal", path) == 404


async def test_each_supervisors_feed_has_the_days_that_are_theirs_and_what_it_needs_on_them(house):
    """Who stands in has the sessions of those days, and keeps them when the first one is back."""
    await house.open("directory", "intake", "contracts", "sessions", "console")
    contract, other, _ = await mondays(house)
    draft = await house.ask(proposal(contract, other, until_day=UNTIL))
    await signed_by_members_and_new(house, draft)
    series = await listed(house, contract)
    feeds = Planned(house, contract.terms.organisation_id, contract.parties.commissioner_id, other, series)
    first = contract.parties.supervisor_id
    paths = {who: await feeds.made("console", who) for who in (first, other)}
    theirs = {uid(one) for one in series if FROM <= local_date(one.starts_at) <= UNTIL}
    assert len(theirs) == 2
    for day in (FROM, UNTIL + timedelta(days=1)):
        house.move_clock(morning_of(day))
        mine = await feeds.entries("console", paths[first])
        in_feeds = {uid(one) for one in series if one.starts_at > house.clock.now() - BACK}
        assert set(mine) == in_feeds - theirs
        stood_in = await feeds.entries("console", paths[other])
        assert set(stood_in) == theirs
        for one in (*mine.values(), *stood_in.values()):
            assert str(one["summary"]) == "Työnohjaus TO-1001"
            assert str(one["location"]) == "Perhekeskuksen kokoushuone."


@pytest.mark.parametrize("relation", ["coordinator", "finance"])
async def test_who_sees_everybodys_sessions_gets_no_feed_of_them(house, relation: Relation):
    await house.open("directory", "console")
    one_of_ours = await person(house, "Kaisa", "Koivu")
    await relate(house, one_of_ours, relation)
    async with await visitor(house, "console", one_of_ours) as browser:
        page, made = await browser.get("/me/calendar"), await browser.post("/me/calendar")
    assert page.status_code == 200 and "Make a feed" not in page.text
    assert made.status_code == 404
    assert await house.rows("console", "SELECT 1 FROM calendar_feed") == []
