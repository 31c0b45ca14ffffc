"""Departments below an organisation: known by their name in it, reached with it, and roles that belong to one."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages import directory as messages
from services.messages.values import Address, Role
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.directory.builders import NOW, STAFF, organisation, person, viewer

ADDRESS = Address(street="Kirkkokatu 2", postal_code="63700", town="Ähtäri")


def registering(of: UUID, name: str = "Varhaiskasvatus") -> messages.RegisterDepartment:
    return messages.RegisterDepartment(
        department_id=uuid4(),
        organisation_id=of,
        name=name,
        address=ADDRESS,
        invoice_email="varhaiskasvatus@example.org",
        registered_by=FOUNDER,
        as_of=NOW,
    )


def in_department(
    kind: type[Any], who: UUID, relation: messages.Relation, of: UUID | None, department: UUID | None
) -> Any:
    by = "ended_by" if kind is messages.EndRelation else "given_by"
    facts = {"person_id": who, "relation": relation, "organisation_id": of, "department_id": department}
    return kind(**facts, **{by: FOUNDER}, as_of=NOW)


async def said(house: House, *kinds: type[Any]) -> list[Any]:
    await house.quiet()
    return [event for event in await house.events("directory") if isinstance(event, kinds)]


async def test_a_department_is_registered_once_and_shown_below_its_organisation(house: House) -> None:
    await house.open("directory")
    own, other = await organisation(house), await organisation(house, "Ähtärin kaupunki")
    answers = await asyncio.gather(*(house.ask(registering(own)) for _ in range(6)))
    assert len({answer.department_id for answer in answers}) == 1
    second = await house.ask(registering(own, "aikuissosiaalityö"))
    elsewhere = await house.ask(registering(other))
    assert elsewhere.department_id != answers[0].department_id
    assert (second.address, second.invoice_email) == (ADDRESS, "varhaiskasvatus@example.org")

    shown = await house.ask(messages.ShowOrganisation(organisation_id=own))
    assert shown.name == "Järvikunta" and shown.departments == [second, answers[0]]
    told = await said(house, messages.DepartmentRegistered)
    assert sorted(event.name for event in told if event.organisation_id == own) == [
        "Varhaiskasvatus",
        "aikuissosiaalityö",
    ]
    with pytest.raises(Refusal, match="unknown_organisation"):
        await house.ask(registering(uuid4()))


async def test_a_changed_department_is_said_once_and_keeps_its_name_to_itself(house: House) -> None:
    await house.open("directory")
    own = await organisation(house)
    first, second = await house.ask(registering(own)), await house.ask(registering(own, "Kirjasto"))
    order = messages.ChangeDepartment(
        department_id=first.department_id, name="Päiväkodit", changed_by=FOUNDER, as_of=NOW
    )
    for _ in range(2):
        card = await house.ask(order)
        assert (card.name, card.address) == ("Päiväkodit", ADDRESS)
    assert await house.ask(messages.ShowDepartment(department_id=first.department_id)) == card
    assert await said(house, messages.DepartmentChanged) == [
        messages.DepartmentChanged(organisation_id=own, department_id=first.department_id, name="Päiväkodit")
    ]
    for refused, code in (
        ({"department_id": second.department_id, "name": "Päiväkodit"}, "department_name_taken"),
        ({"department_id": uuid4(), "name": "Museo"}, "unknown_department"),
    ):
        with pytest.raises(Refusal, match=code):
            await house.ask(
                messages.ChangeDepartment.model_validate({**refused, "changed_by": FOUNDER, "as_of": NOW})
            )


async def test_a_department_is_reached_with_its_organisation(house: House) -> None:
    await house.open("directory")
    own = await organisation(house)
    card = await house.ask(registering(own))
    for who in (*(viewer(role) for role in STAFF), viewer(Role.COMMISSIONER, own), viewer(Role.PAYER, own)):
        query = messages.ShowDepartment(department_id=card.department_id, viewer=who)
        assert await house.ask(query) == card
    for who in (viewer(Role.COMMISSIONER, uuid4()), viewer(Role.SUPERVISEE, own), viewer(Role.SUPERVISOR)):
        with pytest.raises(Refusal, match=r"^unknown_department: department_id$"):
            await house.ask(messages.ShowDepartment(department_id=card.department_id, viewer=who))


async def test_a_role_in_a_department_stands_beside_the_one_in_the_whole(house: House) -> None:
    await house.open("directory")
    own, helena = await organisation(house), await person(house, "Helena")
    department = (await house.ask(registering(own))).department_id
    for _ in range(2):
        for where in (department, None):
            await house.ask(in_department(messages.RelatePerson, helena, "hr", own, where))
    relations = (await house.ask(messages.ShowRelations(person_id=helena))).relations
    assert [(one.organisation_name, one.department_id, one.department_name) for one in relations] == [
        ("Järvikunta", department, "Varhaiskasvatus"),
        ("Järvikunta", None, None),
    ]
    await house.ask(in_department(messages.EndRelation, helena, "hr", own, department))
    (left,) = (await house.ask(messages.ShowRelations(person_id=helena))).relations
    assert left.department_id is None
    told = await said(house, messages.PersonRelated, messages.PersonUnrelated)
    assert [event.department_id for event in told] == [department, None, department]


async def test_a_role_is_in_a_department_of_the_organisation_that_it_names(house: House) -> None:
    await house.open("directory")
    own, other = await organisation(house), await organisation(house, "Ähtärin kaupunki")
    helena = await person(house, "Helena")
    department = (await house.ask(registering(other))).department_id
    for of, where in ((own, department), (None, department), (own, uuid4())):
        with pytest.raises(Refusal, match="unknown_department"):
            await house.ask(in_department(messages.RelatePerson, helena, "hr", of, where))
    assert (await house.ask(messages.ShowRelations(person_id=helena))).relations == []
