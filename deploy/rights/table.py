"""Who may say and hear what at the broker. Pure: from who listens to whom, who says events, and who asks what.

A name that is not here may do nothing. `*` in a subject is one word, `>` is all that follows.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from deploy.rights.asked import EVERYBODY, programs, recorded
from deploy.streams import LISTENERS, SPEAKERS
from services.runtime.broker.address import OPERATOR, inbox_of
from services.runtime.events.neighbours import CLOCK_MOVED, RESTED
from services.runtime.events.streams import stream_name

REBUILD = "console-rebuild"
"""The consumer by which the console reads a stream anew (services/console/board/rebuild/stored_events.py)."""
ANSWERED_WITHIN = "5m"
"""A question may be answered for so long: a billing run takes up to two minutes."""
_WORKER, _ITS_COMMANDS = "workflows", "process"


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
    yield from _asks(asked)
    yield f"health.{name}"  # a container asks its own program
    yield f"outbox.{name}"
    if name in SPEAKERS:
        stream = stream_name(name)
        yield f"events.{name}.>"
        yield from (f"$JS.API.STREAM.{verb}.{stream}" for verb in ("INFO", "CREATE", "UPDATE"))
    for source in LISTENERS.get(name, ()):
        yield from _listens(stream_name(source), name)
    if name == "console":
        yield from _rebuilds()
    if local:
        yield f"{RESTED}.{name}"
    if local and name == _WORKER:
        yield CLOCK_MOVED
        yield "$JS.API.STREAM.LIST"
        yield from (f"$JS.API.CONSUMER.LIST.{stream_name(speaker)}" for speaker in SPEAKERS)


def _hears(name: str, local: bool) -> Iterator[str]:
    yield f"{inbox_of(name)}.>"
    yield f"health.{name}"
    yield f"commands.{name}.>"
    yield f"outbox.{name}"
    if name == _WORKER:
        yield f"commands.{_ITS_COMMANDS}.>"
    if local:
        yield CLOCK_MOVED
    if local and name == _WORKER:
        yield from (f"{RESTED}.*", "$JS.ACK.>")


def _asks(asked: list[str]) -> Iterator[str]:
    """A command, and of who answers it how it is: asked where there is no answer."""
    yield from (f"commands.{command}" for command in asked)
    owners = sorted({command.partition(".")[0] for command in asked} - {EVERYBODY})
    if f"{EVERYBODY}.report_state" not in asked:
        yield from (f"commands.{owner}.report_state" for owner in owners)
    yield from (
        ("health.*",) if any(one.startswith(EVERYBODY) for one in asked) else map("health.{}".format, owners)
    )


def _listens(stream: str, name: str) -> Iterator[str]:
    """Its own consumer, which it also makes again where somebody has deleted it."""
    yield from (f"$JS.API.CONSUMER.{verb}.{stream}.{name}" for verb in ("MSG.NEXT", "INFO", "DURABLE.CREATE"))
    yield f"$JS.ACK.{stream}.{name}.>"


def _rebuilds() -> Iterator[str]:
    for stream in map(stream_name, SPEAKERS):
        yield f"$JS.API.STREAM.INFO.{stream}"
        yield from (
            f"$JS.API.CONSUMER.{verb}.{stream}.{REBUILD}" for verb in ("MSG.NEXT", "INFO", "CREATE", "DELETE")
        )
