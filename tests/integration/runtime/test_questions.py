"""A query is answered without a transaction: so much less is asked of the database, and it can write nothing."""

from collections.abc import AsyncIterator
from datetime import datetime
from itertools import permutations
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.events.positions import Turn, take_turn
from services.runtime.same_person.same_people import SamePeople
from services.runtime.storage.connections import engine_for
from services.runtime.storage.database import execute, question, transaction
from services.runtime.storage.tables import merged_person
from tests.house import House
from tests.integration.runtime.small_services import SPEAKER

NOW = sa.select(sa.func.now())
A_ROW = merged_person.insert().values(absorbed_id=uuid4(), kept_id=uuid4())


@pytest.fixture
async def engine(house: House) -> AsyncIterator[AsyncEngine]:
    engine = engine_for((await house.settings_for(SPEAKER)).database_url)
    yield engine
    await engine.dispose()


async def test_each_question_is_one_of_its_own(engine: AsyncEngine) -> None:
    async with transaction(engine) as db:
        assert await told(db) == await told(db)
    for first, *others in permutations((told, told_by_its_connection, told_as_rows_are)):
        async with question(engine) as db:
            before = await first(db)
            for ask in others:
                assert before < (before := await ask(db))


async def test_what_a_query_would_write_is_refused_and_not_written(house: House, engine: AsyncEngine) -> None:
    async with question(engine) as db:
        with pytest.raises(TypeError, match="a query is answered here"):
            await execute(db, A_ROW)
    async with question(engine) as db:
        with pytest.raises(TypeError, match="a query is answered here"):
            await db.exec(A_ROW)
    assert await house.rows(SPEAKER, "SELECT 1 FROM merged_person") == []


async def test_who_is_one_person_a_question_asks_once_in_a_while_and_an_order_at_once(
    house: House, engine: AsyncEngine
) -> None:
    same, gone, stays = SamePeople(), uuid4(), uuid4()
    async with question(engine) as db:
        await same.learn_for_a_question(db)
    await house.rows(
        SPEAKER, f"INSERT INTO merged_person (absorbed_id, kept_id) VALUES ('{gone}', '{stays}') RETURNING 1"
    )
    async with question(engine) as db:
        await same.learn_for_a_question(db)
    assert same.who_stays(gone) == gone
    async with transaction(engine) as db:
        await same.learn(db)
    assert same.who_stays(gone) == stays


async def test_who_takes_an_events_turn_asks_by_the_way_who_is_one_person(
    house: House, engine: AsyncEngine
) -> None:
    same, gone, stays, about = SamePeople(), uuid4(), uuid4(), uuid4()
    asked: list[str] = []
    sa.event.listen(engine.sync_engine, "before_cursor_execute", lambda *told: asked.append(told[2]))

    async def hear(version: int) -> int:
        async with transaction(engine) as db:
            assert await take_turn(db, "directory", about, version) is Turn.APPLY
            before = len(asked)
            await same.learn(db)
            await db.commit()
            return len(asked) - before

    assert await hear(1) == 0
    await house.rows(
        SPEAKER, f"INSERT INTO merged_person (absorbed_id, kept_id) VALUES ('{gone}', '{stays}') RETURNING 1"
    )
    assert (await hear(2), same.who_stays(gone)) == (1, stays)
    assert await hear(3) == 0


async def told(db: AsyncSession) -> datetime:
    now: datetime = (await execute(db, NOW)).scalar_one()
    return now


async def told_by_its_connection(db: AsyncSession) -> datetime:
    now: datetime = (await (await db.connection()).execute(NOW)).scalar_one()
    return now


async def told_as_rows_are(db: AsyncSession) -> datetime:
    return (await db.exec(select(sa.func.now()))).one()
