"""One engine a process, one transaction a message: the edge opens and commits, rules never do."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CursorResult, Executable
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

# PostgreSQL's own codes: https://www.postgresql.org/docs/18/errcodes-appendix.html
_COLLISIONS = {"40001", "40P01"}
_UNIQUE = "23505"
_EXCLUSION = "23P01"
_AWAY_CLASSES = ("08", "57P")


def engine_for(url: str, pool_size: int = 8) -> AsyncEngine:
    """pool_pre_ping: a connection that died with the server is noticed before it is used."""
    return create_async_engine(url, pool_size=pool_size, max_overflow=4, pool_pre_ping=True, pool_timeout=10)


@asynccontextmanager
async def transaction(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """Commits at the end of the block, rolls back on any error."""
    async with AsyncSession(engine, expire_on_commit=False) as db:
        yield db
        await db.commit()


async def execute(db: AsyncSession, statement: Executable) -> CursorResult[Any]:
    """A Core statement in the session's own transaction."""
    connection = await db.connection()
    return await connection.execute(statement)


async def write_rows(
    where: AsyncSession | AsyncConnection, insertion: sa.Insert, rows: Sequence[Mapping[str, Any]]
) -> None:
    """As many rows as there are, in the caller's transaction; nothing for none.

    Each by itself in one prepared statement: a statement takes 32,767 arguments and no more, and letters are written
    for every person and every session at once.
    """
    if rows:
        connection = where if isinstance(where, AsyncConnection) else await where.connection()
        await connection.execute(insertion, rows)


def among(column: Any, values: Collection[Any]) -> sa.ColumnElement[bool]:
    """The column's value is one of these, which are a single argument however many they are."""
    found: sa.ColumnElement[bool] = column == sa.any_(sa.literal(list(values), ARRAY(column.type)))
    return found


def sqlstate(error: BaseException) -> str:
    """PostgreSQL's code of an error, or an empty string."""
    return str(getattr(getattr(error, "orig", None), "sqlstate", None) or "")


def is_collision(error: BaseException) -> bool:
    """Two transactions met; the same message tried again finds what the other one did."""
    return isinstance(error, DBAPIError) and (sqlstate(error) in _COLLISIONS or sqlstate(error) == _UNIQUE)


def is_overlap(error: IntegrityError) -> bool:
    """The database refused two rows for one time."""
    return sqlstate(error) == _EXCLUSION


def is_away(error: BaseException) -> bool:
    """The database cannot be reached or is shutting down; no message is to blame."""
    if isinstance(error, ConnectionError | TimeoutError | InterfaceError | PoolTimeout):
        return True
    if isinstance(error, DBAPIError) and (
        error.connection_invalidated or isinstance(error, OperationalError)
    ):
        return sqlstate(error) not in _COLLISIONS
    return sqlstate(error).startswith(_AWAY_CLASSES) or _from_driver(error)


def _from_driver(error: BaseException) -> bool:
    """asyncpg's own errors while it connects do not pass through SQLAlchemy."""
    state = str(getattr(error, "sqlstate", None) or "")
    return state.startswith(_AWAY_CLASSES) or type(error).__name__ == "ConnectionDoesNotExistError"
