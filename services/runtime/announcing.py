"""The outbox: a change and its event are one transaction; a relay carries the events to the stream in order."""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from nats.js import JetStreamContext
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid6 import uuid7

from services.messages.envelope import Event, event_subject, owner, snake
from services.runtime.away import Dependencies
from services.runtime.clock import Clock
from services.runtime.database import among, execute
from services.runtime.keeping_stream import KeptStream
from services.runtime.logs import log
from services.runtime.tables import aggregate_version, outbox

# One relay a database: more of them would publish an aggregate's events out of order.
_LEADER_LOCK = 7_100_001
_BATCH = 200
_POLL_S = 0.25
_LONGEST_PAUSE_S = 5.0
_RELAY = "relay"


@dataclass
class _Saying:
    """What the events of one transaction have in common. cause: the id of the message that led to them."""

    clock: Clock
    cause: str | None
    announced: bool = False


def begin_saying(db: AsyncSession, clock: Clock, cause: str | None = None) -> None:
    """Before anything is announced in this transaction."""
    db.info[_Saying] = _Saying(clock, cause)


def has_announced(db: AsyncSession) -> bool:
    """Whether the relay has something to carry once this transaction is committed."""
    saying: _Saying | None = db.info.get(_Saying)  # none where an event only moved the position
    return saying is not None and saying.announced


def _saying(db: AsyncSession) -> _Saying:
    saying: _Saying = db.info[_Saying]
    return saying


async def announce(db: AsyncSession, event: Event) -> None:
    """Writes the event into the transaction's outbox, numbered within its aggregate.

    The row lock on the aggregate's version keeps the order of commits the order of numbers.
    """
    saying = _saying(db)
    event_id = uuid7()
    version = await _next_version(db, event)
    headers = {
        "ce-specversion": "1.0",
        "ce-id": str(event_id),
        "ce-source": owner(type(event)),
        "ce-type": snake(type(event).__name__),
        "ce-time": saying.clock.now().isoformat(),
        "ce-subject": str(event.aggregate_id),
        "ce-aggversion": str(version),
        "Nats-Msg-Id": str(event_id),
    }
    if saying.cause:
        headers["ce-causationid"] = saying.cause
    row = {
        "event_id": event_id,
        "subject": event_subject(type(event)),
        "headers": headers,
        "payload": event.model_dump_json().encode(),
    }
    await execute(db, outbox.insert().values(row))
    saying.announced = True


async def _next_version(db: AsyncSession, event: Event) -> int:
    statement = insert(aggregate_version).values(aggregate_id=event.aggregate_id, version=1)
    statement = statement.on_conflict_do_update(
        index_elements=["aggregate_id"], set_={"version": aggregate_version.c.version + 1}
    )
    result = await execute(db, statement.returning(aggregate_version.c.version))
    version: int = result.scalar_one()
    return version


class Relay:
    """Publishes what waits in the outbox: one leader, in order, marked only after the broker's acknowledgement."""

    def __init__(
        self,
        engine: AsyncEngine,
        jetstream: JetStreamContext,
        stream: str,
        dependencies: Dependencies | None = None,
        kept: KeptStream | None = None,
    ) -> None:
        self._kept = kept
        self._dependencies = dependencies or Dependencies()
        self._engine = engine
        self._jetstream = jetstream
        self._stream = stream
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Called after a commit, outside of its transaction."""
        self._woken.set()

    async def run(self) -> None:
        """Until cancelled; a lost connection loses the lead, and whoever gets the lock goes on."""
        while True:
            try:
                async with self._engine.connect() as connection:
                    try:
                        await self._lead(connection)
                    finally:
                        # Back in the pool it would keep the lock, and nobody could lead any more.
                        await connection.invalidate()
            except Exception as error:  # the outbox keeps everything: try again until the servers are back
                pause = await self._dependencies.pause_for(error, _RELAY)
                if pause is None:
                    log.warning("relay_interrupted", error_type=type(error).__name__)
                await asyncio.sleep(min(pause or _POLL_S, _LONGEST_PAUSE_S))

    async def _lead(self, connection: AsyncConnection) -> None:
        while not await self._has_lock(connection):
            await asyncio.sleep(_POLL_S)
        if self._kept:
            self._kept.look_at_once()
        while True:
            self._woken.clear()
            if self._kept:
                await self._kept.see_to_it(connection)
            while await self.publish_batch(connection) == _BATCH:
                pass
            self._dependencies.done(_RELAY)
            await self._next_call()

    async def _next_call(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_POLL_S):
                await self._woken.wait()

    async def _has_lock(self, connection: AsyncConnection) -> bool:
        result = await connection.execute(sa.select(sa.func.pg_try_advisory_lock(_LEADER_LOCK)))
        await connection.commit()
        return bool(result.scalar_one())

    async def publish_batch(self, connection: AsyncConnection) -> int:
        """Sends the oldest waiting events. Returns how many; raises before anything is marked."""
        waiting = sa.select(outbox).where(outbox.c.published_at.is_(None)).order_by(outbox.c.id).limit(_BATCH)
        rows = (await connection.execute(waiting)).all()
        if rows:
            await self._publish(rows)
            await self._mark(connection, [row.id for row in rows])
        await connection.commit()
        return len(rows)

    async def _publish(self, rows: Sequence[sa.Row[Any]]) -> None:
        sending = [
            self._jetstream.publish(
                row.subject, row.payload, timeout=5, stream=self._stream, headers=row.headers
            )
            for row in rows
        ]
        for outcome in await asyncio.gather(*sending, return_exceptions=True):
            if isinstance(outcome, BaseException):
                raise outcome

    async def _mark(self, connection: AsyncConnection, ids: list[int]) -> None:
        marking = outbox.update().where(among(outbox.c.id, ids)).values(published_at=sa.func.now())
        await connection.execute(marking)
