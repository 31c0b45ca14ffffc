"""People and organisations found and changed; relations that begin and end; the last administrator stays."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages import directory as messages
from services.messages.operations import ReportState
from services.messages.values import Address
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.directory.builders import BUSINESS_IDS, NOW, organisation, person, relate


async def said(house: House, kind: type[Any]) -> list[Any]:
    await house.quiet()
    return [event for event in await house.events("directory") if isinstance(event, kind)]


def ending(
    who: UUID, relation: messages.Relation, of: UUID | None = None, by: UUID = FOUNDER
) -> messages.EndRelation:
    return messages.EndRelation(person_id=who, relation=relation, organisation_id=of, ended_by=by, as_of=NOW)


async def test_a_person_is_found_by_address_in_any_case_and_nobody_by_another(house: House) -> None:
    await house.open("directory")
    aino = await person(house, "Aino")
    for email in ("aino@example.org", " AINO@Example.ORG "):
        found = (await house.ask(messages.FindPerson(email=email))).person
        assert found and found.person_id == aino
    for email in ("toinen@example.org", "ei osoite", "%", ""):
        assert (await house.ask(messages.FindPerson(email=email))).person is None


async def test_a_changed_person_is_shown_changed_and_the_rest_stays(house: House) -> None:
    await house.open("directory")
    aino = await person(house, "Aino")
    changed = await house.ask(
        messages.ChangePerson(person_id=aino, changed_by=aino, language="sv", as_of=NOW)
    )
    assert (changed.given_name, changed.family_name, changed.language) == ("Aino", "Laine", "sv")
    await house.ask(messages.ChangePerson(person_id=aino, changed_by=aino, family_name="Salo", as_of=NOW))
    shown = await house.ask(messages.ShowPerson(person_id=aino))
    assert (shown.family_name, shown.language, shown.email) == ("Salo", "sv", "aino@example.org")


async def test_an_unknown_person_is_neither_shown_nor_changed(house: House) -> None:
    await house.open("directory")
    for order in (
        messages.ShowPerson(person_id=uuid4()),
        messages.ChangePerson(person_id=uuid4(), changed_by=uuid4(), as_of=NOW),
    ):
        with pytest.raises(Refusal, match="unknown_person"):
            await house.ask(order)
    nobody = await house.ask(messages.ShowRelations(person_id=uuid4()))
    assert (nobody.relations, nobody.is_supervisor) == ([], False)


async def test_a_changed_organisation_is_said_once_and_only_when_something_is_other(house: House) -> None:
    await house.open("directory")
    own = await organisation(house)
    moved = Address(street="Uusikatu 2", postal_code="33100", town="Tampere")
    order = messages.ChangeOrganisation(
        organisation_id=own, name="Järvikaupunki", address=moved, changed_by=FOUNDER, as_of=NOW
    )
    for _ in range(2):
        card = await house.ask(order)
        assert (card.name, card.address, card.invoice_email) == ("Järvikaupunki", moved, "laskut@example.org")
    shown = await house.ask(messages.ShowOrganisation(organisation_id=own))
    assert (messages.OrganisationCard(**vars(shown)), shown.departments) == (card, [])
    expected = messages.OrganisationChanged(organisation_id=own, name="Järvikaupunki", language="fi")
    assert await said(house, messages.OrganisationChanged) == [expected]
    with pytest.raises(Refusal, match="unknown_organisation"):
        await house.ask(
            messages.ChangeOrganisation(organisation_id=uuid4(), name="Toinen", changed_by=FOUNDER, as_of=NOW)
        )


async def test_no_customer_takes_anothers_id_or_becomes_a_private_person(house: House) -> None:
    await house.open("directory")
    own = await organisation(house)
    other = await organisation(house, next(name for name in BUSINESS_IDS if name != "Järvikunta"))
    faults: dict[str, dict[str, Any]] = {
        "id_taken: business_id": {"business_id": BUSINESS_IDS["Järvikunta"]},
        "kind_of_a_person: kind": {"kind": "private_person"},
    }
    for code, facts in faults.items():
        with pytest.raises(Refusal, match=code):
            await house.ask(
                messages.ChangeOrganisation(organisation_id=other, changed_by=FOUNDER, as_of=NOW, **facts)
            )
    shown = await house.ask(messages.ShowOrganisation(organisation_id=own))
    assert shown.business_id == BUSINESS_IDS["Järvikunta"]
    assert await said(house, messages.OrganisationChanged) == []


async def test_a_relation_that_ended_is_gone_and_ending_it_again_changes_nothing(house: House) -> None:
    await house.open("directory")
    own, helena = await organisation(house), await person(house, "Helena")
    await relate(house, helena, "hr", own)
    await relate(house, helena, "payer", own)
    for _ in range(2):
        await house.ask(ending(helena, "hr", own))
    left = (await house.ask(messages.ShowRelations(person_id=helena))).relations
    assert [(one.relation, one.organisation_name) for one in left] == [("payer", "Järvikunta")]
    expected = messages.PersonUnrelated(
        person_id=helena, relation="hr", organisation_id=own, by=FOUNDER, others_in_hr=False
    )
    assert await said(house, messages.PersonUnrelated) == [expected]
    await relate(house, helena, "hr", own)
    assert len((await house.ask(messages.ShowRelations(person_id=helena))).relations) == 2


async def test_a_supervisor_is_told_as_one(house: House) -> None:
    await house.open("directory")
    kaisa = await person(house, "Kaisa")
    card = {"languages": ["fi"], "regions": [], "remote": True, "audiences": ["group"], "capacity": 3}
    order = {"supervisor_id": kaisa, "registered_by": FOUNDER, "as_of": NOW} | card
    await house.ask(messages.RegisterSupervisor.model_validate(order))
    told = await house.ask(messages.ShowRelations(person_id=kaisa))
    assert (told.relations, told.is_supervisor) == ([], True)


async def test_the_last_administrator_stays(house: House) -> None:
    await house.open("directory")
    first, second = await person(house, "Aino"), await person(house, "Veera")
    await relate(house, first, "administrator")
    await relate(house, first, "coordinator")
    with pytest.raises(Refusal, match="last_administrator"):
        await house.ask(ending(first, "administrator", by=first))
    await house.ask(ending(second, "administrator"))  # is none: nothing
    await house.ask(ending(first, "coordinator"))
    await relate(house, second, "administrator")
    await house.ask(ending(first, "administrator", by=second))
    left = (await house.ask(messages.ShowStaff(relation="administrator"))).people
    assert [one.person_id for one in left] == [second]


async def test_two_administrators_who_end_each_other_at_once_leave_one(house: House) -> None:
    """Turns red where services/directory/rights/relations.py does not lock the administrators."""
    await house.open("directory")
    for turn in range(5):
        pair = [await person(house, f"{name}{turn}") for name in ("Aino", "Veera")]
        for one in pair:
            await relate(house, one, "administrator")
        for known in (await house.ask(messages.ShowStaff(relation="administrator"))).people:
            if known.person_id not in pair:
                await house.ask(ending(known.person_id, "administrator", by=pair[0]))
        await asyncio.gather(*[house.ask(ReportState(), of="directory") for _ in range(8)])
        ends = [house.ask(ending(one, "administrator", by=one)) for one in pair]
        outcomes = await asyncio.gather(*ends, return_exceptions=True)
        assert [one.code for one in outcomes if isinstance(one, Refusal)] == ["last_administrator"]
