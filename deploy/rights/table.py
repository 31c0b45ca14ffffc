"""Who may say and hear what at the broker. Pure: from who listens to whom, who says events, and who asks what.

A name that is not here may do nothing. `*` in a subject is one word, `>` is all that follows.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from deploy.rights.asked import EVERYBODY, programs, recorded
from deploy.rights.unproved import UNPROVED
from deploy.streams import LISTENERS, SPEAKERS
from services.messages import operations
from services.messages.envelope import VIEWED, comes_by_a_door, commands_of, snake
from services.runtime.broker.address import OPERATOR, inbox_of
from services.runtime.broker.jetstream import API
from services.runtime.commands.viewing import SPEAKS_FOR
from services.runtime.events.neighbours import CLOCK_MOVED, RESTED
from services.runtime.events.streams import stream_name

ANSWERED_WITHIN = "5m"
"""A question may be answered for so long: a billing run takes up to two minutes."""
FOR_CUSTOMERS_AT_THE_CONSOLE = ("intake.list_inquiries",)
"""Asked in the name of who asks us: a supervisee reads at the portal who opened their data at the console
(services/web/access_log/reading.py).
"""
_VIEWED_WAYS = (VIEWED, *(f"{VIEWED}_at_{door}" for door in SPEAKS_FOR))
WORKER, WORKERS_COMMANDS = "workflows", "process"


@dataclass(frozen=True)
class Rights:
    """Subjects, without those of the answers to what it is asked."""

    publish: tuple[str, ...]
    subscribe: tuple[str, ...]


@functools.cache
def table(*, local: bool) -> dict[str, Rights]:
    """User -> its rights. local: on one machine, where the clock can be moved and the worker has to see all come to
    rest.
    """
    asked = recorded()
    written = {
        name: Rights(tuple(_says(name, asked[name], local)), tuple(_hears(name, local)))
        for name in programs()
    }
    return written | {OPERATOR: Rights((">",), (">",))}


def _says(name: str, asked: list[str], local: bool) -> Iterator[str]:
    yield from _asks(name, asked)
    yield f"health.{name}"  # a container asks its own program
    yield f"outbox.{name}"
    if name in SPEAKERS:
        stream = stream_name(name)
        yield f"events.{name}.>"
        verbs = ("INFO", "CREATE") if local else ("INFO",)
        yield from (f"{API}.STREAM.{verb}.{stream}" for verb in verbs)
    for source in LISTENERS.get(name, ()):
        yield from _listens(stream_name(source), name, local)
    if name == "console":
        yield from _reads_anew()
        # Its page of the system tells how far each listener is behind.
        yield from (f"{API}.CONSUMER.LIST.{stream_name(speaker)}" for speaker in SPEAKERS)
    if local:
        yield f"{RESTED}.{name}"
    if local and name == WORKER:
        yield CLOCK_MOVED
        yield f"{API}.STREAM.LIST"
        yield from (f"{API}.CONSUMER.LIST.{stream_name(speaker)}" for speaker in SPEAKERS)


def _hears(name: str, local: bool) -> Iterator[str]:
    yield f"{inbox_of(name)}.>"
    yield f"health.{name}"
    yield f"commands.{name}.>"
    yield from (f"{way}.*.{name}.>" for way in _VIEWED_WAYS)
    yield from (f"at_{door}.{name}.>" for door in SPEAKS_FOR)
    yield f"outbox.{name}"
    if name == WORKER:
        yield f"commands.{WORKERS_COMMANDS}.>"
        yield from (f"at_{door}.{WORKERS_COMMANDS}.>" for door in SPEAKS_FOR)
    if local:
        yield CLOCK_MOVED
    if local and name == WORKER:
        yield from (f"{RESTED}.*", "$JS.ACK.>")


def _asks(name: str, asked: list[str]) -> Iterator[str]:
    """A command, and of who answers it how it is: asked where there is no answer."""
    for one in asked:
        way, _, command = one.partition(".")
        if way == VIEWED:
            yield from _as_a_viewer(name, command)
        elif name in SPEAKS_FOR and _comes_by_a_door(*command.split(".")):
            yield f"at_{name}.{command}"
        elif name not in SPEAKS_FOR or command in UNPROVED:
            yield one
    owners = sorted({one.split(".")[1] for one in asked} - {EVERYBODY})
    if f"commands.{EVERYBODY}.report_state" not in asked:
        yield from (f"commands.{owner}.report_state" for owner in owners)
    yield from (
        ("health.*",)
        if any(one.split(".")[1] == EVERYBODY for one in asked)
        else map("health.{}".format, owners)
    )


def _as_a_viewer(name: str, command: str) -> Iterator[str]:
    """A door as whom it lets in, on its own way; a service names a viewer where its code does, on any side."""
    if name not in SPEAKS_FOR:
        yield f"{VIEWED}.*.{command}"
    for side in SPEAKS_FOR.get(name, ()):
        if (name, side) != ("console", "customer") or command in FOR_CUSTOMERS_AT_THE_CONSOLE:
            yield f"{VIEWED}_at_{name}.{side}.{command}"


def _comes_by_a_door(service: str, command: str) -> bool:
    known = vars(operations) if service == EVERYBODY else commands_of(service)
    by_name = {snake(name): one for name, one in known.items()}
    return comes_by_a_door(by_name[command])


def _listens(stream: str, name: str, local: bool) -> Iterator[str]:
    """Its own consumer, which it also makes again where somebody has deleted it: on one machine. Whoever makes one says
    where the broker lays what it hands out, and may so have it laid into another's stream.
    """
    verbs = ("MSG.NEXT", "INFO", "DURABLE.CREATE") if local else ("MSG.NEXT", "INFO")
    yield from (f"{API}.CONSUMER.{verb}.{stream}.{name}" for verb in verbs)
    yield f"$JS.ACK.{stream}.{name}.>"


def _reads_anew() -> Iterator[str]:
    """By the numbers of what is stored (services/console/board/rebuild/stored_events.py)."""
    for stream in map(stream_name, SPEAKERS):
        yield from (f"{API}.{verb}.{stream}" for verb in ("STREAM.INFO", "DIRECT.GET"))
