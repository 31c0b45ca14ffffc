"""An inquiry at the portal: three steps without an account, kept after each, sent once."""

import asyncio
import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.house import House
from tests.integration.directory import builders
from tests.visitor import stranger, visitor

WHO = {
    "organisation_name": "Järvikunta",
    "business_id": "0201256-6",
    "organisation_kind": "public",
    "street": "Katu 1",
    "postal_code": "00100",
    "town": "Helsinki",
    "invoice_email": "laskut@jarvikunta.example",
    "contact_given_name": "Helena",
    "contact_family_name": "Laine",
    "contact_email": "helena@jarvikunta.example",
}
FOR_WHOM = {
    "audience": "group",
    "headcount": "5",
    "region": "Pirkanmaa",
    "duration_minutes": "90",
    "template": "year",
}
HOPES = {"wishes": ["clarify_roles", "not_sure"], "message": "Selkeämpi työnjako.", "language": "sv"}


@pytest.fixture
async def portal(house: House) -> House:
    await house.open("directory", "intake", "contracts", "portal")
    return house


async def filled_in(browser: httpx.AsyncClient, **other: Any) -> str:
    """All three steps; the inquiry's address. other: instead of what is typed otherwise."""
    first = await browser.post("/inquiry", data=WHO | _of(WHO, other))
    address = first.headers["location"].removesuffix("/2")
    await browser.post(f"{address}/2", data=FOR_WHOM | _of(FOR_WHOM, other))
    last = await browser.post(f"{address}/3", data=HOPES | _of(HOPES, other))
    assert last.headers["location"] == f"{address}/check"
    return address


def _of(step: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in other.items() if name in step}


async def test_three_steps_and_a_check_become_an_inquiry_with_its_number(portal):
    async with stranger(portal, "portal") as browser:
        address = await filled_in(browser)
        check = await browser.get(f"{address}/check")
        sent = await browser.post(f"{address}/send")
        thanks = await browser.get(sent.headers["location"])
    assert "Selkeämpi työnjako." in check.text and "Make roles clearer, Not sure yet" in check.text
    assert sent.status_code == 303 and sent.headers["location"] == f"{address}/sent"
    assert "TO-1001" in thanks.text and "helena@jarvikunta.example" in thanks.text
    (row,) = await portal.rows("intake", "SELECT number, language, wishes, headcount FROM inquiry")
    assert (row["number"], row["language"], row["headcount"]) == ("TO-1001", "sv", 5)


async def test_empty_fields_are_named_and_what_was_typed_stays(portal):
    async with stranger(portal, "portal") as browser:
        answer = await browser.post(
            "/inquiry", data={"organisation_name": "Järvikunta <b>", "business_id": "123"}
        )
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text and "data-error-summary" in answer.text
    assert 'href="#field-town">Town: Fill in this field.' in answer.text
    assert 'href="#field-business_id">' in answer.text
    assert "Järvikunta &lt;b&gt;" in answer.text
    assert not await portal.rows("portal", "SELECT 1 FROM inquiry_draft")


async def test_pressed_twice_it_is_one_inquiry(portal):
    async with stranger(portal, "portal") as browser:
        address = await filled_in(browser)
        answers = await asyncio.gather(*(browser.post(f"{address}/send") for _ in range(3)))
        again = await browser.post(f"{address}/send")
    assert {one.headers["location"] for one in (*answers, again)} == {f"{address}/sent"}
    assert len(await portal.rows("intake", "SELECT 1 FROM inquiry")) == 1


async def test_put_aside_half_filled_and_taken_up_again_by_its_link_alone(portal):
    async with stranger(portal, "portal") as browser:
        aside = await browser.post("/inquiry", data={"organisation_name": "Järvikunta", "then": "later"})
        shown = await browser.get(aside.headers["location"])
    link = re.search(r'data-copy="([^"]+)"', shown.text)
    assert link and link.group(1).startswith(portal.address("portal"))
    async with stranger(portal, "portal") as elsewhere:
        back = await elsewhere.get(link.group(1))
    assert back.status_code == 200 and 'value="Järvikunta"' in back.text and "<title>Error" not in back.text


async def test_one_goes_back_to_change_a_step_and_returns_to_the_check(portal):
    async with stranger(portal, "portal") as browser:
        address = await filled_in(browser)
        before = await browser.get(f"{address}/2")
        changed = await browser.post(f"{address}/2", data=FOR_WHOM | {"region": "Varsinais-Suomi"})
        town = await browser.post(f"{address}/2", data=FOR_WHOM | {"region": "Joensuu"})
        nowhere = await browser.post(f"{address}/2", data=FOR_WHOM | {"region": ""})
        check = await browser.get(changed.headers["location"])
    assert 'value="Pirkanmaa" selected' in before.text
    assert town.status_code == 422 and "Region: Choose one of the alternatives." in town.text
    assert nowhere.status_code == 422 and "Region: Choose a region, or remote meetings." in nowhere.text
    assert changed.headers["location"] == f"{address}/check" and "Southwest Finland" in check.text


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"headcount": "1"}, "fewer people"),
        ({"headcount": "13"}, "more people"),
        ({"audience": "work_community", "headcount": "61"}, "too large"),
    ],
)
async def test_a_number_that_no_contract_takes_is_said_at_its_own_step(portal, said, fault):
    async with stranger(portal, "portal") as browser:
        first = await browser.post("/inquiry", data=WHO)
        kept = await browser.post(first.headers["location"], data=FOR_WHOM | said)
    assert kept.status_code == 422 and fault in kept.text


async def test_when_they_would_like_to_meet_is_asked_checked_and_sent(portal):
    wished = {"preferred_weekdays": ["0", "3"], "preferred_times": ["morning", "evening"]}
    async with stranger(portal, "portal") as browser:
        first = await browser.post("/inquiry", data=WHO)
        address = first.headers["location"].removesuffix("/2")
        over = await browser.post(f"{address}/2", data=FOR_WHOM | wished | {"preferred_from": "2001-01-02"})
        await browser.post(f"{address}/2", data=FOR_WHOM | wished | {"preferred_from": "2027-01-07"})
        await browser.post(f"{address}/3", data=HOPES)
        check = (await browser.get(f"{address}/check")).text
        await browser.post(f"{address}/send")
    assert over.status_code == 422 and "This day is over." in over.text
    assert re.findall(r'value="([\w-]+)" checked', over.text)[-4:] == ["0", "3", "morning", "evening"]
    assert "Monday, Thursday" in check and "Morning, Evening" in check and "7 January 2027" in check
    (row,) = await portal.rows("intake", "SELECT preferred_weekdays, preferred_times FROM inquiry")
    assert (row["preferred_weekdays"], row["preferred_times"]) == ([0, 3], ["morning", "evening"])


async def test_what_intake_refuses_is_said_at_the_check_with_a_way_to_the_field(portal):
    async with stranger(portal, "portal") as browser:
        address = await filled_in(browser)
        smaller_now = """UPDATE inquiry_draft SET typed = typed || '{"headcount": "30"}'"""
        await portal.rows("portal", smaller_now)
        refused = await browser.post(f"{address}/send")
    assert refused.status_code == 422
    assert f'href="{address}/2#field-headcount"' in refused.text
    assert not await portal.rows("intake", "SELECT 1 FROM inquiry")


async def test_an_unfinished_inquiry_is_not_sent_and_leads_to_what_is_lacking(portal):
    async with stranger(portal, "portal") as browser:
        address = (await browser.post("/inquiry", data=WHO)).headers["location"].removesuffix("/2")
        sent, check = await browser.post(f"{address}/send"), await browser.get(f"{address}/check")
    assert sent.headers["location"] == check.headers["location"] == f"{address}/2"


async def test_once_it_is_sent_its_address_shows_the_number_and_nothing_of_what_was_typed(portal):
    async with stranger(portal, "portal") as browser:
        address = await filled_in(browser)
        await browser.post(f"{address}/send")
        answers = [await browser.get(f"{address}/{step}") for step in ("1", "3", "check")]
        late = await browser.post(f"{address}/1", data=WHO | {"town": "Muualla"})
    assert {one.headers["location"] for one in answers} == {f"{address}/sent"}
    (row,) = await portal.rows("portal", "SELECT typed, number FROM inquiry_draft")
    assert "Järvikunta" not in row["typed"] and "Muualla" not in row["typed"] and row["number"] == "TO-1001"
    assert late.status_code == 409


async def test_a_strangers_guess_and_a_forgotten_draft_are_not_there(portal):
    async with stranger(portal, "portal") as browser:
        address = await filled_in(browser)
        guess = await browser.get("/inquiry/" + "a" * 43 + "/1")
        strange = await browser.get(f"{address}/7")
        portal.move_clock(portal.clock.now() + timedelta(days=31))
        forgotten = await browser.get(f"{address}/1")
        await browser.post("/inquiry", data=WHO)
    assert [one.status_code for one in (guess, strange, forgotten)] == [404, 404, 404]
    assert len(await portal.rows("portal", "SELECT 1 FROM inquiry_draft")) == 1


async def test_an_office_behind_one_address_may_ask_for_many_teams_and_a_flood_is_told_what_to_do(portal):
    async with stranger(portal, "portal") as browser:
        answers = [await browser.post("/inquiry", data=WHO) for _ in range(61)]
    assert [one.status_code for one in answers] == [303] * 60 + [429]
    assert "Wait some minutes" in answers[-1].text and 'value="Järvikunta"' in answers[-1].text


async def test_nobodys_mailbox_and_organisation_are_flooded_and_what_was_typed_stays(portal):
    async with stranger(portal, "portal") as browser:
        sent = [await browser.post(f"{await filled_in(browser)}/send") for _ in range(11)]
        assert [one.status_code for one in sent] == [303] * 10 + [429]
        assert "Wait some minutes" in sent[-1].text and "Järvikunta" in sent[-1].text
        other = await filled_in(browser, contact_email="toinen@kunta.example")
        assert (await browser.post(f"{other}/send")).status_code == 303
    assert len(await portal.rows("intake", "SELECT 1 FROM inquiry")) == 11


async def test_a_contact_who_is_signed_in_finds_their_organisation_filled_in(portal):
    organisation_id = await builders.organisation(portal)
    person_id = await builders.person(portal, "Raija", "Rantala")
    await builders.relate(portal, person_id, "hr", organisation_id)
    async with await visitor(portal, "portal", person_id) as browser:
        first = await browser.get("/inquiry")
    for typed in ("Järvikunta", "0201256-6", "Rantala", "laskut@example.org", "Katu 1"):
        assert f'value="{typed}"' in first.text


async def test_an_address_is_shown_as_it_is_kept_however_the_browser_sent_it(portal):
    async with stranger(portal, "portal") as browser:
        address = await filled_in(
            browser, contact_email="helena@xn--ty-gka.example", contact_given_name="A\u0308ija\u0308"
        )
        pages = [await browser.get(f"{address}/check")]
        await browser.post(f"{address}/send")
        pages.append(await browser.get(f"{address}/sent"))
    for page in pages:
        assert "helena@työ.example" in page.text and "xn--" not in page.text, page.url
    assert "Äijä" in pages[0].text
