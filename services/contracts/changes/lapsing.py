"""An amendment that is not signed in its time comes to nothing."""

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import amendments
from services.contracts.papers import versions
from services.contracts.tables import Contract, Pause
from services.runtime.clock import Clock
from services.runtime.events.laying_aside import first_due
from services.runtime.finland import HELSINKI

DUE = col(Contract.lapses_at)
# An open pause holds it, and nobody knows yet until when.
_HELD = sa.exists().where(
    col(Pause.process_id) == col(Contract.process_id),
    col(Pause.goes_on).is_(None),
    sa.func.timezone(HELSINKI.key, sa.cast(col(Pause.from_day), sa.DateTime)) <= DUE,
)
WAITS = (col(Contract.status) == "signing") & versions.is_amendment() & ~_HELD


async def lapse_one(db: AsyncSession, clock: Clock) -> bool:
    """Its process's paper is locked first, as by those who sign."""
    now = clock.now()
    late = select(Contract.process_id).where(WAITS, now >= DUE).order_by(DUE)
    process_id = await first_due(db, late, col(Contract.process_id))
    if process_id is None:
        return False
    waiting = await versions.open_amendment(db, process_id)
    if waiting and waiting.lapses_at and waiting.lapses_at <= now:
        await amendments.end(db, waiting, "lapsed")
    return True
