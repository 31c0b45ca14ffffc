"""The secrets of one installation: data/keys, one file a purpose, made once and never written again.

But for the public halves (`.pub`), which are no secret and follow from the others.
"""

import base64
import contextlib
import hashlib
import json
import os
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from deploy.processes import PUBLIC_PROOFS, PUBLIC_QUESTIONS, asked_key

SUPERUSER = "postgres"
ROLES = (
    "directory",
    "intake",
    "contracts",
    "sessions",
    "billing",
    "notices",
    "portal",
    "console",
    "workflows",
)
"""Those who have a database, and a role of the same name that owns it."""
SEEDS, OPERATOR = "nats", "operator"


def make(folder: Path) -> None:
    """Makes what is missing: payloads, notes, links, seal, proofs, marks (rings of keys) and postgres (passwords), a
    file each, a key for each program's questions, the public halves of these and of `proofs`, and the seeds.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    if not (folder / "postgres.json").exists():  # and so no database: nothing in it is of before
        make_once(folder / "marks.json", partial(marks_ring, of_before=False))
    for purpose, contents in PURPOSES.items():
        make_once(folder / f"{purpose}.json", contents)
    for role in ROLES:
        make_once(folder / asked_key(role), asked_ring)
    if not are_published(folder):
        publish(folder)
    make_seeds(folder / SEEDS)


def are_made(folder: Path) -> bool:
    """Whether `make` has nothing to do."""
    rings = (*(f"{purpose}.json" for purpose in PURPOSES), *map(asked_key, ROLES))
    seeds = (f"{SEEDS}/{user}.nk" for user in (OPERATOR, *ROLES))
    return all((folder / name).is_file() for name in (*rings, *seeds)) and are_published(folder)


def are_published(folder: Path) -> bool:
    """Whether programs are handed the public halves of the keys that sign proofs now, and open questions."""
    signing, public = (_of_json(folder / name) for name in ("proofs.json", PUBLIC_PROOFS))
    own = {role: _of_json(folder / asked_key(role)).get("current") for role in ROLES}
    known = {role: told["id"] for role, told in _of_json(folder / PUBLIC_QUESTIONS).items()}
    return bool(signing) and signing.get("keys", {}).keys() == public.keys() and own == known


def publish(folder: Path) -> None:
    from services.runtime.commands.sealed_questions import public_of
    from services.runtime.proofs.people import ProofKeys
    from services.runtime.storage.key_rings import KeyRing

    put(folder / PUBLIC_PROOFS, json.dumps(ProofKeys.read(folder).public(), indent=2))
    asked = {role: public_of(KeyRing.read(folder, asked_key(role))) for role in ROLES}
    put(folder / PUBLIC_QUESTIONS, json.dumps(asked, indent=2))


def _of_json(file: Path) -> dict[str, Any]:
    """Empty where it is not there."""
    read: dict[str, Any] = json.loads(file.read_text()) if file.is_file() else {}
    return read


def make_seeds(folder: Path) -> None:
    """What is missing: by which each program, and who runs them, is known to the broker. A file each."""
    folder.mkdir(mode=0o700, exist_ok=True)
    for user in (OPERATOR, *ROLES):
        make_once(folder / f"{user}.nk", new_seed)


def new_seed() -> str:
    from services.runtime.broker import nkeys

    return nkeys.seed_of(secrets.token_bytes(32))


def hand_out(folder: Path, to: Path, names: tuple[str, ...]) -> Path:
    """A folder in which these files of secrets are found, and no others. to: that folder, made anew."""
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    for known in to.iterdir():
        if known.name not in names:
            known.unlink()
    for name in names:
        with contextlib.suppress(FileExistsError):
            (to / name).symlink_to(os.path.relpath(folder / name, to))
    return to


def passwords(folder: Path) -> dict[str, str]:
    """Role -> password, of the superuser too."""
    make(folder)
    read: dict[str, str] = json.loads((folder / "postgres.json").read_text())
    return read


def ring() -> dict[str, object]:
    """A ring of one key of 256 bits; a later one is added beside it, so that old secrets stay readable."""
    return {"current": "k1", "keys": {"k1": base64.b64encode(secrets.token_bytes(32)).decode()}}


def marks_ring(*, of_before: bool = True) -> dict[str, object]:
    """A ring of one key. made_at: rows that were there before it, if any, are marked for a while from then on."""
    return ring() | {"made_at": datetime.now(UTC).isoformat(timespec="seconds"), "of_before": of_before}


def asked_ring() -> dict[str, object]:
    """A ring of one key, whose name tells it from any other: the old one is kept nowhere."""
    key = secrets.token_bytes(32)
    name = hashlib.sha256(b"luotsi asked " + key).hexdigest()[:12]
    return {"current": name, "keys": {name: base64.b64encode(key).decode()}}


def role_passwords() -> dict[str, object]:
    """A password of 192 bits each, from letters that need no quoting in an address."""
    return {role: secrets.token_urlsafe(24) for role in (SUPERUSER, *ROLES)}


def seal_ring() -> dict[str, object]:
    """The pair of keys by which papers are sealed. Asked for here, so that what reads this needs no package."""
    from deploy.machine import seal_keys

    return seal_keys.seal_ring()


PURPOSES: dict[str, Callable[[], dict[str, object]]] = {
    "payloads": ring,
    "notes": ring,
    "links": ring,
    "seal": seal_ring,
    "proofs": ring,
    "marks": marks_ring,
    "postgres": role_passwords,
}


def make_once(file: Path, contents: Callable[[], dict[str, object] | str]) -> None:
    """A text as it is, all else as JSON. On the disk in full before it has its name: a key lost to a power cut locks
    up all that it sealed.
    """
    if file.exists():
        return
    fresh = file.with_suffix(f".{os.getpid()}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened:
        made = contents()
        opened.write(made if isinstance(made, str) else json.dumps(made, indent=2))
        opened.flush()
        os.fsync(opened.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(fresh, file)  # unlike a rename, never replaces what another process made in the meantime
    fresh.unlink()
    _sync(file.parent)


def put(file: Path, text: str) -> None:
    """On the disk before it takes the old one's place."""
    fresh = file.with_suffix(f".{os.getpid()}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    fresh.replace(file)
    _sync(file.parent)


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    os.fsync(opened)
    os.close(opened)


if __name__ == "__main__":
    make(Path(os.environ["LUOTSI_KEYS"]))
