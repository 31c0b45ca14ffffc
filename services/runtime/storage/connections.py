"""One engine a process: how many connections it keeps, and how long it waits for who does not answer.

A server that is gone refuses, and is noticed at once. One that hangs takes what is sent and says nothing: each step
has its own time, and whoever has not kept it is left, since what it says later answers another question.
"""

import time
from typing import Any

import asyncpg
import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import DisconnectionError, InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from services.runtime.storage.encrypted import line, plain

CONNECTS_WITHIN_S = 4.0
_SAYS_THAT_IT_IS_THERE_WITHIN_S = 2.0
_LEFT_OPEN_UNUSED = "30s"
"""Then the server ends it: a rush leaves what it opened, and each is a process there that holds two megabytes."""
_USED_AT = "used_at"
_LINE = "encrypted_line"
_TRUSTED_S = 1.0
"""So lately used, a connection is not asked first: a server is not killed and back within that time."""


def most_open(pool_size: int) -> int:
    """By one process, in a rush."""
    return pool_size * 3


def most_of_a_role(pool_size: int) -> int:
    """All that one program's role may open: three programs of a kind in a rush, and a few commands. Who has its
    password takes no more from the others.
    """
    return most_open(pool_size) * 3 + 4


def engine_for(url: str, pool_size: int = 4, *, answers_within_s: float = 20.0) -> AsyncEngine:
    """A rush opens up to three times as many connections as a program uses most of the time, and they stay for the next
    one: to make one anew costs more than a question. Taken from the last that came back, those of a rush that was the
    last one are left unused, and ended.

    answers_within_s: the longest that a statement may take, a wait for a lock counted. Raises TimeoutError then.
    url: also with the words of an encrypted line.
    """
    encryption = line(url)
    engine = create_async_engine(
        plain(url),
        pool_size=most_open(pool_size),
        max_overflow=0,
        pool_timeout=10,
        pool_use_lifo=True,
        connect_args={
            "timeout": CONNECTS_WITHIN_S,
            "command_timeout": answers_within_s,
            "server_settings": {"idle_session_timeout": _LEFT_OPEN_UNUSED},
            **encryption,
        },
        execution_options={_LINE: encryption},
    )
    _ask_idle_connections(engine)
    _leave_who_does_not_answer(engine)
    return engine


async def says_that_it_is_there(engine: AsyncEngine) -> None:
    """Asked over a connection of its own: those of the pool may be the ones that hang. Raises while it does not."""
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    bound = _SAYS_THAT_IT_IS_THERE_WITHIN_S
    how = {"timeout": bound, "command_timeout": bound, **engine.get_execution_options().get(_LINE, {})}
    connection = await asyncpg.connect(url, **how)
    try:
        await connection.execute("SELECT 1")
        await connection.close()
    finally:
        connection.terminate()


def _ask_idle_connections(engine: AsyncEngine) -> None:
    """Asked before every use, one question in three would be this one."""

    def used(_: Any, record: ConnectionPoolEntry) -> None:
        record.info[_USED_AT] = time.monotonic()

    def taken(connection: DBAPIConnection, record: ConnectionPoolEntry, _: Any) -> None:
        if _is_ended(connection):
            raise DisconnectionError  # this one is made anew, and the others stay
        if time.monotonic() - record.info[_USED_AT] < _TRUSTED_S:
            return
        try:
            _ask(connection)
        except Exception as error:  # whatever it is: the pool makes a new one, and that fails or not
            _break_off(connection)
            raise InvalidatePoolError from error

    sa.event.listen(engine.sync_engine, "connect", used)
    sa.event.listen(engine.sync_engine, "checkin", used)
    sa.event.listen(engine.sync_engine, "checkout", taken)


def _is_ended(connection: Any) -> bool:
    """Known without a question: the server has said good-bye."""
    return bool(connection.driver_connection.is_closed())


def _ask(connection: Any) -> None:
    connection.run_async(lambda driver: driver.execute("SELECT 1", timeout=_SAYS_THAT_IT_IS_THERE_WITHIN_S))


def _leave_who_does_not_answer(engine: AsyncEngine) -> None:
    """The pool, too, forgets all that it has: the others hang as this one does."""

    def failed(context: ExceptionContext) -> None:
        if isinstance(context.original_exception, TimeoutError) and context.connection is not None:
            context.is_disconnect = True
            _break_off(context.connection.connection.dbapi_connection)

    sa.event.listen(engine.sync_engine, "handle_error", failed)


def _break_off(connection: Any) -> None:
    """Without a word to the server, which would not hear it."""
    connection.driver_connection.terminate()
