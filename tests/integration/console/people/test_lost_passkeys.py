"""Somebody has lost a device: an administrator removes its passkey, and nobody else does."""

from services.messages.directory import KeepPasskey, ListPasskeys
from tests.integration.console.arranged import Arranged
from tests.integration.directory.builders import NOW

KEY = "AbC-_1"


async def _has_one(arranged: Arranged, role: str) -> str:
    """The address of the page of this role's passkeys."""
    person_id = arranged.staff[role]
    kept = KeepPasskey(
        credential_id=KEY, person_id=person_id, public_key="pQEC", sign_count=0, name="Työpuhelin", as_of=NOW
    )
    await arranged.house.ask(kept)
    return f"/people/{person_id}/passkeys"


async def _left(arranged: Arranged, role: str) -> int:
    return len((await arranged.house.ask(ListPasskeys(person_id=arranged.staff[role]))).passkeys)


async def test_a_lost_passkey_is_removed_and_whoever_has_the_device_is_signed_out(arranged: Arranged) -> None:
    path = await _has_one(arranged, "supervisor")
    page = await arranged.open(path, "administrator")
    assert "Työpuhelin" in page and f'href="{path}"' in await arranged.open(
        f"/supervisors/{arranged.staff['supervisor']}", "administrator"
    )
    async with await arranged.browser("supervisor") as finder:
        assert await arranged.send(path, {"credential_id": KEY}, "administrator") == path
        out = await finder.get("/me")
    assert out.status_code == 303 and await _left(arranged, "supervisor") == 0
    assert "This person signs in by a mailed code." in await arranged.open(path, "administrator")
    log = await arranged.house.rows("console", "SELECT act, about_person_id FROM access_log ORDER BY id DESC")
    assert (log[0]["act"], log[0]["about_person_id"]) == ("remove_passkey", arranged.staff["supervisor"])


async def test_nobody_but_an_administrator_removes_one_and_never_their_own_here(arranged: Arranged) -> None:
    path = await _has_one(arranged, "coordinator")
    for role in ("coordinator", "finance", "supervisor"):
        await arranged.open(path, role, status=404)
        await arranged.send(path, {"credential_id": KEY}, role, status=404)
    await arranged.send(path, {"credential_id": "not one!"}, "administrator", status=404)
    assert await _left(arranged, "coordinator") == 1
    await arranged.open(f"/people/{arranged.staff['administrator']}/passkeys", "administrator", status=404)
