"""Another seed, password or key: what was sealed stays readable, and what was replaced is nowhere any more."""

import base64
import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from deploy.command_line.installing import ROTATED
from deploy.machine import installation, keys
from deploy.machine.rotation import WHAT, readers_of
from deploy.processes import PUBLIC_PROOFS
from deploy.production.elsewhere import SETTINGS
from deploy.production.installing import install
from deploy.production.rotating import rotated
from deploy.running.launch import CannotStart
from services.runtime.broker import nkeys
from services.runtime.proofs.links import LinkKeys
from services.runtime.proofs.people import ProofKeys, public_keys
from services.sessions.content.sealing import new_process_key, open_sealed, seal
from workflows.encryption import PayloadKeys

HOSTS = {"portal": "portal.firm.example", "console": "console.firm.example"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    install(tmp_path / "luotsi", HOSTS, "db.firm.example:5432?sslmode=verify-full", Path("/opt/luotsi"))
    monkeypatch.setenv(SETTINGS, str(tmp_path / "luotsi"))
    return tmp_path / "luotsi"


def texts(folder: Path) -> dict[str, str]:
    return {str(file.relative_to(folder)): file.read_text() for file in folder.rglob("*") if file.is_file()}


def test_the_help_names_what_can_be_rotated() -> None:
    assert ROTATED == WHAT


def test_a_seed_is_replaced_and_the_brokers_users_with_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = texts(folder)
    old, other = (nkeys.public_key(before[f"keys/nats/{name}.nk"].strip()) for name in ("billing", "intake"))
    assert rotated(folder, "seed", ["billing"]) == 0
    after = texts(folder)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"keys/nats/billing.nk", "nats/users.conf"}
    users = after["nats/users.conf"]
    assert old not in users and other in users
    assert nkeys.public_key(after["keys/nats/billing.nk"].strip()) in users
    assert "have the broker read" in capsys.readouterr().out
    assert (folder / "keys" / "nats" / "billing.nk").stat().st_mode & 0o777 == 0o600


def test_passwords_are_replaced_and_the_rest_of_the_address_stays(folder: Path) -> None:
    before = keys.passwords(folder / "keys")
    assert rotated(folder, "password", []) == 0
    after = keys.passwords(folder / "keys")
    assert {role for role in before if before[role] == after[role]} == {keys.SUPERUSER}
    url = sa.make_url((folder / "secrets" / "sessions" / "luotsi_database_url").read_text())
    assert (url.password, url.host, url.query["sslmode"]) == (
        after["sessions"],
        "db.firm.example",
        "verify-full",
    )
    assert not any(
        password in text
        for password in set(before.values()) - set(after.values())
        for text in texts(folder).values()
    )


@pytest.mark.parametrize("ring", ["payloads", "notes", "links", "seal"])
def test_a_ring_gets_a_key_and_keeps_the_others(
    folder: Path, ring: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = json.loads((folder / "keys" / f"{ring}.json").read_text())
    for _ in range(2):
        assert rotated(folder, ring, []) == 0
    after = json.loads((folder / "keys" / f"{ring}.json").read_text())
    assert after["current"] == "k3" and set(after["keys"]) == {"k1", "k2", "k3"}
    assert (
        after["keys"]["k1"] == before["keys"]["k1"] and len({str(one) for one in after["keys"].values()}) == 3
    )
    assert all(name in capsys.readouterr().out for name in readers_of(ring)[:1])


def test_of_a_key_of_proofs_nothing_is_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = public_keys(folder / "keys")
    assert before == ProofKeys.read(folder / "keys").public()
    assert rotated(folder, "proofs", []) == 0
    after = public_keys(folder / "keys")
    assert after == ProofKeys.read(folder / "keys").public()
    assert set(before) == {"k1"} and set(after) == {"k2"} and before["k1"] != after["k2"]
    said = capsys.readouterr().out
    assert "signs in again" in said and "once every program is started again" in said


def test_questions_are_sealed_for_other_keys(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = texts(folder)
    assert rotated(folder, "questions", []) == 0
    after = texts(folder)
    own = {f"keys/asked_{role}.key" for role in keys.ROLES}
    assert {name for name in before if before[name] != after[name]} == {"keys/asked.pub", *own}
    assert keys.are_published(folder / "keys") and "every program" in capsys.readouterr().out


def test_every_ring_is_read_as_before_by_who_uses_it(folder: Path) -> None:
    for ring in ("payloads", "links"):
        rotated(folder, ring, [])
    place = folder / "keys"
    assert PayloadKeys.read(place).current == LinkKeys.read(place).current == "k2"


def test_a_note_that_the_old_key_sealed_is_read_after_the_new_one(folder: Path) -> None:
    master = json.loads((folder / "keys" / "notes.json").read_text())
    key = new_process_key(master)
    sealed = seal(master, key, "Kanarialintu", b"note")
    rotated(folder, "notes", [])
    renewed = json.loads((folder / "keys" / "notes.json").read_text())
    assert open_sealed(renewed, key, sealed, b"note") == "Kanarialintu"
    assert new_process_key(renewed) != key and base64.b64decode(renewed["keys"]["k2"])


def test_nothing_is_rotated_under_a_platform_that_runs_or_for_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SETTINGS, raising=False)
    with pytest.raises(CannotStart, match="holds no platform"):
        rotated(tmp_path, "notes", [])
    keys.make(tmp_path / "keys")
    with pytest.raises(CannotStart, match="no program of ours"):
        rotated(tmp_path, "seed", ["nobody"])
    held = installation.lock(tmp_path)
    with pytest.raises(CannotStart, match="another platform is running"):
        rotated(tmp_path, "notes", [])
    held.close()
    assert rotated(tmp_path, "notes", []) == 0


def test_the_public_halves_follow_the_keys_that_lie_there(folder: Path) -> None:
    """Not made yet, of before another key, or left by a rotation that was broken off."""
    place = folder / "keys"
    public = place / PUBLIC_PROOFS
    kept = public.read_text()
    public.unlink()
    keys.make(place)
    assert public.read_text() == kept and public.stat().st_mode & 0o777 == 0o600
    rotated(folder, "proofs", [])
    public.write_text(kept)
    assert not keys.are_published(place)
    keys.make(place)
    assert public_keys(place) == ProofKeys.read(place).public() and public.read_text() != kept
