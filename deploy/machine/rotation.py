"""`./luotsi rotate WHAT`: another key or password in place of one that somebody may know; and who has to be told.

Rings get a key beside the old ones, which stay for what they sealed; but by an old key of proofs nobody is believed.
A seed and a password are replaced: from the moment that their server knows the new one, the old one opens nothing.
"""

import json
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

from deploy.machine import keys
from deploy.processes import PROCESSES, PUBLIC_PROOFS, asked_key
from services.messages.texts import is_digits

RINGS = ("payloads", "notes", "links", "seal", "proofs", "marks")
_REPLACED = ("proofs",)
"""What these have signed is good for hours: nothing of an old key is kept, and people sign in again."""
QUESTIONS = "questions"
WHAT = ("seed", "password", *RINGS, QUESTIONS)


def another_seed(folder: Path, user: str) -> None:
    """Of the file's name; the broker has to read its users anew."""
    from services.runtime.broker import nkeys

    keys.put(folder / keys.SEEDS / f"{user}.nk", nkeys.seed_of(secrets.token_bytes(32)))


def another_password(folder: Path, role: str) -> str:
    """The server has to be told."""
    told = keys.passwords(folder) | {role: secrets.token_urlsafe(24)}
    keys.put(folder / "postgres.json", json.dumps(told, indent=2))
    return told[role]


def another_key(folder: Path, ring: str) -> str:
    """Its id in the ring; it seals from the next start on, and the others go on opening what they sealed."""
    file = folder / f"{ring}.json"
    kept = json.loads(file.read_text())
    made = keys.PURPOSES[ring]()["keys"]
    [key] = made.values()  # type: ignore[attr-defined]  # a ring of one
    taken = [int(name[1:]) for name in kept["keys"] if name[:1] == "k" and is_digits(name[1:])]
    number = 1 + max(taken, default=0)
    if ring in _REPLACED:
        kept["keys"] = {}
    kept["keys"][f"k{number}"], kept["current"] = key, f"k{number}"
    keys.put(file, json.dumps(kept, indent=2))
    if ring == "proofs":
        keys.publish(folder)
    return f"k{number}"


def readers_of(ring: str) -> list[str]:
    """Who has to be started again."""
    files = {f"{ring}.json", *([PUBLIC_PROOFS] if ring == "proofs" else [])}
    return [process.name for process in PROCESSES if files & set(process.keys)]


def _named(readers: Sequence[str]) -> str:
    return "every program" if len(readers) == len(keys.ROLES) else " and ".join(readers)


def rotate(folder: Path, what: str, names: Sequence[str], said: Callable[[str], None] = print) -> list[str]:
    """Whose seeds or passwords were replaced. folder: of the keys. names: whose; none are all programs."""
    if what in RINGS:
        key = another_key(folder, what)
        said(f"{what}.json: {key} seals from now on, once {_named(readers_of(what))} is started again")
        if what in _REPLACED:
            said("who is signed in signs in again")
        else:
            said("keep a copy of the keys apart again: what it seals is lost without it")
        return []
    if what == QUESTIONS:
        for role in keys.ROLES:
            keys.put(folder / asked_key(role), json.dumps(keys.asked_ring(), indent=2))
        keys.publish(folder)
        said("questions are sealed for other keys, once every program is started again")
        return []
    whose = list(names or keys.ROLES)
    for name in whose:
        if what == "seed":
            another_seed(folder, name)
        else:
            another_password(folder, name)
        said(f"{name}: another {what}")
    return whose
