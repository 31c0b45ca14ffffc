"""A person's own page: details, language, data and who looked at it."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from services.messages.contracts import IsMember, Membership
from services.runtime.finland import local_date
from services.web.tables import access_log
from tests.house import House
from tests.integration.directory.builders import NOW, organisation, person, relate
from tests.visitor import visitor


@pytest.fixture
async def portal(house: House) -> House:
    await house.open("directory", "intake", "portal", "console")
    return house


async def everybody_is(portal: House, member: bool) -> None:
    """In the place of contracts: whether people are supervisees."""

    async def answer(message) -> None:
        await message.respond(Membership(member=member).model_dump_json().encode())

    await portal.stand_in(IsMember, answer)


async def test_a_new_language_holds_for_the_very_next_page(portal):
    await everybody_is(portal, False)
    me = await person(portal, "Aino")
    async with await visitor(portal, "portal", me) as browser:
        done = await browser.post(
            "/me", data={"given_name": "Aina", "family_name": "Laine", "language": "sv"}
        )
        browser.cookies.delete("language")
        browser.cookies.set("language", done.cookies["language"], domain="localhost.local", path="/")
        page = await browser.get("/me")
    assert done.status_code == 303 and done.cookies["language"] == "sv"
    assert '<html lang="sv"' in page.text and "Dina uppgifter är sparade." in page.text
    assert "Aina Laine" in page.text


async def test_an_empty_name_is_refused_and_the_rest_stays_typed(portal):
    await everybody_is(portal, False)
    me = await person(portal, "Aino")
    async with await visitor(portal, "portal", me) as browser:
        refused = await browser.post("/me", data={"given_name": " ", "family_name": "Uusi", "language": "fi"})
    assert refused.status_code == 422 and 'value="Uusi"' in refused.text
    assert 'href="#field-given_name"' in refused.text


async def test_one_takes_ones_own_data_along_and_nobody_elses(portal):
    await everybody_is(portal, False)
    house_id, me, other = (
        await organisation(portal),
        await person(portal, "Aino"),
        await person(portal, "Eeva"),
    )
    await relate(portal, me, "hr", house_id)
    async with await visitor(portal, "portal", me) as browser:
        answer = await browser.get("/me/data.json")
    content = answer.json()
    assert "attachment" in answer.headers["content-disposition"]
    assert content["person"]["email"] == "aino@example.org"
    assert [one["relation"] for one in content["roles"]] == ["hr"]
    assert "Eeva" not in answer.text and str(other) not in answer.text


async def test_a_supervisee_reads_who_opened_their_data_and_a_commissioner_does_not(portal):
    await everybody_is(portal, True)
    me, other = await person(portal, "Aino"), await person(portal, "Eeva", "Ek")
    line = {
        "at": NOW,
        "person_id": other,
        "role": "commissioner",
        "act": "relate_person",
        "about_person_id": me,
    }
    own = line | {"person_id": me, "act": "opened_process"}
    strange = line | {"about_person_id": uuid4()}
    again = line | {"at": NOW + timedelta(minutes=7)}
    fellow = line | {"person_id": await person(portal, "Kerttu", "Kivi"), "role": "supervisee"}
    async with portal.services["portal"].engine.begin() as connection:
        await connection.execute(sa.insert(access_log), [line, again, own, strange, fellow])
    await relate(portal, me, "hr", await organisation(portal))
    async with await visitor(portal, "portal", me) as browser:
        as_hr, data_of_hr = await browser.get("/me"), await browser.get("/me/data.json")
        await browser.post("/acting", data={"acting": "supervisee:"})
        as_supervisee, data = await browser.get("/me"), await browser.get("/me/data.json")
    assert "Eeva Ek" not in as_hr.text and data_of_hr.json()["who_opened_my_data"] == []
    assert "Eeva Ek" in as_supervisee.text and "Gave a role" in as_supervisee.text
    assert as_supervisee.text.count("Eeva Ek") == 1 and "Kerttu" not in as_supervisee.text
    [told] = data.json()["who_opened_my_data"]
    assert (told["act"], told["times"], told["day"]) == ("relate_person", 2, str(local_date(NOW)))
    assert [one["act"] for one in data.json()["what_i_did_here"]] == ["opened_process"]
