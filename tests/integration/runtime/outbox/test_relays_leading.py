"""Of a service's relays one leads, and another takes over."""

import asyncio
from collections.abc import Sequence
from uuid import uuid4

import pytest
from nats.errors import TimeoutError as NatsTimeout
from sqlalchemy.ext.asyncio import AsyncEngine

from services.runtime.cancelling import cancel_all
from services.runtime.events import waking
from services.runtime.events.neighbours import Neighbours
from services.runtime.events.relaying import Relay
from services.runtime.events.sending import Message, Sending
from services.runtime.events.streams import stream_name
from tests.house import House
from tests.integration.runtime.outbox.acts import (
    an_outbox,
    announce_all,
    announce_one,
    published,
    running,
    sending,
    versions_by_process,
)
from tests.integration.runtime.small_services import (
    SPEAKER,
    lost,
    until,
)
from tests.patience import PATIENCE_S

LEADERS = """SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""


class FailsOnce(Sending):
    """A broker that does not acknowledge its first message in time."""

    failed = False

    async def send(self, messages: Sequence[Message]) -> list[Exception | None]:
        if not self.failed:
            self.failed = True
            raise NatsTimeout
        return await super().send(messages)


async def test_a_relay_goes_on_after_the_broker_was_away_though_other_connections_wait_in_the_pool(
    house: House,
) -> None:
    """A lock that went back to the pool with its connection would keep everybody from leading."""
    async with an_outbox(house) as engine:
        await fill_pool(engine)
        await announce_one(house, engine, uuid4())
        async with running(Relay(engine, FailsOnce(house.nats, stream_name(SPEAKER)))):
            await until(lambda: published(house))
    assert await lost(house) == 0


async def fill_pool(engine: AsyncEngine) -> None:
    connections = [await engine.connect() for _ in range(4)]
    for connection in connections:
        await connection.close()


async def test_of_two_relays_one_leads_and_the_order_holds_when_its_connection_is_cut(house: House) -> None:
    processes = [uuid4() for _ in range(3)]
    async with an_outbox(house) as engine, an_outbox(house) as another:
        relays = [Relay(one, sending(house)) for one in (engine, another)]
        async with running(relays[0]), running(relays[1]):
            await until(lambda: leaders(house))
            first = await leaders(house)
            assert len(first) == 1
            await announce_all(house, engine, processes, range(1, 6))
            await house.rows(SPEAKER, "SELECT pg_terminate_backend($1)", first[0])
            await announce_all(house, engine, processes, range(6, 11))
            await until(lambda: published(house))
            assert len(await leaders(house)) == 1
            assert await leaders(house) != first
    assert await lost(house) == 0
    assert await versions_by_process(house) == {process: list(range(1, 11)) for process in processes}


async def test_when_the_leader_stops_the_other_relay_takes_over(house: House) -> None:
    async with an_outbox(house) as engine, an_outbox(house) as another:
        async with running(Relay(another, sending(house))):
            await until(lambda: leaders(house))
            led_by = await leaders(house)
            waits = Relay(engine, sending(house))
            waiting = asyncio.create_task(waits.run())
        try:
            await announce_one(house, engine, uuid4())
            await until(lambda: published(house))
            assert await leaders(house) != led_by
        finally:
            await cancel_all([waiting])


async def test_what_another_process_of_the_service_wrote_is_carried_at_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waking, "_LOOKS_AGAIN_S", PATIENCE_S * 60)
    neighbours = Neighbours(house.nats, f"outbox.{SPEAKER}")
    async with an_outbox(house) as engine, an_outbox(house) as another:
        leader = Relay(another, sending(house))
        await neighbours.hear(leader.hear_from_another)
        async with running(leader):
            await until(lambda: leaders(house))
            waits = Relay(engine, sending(house), tell_leader=neighbours.tell)
            async with running(waits):
                await announce_one(house, engine, uuid4())
                waits.wake()
                await until(lambda: published(house))


async def leaders(house: House) -> list[int]:
    return [row["pid"] for row in await house.rows(SPEAKER, LEADERS)]
