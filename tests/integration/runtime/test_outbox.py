"""A change and its event are one; the relay loses nothing and keeps the order, whatever dies when."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from nats.errors import TimeoutError as NatsTimeout
from nats.js.errors import BadRequestError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from deploy import streams
from services.messages.contracts import ContractCompleted, ContractExpired, ExpireContract, SigningFound
from services.runtime.cancelling import cancel_all
from services.runtime.commands.refusal import Fault, Refusal
from services.runtime.commands.transactions import Work
from services.runtime.events import keeping_stream, refused_rows, waking
from services.runtime.events.announcing import announce, begin_saying
from services.runtime.events.neighbours import Neighbours
from services.runtime.events.parking import list_parked
from services.runtime.events.relaying import NOT_IN_THE_STREAM, Relay
from services.runtime.events.streams import stream_name
from services.runtime.storage.connections import engine_for
from services.runtime.storage.database import transaction
from services.runtime.storage.tables import outbox
from tests.house import House
from tests.integration.runtime.small_services import (
    EXPIRED,
    LISTENER,
    SPEAKER,
    an_order,
    contract_expired,
    effects,
    expire_contract,
    lost,
    open_listener,
    open_speaker,
    stream_ids,
    until,
)
from tests.patience import PATIENCE_S

LEADERS = """SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""


class Killed(BaseException):
    """As SIGKILL: nothing of ours runs after it."""


class DiesBeforeItMarks(Relay):
    """Killed between the broker's acknowledgement and the commit."""

    async def _mark(self, connection: AsyncConnection, ids: list[int]) -> None:
        raise Killed


class MarksBeforeItPublishes(Relay):
    """The planted bug: it commits the mark first, and is killed before it has published."""

    async def publish_batch(self, connection: AsyncConnection) -> int:
        waiting = sa.select(outbox.c.id).where(outbox.c.published_at.is_(None))
        await self._mark(connection, list((await connection.execute(waiting)).scalars()))
        await connection.commit()
        raise Killed


async def announce_one(house: House, engine: AsyncEngine, process_id: UUID, version: int = 1) -> None:
    async with transaction(engine) as db:
        begin_saying(db, house.clock)
        await announce(db, ContractExpired(process_id=process_id, version=version))


@asynccontextmanager
async def an_outbox(house: House) -> AsyncIterator[AsyncEngine]:
    """The speaker's database alone: nobody carries its events away yet."""
    engine = engine_for((await house.settings_for(SPEAKER)).database_url)
    yield engine
    await engine.dispose()


@asynccontextmanager
async def running(relay: Relay) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(relay.run())
    yield task
    await cancel_all([task])


async def published(house: House) -> bool:
    rows = await house.rows(SPEAKER, "SELECT count(*) FROM outbox WHERE published_at IS NULL")
    return bool(rows[0][0] == 0)


async def test_a_change_and_its_event_are_there_together_or_not_at_all(house: House) -> None:
    breaks = True

    async def expire_and_break(order: ExpireContract, work: Work) -> SigningFound:
        done = await expire_contract(order, work)
        if breaks:
            raise ZeroDivisionError
        return done

    expire_and_break.__name__ = "expire_contract"
    await open_speaker(house, expire_and_break)
    order = an_order()
    with pytest.raises(Fault, match="ZeroDivisionError"):
        await house.ask(order)
    assert await counts(house) == {"thing": 0, "outbox": 0, "aggregate_version": 0}
    breaks = False
    await house.ask(order)
    assert await counts(house) == {"thing": 1, "outbox": 1, "aggregate_version": 1}


async def counts(house: House) -> dict[str, int]:
    tables = ("thing", "outbox", "aggregate_version")
    return {table: (await house.rows(SPEAKER, f"SELECT count(*) FROM {table}"))[0][0] for table in tables}


async def test_twenty_identical_commands_at_once_are_one_thing_and_one_event(house: House) -> None:
    await open_speaker(house, expire_contract)
    order = an_order()
    assert await asyncio.gather(*(house.ask(order) for _ in range(20))) == [EXPIRED] * 20
    await house.quiet()
    assert await counts(house) == {"thing": 1, "outbox": 1, "aggregate_version": 1}
    assert len(await stream_ids(house)) == 1


async def test_a_relay_killed_before_it_marks_loses_nothing_and_its_event_is_applied_once(
    house: House,
) -> None:
    await open_listener(house, contract_expired)
    async with an_outbox(house) as engine:
        await announce_one(house, engine, uuid4())
        await ends_killed(DiesBeforeItMarks(engine, house.jetstream, stream_name(SPEAKER)))
        assert not await published(house)
        async with running(Relay(engine, house.jetstream, stream_name(SPEAKER))):
            await until(lambda: published(house))
    await house.quiet()
    assert await lost(house) == 0
    assert 1 <= len(await stream_ids(house)) <= 2
    assert len(await effects(house)) == 1


async def test_a_relay_that_marks_before_it_publishes_is_seen_to_lose_events(house: House) -> None:
    """The planted bug: the same kill as above, and `lost` is no longer zero."""
    async with an_outbox(house) as engine:
        for _ in range(3):
            await announce_one(house, engine, uuid4())
        await ends_killed(MarksBeforeItPublishes(engine, house.jetstream, stream_name(SPEAKER)))
        assert await published(house)
        async with running(Relay(engine, house.jetstream, stream_name(SPEAKER))):
            await announce_one(house, engine, uuid4())
            await until(lambda: published(house))
    assert await lost(house) == 3


async def test_what_can_never_be_sent_is_parked_and_only_its_own_process_waits(house: House) -> None:
    """In order: no listener takes a process's later events before it. Once the broker takes more, they all come."""
    mine, other = uuid4(), uuid4()
    async with an_outbox(house) as engine:
        async with transaction(engine) as db:
            begin_saying(db, house.clock)
            await announce(db, a_large_event(mine, members=100))
            await announce(db, ContractExpired(process_id=mine, version=2))
            await announce(db, ContractExpired(process_id=other, version=1))
        small = Relay(engine, house.jetstream, stream_name(SPEAKER), largest=lambda: 2000)
        async with engine.connect() as connection:
            assert await small.publish_batch(connection) == 3
            assert await small.publish_batch(connection) == 0
            assert [event.process_id for event in await house.events(SPEAKER)] == [other]
            told = (await connection.execute(NOT_IN_THE_STREAM)).one()
        assert (told.on_the_way, told.parked) == (0, 1)
        async with transaction(engine) as db:
            [shown] = (await list_parked(db)).messages
        assert (shown.reason, shown.aggregate_id) == ("too_large", mine)
        with pytest.raises(Refusal, match="still_refused"):
            await small.try_again(shown.parked_id)
        relay = Relay(engine, house.jetstream, stream_name(SPEAKER))
        assert await relay.try_again(shown.parked_id)
        assert not await relay.try_again(shown.parked_id)
        async with running(relay):
            await until(lambda: published(house))
    assert [event.process_id for event in await house.events(SPEAKER)] == [other, mine, mine]


class RefusesOne:
    """A stream that answers, and refuses what is about this process; it counts how often."""

    def __init__(self, jetstream: Any, process_id: UUID) -> None:
        self._jetstream = jetstream
        self._process_id = process_id
        self.refused = 0
        self.is_mended = False

    async def publish(self, *what: Any, **how: Any) -> Any:
        if how["headers"]["ce-subject"] == str(self._process_id) and not self.is_mended:
            self.refused += 1
            raise BadRequestError(code=400, err_code=10071, description="wrong last sequence")
        return await self._jetstream.publish(*what, **how)


async def test_what_a_stream_refuses_is_told_and_tried_again_while_the_others_go_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only its own process waits behind it; nobody has to order it once the stream takes it."""
    mine, other = uuid4(), uuid4()
    refusing = RefusesOne(house.jetstream, mine)
    async with an_outbox(house) as engine:
        await announce_all(house, engine, [mine, other], range(1, 3))
        relay = Relay(engine, refusing, stream_name(SPEAKER))  # type: ignore[arg-type]
        async with engine.connect() as connection:
            assert await relay.publish_batch(connection) == 4
            assert await relay.publish_batch(connection) == 0
            told = (await connection.execute(NOT_IN_THE_STREAM)).one()
        assert (told.on_the_way, told.parked) == (0, 1)
        assert await versions_by_process(house) == {other: [1, 2]}
        async with transaction(engine) as db:
            [shown] = (await list_parked(db)).messages
        assert (shown.reason, shown.aggregate_id) == ("refused_by_the_stream", mine)
        tried = refusing.refused
        async with running(relay):
            await announce_one(house, engine, other, 3)
            await until(lambda: in_the_stream(house, other, 3))
            assert refusing.refused == tried  # its pause lasts
        monkeypatch.setattr(refused_rows, "_FIRST_PAUSE_S", 0)
        monkeypatch.setattr(refused_rows, "_LOOK_EVERY_S", 0.0)
        async with running(Relay(engine, refusing, stream_name(SPEAKER))):  # type: ignore[arg-type]
            await until(lambda: counted_as_refused(house, 3))
            refusing.is_mended = True
            await until(lambda: published(house))
    assert await versions_by_process(house) == {other: [1, 2, 3], mine: [1, 2]}


async def in_the_stream(house: House, process_id: UUID, number: int) -> bool:
    return len((await versions_by_process(house)).get(process_id, [])) == number


async def counted_as_refused(house: House, times: int) -> bool:
    rows = await house.rows(SPEAKER, "SELECT times FROM failure")
    return bool(rows and rows[0][0] >= times)


def a_large_event(process_id: UUID, members: int) -> ContractCompleted:
    someone = uuid4()
    return ContractCompleted(
        process_id=process_id,
        version=1,
        supervisee_ids=[uuid4() for _ in range(members)],
        representative_id=someone,
        commissioner_id=someone,
        supervisor_id=someone,
    )


async def test_a_change_whose_event_is_too_large_is_refused_with_the_field_and_not_made(house: House) -> None:
    async def expire_and_tell_all(order: ExpireContract, work: Work) -> SigningFound:
        found = await expire_contract(order, work)
        await announce(work.db, a_large_event(order.process_id, members=30_000))
        return found

    expire_and_tell_all.__name__ = "expire_contract"
    await open_speaker(house, expire_and_tell_all)
    with pytest.raises(Refusal) as refused:
        await house.ask(an_order())
    assert (refused.value.code, refused.value.field) == ("too_large", "supervisee_ids")
    assert await counts(house) == {"thing": 0, "outbox": 0, "aggregate_version": 0}


async def ends_killed(relay: Relay) -> None:
    """Its connection goes with it, as at the end of a process."""
    with pytest.raises(Killed):
        await asyncio.wait_for(relay.run(), PATIENCE_S)


class FailsOnce:
    """A broker that does not acknowledge its first message in time."""

    def __init__(self, jetstream: Any) -> None:
        self._jetstream = jetstream
        self._failed = False

    async def publish(self, *what: Any, **how: Any) -> Any:
        if not self._failed:
            self._failed = True
            raise NatsTimeout
        return await self._jetstream.publish(*what, **how)


async def test_a_relay_goes_on_after_the_broker_was_away_though_other_connections_wait_in_the_pool(
    house: House,
) -> None:
    """A lock that went back to the pool with its connection would keep everybody from leading."""
    async with an_outbox(house) as engine:
        await fill_pool(engine)
        await announce_one(house, engine, uuid4())
        async with running(Relay(engine, FailsOnce(house.jetstream), stream_name(SPEAKER))):  # type: ignore[arg-type]
            await until(lambda: published(house))
    assert await lost(house) == 0


async def fill_pool(engine: AsyncEngine) -> None:
    connections = [await engine.connect() for _ in range(4)]
    for connection in connections:
        await connection.close()


async def test_of_two_relays_one_leads_and_the_order_holds_when_its_connection_is_cut(house: House) -> None:
    processes = [uuid4() for _ in range(3)]
    async with an_outbox(house) as engine, an_outbox(house) as another:
        relays = [Relay(one, house.jetstream, stream_name(SPEAKER)) for one in (engine, another)]
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
        async with running(Relay(another, house.jetstream, stream_name(SPEAKER))):
            await until(lambda: leaders(house))
            led_by = await leaders(house)
            waits = Relay(engine, house.jetstream, stream_name(SPEAKER))
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
        leader = Relay(another, house.jetstream, stream_name(SPEAKER))
        await neighbours.hear(leader.hear_from_another)
        async with running(leader):
            await until(lambda: leaders(house))
            waits = Relay(engine, house.jetstream, stream_name(SPEAKER), tell_leader=neighbours.tell)
            async with running(waits):
                await announce_one(house, engine, uuid4())
                waits.wake()
                await until(lambda: published(house))


async def leaders(house: House) -> list[int]:
    return [row["pid"] for row in await house.rows(SPEAKER, LEADERS)]


async def announce_all(house: House, engine: AsyncEngine, processes: list[UUID], versions: range) -> None:
    for version in versions:
        for process in processes:
            await announce_one(house, engine, process, version)


async def versions_by_process(house: House) -> dict[UUID, list[int]]:
    """In the order of the stream; a version that was published twice counts once."""
    found: dict[UUID, list[int]] = {}
    for event in await house.events(SPEAKER):
        told = found.setdefault(event.process_id, [])
        told += [event.version] if event.version not in told else []
    return found


async def test_the_listener_of_a_service_hears_what_another_service_said(house: House) -> None:
    """Both ends at once: command, outbox, relay, stream, listener, effect."""
    await open_speaker(house, expire_contract)
    await open_listener(house, contract_expired)
    order = an_order()
    await house.ask(order)
    await house.quiet()
    said = await stream_ids(house)
    assert await effects(house) == [(said[0], order.process_id, 1)]


async def lose_the_stream(house: House) -> None:
    await house.jetstream.delete_stream(stream_name(SPEAKER))


async def lose_the_stream_and_have_an_empty_one_made(house: House) -> None:
    await lose_the_stream(house)
    await streams.declare(house.servers.broker, 64 << 20)


@pytest.mark.parametrize("loss", [lose_the_stream, lose_the_stream_and_have_an_empty_one_made])
async def test_a_deleted_stream_is_told_everything_again_and_each_event_is_applied_once(
    house: House, monkeypatch: pytest.MonkeyPatch, loss: Callable[[House], Awaitable[None]]
) -> None:
    """Two were heard before, two are in it and unheard, and one is said afterwards."""
    monkeypatch.setattr(keeping_stream, "_LOOK_EVERY_S", 0.05)
    speaking = await open_speaker(house, expire_contract)
    listening = await open_listener(house, contract_expired)
    orders = [an_order() for _ in range(5)]
    for order in orders[:2]:
        await house.ask(order)
    await house.quiet()
    await cancel_all(listening)
    for order in orders[2:4]:
        await house.ask(order)
    await until(lambda: published(house))
    await loss(house)
    await house.ask(orders[4])
    house._tasks += [asyncio.ensure_future(house.services[LISTENER].listeners[SPEAKER].run())]
    await until(lambda: heard(house, len(orders)))
    await house.quiet()
    happened = [aggregate for _, aggregate, _ in await effects(house)]
    assert sorted(happened) == sorted(order.process_id for order in orders)
    assert await lost(house) == 0
    assert not any(task.done() for task in speaking)


async def heard(house: House, number: int) -> bool:
    return len(await effects(house)) >= number
