"""THE list of what a platform consists of. Units and docker-compose.yml are made from it."""

import dataclasses
from typing import Literal

Kind = Literal["server", "local", "service", "worker"]


@dataclasses.dataclass(frozen=True)
class Process:
    """One process. command: what runs it; for a server, the program, whose settings are in its own module.

    needs: names of those that must answer before it can do its work. keys: the files of secrets that it reads, and
    nobody else (deploy/machine/keys.py); and who is signed in, each of ours checks by the same file.
    """

    name: str
    kind: Kind
    command: tuple[str, ...]
    needs: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


PUBLIC_QUESTIONS = "asked.pub"
"""Of the keys for which questions are sealed, a service each: the halves that whoever asks has."""
PUBLIC_PROOFS = "proofs.pub"
"""Of the keys that sign who is signed in: the halves by which each program checks that."""


def known_to(name: str) -> tuple[str, ...]:
    """What each program of ours is handed: the key for what it is asked, and the public halves of the others'."""
    return (asked_key(name), PUBLIC_QUESTIONS, PUBLIC_PROOFS)


def asked_key(name: str) -> str:
    return f"asked_{name}.key"


def service(name: str, *more: str, keys: tuple[str, ...] = ()) -> Process:
    """A service has a database and speaks over NATS."""
    needs, command = ("postgres", "nats", *more), ("python", "-m", f"services.{name}")
    return Process(name, "service", command, needs, (*keys, *known_to(name)))


PROCESSES = (
    Process("postgres", "server", ("postgres",)),
    Process("nats", "server", ("nats-server",)),
    Process("temporal", "server", ("temporal-server",)),
    # Catches the mail of a platform that runs on one machine; elsewhere a mail server takes its place.
    Process("mailbox", "local", ("python", "-m", "deploy.machine.mailbox")),
    service("directory", keys=("proofs.json", "links.json", "marks.json")),
    service("intake", keys=("links.json",)),
    service("contracts", keys=("seal.json", "links.json")),
    service("sessions", keys=("notes.json",)),
    service("billing"),
    service("notices", "mailbox", keys=("links.json",)),
    service("portal"),
    service("console"),
    Process(
        "workflows",
        "worker",
        ("python", "-m", "workflows.worker"),
        ("postgres", "nats", "temporal"),
        ("payloads.json", *known_to("workflows")),
    ),
)

START_ORDER: tuple[tuple[Kind, ...], ...] = (("server", "local"), ("service", "worker"))
"""A stage starts when the one before answers; between the two, databases and streams are prepared."""

STOP_ORDER: tuple[tuple[Kind, ...], ...] = (("service",), ("worker",), ("local", "server"))
"""Services finish what is in hand while the servers still answer."""


def of_kinds(kinds: tuple[Kind, ...]) -> tuple[Process, ...]:
    """The processes of these kinds, in the order of the list."""
    return tuple(process for process in PROCESSES if process.kind in kinds)
