"""Databases of somebody else's server, copied by their own roles: all of one instant, whole, and the same again."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from deploy.backup.tables import instant, rows
from deploy.machine import databases, keys
from deploy.machine.ports import HOST
from tests.servers import Servers

pytestmark = pytest.mark.servers
ROLES = ("first", "second", "again")
TABLES = """
CREATE SCHEMA confidential;
CREATE TABLE alembic_version (version_num text);
INSERT INTO alembic_version VALUES ('0001');
CREATE TABLE step (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, number int, twice int GENERATED ALWAYS AS (number * 2) STORED
);
CREATE TABLE a_part (
    step_id bigint REFERENCES step, words text, written_in bigint DEFAULT pg_current_xact_id()::text::bigint
);
CREATE TABLE confidential.note (author text, words bytea);
ALTER TABLE confidential.note ENABLE ROW LEVEL SECURITY;
ALTER TABLE confidential.note FORCE ROW LEVEL SECURITY;
CREATE POLICY of_their_authors ON confidential.note USING (author = current_setting('luotsi.authors', true));
CREATE FUNCTION refused() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'nobody writes here'; END $$;
"""
WRITTEN = """
SET luotsi.authors = 'aino';
INSERT INTO step (number) VALUES (7), (8);
INSERT INTO a_part (step_id, words) VALUES (1, E'a tab\\tand a line\\n\\\\N'), (2, NULL);
INSERT INTO confidential.note VALUES ('aino', '\\x00ff');
"""


@pytest.fixture
async def urls(servers: Servers) -> AsyncIterator[dict[str, str]]:
    """Each its own role's, which is no superuser."""
    superuser = keys.passwords(servers.installation.keys)[keys.SUPERUSER]
    passwords = {role: "secret" for role in ROLES} | {keys.SUPERUSER: superuser}
    address = f"{HOST}:{servers.installation.ports.postgres}"
    for role in ROLES:
        await databases.make_database(address, passwords, role)
        own = await asyncpg.connect(databases.url(address, passwords, role), ssl=False)
        await own.execute(TABLES)
        await own.close()
    yield {role: databases.url(address, passwords, role) for role in ROLES}
    server = await asyncpg.connect(servers.postgres_dsn)
    for role in ROLES:
        await server.execute(f"DROP DATABASE {role} WITH (FORCE)")
        await server.execute(f"DROP ROLE {role}")
    await server.close()


async def rows_of(db: asyncpg.Connection) -> list[list[Any]]:
    await db.execute("SET luotsi.authors = 'aino'")
    asked = ("SELECT * FROM step", "SELECT step_id, words FROM a_part", "SELECT * FROM confidential.note")
    return [sorted(map(tuple, await db.fetch(sql)), key=str) for sql in asked]


async def test_what_comes_in_again_is_what_went_out(urls: dict[str, str], tmp_path: Path) -> None:
    one = await asyncpg.connect(urls["first"], ssl=False)
    await one.execute(WRITTEN)
    async with instant.of_all({"first": urls["first"]}) as looks:
        contents = await rows.copy_out(looks["first"], tmp_path / "first")
    assert contents.revision == "0001" and sum(table.rows for table in contents.tables) == 5
    other = await asyncpg.connect(urls["again"], ssl=False)
    await other.execute("INSERT INTO step (number) VALUES (99)")  # as a migration may lay something there
    await other.execute("CREATE TRIGGER no BEFORE INSERT ON a_part FOR EACH ROW EXECUTE FUNCTION refused()")
    assert await rows.copy_in(other, tmp_path / "first") == 5
    assert await rows_of(other) == await rows_of(one)
    # What is guarded is guarded as before, in both; who counts goes on; who looks after what is written does again.
    for db in (one, other):
        await db.execute("SET luotsi.authors = 'nobody'")
        assert await db.fetchval("SELECT count(*) FROM confidential.note") == 0
    assert await other.fetchval("INSERT INTO step (number) VALUES (9) RETURNING id") == 3
    with pytest.raises(asyncpg.RaiseError):
        await other.execute("INSERT INTO a_part (step_id) VALUES (1)")
    await one.close()
    await other.close()


async def test_one_instant_in_two_databases_while_people_write_in_both(
    urls: dict[str, str], tmp_path: Path
) -> None:
    """What is written in the first is told to the second: no look sees the second without the first."""
    written = 0

    async def writes() -> None:
        nonlocal written
        both = [await asyncpg.connect(urls[role], ssl=False) for role in ("first", "second")]
        try:
            while True:
                for db in both:
                    await db.execute("INSERT INTO step (number) VALUES (1)")
                written += 1
        finally:
            for db in both:
                await db.close()

    writers = [asyncio.create_task(writes()) for _ in range(3)]
    try:
        for _ in range(8):
            before = written
            async with instant.of_all({role: urls[role] for role in ("first", "second")}) as looks:
                while written < before + 10:
                    await asyncio.sleep(0)
                counts = [
                    await looks[role].fetchval("SELECT count(*) FROM step") for role in ("first", "second")
                ]
            assert 0 <= counts[0] - counts[1] <= len(writers)
    finally:
        for one in writers:
            one.cancel()
        await asyncio.gather(*writers, return_exceptions=True)


async def test_nobody_is_broken_off_who_writes_in_one_table_and_then_in_an_earlier_one(
    urls: dict[str, str],
) -> None:
    """Their locks come in another order than ours: who waited for one another would be broken off by the server."""
    written, broken_off = 0, []

    async def writes() -> None:
        nonlocal written
        db = await asyncpg.connect(urls["first"], ssl=False)
        try:
            while True:
                async with db.transaction():
                    place = await db.fetchval("INSERT INTO step (number) VALUES (1) RETURNING id")
                    await db.execute("INSERT INTO a_part (step_id) VALUES ($1)", place)
                written += 1
        except asyncpg.PostgresError as error:
            broken_off.append(error)
        finally:
            await db.close()

    writers = [asyncio.create_task(writes()) for _ in range(3)]
    try:
        for _ in range(20):
            before = written
            async with instant.of_all({"first": urls["first"]}) as looks:
                while written < before + 5 and not broken_off:
                    await asyncio.sleep(0)
                counts = [
                    await looks["first"].fetchval(f"SELECT count(*) FROM {name}")
                    for name in ("step", "a_part")
                ]
            assert counts[0] == counts[1]
    finally:
        for one in writers:
            one.cancel()
        await asyncio.gather(*writers, return_exceptions=True)
    assert not broken_off
