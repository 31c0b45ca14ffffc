"""What directory says no to, by its code and field, where no other test of it does."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.messages import directory as messages
from services.messages.envelope import Command
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.directory.builders import NOW, person, relate
from tests.integration.intake.builders import supervisor
from tests.integration.sessions.changes.test_a_supervisor_leaves import ending

A_HASH, ANOTHER = "a" * 64, "b" * 64


async def refused(house: House, order: Command[Any]) -> tuple[str, str]:
    with pytest.raises(Refusal) as no:
        await house.ask(order)
    return no.value.code, no.value.field or ""


def using(secret_hash: str) -> messages.UseFirstLink:
    names = {"given_name": "Aino", "family_name": "Koski", "email": "aino@luotsi.example", "language": "fi"}
    own = {"secret_hash": secret_hash, "person_id": uuid4(), "as_of": NOW}
    return messages.UseFirstLink.model_validate(own | names)


async def test_the_first_administrator_comes_by_the_newest_link_and_once(house: House) -> None:
    await house.open("directory")
    for secret_hash in (A_HASH, ANOTHER):
        await house.ask(messages.KeepFirstLink(secret_hash=secret_hash))
    assert await refused(house, using(A_HASH)) == ("link_over", "secret_hash")
    await house.ask(using(ANOTHER))
    for late in (using(ANOTHER), messages.KeepFirstLink(secret_hash=A_HASH)):
        assert await refused(house, late) == ("administrator_exists", "")


async def test_a_credential_that_somebody_has_corrected_meanwhile_is_looked_at_again(house: House) -> None:
    await house.open("directory")
    who = await supervisor(house)
    order = messages.CorrectCredential.model_validate({
        "supervisor_id": who, "kind": "training", "valid_until": date(2029, 1, 31),
        "replaces": date(2028, 12, 31), "corrected_by": FOUNDER, "as_of": NOW,
    })  # fmt: skip
    await house.ask(order)
    await house.ask(order)
    later = order.model_copy(update={"valid_until": date(2029, 2, 28)})
    assert await refused(house, later) == ("credential_changed", "valid_until")


async def test_a_private_person_is_called_as_the_register_of_people_has_it(house: House) -> None:
    await house.open("directory")
    who = await person(house, "Pirjo")
    facts = {"organisation_id": uuid4(), "person_id": who, "kind": "private_person", "language": "fi"}
    at_home = {"street": "Katu 1", "postal_code": "00100", "town": "Helsinki"}
    facts |= {"address": at_home, "invoice_email": "pirjo@example.org", "as_of": NOW}
    card = await house.ask(messages.RegisterOrganisation.model_validate(facts))
    other = {"organisation_id": card.organisation_id, "name": "Pirjo Oy", "changed_by": FOUNDER, "as_of": NOW}
    order = messages.ChangeOrganisation.model_validate(other)
    assert await refused(house, order) == ("name_of_a_person", "name")


async def test_whose_entry_has_ended_does_not_leave_once_more(house: House) -> None:
    await house.open("directory", "intake", "billing", "sessions")
    who = await supervisor(house)
    over = {"kind": "supervisor", "entry_id": who, "ended_by": FOUNDER, "as_of": NOW}
    await house.ask(messages.EndEntry.model_validate(over))
    coordinator = await person(house, "Kaisa")
    await relate(house, coordinator, "coordinator")
    last_day = local_date(NOW) + timedelta(days=30)
    order = ending(who, ended_by=coordinator, last_day=last_day, as_of=NOW)
    assert await refused(house, order) == ("supervisor_ended", "supervisor_id")


async def test_what_nobody_knows_is_named(house: House) -> None:
    await house.open("directory")
    asked = messages.ShowPermission(person_id=await person(house, "Aino"), action="fly")
    assert await refused(house, asked) == ("unknown_action", "action")
    changed = messages.ShowEarlierAddress(change_id=uuid4())
    assert await refused(house, changed) == ("unknown_change", "change_id")
