"""A server that is somebody else's: an administrator runs one file, the roles do the rest, and each opens its own."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from pathlib import Path

import asyncpg
import pytest

from deploy.machine import databases, keys, postgres
from deploy.machine.ports import HOST
from deploy.production.migrating import databases as databases_command
from deploy.production.migrating import hindrance, migrate_all
from services.runtime.storage.connections import most_of_a_role
from tests.integration.deploy.production.installed import installed
from tests.integration.deploy.production.tls_proxy import authority, tls_before
from tests.servers import Servers

pytestmark = pytest.mark.servers
HOSTS = {"portal": "portal.firm.example", "console": "console.firm.example"}
ADMINISTRATOR = "administrator"
PSQL = postgres.program("psql")


@pytest.fixture
async def administrators(servers: Servers) -> AsyncIterator[asyncpg.Connection]:
    """A server with a role that may make roles and databases, and is no superuser."""
    server = await asyncpg.connect(servers.postgres_dsn)
    await server.execute(f"CREATE ROLE {ADMINISTRATOR} LOGIN CREATEROLE CREATEDB PASSWORD 'theirs'")
    await server.execute(f"GRANT CONNECT ON DATABASE postgres TO {ADMINISTRATOR}")
    yield server
    await server.execute(f"DROP OWNED BY {ADMINISTRATOR}")
    for role in keys.ROLES:
        await server.execute(f"DROP DATABASE IF EXISTS {role}")
    for role in (*keys.ROLES, ADMINISTRATOR):
        await server.execute(f"DROP ROLE IF EXISTS {role}")
    await server.close()


async def given_to_psql(servers: Servers, sql: str) -> tuple[int | None, str]:
    told = {"PGPASSWORD": "theirs", "PGUSER": ADMINISTRATOR, "PGDATABASE": "postgres", "PGHOST": HOST}
    run = await asyncio.create_subprocess_exec(
        *(PSQL, "-X", "-q", "-v", "ON_ERROR_STOP=1"),
        env={**os.environ, **told, "PGPORT": str(servers.installation.ports.postgres)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await run.communicate(sql.encode())
    return run.returncode, said.decode()


def printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert databases_command(folder, sql=True) == 0
    return capsys.readouterr().out


def passwords(folder: Path) -> Mapping[str, str]:
    return keys.passwords(folder / "keys")


async def test_one_file_and_the_roles_make_all_that_a_platform_needs(
    servers: Servers, administrators: asyncpg.Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = authority(tmp_path / "tls")
    async with tls_before(servers.installation.ports.postgres, known, postgres=True) as port:
        address = f"{HOST}:{port}?sslmode=verify-full&sslrootcert={known.certificate}"
        folder = installed(tmp_path / "luotsi", HOSTS, address)
        hindered = await migrate_all(folder)
        assert len(hindered) == 1 and hindered[0].startswith("directory, intake") and "--sql" in hindered[0]
        sql = printed(folder, capsys)
        assert not any(password in sql for password in passwords(folder).values())
        for _ in range(2):  # again is no harm
            assert (await given_to_psql(servers, sql))[0] == 0
        assert await migrate_all(folder) == []
        for role in keys.ROLES:
            own = await asyncpg.connect(
                databases.url(f"{HOST}:{servers.installation.ports.postgres}", passwords(folder), role)
            )
            assert await own.fetchval("SELECT count(*) FROM alembic_version") == 1
            assert not await own.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            await own.close()


async def test_a_stolen_password_opens_one_database_alone(
    servers: Servers, administrators: asyncpg.Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"{HOST}:{servers.installation.ports.postgres}"
    folder = installed(tmp_path / "luotsi", HOSTS, address)
    await given_to_psql(servers, printed(folder, capsys))
    for thief in keys.ROLES:
        for role in keys.ROLES:
            stolen = databases.at(address, thief, passwords(folder)[thief], role)
            if thief == role:
                await (await asyncpg.connect(stolen)).close()
            else:
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await asyncpg.connect(stolen)


async def test_a_stolen_password_keeps_nobody_else_out(
    servers: Servers, administrators: asyncpg.Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"{HOST}:{servers.installation.ports.postgres}"
    folder = installed(tmp_path / "luotsi", HOSTS, address)
    await given_to_psql(servers, printed(folder, capsys))
    stolen = databases.at(address, "portal", passwords(folder)["portal"], "portal")
    async with AsyncExitStack() as taken:
        with pytest.raises(asyncpg.TooManyConnectionsError):
            while True:
                taken.push_async_callback((await asyncpg.connect(stolen)).close)
        of_another = databases.at(address, "console", passwords(folder)["console"], "console")
        await (await asyncpg.connect(of_another)).close()
    limits = await administrators.fetch(
        "SELECT rolname, rolconnlimit FROM pg_roles WHERE rolcanlogin AND NOT rolsuper"
    )
    assert {
        row["rolname"]: row["rolconnlimit"] for row in limits if row["rolname"] in keys.ROLES
    } == dict.fromkeys(keys.ROLES, most_of_a_role(4))


async def test_what_is_missing_is_told_in_one_sentence(
    servers: Servers, administrators: asyncpg.Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    port = servers.installation.ports.postgres
    folder = installed(tmp_path / "luotsi", HOSTS, f"{HOST}:{port}")
    password = passwords(folder)["sessions"]

    async def told(address: str, words: str = "") -> str:
        said = await hindrance(
            "sessions",
            databases.at(f"{address}?{words}" if words else address, "sessions", password, "sessions"),
        )
        assert password not in said and "\n" not in said
        return said.removeprefix("sessions: ")

    here = f"{HOST}:{port}"
    assert (await told(here)).startswith("its database server does not take the role and its password")
    await administrators.execute(f"CREATE ROLE sessions LOGIN PASSWORD '{password}'")
    assert (await told(here)).startswith("its database is not there")
    await administrators.execute("CREATE DATABASE sessions OWNER sessions")
    assert (await told(here)).startswith("its database lacks the extension btree_gist")
    await administrators.execute("REVOKE ALL ON DATABASE sessions FROM sessions, PUBLIC")
    assert await told(here) == "its role may not open its database"
    assert await told(here, "sslmode=require") == "its database server knows of no encrypted line"
    assert "sslmode has to be one of" in await told(here, "sslmode=perhaps")
    assert await told(here, "sslmode=verify-full&sslrootcert=/none.pem") == (
        "a file that its address names for the encrypted line is missing"
    )
    assert (await told(f"{HOST}:1")).startswith("its database server does not answer")
    known, other = authority(tmp_path / "known"), authority(tmp_path / "other")
    async with tls_before(port, known, postgres=True) as behind:
        said = await told(f"{HOST}:{behind}", f"sslmode=verify-full&sslrootcert={other.certificate}")
        assert said.startswith("the certificate of its database server is not believed")
    assert json.loads((folder / "keys" / "postgres.json").read_text())["sessions"] == password
