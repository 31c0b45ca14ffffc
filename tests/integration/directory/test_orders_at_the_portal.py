"""Whoever is signed in at the portal, or has its seed: nobody of the provider's is believed to be there."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from services.messages import directory as messages
from services.messages.envelope import command_subject
from services.runtime import permitted
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal, Unavailable
from services.runtime.commands.viewing import came_by
from tests.house import House
from tests.integration.directory.builders import NOW, person
from tests.integration.directory.test_passkeys import keeping, the_passkey
from tests.patience import PATIENCE_S, nats_connection
from tests.visitor import proof_of

pytestmark = pytest.mark.servers


@pytest.fixture
async def thief(house: House) -> AsyncIterator[Asker]:
    await house.open("directory")
    connection = await nats_connection(house.as_program("portal"))
    yield Asker(connection, PATIENCE_S, who="portal")
    await connection.close()


async def related(house: House, name: str, relation: messages.Relation) -> UUID:
    one = await person(house, name)
    first = None if relation == "administrator" else await related(house, "Arvo", "administrator")
    await house.ask(messages.RelatePerson(person_id=one, relation=relation, given_by=first, as_of=NOW))
    return one


async def refused(thief: Asker, order: Any, proof: str) -> str:
    with pytest.raises(Refusal) as no:
        await thief(order, proof=proof)
    return no.value.code


async def test_a_role_of_the_providers_is_given_and_ended_at_the_console_alone(
    house: House, thief: Asker
) -> None:
    accomplice = await person(house, "Aino")
    gives = messages.RelatePerson(person_id=accomplice, relation="administrator", as_of=NOW)
    assert await refused(thief, gives, "") == "not_proved"
    administrator = await related(house, "Arvo", "administrator")
    proof = proof_of(house, administrator, "portal")
    theirs = gives.model_copy(update={"given_by": administrator})
    assert await refused(thief, theirs, proof) == "not_yours_to_give"
    ends = messages.EndRelation(
        person_id=administrator, relation="administrator", ended_by=administrator, as_of=NOW
    )
    assert await refused(thief, ends, proof) == "not_yours_to_end"
    await house.ask(theirs)


async def test_the_address_of_who_opens_the_console_is_changed_there(house: House, thief: Asker) -> None:
    coordinator, aino = await related(house, "Kerttu", "coordinator"), await person(house, "Aino")
    takes = messages.ChangeAddress(
        person_id=coordinator, email="thief@example.org", changed_by=coordinator, as_of=NOW
    )
    proof = proof_of(house, coordinator, "portal")
    assert await refused(thief, takes, proof) == "at_the_console"
    another = takes.model_copy(update={"person_id": aino})
    assert await refused(thief, another, proof) == "not_yours_to_change"
    await thief(another.model_copy(update={"changed_by": aino}), proof=proof_of(house, aino, "portal"))
    await house.ask(takes.model_copy(update={"email": "kerttu.new@example.org"}))


async def test_what_is_made_at_the_portal_opens_the_portal_and_nothing_there_touches_the_consoles(
    house: House, thief: Asker
) -> None:
    coordinator = await related(house, "Kerttu", "coordinator")
    await house.ask(keeping(coordinator, "hers"))
    proof = proof_of(house, coordinator, "portal")
    await thief(keeping(coordinator, "theirs"), proof=proof)
    assert [(await the_passkey(house, name)).door for name in ("hers", "theirs")] == ["console", "portal"]
    for name in ("hers", "theirs"):
        gone = messages.RemovePasskey(person_id=coordinator, credential_id=name, removed_by=coordinator)
        await thief(gone, proof=proof)
    left = (await house.ask(messages.ListPasskeys(person_id=coordinator))).passkeys
    assert [one.credential_id for one in left] == ["hers"]


async def test_the_way_of_the_console_is_closed_to_the_portal(house: House, thief: Asker) -> None:
    aino = await person(house, "Aino")
    assert command_subject(messages.KeepPasskey) == "commands.directory.keep_passkey"
    connection = await nats_connection(house.as_program("portal"))
    try:
        with pytest.raises(Unavailable):
            await Asker(connection, timeout_s=0.2)(keeping(aino))
    finally:
        await connection.close()


async def test_other_services_say_where_an_order_was_given_when_they_ask_who_may(house: House) -> None:
    await house.open("directory")
    coordinator = await related(house, "Kerttu", "coordinator")

    async def may_prepare(order_came_by: str) -> bool:
        came_by(order_came_by)
        return await permitted.may(house.asker, coordinator, "prepare_trial")

    ways = ("at_portal.contracts.look_at_trial", "commands.contracts.look_at_trial")
    assert [await asyncio.create_task(may_prepare(way)) for way in ways] == [False, True]
