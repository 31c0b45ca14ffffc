"""Empty databases for a test."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from tests.servers import Servers


@asynccontextmanager
async def empty_database(servers: Servers, name: str) -> AsyncIterator[AsyncEngine]:
    """There for as long as the block lasts."""
    server = await asyncpg.connect(servers.postgres_dsn)
    address = servers.postgres_dsn.rsplit("/", 1)[0].replace("postgresql:", "postgresql+asyncpg:")
    engine = create_async_engine(f"{address}/{name}", poolclass=NullPool)
    await server.execute(f'CREATE DATABASE "{name}"')
    try:
        yield engine
    finally:
        await engine.dispose()
        await server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        await server.close()


def url_of(engine: AsyncEngine, *, driver: str = "postgresql+asyncpg") -> str:
    return engine.url.set(drivername=driver).render_as_string(hide_password=False)
