"""A person's own page at the console: details, language, and what the log says of them at both doors."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.messages.directory import ShowPerson
from services.web.tables import access_log
from tests.house import House
from tests.integration.console.arranged import Arranged, arrange

AT = datetime(2027, 3, 1, 8, tzinfo=UTC)


@pytest.fixture
async def console(house: House) -> Arranged:
    arranged = await arrange(house)
    await house.open("portal")
    return arranged


async def note(house: House, door: str, person_id: UUID, act: str, **more: Any) -> None:
    row = {"at": AT, "person_id": person_id, "role": "coordinator", "act": act} | more
    async with house.services[door].engine.begin() as connection:
        await connection.execute(sa.insert(access_log), [row])


async def test_a_new_name_and_language_hold_for_the_very_next_page(console) -> None:
    me = console.staff["coordinator"]
    async with await console.browser() as browser:
        done = await browser.post(
            "/me",
            data={"given_name": "Kaisa", "family_name": "Salo", "language": "sv", "phone": "050 111 2222"},
        )
        browser.cookies.delete("language")
        browser.cookies.set("language", done.cookies["language"], domain="localhost.local", path="/")
        page = (await browser.get("/me")).text
    assert done.status_code == 303 and '<html lang="sv"' in page and "Kaisa Salo" in page
    known = await console.house.ask(ShowPerson(person_id=me))
    assert (known.language, known.phone) == ("sv", "050 111 2222")


async def test_a_migration_under_an_open_door_fails_no_page_and_no_form(console) -> None:
    """The door's connection has prepared its statements for the table as it was: asked one by one, it is the same."""
    name = {"given_name": "Kaisa", "family_name": "Salo", "language": "fi"}
    change = "ALTER TABLE web_session ALTER COLUMN device TYPE "
    async with await console.browser() as browser:
        for kind, asking in (
            ("varchar", lambda: browser.get("/me", follow_redirects=True)),
            ("text", lambda: browser.post("/me", data=name, follow_redirects=True)),
        ):
            for _ in range(5):
                await browser.get("/me")
            await console.house.rows("console", change + kind)
            answers = [await asking() for _ in range(20)]
            assert {answer.status_code for answer in answers} == {200}, kind
            assert 307 in [step.status_code for answer in answers for step in answer.history], kind
    assert (await console.house.ask(ShowPerson(person_id=console.staff["coordinator"]))).family_name == "Salo"


async def test_an_empty_name_is_refused_and_the_rest_stays_typed(console) -> None:
    async with await console.browser() as browser:
        refused = await browser.post("/me", data={"given_name": " ", "family_name": "Uusi", "language": "fi"})
    assert refused.status_code == 422 and 'value="Uusi"' in refused.text
    assert 'href="#field-given_name"' in refused.text


async def test_what_one_did_at_either_door_is_ones_own_to_read(console) -> None:
    me, other = console.staff["coordinator"], console.staff["finance"]
    await note(console.house, "console", me, "set_price")
    await note(console.house, "portal", me, "opened_invoice")
    await note(console.house, "console", other, "run_billing", about_person_id=me)
    async with await console.browser() as browser:
        page = (await browser.get("/me")).text
    assert "Changed the price list" in page and "Opened an invoice" in page
    assert "invoicing" not in page.split("<main")[1] and "Who opened my data" not in page


async def test_a_supervisor_reads_who_opened_their_data_and_their_processes(console) -> None:
    process_id, number = await console.matched()
    other, _number = await console.asked()
    await console.house.quiet()
    coordinator, me = console.staff["coordinator"], console.staff["supervisor"]
    await note(console.house, "console", coordinator, "opened_process", process_id=process_id)
    await note(console.house, "console", coordinator, "decide_screening", process_id=other)
    await note(console.house, "portal", coordinator, "record_credential", about_person_id=me)
    async with await console.browser("supervisor") as browser:
        page = (await browser.get("/me")).text
    assert "Who opened my data" in page and "Coordinator Koivu" in page
    assert "Opened a process" in page and number in page and "Recorded a credential" in page
    assert "Decide on an inquiry" not in page


async def test_security_and_the_calendar_feed_are_one_step_away(console) -> None:
    async with await console.browser("supervisor") as browser:
        page = (await browser.get("/me")).text
        assert [(await browser.get(path)).status_code for path in ("/me/security", "/me/calendar")] == [
            200,
            200,
        ]
    assert 'href="/me/security"' in page and 'href="/me/calendar"' in page
