"""Entries of the register: what was changed in them and by whom, their end, and what keeps them from ending."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages import directory as messages
from services.messages.intake import ShowInquiry
from services.messages.values import Address
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.directory.builders import NOW, person, relate
from tests.integration.intake import builders as intake


@pytest.fixture(scope="module")
async def register(shared_house: House) -> AsyncIterator[House]:
    """Directory, and who is asked what hangs on an entry."""
    await shared_house.open("directory", "intake", "contracts", "sessions", "billing")
    yield shared_house


async def _staff(house: House, relation: messages.Relation) -> UUID:
    who = await person(house, relation.capitalize(), known_as=f"{relation}-{uuid4().hex[:8]}")
    await relate(house, who, relation)
    return who


async def _customer(house: House, business_id: str) -> UUID:
    order = messages.RegisterOrganisation(
        organisation_id=uuid4(),
        name="Järvikunta",
        business_id=business_id,
        kind="public",
        language="fi",
        address=Address(street="Katu 1", postal_code="00100", town="Helsinki"),
        invoice_email="laskut@example.org",
        as_of=NOW,
    )
    return (await house.ask(order)).organisation_id


async def _history(
    house: House, kind: messages.EntryKind, entry_id: UUID, by: UUID
) -> list[messages.EntryChange]:
    query = messages.ListEntryHistory(kind=kind, entry_id=entry_id, asked_by=by)
    return (await house.ask(query)).changes


def _end(kind: messages.EndedKind, entry_id: UUID, by: UUID, **facts: Any) -> messages.EndEntry:
    return messages.EndEntry(kind=kind, entry_id=entry_id, ended_by=by, as_of=NOW, **facts)


async def _refused(house: House, order: Any) -> str:
    with pytest.raises(Refusal) as refused:
        await house.ask(order)
    return refused.value.code


async def test_each_change_of_a_customer_stands_with_who_made_it_from_what_to_what(register: House) -> None:
    coordinator = await _staff(register, "coordinator")
    customer = await _customer(register, "0116300-4")
    hr = await person(register, "Hilla", known_as=uuid4().hex)
    await relate(register, hr, "hr", customer)
    for by, mail in ((hr, "talous@example.org"), (coordinator, "ostot@example.org")):
        for _ in range(2):
            order = messages.ChangeOrganisation(
                organisation_id=customer, invoice_email=mail, changed_by=by, as_of=NOW
            )
            await register.ask(order)
    moved = Address(street="Kuja 2", postal_code="20100", town="Turku")
    await register.ask(
        messages.ChangeOrganisation(organisation_id=customer, address=moved, changed_by=hr, as_of=NOW)
    )
    told = await _history(register, "organisation", customer, hr)
    assert [(one.field, one.before, one.after, one.by) for one in told] == [
        ("address", "Katu 1, 00100 Helsinki, FI", "Kuja 2, 20100 Turku, FI", hr),
        ("invoice_email", "talous@example.org", "ostot@example.org", coordinator),
        ("invoice_email", "laskut@example.org", "talous@example.org", hr),
    ]
    stranger = await person(register, "Outi", known_as=uuid4().hex)
    query = messages.ListEntryHistory(kind="organisation", entry_id=customer, asked_by=stranger)
    assert await _refused(register, query) == "unknown_entry"


async def test_a_customer_that_is_ended_has_no_roles_and_gets_none_until_that_is_taken_back(
    register: House,
) -> None:
    coordinator, customer = await _staff(register, "coordinator"), await _customer(register, "0112038-9")
    hr = await person(register, "Hilla", known_as=uuid4().hex)
    await relate(register, hr, "hr", customer)
    assert await _refused(register, _end("organisation", customer, hr)) == "not_yours_to_end_entry"
    for _ in range(2):
        await register.ask(_end("organisation", customer, coordinator, reason="Lakkautettu"))
    otherwise = _end("organisation", customer, coordinator, reason="Fuusio")
    assert await _refused(register, otherwise) == "already_ended"
    shown = await register.ask(messages.ShowOrganisation(organisation_id=customer))
    assert shown.ended_on == NOW.date()
    assert (await register.ask(messages.ShowRelations(person_id=hr))).relations == []
    with pytest.raises(Refusal, match="organisation_ended"):
        await relate(register, hr, "hr", customer)
    with pytest.raises(Refusal, match="organisation_ended"):
        await _customer(register, "0112038-9")
    back = messages.ReopenEntry(kind="organisation", entry_id=customer, reopened_by=coordinator, as_of=NOW)
    await register.ask(back)
    await relate(register, hr, "hr", customer)
    told = await _history(register, "organisation", customer, coordinator)
    assert [(one.field, bool(one.before), one.reason) for one in told] == [
        ("ended_on", True, ""),
        ("ended_on", False, "Lakkautettu"),
    ]
    assert all(one.reason == "" for one in await _history(register, "organisation", customer, hr))


async def test_a_department_that_is_closed_ends_its_own_roles_only(register: House) -> None:
    coordinator, customer = await _staff(register, "coordinator"), await _customer(register, "1234567-1")
    hr, payer = [await person(register, name, known_as=uuid4().hex) for name in ("Hilla", "Pentti")]
    await relate(register, hr, "hr", customer)
    order = messages.RegisterDepartment(
        department_id=uuid4(), organisation_id=customer, name="Varhaiskasvatus", registered_by=hr, as_of=NOW
    )
    department = (await register.ask(order)).department_id
    await relate(register, payer, "payer", customer, department)
    await register.ask(_end("department", department, coordinator))
    assert (await register.ask(messages.ShowRelations(person_id=payer))).relations == []
    assert len((await register.ask(messages.ShowRelations(person_id=hr))).relations) == 1
    with pytest.raises(Refusal, match="department_ended"):
        await relate(register, payer, "payer", customer, department)
    assert await _refused(register, order) == "department_ended"


async def test_what_is_known_under_the_key_with_other_facts_is_refused_and_not_silently_kept(
    register: House,
) -> None:
    coordinator = await _staff(register, "coordinator")
    customer = await _customer(register, "1572860-0")
    assert await _customer(register, "1572860-0") == customer
    facts: dict[str, Any] = {"name": "Järvikunta", "business_id": "1572860-0", "kind": "public"}
    facts |= {"address": Address(street="Katu 1", postal_code="00100", town="Helsinki")}
    facts |= {"organisation_id": uuid4(), "language": "fi", "invoice_email": "laskut@example.org"}
    for other in ({"name": "Toinen kunta"}, {"invoice_email": "muu@example.org"}, {"language": "sv"}):
        order = messages.RegisterOrganisation.model_validate(facts | other | {"as_of": NOW})
        assert await _refused(register, order) == "organisation_known"
    department: dict[str, Any] = {"organisation_id": customer, "name": "Koulut", "as_of": NOW}
    department |= {"department_id": uuid4(), "registered_by": coordinator}
    first = await register.ask(messages.RegisterDepartment.model_validate(department))
    again = department | {"department_id": uuid4()}
    assert (await register.ask(messages.RegisterDepartment.model_validate(again))) == first
    other = again | {"invoice_email": "koulut@example.org"}
    assert await _refused(register, messages.RegisterDepartment.model_validate(other)) == "department_exists"


async def test_what_processes_still_need_is_not_ended(register: House) -> None:
    coordinator = await _staff(register, "coordinator")
    supervisor = await intake.supervisor(register)
    process_id = await intake.proposed(register, supervisor)
    inquiry = await register.ask(ShowInquiry(process_id=process_id))
    assert inquiry.organisation_id
    assert (
        await _refused(register, _end("organisation", inquiry.organisation_id, coordinator))
        == "processes_open"
    )
    assert await _refused(register, _end("supervisor", supervisor, coordinator)) == "processes_open"
    await register.ask(intake.answer(process_id, "decline", reason="Ei nyt"))
    await register.ask(_end("supervisor", supervisor, coordinator))
    assert not (await register.ask(messages.ShowRelations(person_id=supervisor))).is_supervisor
    listed = (await register.ask(messages.ListSupervisors())).supervisors
    assert supervisor not in {one.supervisor_id for one in listed}
    every = (await register.ask(messages.ListSupervisors(with_ended=True))).supervisors
    assert supervisor in {one.supervisor_id for one in every if one.ended_on}
    await register.ask(_end("organisation", inquiry.organisation_id, coordinator))


async def test_a_supervisors_card_keeps_what_it_said_before(register: House) -> None:
    administrator = await _staff(register, "administrator")
    who = await person(register, "Seija", known_as=uuid4().hex)
    for regions, capacity in ((["Uusimaa"], 3), (["Uusimaa", "Kainuu"], 5)):
        card = messages.RegisterSupervisor.model_validate(
            {
                "supervisor_id": who,
                "languages": ["fi"],
                "regions": regions,
                "remote": False,
                "audiences": ["group"],
                "capacity": capacity,
                "registered_by": administrator,
                "as_of": NOW,
            }
        )
        await register.ask(card)
    told = await _history(register, "supervisor", who, administrator)
    assert {(one.field, one.before, one.after) for one in told} == {
        ("regions", "Uusimaa", "Uusimaa, Kainuu"),
        ("capacity", "3", "5"),
    }


async def test_a_name_that_was_typed_wrongly_is_put_right_by_who_may_and_its_owner_is_told(
    register: House,
) -> None:
    coordinator, administrator = (
        await _staff(register, "coordinator"),
        await _staff(register, "administrator"),
    )
    aino, stranger = [await person(register, name, known_as=uuid4().hex) for name in ("Anio", "Outi")]

    def named(who: UUID, by: UUID, **facts: Any) -> messages.ChangePerson:
        order = {"person_id": who, "changed_by": by, "as_of": NOW}
        return messages.ChangePerson.model_validate(order | {"given_name": "Aino"} | facts)

    assert await _refused(register, named(aino, stranger)) == "not_yours_to_change"
    assert await _refused(register, named(administrator, coordinator)) == "not_yours_to_change"
    assert await _refused(register, named(aino, coordinator, language="sv")) == "not_yours_to_change"
    for _ in range(2):
        await register.ask(named(aino, coordinator))
    await register.ask(named(coordinator, administrator))
    await register.quiet()
    said = [
        one
        for one in await register.events("directory")
        if isinstance(one, messages.PersonNameChanged) and one.person_id == aino
    ]
    assert [one.changed_by for one in said] == [coordinator]
    assert "Aino" not in said[0].model_dump_json()
    [told] = await _history(register, "person", aino, aino)
    assert (told.field, told.before, told.after, told.by) == ("given_name", "Anio", "Aino", coordinator)
    query = messages.ListEntryHistory(kind="person", entry_id=aino, asked_by=stranger)
    assert await _refused(register, query) == "unknown_entry"


async def test_an_organisation_has_room_for_so_many_departments_and_no_more(register: House) -> None:
    coordinator, customer = await _staff(register, "coordinator"), await _customer(register, "0109862-8")
    many = """INSERT INTO department (department_id, organisation_id, name, registered_at)
        SELECT gen_random_uuid(), $1, 'Osasto ' || n, now() FROM generate_series(1, 200) n"""
    await register.rows("directory", many, customer)
    order = messages.RegisterDepartment(
        department_id=uuid4(),
        organisation_id=customer,
        name="Yksi vielä",
        registered_by=coordinator,
        as_of=NOW,
    )
    assert await _refused(register, order) == "too_many"
