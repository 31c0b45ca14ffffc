"""A service's own migrations, run over its own database: the steps lie beside its code, the environment here."""

from importlib import import_module
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from services.runtime.storage.encrypted import line, plain

# One migration of a database at a time: who comes second finds it done.
_MIGRATING_LOCK = 7_100_003
_ENVIRONMENT = Path(__file__).parent / "migrations"


async def upgrade(package: str, url: str, revision: str = "head") -> None:
    """Brings the database of `package` ("services.billing") to its newest revision, or to one before that."""
    engine = create_async_engine(plain(url), poolclass=NullPool, connect_args=line(url))
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade, package, revision)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection, package: str, revision: str) -> None:
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATING_LOCK)))
    command.upgrade(configuration(connection, package), revision)


def configuration(connection: Connection, package: str, **comparing: Any) -> Config:
    """For alembic's commands, over this connection. comparing: more for the environment's `configure`."""
    config = Config(attributes={"connection": connection, "comparing": comparing})
    for option, folder in (("script_location", _ENVIRONMENT), ("version_locations", steps_of(package))):
        config.set_main_option(option, str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config


def steps_of(package: str) -> Path:
    """The folder of a service's steps."""
    file = import_module(package).__file__
    if file is None:
        raise LookupError(package)
    return Path(file).parent / "migrations" / "versions"
