"""Passkeys: kept once, found by their id, and refused when their counter betrays a copy."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.messages import directory as messages
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.directory.builders import NOW, person

KEY = "pQECAyYgASFYIA-_9"


def keeping(who: UUID, credential_id: str = "AbC-_1", sign_count: int = 0) -> messages.KeepPasskey:
    return messages.KeepPasskey(
        credential_id=credential_id,
        person_id=who,
        public_key=KEY,
        sign_count=sign_count,
        name="Työpuhelin",
        as_of=NOW,
    )


def use(sign_count: int, hours: int, credential_id: str = "AbC-_1") -> messages.UsePasskey:
    at = NOW + timedelta(hours=hours)
    return messages.UsePasskey(credential_id=credential_id, sign_count=sign_count, as_of=at)


async def the_passkey(house: House, credential_id: str = "AbC-_1") -> messages.Passkey:
    found = (await house.ask(messages.FindPasskey(credential_id=credential_id))).passkey
    assert found
    return found


async def test_a_passkey_is_kept_once_found_listed_and_removed(house: House) -> None:
    await house.open("directory")
    aino, veera = await person(house, "Aino"), await person(house, "Veera")
    for _ in range(2):
        await house.ask(keeping(aino))
    await house.ask(keeping(aino, "second"))
    found = await the_passkey(house)
    assert (found.person_id, found.public_key, found.name, found.last_used_at) == (
        aino,
        KEY,
        "Työpuhelin",
        None,
    )
    listed = (await house.ask(messages.ListPasskeys(person_id=aino))).passkeys
    assert [one.credential_id for one in listed] == ["AbC-_1", "second"]
    assert (await house.ask(messages.ListPasskeys(person_id=veera))).passkeys == []

    gone = messages.RemovePasskey(person_id=veera, credential_id="AbC-_1", removed_by=veera)
    await house.ask(gone)
    assert await the_passkey(house) == found
    with pytest.raises(Refusal, match="not_yours_to_change: removed_by"):
        await house.ask(gone.model_copy(update={"person_id": aino}))
    assert await the_passkey(house) == found
    for _ in range(2):
        await house.ask(gone.model_copy(update={"person_id": aino, "removed_by": aino}))
    assert (await house.ask(messages.FindPasskey(credential_id="AbC-_1"))).passkey is None


async def test_a_passkey_of_another_person_is_not_taken_over(house: House) -> None:
    await house.open("directory")
    aino, veera = await person(house, "Aino"), await person(house, "Veera")
    await house.ask(keeping(aino))
    with pytest.raises(Refusal, match="passkey_taken"):
        await house.ask(keeping(veera))
    assert (await the_passkey(house)).person_id == aino


async def test_a_counter_that_does_not_rise_is_refused_and_the_last_use_stands(house: House) -> None:
    await house.open("directory")
    await house.ask(keeping(await person(house, "Aino"), sign_count=4))
    await house.ask(use(7, hours=1))
    for copied in (use(6, hours=2), use(7, hours=2), use(0, hours=2)):
        with pytest.raises(Refusal, match="passkey_cloned"):
            await house.ask(copied)
    await house.ask(use(7, hours=1))  # the same use, said again
    kept = await the_passkey(house)
    assert (kept.sign_count, kept.last_used_at) == (7, NOW + timedelta(hours=1))
    await house.ask(use(8, hours=3))
    assert (await the_passkey(house)).sign_count == 8


async def test_a_device_without_a_counter_says_0_each_time(house: House) -> None:
    await house.open("directory")
    await house.ask(keeping(await person(house, "Aino")))
    for hours in (1, 2):
        await house.ask(use(0, hours))
    assert (await the_passkey(house)).last_used_at == NOW + timedelta(hours=2)


async def test_an_unknown_passkey_is_refused_and_found_as_none(house: House) -> None:
    await house.open("directory")
    with pytest.raises(Refusal, match="unknown_passkey"):
        await house.ask(use(1, hours=1))
    assert (await house.ask(messages.FindPasskey(credential_id="AbC-_1"))).passkey is None
