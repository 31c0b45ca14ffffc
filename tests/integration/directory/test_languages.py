"""Which languages the provider serves: said by an administrator, kept by the doors, heeded by whoever writes."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.messages.directory import (
    ChangePerson,
    ListLanguages,
    ServeLanguages,
    ShowContacts,
    ShowCustomer,
    ShowLanguages,
    ShowPerson,
)
from services.messages.values import Language
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from tests.house import House
from tests.integration.directory.builders import NOW, organisation, person, relate

TODAY = local_date(NOW)


@pytest.fixture
async def administrator(house: House) -> UUID:
    await house.open("directory")
    who = await person(house, "Aino")
    await relate(house, who, "administrator")
    return who


async def serve(house: House, by: UUID, *languages: Language) -> None:
    await house.ask(ServeLanguages(languages=list(languages), set_by=by, as_of=NOW))


async def test_all_are_served_until_it_is_said_otherwise(house: House, administrator: UUID) -> None:
    now = await house.ask(ShowLanguages(on=TODAY))
    assert now.languages == ["fi", "sv", "en"] and not now.ever_set
    await serve(house, administrator, "en", "fi", "fi")
    now = await house.ask(ShowLanguages(on=TODAY))
    assert now.languages == ["fi", "en"] and now.ever_set and now.since == TODAY
    assert not (await house.ask(ShowLanguages(on=TODAY - timedelta(days=1)))).ever_set
    await serve(house, administrator, "fi", "en")
    assert len((await house.ask(ListLanguages())).languages) == 1, "the same again is nothing new"


async def test_only_an_administrator_says_it(house: House, administrator: UUID) -> None:
    other = await person(house, "Rauha")
    await relate(house, other, "finance")
    with pytest.raises(Refusal, match="administrators_only"):
        await serve(house, other, "fi")


async def test_who_chose_another_before_is_written_to_in_the_first_that_is_served_and_keeps_the_choice(
    house: House, administrator: UUID
) -> None:
    swede, customer = await person(house, "Sven"), await organisation(house)
    await house.ask(ChangePerson(person_id=swede, language="sv", changed_by=swede, as_of=NOW))

    async def in_letters() -> tuple[str, str | None]:
        [contact] = (await house.ask(ShowContacts(person_ids=[swede]))).people
        card = await house.ask(ShowCustomer(organisation_id=customer))
        assert card.language == "fi"
        return contact.language, card.paper_language

    assert await in_letters() == ("sv", "fi")
    await serve(house, administrator, "en")
    assert await in_letters() == ("en", "en")
    assert (await house.ask(ShowPerson(person_id=swede))).language == "sv"
    await serve(house, administrator, "sv", "en")
    assert await in_letters() == ("sv", "sv")
