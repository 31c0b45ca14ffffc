"""Organisations in the console: found, opened with their processes, and kept by a coordinator."""

from datetime import timedelta
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest

from services.messages.directory import (
    AskAdmission,
    Invoicing,
    ListPeople,
    SetInvoicing,
    ShowCustomer,
    ShowOrganisation,
)
from services.messages.intake import ShowInquiry
from services.messages.values import Role, Viewer
from tests.integration.console.arranged import Arranged
from tests.integration.directory.builders import NOW, person

PERSON = {
    "given_name": "Pentti",
    "family_name": "Puro",
    "email": "pentti@jarvikunta.example",
    "language": "sv",
    "relation": "payer",
}


async def _organisation(arranged: Arranged) -> tuple[UUID, str]:
    process_id, number = await arranged.in_matching()
    await arranged.house.quiet()
    known = await arranged.house.ask(ShowInquiry(process_id=process_id))
    assert known.organisation_id
    return known.organisation_id, number


async def _relations(arranged: Arranged, organisation_id: UUID) -> set[tuple[str, str]]:
    asker = Viewer(person_id=arranged.staff["coordinator"], role=Role.COORDINATOR)
    found = await arranged.house.ask(ListPeople(viewer=asker, organisation_id=organisation_id))
    return {(person.given_name, one.relation) for person in found.people for one in person.relations}


async def test_an_organisation_is_found_and_opened_with_its_processes(arranged: Arranged) -> None:
    organisation_id, number = await _organisation(arranged)
    path = f"/organisations/{organisation_id}"
    for role in ("coordinator", "finance", "administrator"):
        assert path in await arranged.open("/organisations?search=rvikun", role)
        page = await arranged.open(path, role)
        assert number in page and "Helena Laine" in page
    assert "Nothing was found" in await arranged.open("/organisations?search=zzz")
    for hidden in ("/organisations", path):
        await arranged.open(hidden, "supervisor", status=404)


async def test_its_page_says_how_it_takes_its_invoices_and_leads_to_where_that_is_changed(
    arranged: Arranged,
) -> None:
    organisation_id, _number = await _organisation(arranged)
    known = await arranged.house.ask(ShowCustomer(organisation_id=organisation_id))
    told = {"electronic_address": "003702012566", "operator": "BAWCFI22", "channels": ["finvoice", "mail"]}
    rule = {"order_number_required": True, "order_number_pattern": "45XXXXXX"}
    await arranged.house.ask(
        SetInvoicing(
            organisation_id=organisation_id,
            address=known.address,
            invoice_email=known.invoice_email,
            invoicing=Invoicing.model_validate(told | rule),
            changed_by=arranged.staff["coordinator"],
            as_of=NOW,
        )
    )
    page = await arranged.open(f"/organisations/{organisation_id}", "finance")
    for held in ("1. Finvoice by the operator", "0216:003702012566", "Basware", "Order number", "45XXXXXX"):
        assert held in page, held
    assert f'href="/organisations/{organisation_id}/invoicing"' in page
    assert "/invoicing" not in await arranged.open(f"/organisations/{organisation_id}", "administrator")


@pytest.mark.parametrize("page", ["/organisations?search=", "/processes?view=list&q="])
async def test_a_search_for_what_cannot_be_seen_lists_nothing(arranged: Arranged, page: str) -> None:
    """Pasted from a page, where nobody sees what it is; blanks alone ask for everything, signs alone for themselves."""
    await _organisation(arranged)
    everything = await arranged.open(f"{page}%20%20")
    assert "rvikun" in everything
    for unseen in ("\u200b", "\u2060\u00ad", "\u3164", "\u2800"):
        assert "rvikun" not in await arranged.open(page + quote(unseen), status=422)
    assert "rvikun" not in await arranged.open(page + quote("?!"))


async def test_a_role_is_given_ended_and_given_again(arranged: Arranged) -> None:
    organisation_id, _number = await _organisation(arranged)
    path = f"/organisations/{organisation_id}"
    assert await arranged.send(f"{path}/people/new", PERSON) == path
    assert ("Pentti", "payer") in await _relations(arranged, organisation_id)
    asker = Viewer(person_id=arranged.staff["coordinator"], role=Role.COORDINATOR)
    people = (await arranged.house.ask(ListPeople(viewer=asker, organisation_id=organisation_id))).people
    pentti = next(one.person_id for one in people if one.given_name == "Pentti")
    await arranged.send(f"{path}/people/{pentti}/payer/end", {})
    undo = f"{path}/people/{pentti}/payer/again"
    assert ("Pentti", "payer") not in await _relations(arranged, organisation_id)
    await arranged.send(undo, {})
    assert ("Pentti", "payer") in await _relations(arranged, organisation_id)
    wrong = await arranged.send(f"{path}/people/new", PERSON | {"email": "nobody"}, status=422)
    assert "Mail address: This is not a valid mail address." in wrong and 'value="Pentti"' in wrong


async def test_the_details_are_changed_by_a_coordinator_only(arranged: Arranged) -> None:
    organisation_id, _number = await _organisation(arranged)
    path = f"/organisations/{organisation_id}/details"
    form = {
        "name": "Järvikunta",
        "street": "Uusikatu 2",
        "postal_code": "33200",
        "town": "Tampere",
        "invoice_email": "laskut@jarvikunta.example",
        "language": "sv",
    }
    await arranged.send(path, form)
    known = await arranged.house.ask(ShowOrganisation(organisation_id=organisation_id))
    assert (known.name, known.address.street, known.language) == ("Järvikunta", "Uusikatu 2", "sv")
    assert "Postal code" in await arranged.send(path, form | {"postal_code": "332"}, status=422)
    for role in ("finance", "administrator", "supervisor"):
        await arranged.open(path, role, status=404)
        await arranged.send(path, form, role, status=404)


async def test_a_contact_whom_hr_does_not_answer_about_is_on_a_coordinators_day(arranged: Arranged) -> None:
    organisation_id, _ = await _organisation(arranged)
    now = arranged.house.clock.now()
    for name, days in (("Outi", 30), ("Uuno", 0)):
        stranger = await person(arranged.house, name, "Ek")
        asked = {"process_id": uuid4(), "person_id": stranger, "organisation_id": organisation_id}
        await arranged.house.ask(AskAdmission(**asked, as_of=now - timedelta(days=days)))
    day = await arranged.open("/")
    assert f'href="/organisations/{organisation_id}#waiting"' in day and "Let them in or not: Outi Ek" in day
    assert "Uuno" not in day and "Outi" not in await arranged.open("/", "finance")


async def test_an_entry_is_ended_when_nothing_hangs_on_it_and_its_history_says_so(arranged: Arranged) -> None:
    organisation_id, number = await _organisation(arranged)
    path = f"/entries/organisation/{organisation_id}"
    page = await arranged.open(path)
    assert number in page and "Nothing has been changed" in page
    refused = await arranged.send(f"{path}/end", {"reason": "Lakkautettu"}, status=422)
    assert "Processes are still open" in refused
    details = await arranged.house.ask(ShowOrganisation(organisation_id=organisation_id))
    typed = details.model_dump(mode="json", exclude_none=True) | details.address.model_dump()
    await arranged.send(
        f"/organisations/{organisation_id}/details", typed | {"invoice_email": "uusi@jarvikunta.example"}
    )
    page = await arranged.open(path)
    assert "uusi@jarvikunta.example" in page and details.invoice_email in page
    for hidden in (path, f"/entries/supervisor/{organisation_id}"):
        await arranged.open(hidden, "finance", status=404)


async def test_a_name_is_put_right_on_its_page_and_its_history_keeps_the_old_one(arranged: Arranged) -> None:
    who = await person(arranged.house, "Anio", "Laien")
    path = f"/people/{who}/name"
    assert "Laien" in await arranged.open(path)
    said = {"given_name": "Aino", "family_name": "Laine"}
    assert await arranged.send(path, said) == f"/entries/person/{who}"
    page = await arranged.open(f"/entries/person/{who}")
    assert "Laien" in page and "Aino Laine" in page
    await arranged.open(path, "supervisor", status=404)
    counted = "INSERT INTO refused_code VALUES ($1, current_date, 4)"
    await arranged.house.rows("console", counted, who)
    assert "days: 4" in await arranged.open(f"/entries/person/{who}")


async def test_finance_says_where_the_invoices_of_a_customer_go_and_how_long_it_has_to_pay(
    arranged: Arranged,
) -> None:
    organisation_id, _ = await _organisation(arranged)
    path = f"/organisations/{organisation_id}"
    assert f"{path}/invoicing" in await arranged.open(path, "finance")
    page = await arranged.open(f"{path}/invoicing", "finance")
    assert 'name="payment_days"' in page
    customer = await arranged.house.ask(ShowCustomer(organisation_id=organisation_id))
    typed = customer.address.model_dump() | {
        "invoice_email": customer.invoice_email,
        "language": "fi",
        "first_channel": "peppol",
        "electronic_address": "0216:003702012566",
        "payment_days": "21",
        "agreement": "SOP-9",
    }
    await arranged.send(f"{path}/invoicing", typed, "finance")
    kept = (await arranged.house.ask(ShowCustomer(organisation_id=organisation_id))).invoicing
    assert (kept.channels, kept.payment_days, kept.agreement) == (["peppol"], 21, "SOP-9")
    assert f"{path}/invoicing" not in await arranged.open(path, "administrator")
    await arranged.open(f"{path}/invoicing", "administrator", 404)
