"""All JetStream streams and durable consumers: who says events, and who listens to them.

Declaring again changes nothing; what drifted is put back. Services declare their own again when somebody deletes it.
"""

import asyncio
import contextlib
import dataclasses
import os
from pathlib import Path

from nats.js import JetStreamContext
from nats.js.api import StreamConfig, StreamInfo
from nats.js.errors import NotFoundError

from deploy.room import LARGEST_STREAM_BYTES, stream_bytes
from services.runtime.broker.address import BrokerAddress
from services.runtime.events.streams import (
    changes,
    consumer,
    declare_consumer,
    is_ours,
    stream,
    stream_name,
)

LISTENERS: dict[str, tuple[str, ...]] = {
    "intake": ("directory", "contracts"),
    "contracts": ("directory", "sessions"),
    "sessions": ("directory", "contracts"),
    "billing": ("directory", "contracts", "sessions"),
    "notices": ("directory", "intake", "contracts", "sessions", "billing"),
    "portal": ("directory", "billing"),
    "console": ("directory", "intake", "contracts", "sessions", "billing"),
    "workflows": ("intake", "contracts", "sessions"),
}
"""Listener -> the services to whose events it listens."""

ACCOUNT = "streams"
"""At the broker: that of the streams, and of who runs the platform."""
SPEAKERS = ("directory", "intake", "contracts", "sessions", "billing")
"""Who says events, and has a stream for them."""
_PATIENCE_S = 60
"""A broker that has just begun on a busy machine takes its time for so many; more than this it is not there."""


@dataclasses.dataclass(frozen=True)
class Declared:
    """What had to be done; both empty when all was as it should be."""

    made: tuple[str, ...]
    changed: tuple[str, ...]


async def declare(at: BrokerAddress, max_bytes: int, *, replicas: int = 1) -> Declared:
    """Makes the streams and consumers, or puts them right. max_bytes: of each stream."""
    connection = await at.connect(connect_timeout=_PATIENCE_S)
    try:
        js = connection.jetstream(timeout=_PATIENCE_S)
        made: list[str] = []
        changed: list[str] = []
        for speaker in SPEAKERS:
            _, done = await declare_stream(js, stream(speaker, max_bytes, replicas))
            told = {"made": made, "changed": changed, "": []}
            told[done].append(stream_name(speaker))
            for listener, heard in LISTENERS.items():
                if speaker in heard:
                    _, done = await declare_consumer(js, stream_name(speaker), consumer(listener))
                    told[done].append(f"{stream_name(speaker)}/{listener}")
            await remove_our_former_ones(js, speaker, changed)
        return Declared(tuple(made), tuple(changed))
    finally:
        await connection.close()


async def declare_stream(js: JetStreamContext, wanted: StreamConfig) -> tuple[StreamInfo, str]:
    """One stream as it should be, and what had to be done: `made`, `changed` or nothing."""
    try:
        there = await js.stream_info(str(wanted.name))
    except NotFoundError:
        return await js.add_stream(wanted), "made"
    different = changes(_not_less_than(wanted, there.config), there.config)
    if not different:
        return there, ""
    return await js.update_stream(there.config.evolve(**different)), "changed"


def _not_less_than(wanted: StreamConfig, there: StreamConfig) -> StreamConfig:
    """An administrator may have given it more."""
    replicas = max(wanted.num_replicas or 1, there.num_replicas or 1)
    unbounded = (there.max_bytes or -1) < 0
    return wanted.evolve(
        num_replicas=replicas,
        max_bytes=there.max_bytes if unbounded else max(wanted.max_bytes or 0, there.max_bytes or 0),
    )


async def remove_our_former_ones(js: JetStreamContext, speaker: str, changed: list[str]) -> None:
    """A consumer of ours that no longer listens would for ever seem to lag behind. Others' are not ours to touch."""
    name = stream_name(speaker)
    for found in await js.consumers_info(name):
        durable = found.config.durable_name
        if durable and is_ours(found) and speaker not in LISTENERS.get(durable, ()):
            with contextlib.suppress(NotFoundError):
                await js.delete_consumer(name, durable)
            changed.append(f"{name}/{durable}")


def store_bytes(folder: Path) -> int:
    """How much the server may store for all streams; it reserves each one's bytes."""
    return stream_bytes(folder) * len(SPEAKERS)


if __name__ == "__main__":
    largest = int(os.environ.get("LUOTSI_STREAM_BYTES", LARGEST_STREAM_BYTES))
    copies = int(os.environ.get("LUOTSI_STREAM_REPLICAS", 1))
    asyncio.run(declare(BrokerAddress.told(), largest, replicas=copies))
