"""An amendment that is not signed in its time comes to nothing."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import amendments
from services.contracts.papers import versions
from services.contracts.tables import Contract, Pause
from services.runtime.clock import Clock
from services.runtime.events.laying_aside import first_due
from services.runtime.finland import HELSINKI
from services.runtime.storage.database import among

DUE = col(Contract.lapses_at)
# An open pause holds it, and nobody knows yet until when; but not one that waits for what is to be signed itself.
_HELD = sa.exists().where(
    col(Pause.process_id) == col(Contract.process_id),
    col(Pause.goes_on).is_(None),
    ~col(Pause.awaits_supervisor),
    sa.func.timezone(HELSINKI.key, sa.cast(col(Pause.from_day), sa.DateTime)) <= DUE,
)
_OPEN = (col(Contract.status) == "signing") & versions.is_amendment()
WAITS = _OPEN & ~_HELD


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


async def has_lapsed(db: AsyncSession, contract: Contract, at: datetime) -> bool:
    """Whether or not its owner has come to say so yet."""
    if contract.lapses_at is None or contract.lapses_at > at:
        return False
    return not await held_among(db, [contract])


async def held_among(db: AsyncSession, contracts: Sequence[Contract]) -> set[UUID]:
    """The processes of those changes whose days do not run now."""
    ids = {one.process_id for one in contracts if one.status == "signing" and one.supersedes}
    if not ids:
        return set()
    held = select(Contract.process_id).where(among(Contract.process_id, ids), _OPEN, _HELD)
    return set((await db.exec(held)).all())
