"""The organisation's own page: who has which role, and where the invoices go."""

import re
from uuid import UUID, uuid4

import pytest

from services.messages.directory import (
    RegisterDepartment,
    RegisterOrganisation,
    ShowCustomer,
    ShowRelations,
)
from services.messages.values import Address
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.directory.builders import NOW, organisation, person, relate
from tests.visitor import visitor

BILLING = {
    "street": "Uusikatu 2",
    "postal_code": "33100",
    "town": "Tampere",
    "invoice_email": "uusi@example.org",
    "language": "sv",
}
PAYER = {
    "given_name": "Pekka",
    "family_name": "Palo",
    "email": "pekka@example.org",
    "language": "fi",
    "relation": "payer",
}


@pytest.fixture
async def portal(house: House) -> House:
    await house.open("directory", "contracts", "portal")
    return house


@pytest.fixture
async def ours(portal: House) -> UUID:
    return await organisation(portal)


@pytest.fixture
async def hr(portal: House, ours: UUID) -> UUID:
    person_id = await person(portal, "Raija", "Rantala")
    await relate(portal, person_id, "hr", ours)
    return person_id


async def test_a_commissioner_adds_a_person_who_then_comes_in(portal, hr):
    async with await visitor(portal, "portal", hr) as browser:
        added = await browser.post("/organisation/people/new", data=PAYER)
        shown = await browser.get("/organisation")
    assert added.status_code == 303 and "Pekka Palo" in shown.text and "pekka@example.org" in shown.text
    (row,) = await portal.rows("portal", "SELECT act, about_person_id FROM access_log")
    assert row["act"] == "relate_person"
    async with await visitor(portal, "portal", row["about_person_id"]) as payer:
        assert "Payer, Järvikunta" in (await payer.get("/me")).text


async def test_a_person_who_has_the_role_is_not_given_it_again(portal, hr):
    async with await visitor(portal, "portal", hr) as browser:
        await browser.post("/organisation/people/new", data=PAYER)
        other = PAYER | {"given_name": "Petri"}
        again = await browser.post("/organisation/people/new", data=other, follow_redirects=True)
    assert "This person has the role already. Nothing was changed." in again.text
    acts = await portal.rows("portal", "SELECT act FROM access_log")
    assert [row["act"] for row in acts].count("relate_person") == 1


async def test_a_private_person_has_billing_data_and_no_organisation(portal: House) -> None:
    person_id = await person(portal, "Oona", "Öhman")
    order = RegisterOrganisation(
        organisation_id=uuid4(),
        person_id=person_id,
        kind="private_person",
        language="en",
        address=Address(street="Katu 1", postal_code="00100", town="Helsinki"),
        invoice_email="oona@koti.example",
        as_of=NOW,
    )
    own = (await portal.ask(order)).organisation_id
    await relate(portal, person_id, "hr", own)
    async with await visitor(portal, "portal", person_id) as browser:
        pages = [(await browser.get(path)).text for path in ("/organisation", "/home", "/me", "/me/calendar")]
        added = await browser.post("/organisation/people/new", data=PAYER | {"relation": "payer"})
    for page in pages:
        words = re.sub(r"<[^>]+>", " ", page)
        assert "Private person" in words
        assert not re.search(r"organisation|\bHR\b|commissioner", words, re.IGNORECASE), words
    assert "Add a person" not in pages[0] and "Katu 1" in pages[0]
    assert added.status_code in (404, 422)


async def test_a_role_ends_only_when_the_family_name_was_typed(portal, hr, ours):
    other = await person(portal, "Eeva", "Ek")
    await relate(portal, other, "line_manager", ours)
    path = f"/organisation/people/{other}/line_manager"
    async with await visitor(portal, "portal", hr) as browser:
        asked = await browser.get(path)
        wrong = await browser.post(path, data={"confirm": "Eek"})
        ended = await browser.post(path, data={"confirm": "ek"})
        shown, again = await browser.get("/organisation"), await browser.get(path)
    assert "Ek" in asked.text and wrong.status_code == 422 and "as it is written above" in wrong.text
    assert (
        ended.status_code == 303 and "Eeva" not in shown.text and again.headers["location"] == "/organisation"
    )


async def test_a_form_shown_again_ends_the_departments_role_and_not_that_for_the_whole(portal, hr, ours):
    other = await person(portal, "Eeva", "Ek")
    order = RegisterDepartment(
        department_id=uuid4(), organisation_id=ours, name="Kirjasto", registered_by=FOUNDER, as_of=NOW
    )
    department = (await portal.ask(order)).department_id
    await relate(portal, other, "hr", ours)
    await relate(portal, other, "hr", ours, department)
    async with await visitor(portal, "portal", hr) as browser:
        page = await browser.get(f"/organisation/people/{other}/hr?department_id={department}")
        for typed in ("", "Eek", "Ek"):
            (action,) = re.findall(r'action="(/organisation/people/[^"]+)"', page.text)
            hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
            page = await browser.post(action, data=hidden | {"confirm": typed})
    held = (await portal.ask(ShowRelations(person_id=other))).relations
    assert page.status_code == 303 and [one.department_id for one in held] == [None]


async def test_nobody_ends_their_own_role_or_one_that_is_not_there(portal, hr):
    async with await visitor(portal, "portal", hr) as browser:
        own = await browser.post(f"/organisation/people/{hr}/hr", data={"confirm": "Rantala"})
        strange = await browser.get(f"/organisation/people/{uuid4()}/payer")
        staff = await browser.get(f"/organisation/people/{hr}/coordinator")
    assert [own.status_code, staff.status_code] == [404, 404]
    assert strange.headers["location"] == "/organisation"


async def test_the_billing_data_is_changed_and_a_wrong_one_is_shown_again(portal, hr):
    async with await visitor(portal, "portal", hr) as browser:
        wrong = await browser.post("/organisation/billing", data=BILLING | {"postal_code": "331"})
        done = await browser.post("/organisation/billing", data=BILLING)
        shown = await browser.get("/organisation")
    assert wrong.status_code == 422 and 'value="Uusikatu 2"' in wrong.text
    assert done.status_code == 303 and "The billing data is saved." in shown.text
    assert "Uusikatu 2" in shown.text and "uusi@example.org" in shown.text


async def test_another_organisations_people_are_out_of_reach_by_any_address(portal, hr):
    theirs = await organisation(portal, "Ähtärin kaupunki")
    other = await person(portal, "Eeva", "Ek")
    await relate(portal, other, "hr", theirs)
    path = f"/organisation/people/{other}/hr"
    async with await visitor(portal, "portal", hr) as browser:
        led = [await browser.get(f"/organisation/people/{uuid4()}/hr"), await browser.get(path)]
        led.append(await browser.post(path, data={"confirm": "Ek"}))
        shown = await browser.get("/organisation")
    assert [one.headers["location"] for one in led] == ["/organisation"] * 3, "as if there were nobody"
    assert [one.organisation_id for one in (await portal.ask(ShowRelations(person_id=other))).relations] == [
        theirs
    ]
    assert "Eeva" not in shown.text


@pytest.mark.parametrize("path", ["/organisation", "/organisation/people/new"])
async def test_a_payer_has_no_such_page(portal, ours, path):
    payer = await person(portal, "Pekka", "Palo")
    await relate(portal, payer, "payer", ours)
    async with await visitor(portal, "portal", payer) as browser:
        assert (await browser.get(path)).status_code == 404


async def test_a_payer_says_where_invoices_go_and_what_stands_on_them(portal, ours):
    payer = await person(portal, "Pekka", "Palo")
    await relate(portal, payer, "payer", ours)
    wanted = BILLING | {
        "electronic_address": "0037 2077474-0",
        "operator": "003721291126",
        "first_channel": "finvoice",
        "second_channel": "mail",
        "order_number": "4500AB1",
        "order_number_required": "true",
        "order_number_pattern": "XXXXXXXX",
        "payment_days": "45",
    }
    async with await visitor(portal, "portal", payer) as browser:
        home = await browser.get("/me")
        wrong = await browser.post("/organisation/billing", data=wanted)
        done = await browser.post("/organisation/billing", data=wanted | {"order_number": "4500AB12"})
        shown = await browser.get("/organisation/billing")
    assert 'href="/organisation/billing"' in home.text
    assert wrong.status_code == 422 and "does not look as the rule" in wrong.text
    assert (done.status_code, done.headers["location"]) == (303, "/organisation/billing")
    assert 'value="0216:003720774740"' in shown.text and 'value="4500AB12"' in shown.text
    assert "Maventa" in shown.text and 'name="payment_days"' not in shown.text
    kept = (await portal.ask(ShowCustomer(organisation_id=ours))).invoicing
    assert (kept.channels, kept.payment_days, kept.order_number_required) == (
        ["finvoice", "mail"],
        None,
        True,
    )
    (row,) = await portal.rows("portal", "SELECT act FROM access_log")
    assert row["act"] == "set_invoicing"


async def test_who_has_only_asked_so_far_reads_when_the_organisation_will_be_there(portal):
    asker = await person(portal, "Aili")
    async with await visitor(portal, "portal", asker) as browser:
        page, billing = await browser.get("/organisation"), await browser.get("/organisation/billing")
    assert page.status_code == 200 and "nothing here yet" in page.text
    assert billing.status_code == 404
