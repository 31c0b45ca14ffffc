"""directory over the wire: natural keys, refusals that tell field and reason and repeat nothing."""

import asyncio
import json
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from services.messages import directory as messages
from services.runtime.commands.refusal import REFUSAL_HEADER, Refusal
from tests.founder import FOUNDER
from tests.house import House

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)


def person(email: str) -> messages.RegisterPerson:
    return messages.RegisterPerson(
        person_id=uuid4(), given_name="Aino", family_name="Laine", email=email, language="fi", as_of=NOW
    )


async def test_ten_people_with_one_address_at_once_are_one_person(house: House) -> None:
    await house.open("directory")
    answers = await asyncio.gather(*(house.ask(person("Aino@Example.org")) for _ in range(10)))
    assert len({answer.person_id for answer in answers}) == 1
    await house.quiet()
    assert [type(event).__name__ for event in await house.events("directory")] == ["PersonRegistered"]


async def test_a_person_is_found_by_either_spelling_of_a_domain_with_finnish_letters(house: House) -> None:
    await house.open("directory")
    known = (await house.ask(person("Aino@Työ.example"))).person_id
    assert (await house.ask(person("aino@xn--ty-gka.example"))).person_id == known
    for typed in ("AINO@TYÖ.example", "aino@XN--TY-GKA.example", " aino@työ.example "):
        found = (await house.ask(messages.FindPerson(email=typed))).person
        assert found and found.person_id == known, typed
    for nobody in ("no address", "eino@työ.example"):
        assert (await house.ask(messages.FindPerson(email=nobody))).person is None


async def test_one_id_for_two_addresses_is_refused_and_no_fault_of_ours(house: House) -> None:
    await house.open("directory")
    first = person("aino@example.org")
    await house.ask(first)
    with pytest.raises(Refusal, match="already_registered: person_id"):
        await house.ask(first.model_copy(update={"email": "eino@example.org"}))


async def test_events_of_one_person_are_numbered_in_the_order_of_their_commits(house: House) -> None:
    await house.open("directory")
    supervisor = (await house.ask(person("kaisa@example.org"))).person_id
    await house.ask(supervisor_card(supervisor))
    kinds: tuple[messages.CredentialKind, ...] = ("training", "own_supervision", "membership")
    orders = [
        messages.RecordCredential(
            supervisor_id=supervisor, kind=kind, valid_until=date(2028, 1, 1), recorded_by=FOUNDER, as_of=NOW
        )
        for kind in kinds
    ]
    await asyncio.gather(*(house.ask(order) for order in orders))
    rows = await house.rows(
        "directory", "select headers from outbox where subject like '%credential%' order by id"
    )
    assert [json.loads(row["headers"])["ce-aggversion"] for row in rows] == ["3", "4", "5"]


def supervisor_card(supervisor_id: UUID) -> messages.RegisterSupervisor:
    return messages.RegisterSupervisor(
        supervisor_id=supervisor_id,
        languages=["fi"],
        regions=["Uusimaa"],
        remote=True,
        audiences=["group"],
        capacity=3,
        registered_by=FOUNDER,
        as_of=NOW,
    )


async def test_who_meets_nobody_remotely_names_where_they_come(house: House) -> None:
    await house.open("directory")
    somebody = (await house.ask(person("aino@example.org"))).person_id
    nowhere = supervisor_card(somebody).model_copy(update={"regions": [], "remote": False})
    with pytest.raises(Refusal, match="region_missing: regions"):
        await house.ask(nowhere)


@pytest.mark.parametrize(
    ("body", "field", "reason"),
    [
        (b"not json <script>", "(message)", "is not valid JSON"),
        (b'{"<script>": 1}', "organisation_id", "is needed"),
        (b'{"business_id": "<script>1234567-0"}', "organisation_id", "is needed"),
        (b'{"organisation_id": "<script>"}', "organisation_id", "is not an id"),
    ],
)
async def test_a_malformed_command_is_refused_with_field_and_reason_and_not_echoed(
    house: House, body: bytes, field: str, reason: str
) -> None:
    await house.open("directory")
    answer = await house.ask_raw("commands.directory.register_organisation", body)
    told = json.loads((answer.headers or {})[REFUSAL_HEADER])
    assert told == {"code": "malformed", "field": field, "reason": reason}
    assert b"script" not in answer.data and "script" not in str(answer.headers)


async def test_a_wrong_business_id_is_refused_by_name(house: House) -> None:
    await house.open("directory")
    order = {
        "organisation_id": str(uuid4()),
        "name": "Kuntayhtymä",
        "business_id": "2077474-1",
        "kind": "public",
        "language": "fi",
        "address": {"street": "Katu 1", "postal_code": "00100", "town": "Helsinki"},
        "invoice_email": "laskut@example.org",
        "as_of": NOW.isoformat(),
    }
    answer = await house.ask_raw("commands.directory.register_organisation", json.dumps(order).encode())
    refusal = Refusal.from_headers(answer.headers)
    assert refusal and (refusal.field, refusal.reason) == ("business_id", "is not a valid Y-tunnus")
    assert await house.rows("directory", "select * from organisation") == []


async def test_an_unknown_organisation_is_refused(house: House) -> None:
    await house.open("directory")
    with pytest.raises(Refusal, match="unknown_organisation"):
        await house.ask(messages.ShowOrganisation(organisation_id=uuid4()))
