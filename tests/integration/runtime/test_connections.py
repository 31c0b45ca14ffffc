"""What a rush leaves open is ended by the server, and the pool loses nothing else by that."""

import asyncio

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.runtime.storage.connections import engine_for
from tests.house import House
from tests.integration.runtime.small_services import SPEAKER, until


async def asked(connection: AsyncConnection, question: str) -> object:
    return (await connection.execute(sa.text(question))).scalar_one()


async def test_a_connection_that_the_server_ended_is_replaced_alone(house: House) -> None:
    engine = engine_for((await house.settings_for(SPEAKER)).database_url)
    before = [await engine.connect() for _ in range(3)]
    *others, ended = [await asked(connection, "SELECT pg_backend_pid()") for connection in before]
    driver = (await before[-1].get_raw_connection()).driver_connection
    assert driver is not None
    for connection in before:  # the last one is the first to be handed out again
        await connection.close()
    await house.rows(SPEAKER, f"SELECT pg_terminate_backend({ended})")
    await until(lambda: asyncio.sleep(0, driver.is_closed()))
    after = [await engine.connect() for _ in range(3)]
    found = {await asked(connection, "SELECT pg_backend_pid()") for connection in after}
    assert set(others) < found and ended not in found
    for connection in after:
        await connection.close()
    await engine.dispose()


async def test_one_that_nobody_uses_is_not_kept_for_long(house: House) -> None:
    engine = engine_for((await house.settings_for(SPEAKER)).database_url)
    async with engine.connect() as connection:
        assert await asked(connection, "SHOW idle_session_timeout") == "30s"
    await engine.dispose()


async def test_a_rush_finds_the_connections_of_the_last_one(house: House) -> None:
    engine = engine_for((await house.settings_for(SPEAKER)).database_url, pool_size=2)

    async def rush() -> set[object]:
        opened = [await engine.connect() for _ in range(6)]
        found = {await asked(connection, "SELECT pg_backend_pid()") for connection in opened}
        for connection in opened:
            await connection.close()
        return found

    assert await rush() == await rush()
    await engine.dispose()
