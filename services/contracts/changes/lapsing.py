"""An amendment that is not signed in its time comes to nothing.

Each is a row with a time of its own. The loop sleeps until the next one, and looks again after each commit that may
have set another time; whoever asks how this service is, and hears of a row that is due, wakes it too.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select

from services.contracts.changes import amendments
from services.contracts.papers import versions
from services.contracts.tables import Contract, Pause
from services.runtime.events.waking import Waking
from services.runtime.finland import HELSINKI
from services.runtime.service import Service
from services.runtime.storage.database import looking, transaction

# For what another process of this service wrote and did not live to see to.
_LOOKS_AGAIN_S = 300.0
_DUE = col(Contract.lapses_at)
# An open pause holds it, and nobody knows yet until when.
_HELD = sa.exists().where(
    col(Pause.process_id) == col(Contract.process_id),
    col(Pause.goes_on).is_(None),
    sa.func.timezone(HELSINKI.key, sa.cast(col(Pause.from_day), sa.DateTime)) <= _DUE,
)
_WAITS = (col(Contract.status) == "signing") & versions.is_amendment() & ~_HELD
_IS_LATE = sa.bindparam("now", type_=sa.DateTime(timezone=True)) >= _DUE
_STANDING = sa.select(
    sa.func.count().filter(_IS_LATE),
    sa.func.min(_DUE).filter(_IS_LATE),
    sa.func.min(_DUE).filter(~_IS_LATE).label("next_due"),
).where(_WAITS)


@dataclass(frozen=True)
class Lapsing:
    """waking: of the one loop."""

    waking: Waking


async def prepare(service: Service[Any]) -> Lapsing:
    return Lapsing(Waking(service.clock, _LOOKS_AGAIN_S))


async def lapse(service: Service[Lapsing]) -> None:
    """Until cancelled; one amendment in one transaction."""
    waking = service.resources.waking
    service.transactions.tell_also(waking.tell)
    while True:
        waking.begin()
        looked_at = service.clock.now()
        while await lapse_one(service):
            pass
        next_at = await _next_at(service, looked_at)
        service.dependencies.done(lapse.__name__)
        await waking.next_call(next_at)


async def lapse_one(service: Service[Lapsing]) -> bool:
    """False: none is due. Its process's paper is locked first, as by those who sign."""
    now = service.clock.now()
    async with transaction(service.engine) as db:
        service.transactions.work(db, cause=None)
        late = select(Contract.process_id).where(_WAITS, now >= _DUE).order_by(_DUE).limit(1)
        process_id = (await db.exec(late)).first()
        if process_id is None:
            return False
        waiting = await versions.open_amendment(db, process_id)
        if waiting and waiting.lapses_at and waiting.lapses_at <= now:
            await amendments.end(db, waiting, "lapsed")
    service.transactions.committed(db)
    return True


async def due(service: Service[Lapsing], connection: AsyncConnection) -> dict[str, Any]:
    """How many are due by the clock, for how long the oldest, and when the next one will be."""
    now = service.clock.now()
    number, oldest, next_due = (await connection.execute(_STANDING, {"now": now})).one()
    if number:
        service.resources.waking.tell()
    waited = int((now - oldest).total_seconds()) if oldest else 0
    return {"due_now": number, "due_oldest_s": waited, "next_due": next_due}


async def _next_at(service: Service[Lapsing], now: datetime) -> datetime | None:
    async with looking(service.engine) as connection:
        found: datetime | None = (await connection.execute(_STANDING, {"now": now})).one().next_due
    return found
