"""Declaring puts right what is ours and leaves what others have raised."""

from typing import Any

from nats.js.api import ConsumerConfig, StreamConfig
from nats.js.errors import NotFoundError

from deploy.streams import declare_stream
from services.runtime.events.streams import consumer, declare_consumer, found_or_made, stream


class Found:
    """A broker that holds this one thing, and what it was asked to change."""

    def __init__(self, config: Any) -> None:
        self.config = config
        self.asked: list[Any] = []

    async def stream_info(self, name: str) -> "Found":
        if self.config is None:
            raise NotFoundError
        return self

    async def consumer_info(self, stream: str, name: str) -> "Found":
        return await self.stream_info(name)

    async def add_stream(self, config: StreamConfig) -> "Found":
        self.asked.append(config)
        return self

    update_stream = add_stream

    async def add_consumer(self, stream: str, config: ConsumerConfig) -> "Found":
        return await self.add_stream(config)  # type: ignore[arg-type]


async def declare(config: StreamConfig | None, *, replicas: int = 1) -> tuple[str, list[Any]]:
    broker: Any = Found(config)
    _, done = await declare_stream(broker, stream("intake", 1 << 30, replicas))
    return done, broker.asked


async def test_more_copies_and_more_room_than_we_ask_for_stay() -> None:
    assert await declare(stream("intake", 1 << 30)) == ("", [])
    assert await declare(stream("intake", 2 << 30, 3)) == ("", [])
    assert await declare(stream("intake", -1, 3)) == ("", [])


async def test_fewer_copies_than_we_ask_for_become_more_and_what_drifted_is_put_back() -> None:
    done, [asked] = await declare(stream("intake", 1 << 30), replicas=3)
    assert (done, asked.num_replicas) == ("changed", 3)
    drifted = stream("intake", 4 << 30, 3).evolve(max_age=60, description="kept by the night shift")
    done, [asked] = await declare(drifted)
    assert (done, asked.max_age, asked.num_replicas, asked.max_bytes) == ("changed", 0, 3, 4 << 30)
    assert asked.description == "kept by the night shift"


async def test_what_is_missing_is_made() -> None:
    done, [asked] = await declare(None)
    assert (done, asked.name) == ("made", "INTAKE")


async def test_a_consumer_keeps_what_others_wrote_on_it() -> None:
    noted = {"owner": "luotsi", "_nats.ver": "2.15", "team": "night"}
    broker: Any = Found(consumer("billing").evolve(metadata=noted))
    assert (await declare_consumer(broker, "INTAKE", consumer("billing")))[1] == ""
    broker.config = broker.config.evolve(max_deliver=3)
    assert (await declare_consumer(broker, "INTAKE", consumer("billing")))[1] == "changed"
    [asked] = broker.asked
    assert (asked.max_deliver, asked.metadata) == (-1, noted)


async def test_a_speaker_makes_its_stream_where_there_is_none_and_changes_none() -> None:
    broker: Any = Found(stream("intake", 1 << 30).evolve(max_age=60))
    await found_or_made(broker, stream("intake", 1 << 30, 3))
    assert broker.asked == []
    broker = Found(None)
    await found_or_made(broker, stream("intake", 1 << 30))
    assert [one.name for one in broker.asked] == ["INTAKE"]
