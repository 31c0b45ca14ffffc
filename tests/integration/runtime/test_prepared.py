"""A statement whose words are put together once writes what it writes otherwise, and fails as it does otherwise."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from services.runtime.storage.connections import engine_for
from services.runtime.storage.database import execute, is_collision, question, savepoint, transaction
from services.runtime.storage.prepared import Prepared
from services.runtime.storage.tables import outbox
from tests.house import House
from tests.integration.runtime.small_services import SPEAKER

INSERTION = outbox.insert().values(
    event_id=sa.bindparam("event_id"),
    subject=sa.literal("events.by.constant"),
    headers=sa.bindparam("headers", type_=JSONB()),
    payload=sa.bindparam("payload"),
)
WRITTEN = Prepared(INSERTION)


@pytest.fixture
async def engine(house: House) -> AsyncIterator[AsyncEngine]:
    engine = engine_for((await house.settings_for(SPEAKER)).database_url)
    yield engine
    await engine.dispose()


def row(event_id: UUID) -> dict[str, Any]:
    return {"event_id": event_id, "headers": {"ce-subject": "ä", "of": ["1"]}, "payload": b"\x00{}"}


async def test_it_writes_what_the_statement_writes(engine: AsyncEngine) -> None:
    async with transaction(engine) as db:
        await execute(db, INSERTION, row(uuid4()))
        await WRITTEN.write(db, row(uuid4()))
    async with question(engine) as db:
        one, other = await execute(db, sa.select(outbox.c.subject, outbox.c.headers, outbox.c.payload))
    assert one == other
    assert one.headers == {"ce-subject": "ä", "of": ["1"]}


async def test_what_fails_is_an_error_of_the_database_as_others_are_and_a_savepoint_undoes_it(
    engine: AsyncEngine,
) -> None:
    mine = uuid4()
    async with transaction(engine) as db:
        await WRITTEN.write(db, row(mine))
        with pytest.raises(IntegrityError) as failed:
            async with savepoint(db):
                await WRITTEN.write(db, row(mine))
        assert is_collision(failed.value)
        with pytest.raises(DBAPIError):
            async with savepoint(db):
                await WRITTEN.write(db, row(mine) | {"payload": "no bytes"})
    async with question(engine) as db:
        assert [found.event_id for found in await execute(db, sa.select(outbox.c.event_id))] == [mine]


async def test_an_argument_is_missing_or_it_is_a_question(engine: AsyncEngine) -> None:
    async with transaction(engine) as db:
        with pytest.raises(KeyError, match="payload"):
            await WRITTEN.write(db, {"event_id": uuid4(), "headers": {}})
    async with question(engine) as db:
        with pytest.raises(TypeError, match="a query is answered here"):
            await WRITTEN.write(db, row(uuid4()))
        assert (await execute(db, sa.select(sa.func.count()).select_from(outbox))).scalar() == 0
