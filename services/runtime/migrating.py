"""A service's own migrations, run over its own database. Each service has its Alembic history beside its code."""

from importlib import import_module
from pathlib import Path
from types import ModuleType

import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from services.runtime.tables import metadata


async def upgrade(package: str, url: str) -> None:
    """Brings the database of `package` ("services.billing") to its newest revision."""
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade, folder_of(package))
    finally:
        await engine.dispose()


def folder_of(package: str) -> Path:
    file = import_module(package).__file__
    if file is None:
        raise LookupError(package)
    return Path(file).parent / "migrations"


def _upgrade(connection: Connection, folder: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)

    def to_head(revision: object, _: object) -> object:
        return script._upgrade_revs("head", revision)  # type: ignore[arg-type]  # as alembic's own command does

    with EnvironmentContext(config, script, fn=to_head) as environment:
        environment.configure(connection=connection, fn=to_head)
        connection.execute(sa.text("SET LOCAL lock_timeout = '3s'"))
        environment.run_migrations()


def create_runtime_tables(operations: ModuleType) -> None:
    """First step of every service's first revision: the tables that the runtime needs. operations: alembic's `op`."""
    metadata.create_all(operations.get_bind())
