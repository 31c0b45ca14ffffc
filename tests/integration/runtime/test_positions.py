"""Many events in one transaction ask for their places once, and lose nothing of what a place promises."""

import asyncio
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from services.runtime.events.positions import Turn, look_ahead, move_all, positions_of, take_turn
from services.runtime.storage.database import transaction
from tests.house import House
from tests.integration.runtime.small_services import LISTENER, SPEAKER, contract_expired, open_listener


async def engine_of(house: House) -> AsyncEngine:
    await open_listener(house, contract_expired)
    return house.services[LISTENER].engine


async def apply(engine: AsyncEngine, *places: tuple[UUID, int]) -> list[Turn]:
    """In one transaction that looks ahead."""
    async with transaction(engine) as db:
        await look_ahead(db, SPEAKER, places)
        turns = [await take_turn(db, SPEAKER, *place) for place in places]
        await move_all(db)
    return turns


async def moved_to(engine: AsyncEngine, *aggregates: UUID) -> list[int | None]:
    async with transaction(engine) as db:
        found = await positions_of(db, SPEAKER, aggregates)
    return [found.get(one) for one in aggregates]


async def test_a_turn_that_was_looked_ahead_at_is_what_it_is_alone(house: House) -> None:
    engine, known, new = await engine_of(house), uuid4(), uuid4()
    await apply(engine, (known, 1))
    places = [(known, 3), (known, 1), (known, 2), (new, 2), (new, 1), (known, 3), (new, 1), (new, 2)]
    turns = await apply(engine, *places)
    early, applied, turn = Turn.EARLY, Turn.APPLIED, Turn.APPLY
    assert turns == [early, applied, turn, early, turn, turn, applied, turn]
    assert await moved_to(engine, known, new, uuid4()) == [3, 2, None]


async def test_places_of_many_known_aggregates_are_two_statements(house: House) -> None:
    engine, aggregates = await engine_of(house), [uuid4() for _ in range(20)]
    await apply(engine, *((one, 1) for one in aggregates))
    said: list[str] = []
    sa.event.listen(engine.sync_engine, "before_cursor_execute", lambda *told: said.append(told[2]))
    await apply(engine, *((one, version) for version in (2, 3) for one in aggregates))
    assert len([one for one in said if "position" in one]) == 2


async def test_places_of_many_that_begin_are_three_statements(house: House) -> None:
    engine, aggregates = await engine_of(house), [uuid4() for _ in range(20)]
    said: list[str] = []
    sa.event.listen(engine.sync_engine, "before_cursor_execute", lambda *told: said.append(told[2]))
    await apply(engine, *((one, 1) for one in aggregates))
    assert len([one for one in said if "position" in one]) == 3
    assert await moved_to(engine, *aggregates) == [1] * 20


async def test_one_whose_first_event_was_not_its_turn_any_more_has_not_begun(house: House) -> None:
    """Its transaction had lasted long enough: the first event comes in the next one, by whichever release."""
    engine, told, waits = await engine_of(house), uuid4(), uuid4()
    async with transaction(engine) as db:
        await look_ahead(db, SPEAKER, [(told, 1), (waits, 1)])
        assert await take_turn(db, SPEAKER, told, 1) is Turn.APPLY
        await move_all(db)
    assert await moved_to(engine, told, waits) == [1, None]
    async with transaction(engine) as db:
        assert await take_turn(db, SPEAKER, waits, 1) is Turn.APPLY
    assert await moved_to(engine, waits) == [1]


async def test_two_who_meet_the_same_first_events_apply_each_once(house: House) -> None:
    engine, aggregates = await engine_of(house), [uuid4() for _ in range(5)]
    async with transaction(engine) as db:
        await look_ahead(db, SPEAKER, [(one, 1) for one in aggregates])
        assert await take_turn(db, SPEAKER, aggregates[0], 1) is Turn.APPLY
        other = asyncio.ensure_future(apply(engine, *((one, 1) for one in reversed(aggregates))))
        while not await waits_for_a_lock(engine):
            assert not other.done()
            await asyncio.sleep(0.02)
        await move_all(db)
    assert await other == [*[Turn.APPLY] * 4, Turn.APPLIED]
    assert await moved_to(engine, *aggregates) == [1] * 5


async def test_what_another_transaction_has_in_hand_is_waited_for(house: House) -> None:
    engine, aggregate = await engine_of(house), uuid4()
    await apply(engine, (aggregate, 1))
    async with transaction(engine) as db:
        await look_ahead(db, SPEAKER, [(aggregate, 2)])
        assert await take_turn(db, SPEAKER, aggregate, 2) is Turn.APPLY
        other = asyncio.ensure_future(apply(engine, (aggregate, 2), (aggregate, 3)))
        while not await waits_for_a_lock(engine):
            assert not other.done()
            await asyncio.sleep(0.02)
        await move_all(db)
    assert await other == [Turn.APPLIED, Turn.APPLY]
    assert await moved_to(engine, aggregate) == [3]


async def waits_for_a_lock(engine: AsyncEngine) -> bool:
    asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    async with engine.connect() as connection:
        return bool((await connection.execute(sa.text(asked))).scalar())


async def test_what_was_rolled_back_has_moved_nothing(house: House) -> None:
    engine, known, new = await engine_of(house), uuid4(), uuid4()
    await apply(engine, (known, 1))
    try:
        async with transaction(engine) as db:
            await look_ahead(db, SPEAKER, [(known, 1), (new, 1)])
            for place in ((known, 2), (new, 1)):
                assert await take_turn(db, SPEAKER, *place) is Turn.APPLY
            await move_all(db)
            raise LookupError
    except LookupError:
        pass
    assert await moved_to(engine, known, new) == [1, None]
