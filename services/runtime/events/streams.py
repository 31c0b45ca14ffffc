"""What a stream and a listener's place in it are, and how they are declared: one step, which again changes nothing.

What others have made or raised stays: more replicas, more bytes, consumers that are not ours.
"""

import dataclasses
from typing import Any

from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    ConsumerInfo,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
    StreamInfo,
)
from nats.js.errors import NotFoundError

OURS = {"owner": "luotsi"}
"""Written on every consumer of ours: only among those is anything ever removed."""


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
        allow_direct=True,
        num_replicas=replicas,
    )


MOST_UNDER_WAY = 20_000
"""Held, put back and in hand. With so many failing at once, others are still handed out: a few hundred bytes each."""


def consumer(listener: str) -> ConsumerConfig:
    """A listener's place in one stream. The server never gives up on a message; parking is the listener's."""
    return ConsumerConfig(
        durable_name=listener,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=30,
        max_deliver=-1,
        max_ack_pending=MOST_UNDER_WAY,
        deliver_policy=DeliverPolicy.ALL,
        metadata=OURS,
    )


async def found_or_made(js: JetStreamContext, wanted: StreamConfig) -> StreamInfo:
    """One stream, made where there is none; one that is there stays as it is."""
    try:
        return await js.stream_info(str(wanted.name))
    except NotFoundError:
        return await js.add_stream(wanted)


async def declare_consumer(js: JetStreamContext, of: str, wanted: ConsumerConfig) -> tuple[ConsumerInfo, str]:
    """One consumer as it should be, and what had to be done; its position stays."""
    try:
        there = await js.consumer_info(of, str(wanted.durable_name))
    except NotFoundError:
        return await js.add_consumer(of, wanted), "made"
    different = changes(wanted, there.config)
    if not different:
        return there, ""
    return await js.add_consumer(of, there.config.evolve(**different)), "changed"


def changes(wanted: StreamConfig | ConsumerConfig, there: StreamConfig | ConsumerConfig) -> dict[str, Any]:
    """What we care for and is otherwise; what we leave open, others and the server decide."""
    asked = {key: value for key, value in dataclasses.asdict(wanted).items() if value is not None}
    written = getattr(there, "metadata", None) or {}
    if "metadata" in asked:
        asked["metadata"] = {**written, **asked["metadata"]}
    found = {**{key: getattr(there, key) for key in asked}, **({"metadata": written} if written else {})}
    return {key: value for key, value in asked.items() if found.get(key) != value}


def is_ours(found: ConsumerInfo) -> bool:
    """Whether we have made this consumer."""
    return OURS.items() <= (found.config.metadata or {}).items()
