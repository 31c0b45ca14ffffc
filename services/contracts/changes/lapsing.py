"""An amendment that is not signed in its time comes to nothing."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import amendments
from services.contracts.papers import versions
from services.contracts.tables import Contract, Pause
from services.runtime.clock import Clock
from services.runtime.events.due_rows import DueRows
from services.runtime.events.laying_aside import first_due
from services.runtime.finland import HELSINKI
from services.runtime.service import Service

_DUE = col(Contract.lapses_at)
# An open pause holds it, and nobody knows yet until when.
_HELD = sa.exists().where(
    col(Pause.process_id) == col(Contract.process_id),
    col(Pause.goes_on).is_(None),
    sa.func.timezone(HELSINKI.key, sa.cast(col(Pause.from_day), sa.DateTime)) <= _DUE,
)
_WAITS = (col(Contract.status) == "signing") & versions.is_amendment() & ~_HELD


async def prepare(service: Service[Any]) -> DueRows:
    return DueRows(service.clock, (_DUE, _WAITS, col(Contract.process_id)))


async def lapse(service: Service[DueRows]) -> None:
    """Until cancelled."""
    await service.resources.keep_seeing_to(
        service.transactions, lapse_one, lambda has_seen: service.is_done(lapse.__name__, has_seen)
    )


async def due(service: Service[DueRows], connection: AsyncConnection) -> dict[str, Any]:
    """For the service's report."""
    return await service.resources.report(connection)


async def lapse_one(db: AsyncSession, clock: Clock) -> bool:
    """Its process's paper is locked first, as by those who sign."""
    now = clock.now()
    late = select(Contract.process_id).where(_WAITS, now >= _DUE).order_by(_DUE)
    process_id = await first_due(db, late, col(Contract.process_id))
    if process_id is None:
        return False
    waiting = await versions.open_amendment(db, process_id)
    if waiting and waiting.lapses_at and waiting.lapses_at <= now:
        await amendments.end(db, waiting, "lapsed")
    return True
