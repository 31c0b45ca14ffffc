"""Passkeys: kept once, listed, and removed. How they are used, the doors' tests see."""

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


async def the_passkey(house: House, credential_id: str = "AbC-_1") -> messages.Passkey:
    """As it is listed for whoever's it is."""
    [row] = await house.rows(
        "directory", "SELECT person_id FROM passkey WHERE credential_id = $1", credential_id
    )
    own = (await house.ask(messages.ListPasskeys(person_id=row["person_id"]))).passkeys
    return next(one for one in own if one.credential_id == credential_id)


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
    left = (await house.ask(messages.ListPasskeys(person_id=aino))).passkeys
    assert [one.credential_id for one in left] == ["second"]


async def test_a_passkey_of_another_person_is_not_taken_over(house: House) -> None:
    await house.open("directory")
    aino, veera = await person(house, "Aino"), await person(house, "Veera")
    await house.ask(keeping(aino))
    with pytest.raises(Refusal, match="passkey_taken"):
        await house.ask(keeping(veera))
    assert (await the_passkey(house)).person_id == aino
