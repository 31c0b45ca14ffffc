"""Moving the platform's time, local profile only: all services and processes in step, deadline by deadline.

Between two steps everything that has fallen due is done: outboxes are empty, no event is under way, no mail is
due, no process is busy. Where to is kept in the database first, so that a move goes on after any process's end.
"""

import asyncio
import contextlib
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.service import RPCError

from services.messages.envelope import SERVICES
from services.messages.operations import Report, ReportState
from services.runtime.asking import Asker
from services.runtime.clock import MovableClock
from services.runtime.logs import log
from services.runtime.refusal import Fault, Refusal
from workflows.clock import fast_forward_all, next_deadlines, wait_until_workflows_quiet
from workflows.tables import clock_move

_LOOK_AGAIN_S = 0.02
_AFTER_A_FAULT_S = 0.3


class ClockMoves:
    def __init__(
        self,
        client: Client,
        engine: AsyncEngine,
        ask: Asker,
        jetstream: JetStreamContext,
        clock: MovableClock,
    ) -> None:
        self._client = client
        self._engine = engine
        self._ask = ask
        self._jetstream = jetstream
        self._clock = clock
        self._asked = asyncio.Event()
        self._stored_when_calm: int | None = None

    async def begin(self, to: datetime, one_deadline: bool) -> None:
        """Keeps where to; the loop in `run` goes there. Refuses: not_forward, already_moving."""
        under_way = await self.moving_to()
        if under_way == to:
            return
        if under_way:
            raise Refusal("already_moving", "to")
        if to < self._clock.now():
            raise Refusal("not_forward", "to")
        async with self._engine.begin() as connection:
            order = insert(clock_move).values(id=1, moving_to=to, one_deadline=one_deadline)
            await connection.execute(order.on_conflict_do_nothing())
        self._asked.set()

    async def moving_to(self) -> datetime | None:
        """The end of the move under way."""
        move = await self._under_way()
        return move.moving_to if move else None

    async def _under_way(self) -> Any:
        async with self._engine.connect() as connection:
            return (await connection.execute(sa.select(clock_move))).first()

    async def run(self) -> None:
        """Carries out moves until cancelled; what is away is waited for."""
        while True:
            try:
                if move := await self._under_way():
                    await self._go(move.moving_to, move.one_deadline)
                else:
                    await self._next_order()
            except (
                RPCError,
                Fault,
                SQLAlchemyError,
                NatsError,
                OSError,
                TimeoutError,
                RuntimeError,
            ) as error:
                log.warning("clock_move_interrupted", error_type=type(error).__name__)
                await asyncio.sleep(_AFTER_A_FAULT_S)

    async def _next_order(self) -> None:
        self._asked.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self._asked.wait()

    async def _go(self, to: datetime, one_deadline: bool) -> None:
        reports = await self._until_quiet()
        while (now := self._clock.now()) < to:
            deadline = await self._next_deadline(reports, after=now)
            reports = await self._step(min(to, deadline or to))
            if one_deadline:
                break
        async with self._engine.begin() as connection:
            await connection.execute(sa.delete(clock_move))
        log.info("clock_moved", to=to.isoformat())

    async def _step(self, instant: datetime) -> list[Report]:
        if instant > self._clock.now():
            self._clock.move_to(instant)
        await fast_forward_all(self._client, instant)
        return await self._until_quiet()

    async def _next_deadline(self, reports: list[Report], after: datetime) -> datetime | None:
        """The earliest instant at which a process or a service would do something of its own."""
        timers = await next_deadlines(self._client)
        coming = [*timers.values(), *(report.next_due for report in reports if report.next_due)]
        return min((instant for instant in coming if instant > after), default=None)

    async def _until_quiet(self) -> list[Report]:
        """Nothing under way anywhere; the services' reports of that moment.

        A fact may pass from one to the other while we look: only a second calm look counts, or a first one at
        the same number of stored events as when it was calm last.
        """
        while True:
            calm, stored, reports = await self._look()
            if calm and stored == self._stored_when_calm:
                return reports
            self._stored_when_calm = stored if calm else None
            if not calm:
                await asyncio.sleep(_LOOK_AGAIN_S)

    async def _look(self) -> tuple[bool, int, list[Report]]:
        reports, (read, stored), busy = await asyncio.gather(
            self._reports(), self._streams(), wait_until_workflows_quiet(self._client)
        )
        calm = read and not busy and not any(one.outbox_pending or one.due_now for one in reports)
        return calm, stored, reports

    async def _reports(self) -> list[Report]:
        return list(await asyncio.gather(*(self._ask(ReportState(), of=name) for name in SERVICES)))

    async def _streams(self) -> tuple[bool, int]:
        """Whether every event was read by all its listeners, and how many events there are."""
        streams = await self._jetstream.streams_info()
        names = [stream.config.name for stream in streams]
        consumers = await asyncio.gather(*(self._jetstream.consumers_info(name) for name in names if name))
        read = not any(one.num_pending or one.num_ack_pending for many in consumers for one in many)
        return read, sum(stream.state.messages for stream in streams)
