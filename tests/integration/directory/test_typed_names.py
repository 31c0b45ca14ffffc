"""By typing an address nobody learns a name: whoever does reads what they typed, until its owner comes in."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from services.messages import directory as messages
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.directory.builders import NOW, organisation, person, relate, viewer

LATER = NOW + timedelta(days=1)
REAL, TYPED = "Aino Laine", "A. Kotonen"


def added(by: UUID | None, name: str = TYPED, address: str = "Aino@example.org") -> messages.RegisterPerson:
    given_name, family_name = name.split(" ")
    facts = {"given_name": given_name, "family_name": family_name, "email": address, "language": "fi"}
    return messages.RegisterPerson.model_validate(
        facts | {"person_id": uuid4(), "registered_by": by, "as_of": LATER}
    )


async def accepted(house: House) -> UUID:
    """Somebody whose name is their own."""
    known = await person(house, "Aino")
    await house.ask(messages.AcceptPerson(person_id=known, as_of=NOW))
    return known


async def listed(house: House, looks: Viewer, at: UUID, search: str = "") -> list[str]:
    query = messages.ListPeople(viewer=looks, organisation_id=at, search=search)
    return [f"{one.given_name} {one.family_name}" for one in (await house.ask(query)).people]


async def test_a_customers_people_page_has_the_typed_name_until_its_owner_comes_in(house: House) -> None:
    await house.open("directory")
    own, known, giver = await organisation(house), await accepted(house), await person(house, "Hanna", "Hr")
    await relate(house, giver, "hr", own)
    await house.ask(added(giver))
    await relate(house, known, "payer", own)
    theirs = viewer(Role.COMMISSIONER, own)
    assert await listed(house, theirs, own) == ["Hanna Hr", TYPED]
    assert await listed(house, theirs, own, "laine") == []
    assert await listed(house, theirs, own, "koto") == [TYPED]
    assert await listed(house, viewer(Role.COORDINATOR), own) == ["Hanna Hr", REAL]
    await house.ask(messages.AcceptPerson(person_id=known, as_of=LATER))
    assert await listed(house, theirs, own) == ["Hanna Hr", REAL]


async def test_what_another_customer_calls_somebody_is_nothing_to_the_first(house: House) -> None:
    await house.open("directory")
    own, other = await organisation(house), await organisation(house, "Ähtärin kaupunki")
    known, giver = await accepted(house), await person(house, "Hanna", "Hr")
    await relate(house, known, "hr", own)
    await relate(house, giver, "hr", other)
    await house.ask(added(giver))
    await relate(house, known, "payer", other)
    assert await listed(house, viewer(Role.COMMISSIONER, own), own) == [REAL]
    assert TYPED in await listed(house, viewer(Role.COMMISSIONER, other), other)


async def test_who_is_known_from_the_same_customer_keeps_their_name_there(house: House) -> None:
    await house.open("directory")
    own, known, giver = await organisation(house), await accepted(house), await person(house, "Hanna", "Hr")
    for one in (known, giver):
        await relate(house, one, "hr", own)
    await house.ask(added(giver))
    assert REAL in await listed(house, viewer(Role.COMMISSIONER, own), own)


async def test_a_name_is_read_by_the_words_of_who_added_them(house: House) -> None:
    """A page and a letter name somebody as whoever proposed them did."""
    await house.open("directory")
    known, giver, another = await accepted(house), await person(house, "Pia"), await person(house, "Olli")
    await house.ask(added(giver))
    await house.ask(added(another, "Aino L"))
    await house.ask(added(None, "Joku Muu"))

    async def name(*givers: UUID) -> str:
        query = messages.ShowContacts(person_ids=[known], called_by=list(givers))
        [found] = (await house.ask(query)).people
        return found.name

    assert [await name(giver), await name(another), await name(), await name(uuid4())] == [
        TYPED,
        "Aino L",
        REAL,
        REAL,
    ]
    await house.ask(added(giver, "Aino Kotonen"))
    assert await name(giver) == "Aino Kotonen"
    await house.ask(messages.AcceptPerson(person_id=known, as_of=LATER))
    assert await name(giver) == REAL


async def test_where_others_say_yes_to_the_name_another_than_is_kept_is_refused(house: House) -> None:
    """Whoever types it, and without saying which it is; what is nobody's yet is still typed anew."""
    await house.open("directory")
    known, giver = await accepted(house), await person(house, "Pia")
    staff = await person(house, "Kerttu", "Korhonen")
    await relate(house, staff, "coordinator")
    for by in (giver, staff):
        with pytest.raises(Refusal) as refused:
            await house.ask(added(by).model_copy(update={"as_named": True}))
        assert (refused.value.code, refused.value.field) == ("known_by_another_name", "email")
        assert REAL.split(" ")[1] not in str(refused.value)
        so_named = added(by, "AINO laine").model_copy(update={"as_named": True})
        assert (await house.ask(so_named)).person_id == known
    nobodys = await person(house, "Uusi", "Tulija")
    order = added(giver, "Uuno Uusi", "uusi@example.org").model_copy(update={"as_named": True})
    assert (await house.ask(order)).person_id == nobodys
