"""Who finds which organisations and people: another organisation's are as if they were not there."""

from typing import get_args
from uuid import uuid4

import pytest

from services.messages import directory as messages
from services.messages.values import Language, Role
from services.runtime.commands.refusal import Refusal
from services.wording.ordering import by_name
from tests.house import House
from tests.integration.directory.builders import STAFF, organisation, person, relate, viewer
from tests.integration.directory.test_directory import supervisor_card


async def names(house: House, query: messages.ListOrganisations) -> list[str]:
    return [one.name for one in (await house.ask(query)).organisations]


async def refused(house: House, query: object) -> tuple[str, str | None, str | None]:
    with pytest.raises(Refusal) as no:
        await house.ask(query)  # type: ignore[arg-type]
    return no.value.code, no.value.field, no.value.reason


async def test_staff_find_all_organisations_and_the_others_their_own(house: House) -> None:
    await house.open("directory")
    other, own = await organisation(house, "Ähtärin kaupunki"), await organisation(house)
    assert other != own
    for role in STAFF:
        found = await names(house, messages.ListOrganisations(viewer=viewer(role)))
        assert found == ["Järvikunta", "Ähtärin kaupunki"]
    for role in (Role.COMMISSIONER, Role.PAYER):
        assert await names(house, messages.ListOrganisations(viewer=viewer(role, own))) == ["Järvikunta"]
        assert await names(house, messages.ListOrganisations(viewer=viewer(role))) == []
    for role in (Role.SUPERVISEE, Role.SUPERVISOR):
        assert await names(house, messages.ListOrganisations(viewer=viewer(role, own))) == []


async def test_organisations_are_searched_in_any_case_of_letters_and_nothing_in_a_search_is_a_pattern(
    house: House,
) -> None:
    await house.open("directory")
    await organisation(house, "Ähtärin kaupunki")
    await organisation(house)
    everyone = viewer(Role.COORDINATOR)
    for search, found in [
        ("ÄHT", ["Ähtärin kaupunki"]),
        (" järvi ", ["Järvikunta"]),
        ("0201256", ["Järvikunta"]),
        ("%", []),
        ("_", []),
    ]:
        assert await names(house, messages.ListOrganisations(viewer=everyone, search=search)) == found


async def test_people_stand_in_the_order_of_the_readers_alphabet_and_are_found_in_loose_dots(
    house: House,
) -> None:
    await house.open("directory")
    own = await organisation(house)
    names = [
        "Öst",
        "Mäkinen",
        "Þór",
        "Åberg",
        "Müller",
        "Mårtensson",
        "Äijälä",
        "Žukov",
        "O’Hara",
        "Ohra",
        "Tie",
    ]
    for number, name in enumerate(names):
        await relate(house, await person(house, "Kaisa", name, f"kaisa{number}"), "hr", own)

    async def in_order(language: Language, search: str = "") -> list[str]:
        query = messages.ListPeople(
            viewer=viewer(Role.COORDINATOR), organisation_id=own, language=language, search=search
        )
        return [one.family_name for one in (await house.ask(query)).people]

    for language in get_args(Language):
        found = await in_order(language)
        assert found == by_name(found, language, lambda name: name) and len(found) == 11
    assert (await in_order("fi"))[:3] == ["Müller", "Mårtensson", "Mäkinen"]
    assert (await in_order("en"))[:2] == ["Åberg", "Äijälä"]
    assert await in_order("sv", "A\u0308IJA\u0308") == ["Äijälä"]


async def test_another_organisation_is_refused_like_one_that_is_not_there(house: House) -> None:
    await house.open("directory")
    other, own = await organisation(house, "Ähtärin kaupunki"), await organisation(house)
    for role in (Role.COMMISSIONER, Role.PAYER):
        looks = viewer(role, own)
        assert (
            await house.ask(messages.ShowOrganisation(organisation_id=own, viewer=looks))
        ).name == "Järvikunta"
        for query in (messages.ShowOrganisation, messages.ListPeople):
            theirs = await refused(house, query(organisation_id=other, viewer=looks))
            assert theirs == await refused(house, query(organisation_id=uuid4(), viewer=looks))
            assert theirs == ("unknown_organisation", "organisation_id", None)
    for role in STAFF:
        await house.ask(messages.ShowOrganisation(organisation_id=other, viewer=viewer(role)))
        nowhere = messages.ListPeople(organisation_id=uuid4(), viewer=viewer(role))
        assert (await refused(house, nowhere))[0] == "unknown_organisation"


async def test_a_commissioner_sees_the_own_people_and_nothing_of_what_they_are_elsewhere(
    house: House,
) -> None:
    await house.open("directory")
    other, own = await organisation(house, "Ähtärin kaupunki"), await organisation(house)
    both, stranger = await person(house, "Åsa", "Östman", "asa"), await person(house, "Veera")
    await relate(house, both, "hr", own)
    await relate(house, both, "payer", other)
    await relate(house, both, "finance")
    await relate(house, stranger, "hr", other)

    own_people = messages.ListPeople(viewer=viewer(Role.COMMISSIONER, own), organisation_id=own)
    (shown,) = (await house.ask(own_people)).people
    assert (shown.person_id, shown.email) == (both, "asa@example.org")
    assert [(one.relation, one.organisation_name) for one in shown.relations] == [("hr", "Järvikunta")]

    for role in STAFF:
        (shown,) = (await house.ask(messages.ListPeople(viewer=viewer(role), organisation_id=own))).people
        assert [(one.relation, one.organisation_name) for one in shown.relations] == [
            ("hr", "Järvikunta"),
            ("payer", "Ähtärin kaupunki"),
            ("finance", None),
        ]


async def test_the_providers_own_staff_is_listed_for_staff_alone(house: House) -> None:
    await house.open("directory")
    own = await organisation(house)
    client, late, early = (
        await person(house, "Helena"),
        await person(house, "Ylva"),
        await person(house, "Aino"),
    )
    await relate(house, client, "hr", own)
    await relate(house, late, "coordinator")
    await relate(house, early, "administrator")
    for role in STAFF:
        people = (await house.ask(messages.ListPeople(viewer=viewer(role)))).people
        assert [one.person_id for one in people] == [early, late]
        found = (await house.ask(messages.ListPeople(viewer=viewer(role), search="YLVA L"))).people
        assert [one.person_id for one in found] == [late]
    for role in (Role.COMMISSIONER, Role.PAYER, Role.SUPERVISEE, Role.SUPERVISOR):
        code, *_ = await refused(house, messages.ListPeople(viewer=viewer(role, own)))
        assert code == "unknown_organisation"


async def test_a_payer_sees_the_organisation_and_none_of_its_people(house: House) -> None:
    await house.open("directory")
    own = await organisation(house)
    await relate(house, await person(house, "Helena"), "hr", own)
    query = messages.ListPeople(viewer=viewer(Role.PAYER, own), organisation_id=own)
    assert (await refused(house, query))[0] == "unknown_organisation"


_LONG = "repeat('ä', 4000)"
_MANY = {
    "credential_entry": f"""
        INSERT INTO credential_entry (supervisor_id, kind, change, reason, at)
        SELECT $1::uuid, 'training', 'corrected', n || {_LONG}, now() FROM generate_series(1, 300) AS n""",
    "entry_alteration": f"""
        INSERT INTO entry_alteration (kind, entry_id, field, before, after, reason, at)
        SELECT 'person', $1::uuid, 'given_name', '', '', n || {_LONG}, now() FROM generate_series(1, 300) AS n""",
    "admission": """
        INSERT INTO admission (process_id, person_id, organisation_id, status, asked_at, coordinator_from)
        SELECT gen_random_uuid(), $1::uuid, $2::uuid, 'waiting', now(), now() FROM generate_series(1, 3000)""",
    "former_address": """
        INSERT INTO former_address (change_id, person_id, email, until, changed_by)
        SELECT gen_random_uuid(), $1::uuid, repeat('a', 240) || n || '@e.example', now(), $1::uuid
        FROM generate_series(1, 3000) AS n""",
}


async def test_a_long_life_of_corrections_and_strangers_is_still_read(house: House) -> None:
    """Of what one message does not hold, the latest; of those who wait, the first who asked."""
    await house.open("directory")
    who, where = await person(house, "Sari"), await organisation(house)
    await relate(house, who, "coordinator")
    await house.ask(supervisor_card(who))
    for table, rows in _MANY.items():
        await house.rows("directory", rows, *((who, where) if table == "admission" else (who,)))
    corrected = await house.ask(messages.ListCredentialHistory(supervisor_id=who, asked_by=who))
    assert corrected.entries[0].reason.startswith("300ä") and len(corrected.entries) > 50
    altered = await house.ask(messages.ListEntryHistory(kind="person", entry_id=who, asked_by=who))
    assert altered.changes[0].reason.startswith("300ä") and len(altered.changes) > 50
    waiting = await house.ask(messages.ListAdmissions(viewer=viewer(Role.COORDINATOR)))
    assert len(waiting.admissions) > 1000
    earlier = await house.ask(messages.ListEarlierAddresses(person_id=who, asked_by=who))
    assert len(earlier.addresses) > 1000
