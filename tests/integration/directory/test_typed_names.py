"""A name that somebody types for an address: whose word for it counts, and what they learn by typing it."""

from uuid import UUID, uuid4

from services.messages import directory as messages
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.directory.builders import NOW, organisation, person, relate

ADDRESS = "vieras@example.org"


async def typed(
    house: House, given_name: str, by: UUID | None = None, email: str = ADDRESS
) -> dict[str, object]:
    order = messages.RegisterPerson(
        person_id=uuid4(),
        given_name=given_name,
        family_name="Laine",
        email=email,
        language="fi",
        registered_by=by,
        as_of=NOW,
    )
    return (await house.ask(order)).model_dump()


async def kept(house: House) -> tuple[str, bool]:
    found = (await house.ask(messages.FindPerson(email=ADDRESS))).person
    assert found
    return found.name, found.accepted


async def hr(house: House, name: str) -> UUID:
    person_id = await person(house, name)
    await relate(house, person_id, "hr", await organisation(house))
    return person_id


async def test_a_customers_word_for_a_name_is_nobodys_until_ours_takes_it(house: House) -> None:
    await house.open("directory")
    theirs = await hr(house, "Raija")
    await typed(house, "Ensi", theirs)
    assert await kept(house) == ("Ensi Laine", False)
    await typed(house, "Enni", theirs)
    assert await kept(house) == ("Enni Laine", False), "their own, put right"
    await typed(house, "Emma", FOUNDER)
    assert await kept(house) == ("Emma Laine", True)
    await typed(house, "Eeva", theirs)
    assert await kept(house) == ("Emma Laine", True)


async def test_a_stranger_calls_nobody_other_than_a_customer_does(house: House) -> None:
    await house.open("directory")
    await typed(house, "Outo")
    await typed(house, "Ensi", await hr(house, "Raija"))
    await typed(house, "Kumma")
    await typed(house, "Muu", await person(house, "Joku"))
    assert await kept(house) == ("Ensi Laine", False)


async def test_the_first_name_that_is_proven_stays(house: House) -> None:
    await house.open("directory")
    theirs = await hr(house, "Raija")
    known = await typed(house, "Ensi", theirs)
    await house.ask(messages.AcceptPerson.model_validate(known | {"as_of": NOW}))
    await typed(house, "Eeva", theirs)
    assert await kept(house) == ("Ensi Laine", True)


async def test_whoever_types_a_known_address_learns_who_it_is_by_no_name(house: House) -> None:
    await house.open("directory")
    known = await typed(house, "Salla", FOUNDER)
    for by in (None, FOUNDER, await hr(house, "Raija")):
        assert await typed(house, "Arvaus", by) == known and set(known) == {"person_id"}
