"""The only declarer of JetStream streams and durable consumers: who says events, and who listens to them.

Declaring again changes nothing; what drifted is put back.
"""

import asyncio
import contextlib
import dataclasses
import os
import shutil
from pathlib import Path

import nats
from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import NotFoundError

LISTENERS: dict[str, tuple[str, ...]] = {
    "intake": ("contracts",),
    "contracts": ("sessions",),
    "sessions": ("contracts",),
    "billing": ("contracts", "sessions"),
    "notices": ("intake", "contracts", "sessions", "billing"),
    "console": ("directory", "intake", "contracts", "sessions", "billing"),
    "workflows": ("intake", "contracts", "sessions"),
}
"""Listener -> the services to whose events it listens."""

SPEAKERS = ("directory", "intake", "contracts", "sessions", "billing")
"""Who says events, and has a stream for them."""

LARGEST_STREAM_BYTES = 8 << 30
SHARE_OF_DISK = 16
"""A stream may take a sixteenth of the disk, so that all of them together leave the databases most of it."""


@dataclasses.dataclass(frozen=True)
class Declared:
    """What had to be done; both empty when all was as it should be."""

    made: tuple[str, ...]
    changed: tuple[str, ...]


async def declare(url: str, max_bytes: int, *, replicas: int = 1) -> Declared:
    """Makes the streams and consumers, or puts them right. max_bytes: of each stream."""
    connection = await nats.connect(url, connect_timeout=5)
    try:
        js = connection.jetstream(timeout=10)
        made: list[str] = []
        changed: list[str] = []
        for speaker in SPEAKERS:
            await declare_stream(js, stream(speaker, max_bytes, replicas), made, changed)
            for listener, heard in LISTENERS.items():
                if speaker in heard:
                    await declare_consumer(js, stream_name(speaker), consumer(listener), made, changed)
            await remove_strangers(js, speaker, changed)
        return Declared(tuple(made), tuple(changed))
    finally:
        await connection.close()


def stream_name(service: str) -> str:
    """`DIRECTORY` holds what `directory` says."""
    return service.upper()


def stream(service: str, max_bytes: int, replicas: int = 1) -> StreamConfig:
    """Every event of a service, for good: a process outlives a year. Nothing expires; a full stream refuses."""
    return StreamConfig(
        name=stream_name(service),
        subjects=[f"events.{service}.>"],
        storage=StorageType.FILE,
        retention=RetentionPolicy.LIMITS,
        discard=DiscardPolicy.NEW,
        max_age=0,
        max_bytes=max_bytes,
        duplicate_window=600,
        deny_delete=True,
        deny_purge=True,
        num_replicas=replicas,
    )


def consumer(listener: str) -> ConsumerConfig:
    """A listener's place in one stream. The server never gives up on a message; parking is the listener's."""
    return ConsumerConfig(
        durable_name=listener,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=30,
        max_deliver=-1,
        max_ack_pending=256,
        deliver_policy=DeliverPolicy.ALL,
    )


async def declare_stream(
    js: JetStreamContext, wanted: StreamConfig, made: list[str], changed: list[str]
) -> None:
    """One stream as it should be."""
    name = str(wanted.name)
    try:
        there = (await js.stream_info(name)).config
    except NotFoundError:
        await js.add_stream(wanted)
        made.append(name)
        return
    if differs(wanted, there):
        await js.update_stream(wanted)
        changed.append(name)


async def declare_consumer(
    js: JetStreamContext, of: str, wanted: ConsumerConfig, made: list[str], changed: list[str]
) -> None:
    """One consumer as it should be; its position stays."""
    name = str(wanted.durable_name)
    try:
        there = (await js.consumer_info(of, name)).config
    except NotFoundError:
        await js.add_consumer(of, wanted)
        made.append(f"{of}/{name}")
        return
    if differs(wanted, there):
        await js.add_consumer(of, wanted)
        changed.append(f"{of}/{name}")


async def remove_strangers(js: JetStreamContext, speaker: str, changed: list[str]) -> None:
    """A durable consumer of somebody who no longer listens would for ever seem to lag behind."""
    name = stream_name(speaker)
    for found in await js.consumers_info(name):
        durable = found.config.durable_name
        if durable and speaker not in LISTENERS.get(durable, ()):
            with contextlib.suppress(NotFoundError):
                await js.delete_consumer(name, durable)
            changed.append(f"{name}/{durable}")


def differs(wanted: StreamConfig | ConsumerConfig, there: StreamConfig | ConsumerConfig) -> bool:
    """Whether something that we care for is otherwise; what we leave open, the server decides."""
    asked = {key: value for key, value in dataclasses.asdict(wanted).items() if value is not None}
    return any(getattr(there, key) != value for key, value in asked.items())


def stream_bytes(folder: Path) -> int:
    """How large one stream may grow on that folder's disk; counted from its size, which does not change."""
    return min(LARGEST_STREAM_BYTES, shutil.disk_usage(folder).total // SHARE_OF_DISK)


def store_bytes(folder: Path) -> int:
    """How much the server may store for all streams; it reserves each one's bytes."""
    return stream_bytes(folder) * len(SPEAKERS)


if __name__ == "__main__":
    largest = int(os.environ.get("LUOTSI_STREAM_BYTES", LARGEST_STREAM_BYTES))
    asyncio.run(declare(os.environ["LUOTSI_NATS_URL"], largest))
