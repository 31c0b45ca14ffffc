"""One transaction a message: the edge opens and commits, rules never do. And what the database's errors mean."""

import asyncio
import errno
import socket
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from copy import copy
from typing import Any, TypeVar, cast

import asyncpg
import sqlalchemy as sa
from sqlalchemy import CursorResult, Executable, event
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.sql.visitors import replacement_traverse
from sqlmodel import Session, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.away import Judge, Suspicion
from services.runtime.logs import log
from services.runtime.storage.connections import says_that_it_is_there

_UNREACHABLE = {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN, errno.ETIMEDOUT}
# PostgreSQL's own codes: https://www.postgresql.org/docs/18/errcodes-appendix.html
_COLLISIONS = {"40001", "40P01"}
_UNIQUE = "23505"
_EXCLUSION = "23P01"
_LOCK_TIMEOUT = "55P03"
_STALE_PLAN = "InvalidCachedStatementError"
# Full, out of connections, read-only, or it does not let us in: it would answer a mere question all the same.
_REFUSES_EVERYBODY = ("53100", "53300", "25006", "28", "3D000", "57P03")
# Lost connections, somebody stopped it, its machine has broken, no memory.
_MAY_BE_AWAY = ("08000", "08001", "08003", "08004", "08006", "08007", "57P", "58", "53200")
# A name that is not found and several addresses that all refuse have no number of their own.
_NETWORK = {None, socket.EAI_AGAIN, socket.EAI_NONAME, *_UNREACHABLE}

_OF_ROWS = ("22", "23")  # data, integrity
_NOT_THERE = {"42P01", "42703", "3F000"}  # table, column, schema

T = TypeVar("T", bound=Executable)
DATABASE = "database"
TABLES = "tables"
_ASK_AGAIN_S = 0.5
_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]
_EACH_BY_ITSELF = {"isolation_level": "AUTOCOMMIT"}


class _Session(Session):
    """A row that it locks is read anew, whatever was seen of it before; what was changed of it is written first."""

    def refresh(self, instance: object, attribute_names: Any = None, with_for_update: Any = None) -> None:
        """To refresh forgets what waits, and does so before anything is executed."""
        if with_for_update:
            self.flush()
        super().refresh(instance, attribute_names, with_for_update)


class _EachByItself(_Session):
    """Without a transaction: a row that it wrote would stay, whatever became of the next."""

    def connection(self, bind_arguments: Any = None, execution_options: Any = None) -> sa.Connection:
        """Each statement by itself. Said to the connection: an engine that is told so has an event to call for each of
        them, which costs half as much again.
        """
        alone = None if self.in_transaction() else _EACH_BY_ITSELF
        return super().connection(bind_arguments, execution_options or alone)


class _Questions(_EachByItself):
    """Nothing is written by it."""


@event.listens_for(_Questions, "before_flush")
def _refuse_rows(session: Session, *_: object) -> None:
    if session.new or session.dirty or session.deleted:
        raise TypeError("a query is answered here, and rows would be written")


@event.listens_for(_Questions, "do_orm_execute")
def _refuse_writing(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        raise TypeError("a query is answered here, and it would write")
    state.session.connection()


@event.listens_for(_Session, "do_orm_execute")
def _read_anew_what_is_locked(state: ORMExecuteState) -> None:
    """Another may have changed the row while the lock was waited for, and a row once seen keeps its first values.

    What was changed of it here and not yet written is written first, also where nothing is flushed by itself.
    """
    if getattr(state.statement, "_for_update_arg", None) is not None:
        state.session.flush()
        state.update_execution_options(populate_existing=True)


@asynccontextmanager
async def transaction(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """Commits at the end of the block, rolls back on any error."""
    async with AsyncSession(engine, expire_on_commit=False, sync_session_class=_Session) as db:
        yield db
        await db.commit()


@asynccontextmanager
async def one_step(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """For what is done by one statement, which is a transaction by itself: as `one_write`, for who takes a session."""
    async with AsyncSession(engine, expire_on_commit=False, sync_session_class=_EachByItself) as db:
        yield db


@asynccontextmanager
async def question(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """As `looking`, for a handler that answers a query. What it would write raises TypeError and is not written."""
    async with AsyncSession(engine, expire_on_commit=False, sync_session_class=_Questions) as db:
        yield db


def writes_nothing(db: AsyncSession) -> bool:
    """Whether it is a `question`, each of whose statements is a transaction of its own."""
    return isinstance(db.sync_session, _Questions)


@asynccontextmanager
async def looking(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """For questions alone. Each is answered as of its own moment, as it is in a transaction of ours too; without one,
    nothing has to be begun and given up, which were two questions more.
    """
    async with engine.connect() as opened:
        yield await opened.execution_options(**_EACH_BY_ITSELF)


@asynccontextmanager
async def one_write(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """For one statement, which is a transaction by itself: to begin and to commit it were two questions more."""
    async with looking(engine) as connection:
        yield connection


@asynccontextmanager
async def savepoint(db: AsyncSession) -> AsyncIterator[None]:
    """What fails in the block is undone with all that was noted of it in the session's `info`; the rest goes on."""
    before = {name: copy(noted) for name, noted in db.info.items()}
    try:
        async with db.begin_nested():
            yield
    except BaseException:
        db.info.clear()
        db.info.update(before)
        raise


async def execute(
    db: AsyncSession, statement: Executable, arguments: Mapping[str, Any] | None = None
) -> CursorResult[Any]:
    """A Core statement in the session's own transaction."""

    # Once into the driver and back; to ask for the connection first would be once more.
    return await db.run_sync(_execute, statement, arguments)


def _execute(
    session: sa.orm.Session, statement: Executable, arguments: Mapping[str, Any] | None
) -> CursorResult[Any]:
    if isinstance(session, _Questions) and getattr(statement, "is_dml", False):
        raise TypeError("a query is answered here, and it would write")
    return session.connection().execute(statement, arguments)


async def execute_words(db: AsyncSession, words: str, values: tuple[Any, ...]) -> None:
    """A statement as the driver is told it, which changes rows and tells nothing back."""
    await db.run_sync(_execute_words, words, values)


def _execute_words(session: sa.orm.Session, words: str, values: tuple[Any, ...]) -> None:
    if isinstance(session, _Questions):
        raise TypeError("a query is answered here, and it would write")
    session.connection().exec_driver_sql(words, values)


async def counted(db: AsyncSession, statement: Any) -> int:
    """How many rows it finds, whatever its order and limit."""
    unbounded = statement.order_by(None).limit(None).subquery()
    return int((await execute(db, sa.select(sa.func.count()).select_from(unbounded))).scalar_one())


def spelled_out(statement: T) -> T:
    """With the values that it brings written into its words; what it is asked with stays open.

    PostgreSQL plans a statement that is asked often once for whatever values, and then an index over some of the rows
    (`WHERE status = 'waiting'`) is of use only where the words say that no others are asked for.
    """

    def written(element: Any, **_: Any) -> Any:
        if not isinstance(element, sa.BindParameter) or element.required:
            return None
        words = element.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True})
        return sa.literal_column(str(words), element.type)

    told: T = replacement_traverse(cast(Any, statement), {}, written)
    return told


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


def take_in(row: SQLModel, facts: Mapping[str, Any]) -> None:
    """The row's columns by name. Raises TypeError for a name that it lacks, which SQLModel would pass over."""
    if unknown := facts.keys() - type(row).model_fields.keys():
        raise TypeError(f"{type(row).__name__} has no {', '.join(sorted(unknown))}")
    row.sqlmodel_update(dict(facts))


def among(column: Any, values: Collection[Any]) -> sa.ColumnElement[bool]:
    """The column's value is one of these, which are a single argument however many they are."""
    found: sa.ColumnElement[bool] = column == sa.any_(sa.literal(list(values), ARRAY(column.type)))
    return found


def among_asked(column: Any) -> sa.ColumnElement[bool]:
    """As `among`, in a statement that is put together once and asked with `ids`: to put one together, and to see that
    it is the same as before, costs a third of what asking it does.
    """
    found: sa.ColumnElement[bool] = column == sa.any_(sa.bindparam("ids", type_=ARRAY(column.type)))
    return found


def sqlstate(error: BaseException) -> str:
    """PostgreSQL's code of an error, or an empty string; the driver's own, while it connects, are not wrapped."""
    return str(getattr(getattr(error, "orig", error), "sqlstate", None) or "")


def is_collision(error: BaseException) -> bool:
    """Tried again, the same message finds what the other transaction did: they met, or it changed the tables."""
    if not isinstance(error, DBAPIError):
        return False
    return sqlstate(error) in {*_COLLISIONS, _UNIQUE} or is_stale_plan(error)


def is_lost(error: BaseException) -> bool:
    """Of the connection, not of the statement: on another one it may succeed."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


def is_stale_plan(error: BaseException) -> bool:
    """The tables were changed under a statement that this connection had prepared; it prepares it anew next time."""
    return type(getattr(error, "orig", None)).__name__ == _STALE_PLAN


def is_of_its_own_rows(error: BaseException) -> bool:
    """No server is away by it, and no other transaction has met this one: what was being done fails by itself."""
    if isinstance(error, DBAPIError):
        return not (is_collision(error) or is_lost(error)) and sqlstate(error).startswith(_OF_ROWS)
    return not isinstance(error, SQLAlchemyError | OSError)


def is_overlap(error: IntegrityError) -> bool:
    """The database refused two rows for one time."""
    return sqlstate(error) == _EXCLUSION


def is_locked_out(error: DBAPIError) -> bool:
    """Somebody else held the lock for as long as it was waited for."""
    return sqlstate(error) == _LOCK_TIMEOUT


async def until_it_answers(engine: AsyncEngine) -> None:
    """At a start: whatever keeps us out (no server, no database yet, no role) may be put right meanwhile."""
    said = ""
    while True:
        try:
            async with engine.connect() as connection:
                await connection.execute(sa.text("SELECT 1"))
            return
        except (SQLAlchemyError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            if (kind := type(error).__name__) != said:
                log.warning("database_does_not_answer", error_type=kind, sqlstate=sqlstate(error))
            said = kind
        await asyncio.sleep(_ASK_AGAIN_S)


def database_judge(engine: AsyncEngine, declared: sa.MetaData | None = None) -> Judge:
    """Which errors of the driver may mean that the database is away, or that its tables are not the declared ones."""

    async def answers() -> None:
        await says_that_it_is_there(engine)

    async def tables_are_there() -> None:
        if declared is not None:
            async with engine.connect() as connection:
                await _see_to_tables(connection, declared)

    def judge(error: BaseException) -> Suspicion | None:
        if sqlstate(error).startswith(_REFUSES_EVERYBODY):
            return Suspicion(DATABASE)
        if sqlstate(error) in _NOT_THERE:
            return Suspicion(TABLES, tables_are_there)
        return Suspicion(DATABASE, answers) if _may_be_away(error) else None

    return judge


async def _see_to_tables(connection: AsyncConnection, declared: sa.MetaData) -> None:
    """Raises LookupError for a column that the code needs and that no migration has made yet, or somebody dropped."""
    columns = sa.text("SELECT table_schema, table_name, column_name FROM information_schema.columns")
    there = {tuple(row) for row in await connection.execute(columns)}
    for table in declared.tables.values():
        for column in table.columns:
            if (table.schema or "public", table.name, column.name) not in there:
                raise LookupError(f"{table.name}.{column.name}")


def _may_be_away(error: BaseException) -> bool:
    """A driver's class tells little: the same one is raised for a statement that can never work."""
    if state := sqlstate(error):
        return state.startswith(_MAY_BE_AWAY)
    if isinstance(error, DBAPIError):
        # Without a code the server did not say it: the connection was lost, or the statement never left.
        return error.connection_invalidated or isinstance(error, OperationalError)
    if isinstance(error, OSError):
        return isinstance(error, ConnectionError | TimeoutError) or error.errno in _NETWORK
    return isinstance(error, PoolTimeout)
