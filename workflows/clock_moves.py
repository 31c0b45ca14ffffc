"""Moving the platform's time, local profile only: all services and processes in step, deadline by deadline.

Between two steps everything that has fallen due is done: see `quiet.py`. A process is touched only where its own
deadline has come, or where it is told something. Where to is kept in the database first, so that a move goes on after
any process's end.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from nats.errors import Error as NatsError
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from temporalio.client import Client
from temporalio.service import RPCError

from services.messages.operations import Report
from services.runtime.clock import MovableClock
from services.runtime.commands.refusal import Fault, Refusal
from services.runtime.logs import log
from services.runtime.storage.database import looking, one_write
from workflows.clock import TASK_TIME, fast_forward_all, open_ones
from workflows.own_times import TOUCHED, OwnTimes
from workflows.quiet import Quiet
from workflows.tables import clock_move, own_time

_AFTER_A_FAULT_S = 0.3
# Orders that another process of the worker has kept, and deadlines that come while the clock runs by itself.
_LOOK_AGAIN_S = 1.0
_LOOKS = 3
# Two who moved would override each other.
_ONE_MOVER = 7_100_003
STANDS = 7_100_004
"""Held while the databases are copied, so that the clock is their own time then: a step of it waits for the copy."""
_MAY_STEP = sa.select(sa.func.pg_try_advisory_xact_lock(STANDS))
_STEP_AGAIN_S = 0.05
_MOVE = sa.select(clock_move)
_ARRIVED = sa.delete(clock_move)
_ORDER = insert(clock_move).on_conflict_do_nothing()
_ORDERED = sa.exists(sa.select(clock_move.c.id)).label("ordered")
_MAY_PASS = (RPCError, Fault, SQLAlchemyError, NatsError, OSError, TimeoutError, RuntimeError)


_by = sa.bindparam("by", type_=sa.DateTime(timezone=True))
_LEFT = sa.select(own_time.c.workflow_id).where(sa.or_(TOUCHED, own_time.c.deadline <= _by))
_TO_DO = sa.select(_ORDERED, sa.exists(_LEFT).label("left_behind"))
"""Whether a move was ordered, and whether a process waits to be looked at or has its deadline by then."""


class ClockMoves:
    """tell_moved: whoever waits for a time looks at the clock again."""

    def __init__(
        self,
        client: Client,
        engine: AsyncEngine,
        own_times: OwnTimes,
        quiet: Quiet,
        clock: MovableClock,
        tell_moved: Callable[[], None] = lambda: None,
    ) -> None:
        self._client = client
        self._engine = engine
        self._own_times = own_times
        self._quiet = quiet
        self._clock = clock
        self._tell_moved = tell_moved
        self._asked = asyncio.Event()
        self._arrival = asyncio.Event()
        # At the end of the last move; none: another process may have made it.
        self._said: int | None = None

    async def begin(self, to: datetime, *, one_deadline: bool = False, until_said: bool = False) -> None:
        """Keeps where to; the loop in `run` goes there. Refuses: not_forward, already_moving."""
        under_way = await self.moving_to()
        if under_way == to:
            return
        if under_way:
            raise Refusal("already_moving", "to")
        if to < self._clock.now():
            raise Refusal("not_forward", "to")
        async with one_write(self._engine) as connection:
            order = {"id": 1, "moving_to": to, "one_deadline": one_deadline, "until_said": until_said}
            await connection.execute(_ORDER, order)
        self._asked.set()

    async def moving_to(self) -> datetime | None:
        """The end of the move under way."""
        move = await self._under_way()
        return move.moving_to if move else None

    async def moving_to_after_a_while(self) -> datetime | None:
        """None as soon as no move is under way; after some seconds, where it then goes."""
        for _ in range(_LOOKS):
            arrival = self._arrival
            if await self.moving_to() is None:
                return None
            with contextlib.suppress(
                TimeoutError
            ):  # told where this process moves; of another one it is looked up
                async with asyncio.timeout(_LOOK_AGAIN_S):
                    await arrival.wait()
        return await self.moving_to()

    async def _under_way(self) -> Any:
        async with looking(self._engine) as connection:
            return (await connection.execute(_MOVE)).first()

    async def run(self) -> None:
        """Carries out moves until cancelled; what is away is waited for."""
        while True:
            try:
                async with self._only_one() as held:
                    await self._own_times.read_all_again(await open_ones(self._client))
                    await self._keep_moving(held)
            except _MAY_PASS as error:
                log.warning("clock_move_interrupted", error_type=type(error).__name__)
                await asyncio.sleep(_AFTER_A_FAULT_S)

    @asynccontextmanager
    async def _only_one(self) -> AsyncIterator[AsyncConnection]:
        """Waits until no other process moves; the lock goes with its connection."""
        async with self._engine.connect() as opened:
            held = await opened.execution_options(isolation_level="AUTOCOMMIT")
            try:
                await held.execute(sa.select(sa.func.pg_advisory_lock(_ONE_MOVER)))
                yield held
            finally:
                await held.invalidate()

    async def _keep_moving(self, held: AsyncConnection) -> None:
        while True:
            self._asked.clear()
            # All in one question, and on this connection: a lock is lost with it.
            looked = (await held.execute(_TO_DO, {"by": self._clock.now() + TASK_TIME})).one()
            move = await self._under_way() if looked.ordered else None
            if move:
                await self._go(move)
            else:
                if looked.left_behind:
                    await self._go_along()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_LOOK_AGAIN_S):
                        await self._asked.wait()

    async def _go_along(self) -> None:
        """The clock runs by itself, and has come to a deadline of a process that was left behind at its last one."""
        if await self._quiet.know_deadlines():
            await self._move_those_due(self._clock.now())

    async def _go(self, move: Any) -> None:
        await self.go_on(move)
        async with one_write(self._engine) as connection:
            await connection.execute(_ARRIVED)
        self._arrival.set()
        self._arrival = asyncio.Event()
        log.info("clock_moved", to=move.moving_to.isoformat())

    async def go_on(self, move: Any) -> None:
        """move: the row. Deadline by deadline to where it stops."""
        to: datetime = move.moving_to
        reports = await self._quiet.until_so()
        while (now := self._clock.now()) < to:
            deadline = await self._next_deadline(reports, after=now)
            if await self._nothing_falls_due(to, deadline):
                await self._set(to)
                break
            reports = await self._step(min(to, deadline or to))
            if move.one_deadline or (move.until_said and self._quiet.said != self._said):
                break
        self._said = self._quiet.said

    async def _nothing_falls_due(self, to: datetime, deadline: datetime | None) -> bool:
        """Nobody does anything when the clock comes there: it was quiet, and is."""
        is_later = deadline is None or deadline > to + TASK_TIME
        return is_later and not await self._own_times.due(to + TASK_TIME)

    async def _set(self, instant: datetime) -> None:
        if instant > self._clock.now():
            async with moving(self._engine):
                if instant > self._clock.now():  # it runs while it is waited for
                    self._clock.move_to(instant)
            self._tell_moved()

    async def _step(self, instant: datetime) -> list[Report]:
        await self._set(instant)
        await self._move_those_due(instant)
        return await self._quiet.until_so()

    async def _move_those_due(self, instant: datetime) -> None:
        due = await self._own_times.due(instant + TASK_TIME)
        await self._own_times.touch(due)
        await fast_forward_all(self._client, instant, due)

    async def _next_deadline(self, reports: list[Report], after: datetime) -> datetime | None:
        """The earliest instant at which a process or a service would do something of its own."""
        timer = await self._own_times.next_deadline(after)
        coming = [timer, *(report.next_due for report in reports)]
        return min((instant for instant in coming if instant and instant > after), default=None)


@asynccontextmanager
async def moving(engine: AsyncEngine) -> AsyncIterator[None]:
    """For one step of the clock. Looks again and again: a database that lets one statement wait counts as away."""
    while True:
        async with engine.begin() as connection:
            if await connection.scalar(_MAY_STEP):
                yield
                return
        await asyncio.sleep(_STEP_AGAIN_S)
