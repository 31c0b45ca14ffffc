"""What the tests of a service's outbox and its relay do and look at."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncEngine

from services.messages.contracts import ContractCompleted, ContractExpired
from services.runtime.cancelling import cancel_all
from services.runtime.events.announcing import announce, begin_saying
from services.runtime.events.relaying import Relay
from services.runtime.events.sending import Sending
from services.runtime.events.streams import stream_name
from services.runtime.storage.connections import engine_for
from services.runtime.storage.database import transaction
from tests.house import House
from tests.integration.runtime.small_services import (
    SPEAKER,
)


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


def sending(house: House) -> Sending:
    return Sending(house.nats, stream_name(SPEAKER))


@asynccontextmanager
async def running(relay: Relay) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(relay.run())
    yield task
    await cancel_all([task])


async def published(house: House) -> bool:
    rows = await house.rows(SPEAKER, "SELECT count(*) FROM outbox WHERE published_at IS NULL")
    return bool(rows[0][0] == 0)


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
