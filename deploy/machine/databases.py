"""A database and a role of its own for each service and the worker, then their migrations. Again is no harm.

`python -m deploy.machine.databases` does it for whatever server and roles the environment names.
"""

import asyncio
import contextlib
import importlib
import json
import os
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import asyncpg

from deploy.machine import keys
from services.runtime.settings import Settings
from services.runtime.storage.connections import most_of_a_role
from services.runtime.storage.encrypted import connect

EXTENSIONS: dict[str, tuple[str, ...]] = {"sessions": ("btree_gist",)}
"""What a database needs beyond the core: `sessions` refuses a double booking by an exclusion constraint."""


BOUND = f"CONNECTION LIMIT {most_of_a_role(Settings.model_fields['database_pool'].default)}"
"""Of each role: who has one password does not keep the others out."""
MIGRATING = "services.runtime.storage.migrating"
WAIT_FOR_SERVER_SECONDS = 30.0
_PREPARING_LOCK = 7_100_002


async def prepare(address: str, passwords: Mapping[str, str]) -> None:
    """Roles, databases, migrations. address: host:port; passwords: role -> password, the superuser's too."""
    importlib.import_module(MIGRATING)
    await answers_within(address, passwords, WAIT_FOR_SERVER_SECONDS)
    async with alone(address, passwords):
        await make_all(address, passwords)
        for role in keys.ROLES:
            await migrate(role, url(address, passwords, role, driver="postgresql+asyncpg"))


async def make_all(address: str, passwords: Mapping[str, str]) -> None:
    """Roles and databases without a table, where they are not there."""
    for role in keys.ROLES:
        await make_database(address, passwords, role)
    await close_to_the_public(address, passwords)


@contextlib.asynccontextmanager
async def alone(address: str, passwords: Mapping[str, str]) -> AsyncIterator[None]:
    """One at a time on this server: who comes second waits, and finds everything done."""
    server = await connect(superuser_url(address, passwords, keys.SUPERUSER))
    try:
        await server.execute(f"SELECT pg_advisory_lock({_PREPARING_LOCK})")
        yield
    finally:
        await server.close()


async def answers_within(address: str, passwords: Mapping[str, str], seconds: float) -> None:
    """Returns when the server takes connections, which may be starting at the same time as we."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            connection = await connect(superuser_url(address, passwords, keys.SUPERUSER))
            return await connection.close()
        except (OSError, asyncpg.CannotConnectNowError):
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.05)


async def make_database(address: str, passwords: Mapping[str, str], role: str) -> None:
    """One role that owns one database of its name, and nobody else may connect to it. Its password is the one that is
    told, also where it had another.
    """
    server = await connect(superuser_url(address, passwords, keys.SUPERUSER))
    try:
        if not await server.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role):
            await server.execute(f"CREATE ROLE {role} LOGIN")
        await server.execute(f"ALTER ROLE {role} {BOUND} PASSWORD {quoted(passwords[role])}")
        if not await server.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", role):
            # By its files: page by page through the log, as it is otherwise, costs the server half as much again.
            await server.execute(f"CREATE DATABASE {role} OWNER {role} STRATEGY file_copy")
        await server.execute(f"REVOKE ALL ON DATABASE {role} FROM PUBLIC")
    finally:
        await server.close()
    await add_extensions(superuser_url(address, passwords, role), EXTENSIONS.get(role, ()))


async def add_extensions(database: str, names: tuple[str, ...]) -> None:
    """Made by the superuser, so that a service's role needs no right to do it."""
    if not names:
        return
    connection = await connect(database)
    try:
        for name in names:
            await connection.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
    finally:
        await connection.close()


async def close_to_the_public(address: str, passwords: Mapping[str, str]) -> None:
    """The databases that come with every server are the superuser's alone."""
    server = await connect(superuser_url(address, passwords, keys.SUPERUSER))
    try:
        for name in ("postgres", "template1"):
            await server.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
    finally:
        await server.close()


async def migrate(role: str, database: str) -> None:
    """Brings one database to the newest schema of its owner's code."""
    from services.runtime.storage.migrating import upgrade

    await upgrade(package_of(role), database)


def package_of(role: str) -> str:
    """Whose code a database belongs to; its `tables.py` and `migrations/` are there."""
    return role if role == "workflows" else f"services.{role}"


def url(address: str, passwords: Mapping[str, str], role: str, *, driver: str = "postgresql") -> str:
    """A role's own database."""
    return at(address, role, passwords[role], role, driver=driver)


def superuser_url(address: str, passwords: Mapping[str, str], database: str) -> str:
    """Any database, as the superuser."""
    return at(address, keys.SUPERUSER, passwords[keys.SUPERUSER], database)


def at(address: str, role: str, password: str, database: str, *, driver: str = "postgresql") -> str:
    """address: host:port, and behind a question mark how the line is encrypted, as PostgreSQL's tools have it."""
    host, mark, words = address.partition("?")
    return f"{driver}://{role}:{password}@{host}/{database}{mark}{words}"


def quoted(text: str) -> str:
    """A literal for a statement that takes no parameters."""
    return "'" + text.replace("'", "''") + "'"


def passwords_told() -> Mapping[str, str]:
    """From the environment, or a file that it names: a password for each role (JSON); or one for all."""
    file = os.environ.get("LUOTSI_POSTGRES_PASSWORDS_FILE")
    told = Path(file).read_text() if file else os.environ.get("LUOTSI_POSTGRES_PASSWORDS")
    if told is None:
        return dict.fromkeys((keys.SUPERUSER, *keys.ROLES), os.environ["LUOTSI_POSTGRES_PASSWORD"])
    each: dict[str, str] = json.loads(told)
    return each


if __name__ == "__main__":
    asyncio.run(prepare(os.environ["LUOTSI_POSTGRES_ADDRESS"], passwords_told()))
