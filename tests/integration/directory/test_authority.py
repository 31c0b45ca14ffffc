"""Who gives and ends which role: directory looks up what the signed-in person is today, whatever a page let through."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.directory.rights.authority import right_to
from services.messages import directory as messages
from services.messages.envelope import Command
from services.messages.policy import WHO_DOES_WHAT
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.directory.builders import NOW, organisation, person, relate, viewer
from tests.integration.directory.test_departments import registering

STAFF_ROLES: tuple[messages.Relation, ...] = ("administrator", "coordinator", "finance")
CUSTOMER_ROLES: tuple[messages.Relation, ...] = ("hr", "line_manager", "payer")


class Town:
    """Two departments of one town, another customer, staff, and somebody in each of their roles."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.who: dict[str, UUID] = {}

    async def settle(self) -> None:
        house = self.house
        await house.open("directory")
        self.own, self.other = await organisation(house), await organisation(house, "Ähtärin kaupunki")
        self.care = (await house.ask(registering(self.own))).department_id
        self.library = (await house.ask(registering(self.own, "Kirjasto"))).department_id
        for role in STAFF_ROLES:
            await relate(house, await self.person(role), role)
        for role in CUSTOMER_ROLES:
            await relate(house, await self.person(role), role, self.own)
        await relate(house, await self.person("stranger"), "hr", self.other)
        await relate(house, await self.person("care_hr"), "hr", self.own, self.care)
        await self.person("nobody")

    async def person(self, name: str) -> UUID:
        self.who[name] = await person(self.house, "Aino", known_as=name)
        return self.who[name]

    async def may_give(self, by: str, role: messages.Relation, department: UUID | None = None) -> bool:
        of = None if role in STAFF_ROLES else self.own
        facts = {"person_id": await self.fresh(), "relation": role, "organisation_id": of}
        order = messages.RelatePerson(**facts, department_id=department, given_by=self.who[by], as_of=NOW)
        return await self.let(order, "not_yours_to_give")

    async def may_end(self, by: str, role: messages.Relation, department: UUID | None = None) -> bool:
        of = None if role in STAFF_ROLES else self.own
        facts = {"person_id": await self.fresh(), "relation": role, "organisation_id": of}
        giver = self.who["administrator" if of is None else "coordinator"]
        given = messages.RelatePerson(**facts, department_id=department, given_by=giver, as_of=NOW)
        await self.house.ask(given)
        order = messages.EndRelation(**facts, department_id=department, ended_by=self.who[by], as_of=NOW)
        return await self.let(order, "not_yours_to_end")

    async def fresh(self) -> UUID:
        return await person(self.house, "Veera", known_as=uuid4().hex)

    async def let(self, order: messages.RelatePerson | messages.EndRelation, otherwise: str) -> bool:
        try:
            await self.house.ask(order)
        except Refusal as refusal:
            assert refusal.code == otherwise, refusal
            return False
        return True


@pytest.fixture
async def town(house: House) -> Town:
    town = Town(house)
    await town.settle()
    return town


BY_ROLE = {"administrator": Role.ADMINISTRATOR, "coordinator": Role.COORDINATOR, "finance": Role.FINANCE}
BY_ROLE |= {"hr": Role.COMMISSIONER, "payer": Role.PAYER}


async def test_each_role_is_given_and_ended_by_those_whom_the_table_names_and_nobody_else(town: Town) -> None:
    for role in (*STAFF_ROLES, *CUSTOMER_ROLES):
        for by, acts_as in BY_ROLE.items():
            assert await town.may_give(by, role) is (acts_as in WHO_DOES_WHAT[right_to("give", role)]), (
                by,
                role,
            )
            assert await town.may_end(by, role) is (acts_as in WHO_DOES_WHAT[right_to("end", role)]), (
                by,
                role,
            )
        for by in ("line_manager", "stranger", "care_hr", "nobody"):
            assert not await town.may_give(by, role), (by, role)
        assert not await town.may_end("line_manager", role), role


async def test_hr_of_a_department_gives_and_ends_roles_there_and_neither_beside_it_nor_above(
    town: Town,
) -> None:
    for role in CUSTOMER_ROLES:
        assert await town.may_give("care_hr", role, town.care)
        assert await town.may_end("care_hr", role, town.care)
        assert not await town.may_give("care_hr", role, town.library)
        assert not await town.may_end("care_hr", role, town.library)
        assert await town.may_give("hr", role, town.library)
    may_give = messages.ListGivable(given_by=town.who["care_hr"], organisation_id=town.own)
    found = await town.house.ask(may_give)
    assert (found.whole, [one.department_id for one in found.departments]) == (False, [town.care])
    for by in ("payer", "line_manager", "nobody"):
        nothing = may_give.model_copy(update={"given_by": town.who[by]})
        assert (await town.house.ask(nothing)).relations == []


async def test_nobody_promotes_themselves(town: Town) -> None:
    for by, role, of, code in (
        ("coordinator", "administrator", None, "not_yours_to_give"),
        ("coordinator", "hr", town.own, "own_role"),
        ("payer", "hr", town.own, "own_role"),
        ("nobody", "payer", town.own, "own_role"),
        ("hr", "coordinator", town.own, "role_elsewhere"),
        ("administrator", "hr", None, "role_elsewhere"),
    ):
        facts = {"person_id": town.who[by], "given_by": town.who[by], "relation": role}
        order = messages.RelatePerson.model_validate({**facts, "organisation_id": of, "as_of": NOW})
        with pytest.raises(Refusal, match=code):
            await town.house.ask(order)
        nameless = order.model_copy(update={"given_by": None})
        with pytest.raises(Refusal, match=r"not_yours_to_give|role_elsewhere"):
            await town.house.ask(nameless)


async def test_who_may_not_give_a_role_is_refused_also_where_it_was_given_before(town: Town) -> None:
    """Or the access log would say that they gave it."""
    order = messages.RelatePerson(person_id=town.who["coordinator"], relation="coordinator", as_of=NOW)
    for by in ("coordinator", "nobody"):
        assert not await town.let(order.model_copy(update={"given_by": town.who[by]}), "not_yours_to_give")
    assert await town.let(order.model_copy(update={"given_by": town.who["administrator"]}), "nothing")


async def test_two_departments_of_one_town_see_neither_each_others_people_nor_each_others_data(
    town: Town,
) -> None:
    await relate(town.house, await town.person("library_hr"), "hr", town.own, town.library)
    care = viewer(Role.COMMISSIONER, town.own, town.care)
    listed = (await town.house.ask(messages.ListPeople(viewer=care, organisation_id=town.own))).people
    assert town.who["care_hr"] in {one.person_id for one in listed}
    seen = {role.department_id for one in listed for role in one.relations}
    assert seen == {town.care}
    shown = await town.house.ask(messages.ShowOrganisation(organisation_id=town.own, viewer=care))
    assert [one.department_id for one in shown.departments] == [town.care]
    with pytest.raises(Refusal, match="unknown_department"):
        await town.house.ask(messages.ShowDepartment(department_id=town.library, viewer=care))
    orders: tuple[Command[Any], ...] = (
        messages.ChangeOrganisation(
            organisation_id=town.own, name="Meidän", changed_by=town.who["care_hr"], as_of=NOW
        ),
        messages.ChangeDepartment(
            department_id=town.library, name="Meidän", changed_by=town.who["care_hr"], as_of=NOW
        ),
        registering(town.own, "Museo").model_copy(update={"registered_by": town.who["care_hr"]}),
    )
    for order in orders:
        with pytest.raises(Refusal, match=r"unknown_organisation|unknown_department"):
            await town.house.ask(order)
    changed = messages.ChangeDepartment(
        department_id=town.care, name="Päiväkodit", changed_by=town.who["care_hr"], as_of=NOW
    )
    assert (await town.house.ask(changed)).name == "Päiväkodit"


async def test_hr_of_the_whole_hears_of_a_role_that_is_given_or_ended_and_so_do_administrators(
    town: Town,
) -> None:
    """Who gave it needs no telling, and the person hears anyway."""
    given = await town.fresh()
    await relate(town.house, given, "payer", town.own, town.care)
    order = messages.EndRelation(
        person_id=given,
        relation="payer",
        organisation_id=town.own,
        department_id=town.care,
        ended_by=town.who["care_hr"],
        as_of=NOW,
    )
    await town.house.ask(order)
    await relate(town.house, given, "finance")
    await town.house.quiet()
    events = await town.house.events("directory")
    told = [
        (event.relation, event.told)
        for event in events
        if isinstance(event, messages.PersonRelated | messages.PersonUnrelated) and event.person_id == given
    ]
    hr, administrator = [town.who["hr"]], [town.who["administrator"]]
    assert told == [("payer", hr), ("payer", hr), ("finance", administrator)]


async def test_who_gives_or_ends_is_told_where_there_was_nothing_to_do(house: House) -> None:
    """The same order once more is no other answer than the first."""
    await house.open("directory")
    who, given = await person(house, "Aino"), {"relation": "finance", "given_by": FOUNDER}
    first = messages.RelatePerson.model_validate(given | {"person_id": who, "as_of": NOW})
    later = first.model_copy(update={"as_of": NOW + timedelta(minutes=1)})
    assert [(await house.ask(one)).nothing_changed for one in (first, first, later)] == [False, False, True]
    ending = messages.EndRelation.model_validate(
        {"person_id": who, "relation": "finance", "ended_by": FOUNDER, "as_of": NOW}
    )
    assert [(await house.ask(ending)).nothing_changed for _ in range(2)] == [False, True]
