"""A renewal's draft that nobody completes is called for once more, and comes to nothing in its time.

One from before drafts had a day gets one when it is first looked at, with as long as if it had been drafted then.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.ending import choosing_anew
from services.contracts.papers import versions
from services.contracts.signing import deadlines, draft_days
from services.contracts.tables import Contract, DraftReminder
from services.runtime.clock import Clock
from services.runtime.events.laying_aside import first_due

DUE = sa.func.coalesce(col(Contract.draft_lapses_at), col(Contract.drafted_at))
WAITS = (col(Contract.status) == "draft") & col(Contract.renews).is_not(None)


CALL_DUE = col(Contract.draft_last_call_at)
TO_CALL = (
    (col(Contract.status) == "draft") & CALL_DUE.is_not(None) & col(Contract.draft_lapses_at).is_not(None)
)


async def call_for_one(db: AsyncSession, clock: Clock) -> bool:
    """Locked as by those who complete it."""
    now = clock.now()
    late = select(Contract.process_id).where(TO_CALL, now >= CALL_DUE).order_by(CALL_DUE)
    process_id = await first_due(db, late, col(Contract.process_id))
    if process_id is None:
        return False
    draft = await versions.find(db, process_id)
    if draft.status == "draft" and draft.draft_last_call_at and draft.draft_last_call_at <= now:
        draft.draft_last_call_at = None
        await db.flush()
        await deadlines.tell_of_draft(db, draft, deadlines.DRAFT_LAPSES_SOON)
    return True


async def lapse_one(db: AsyncSession, clock: Clock) -> bool:
    """The contract before it is locked first, as by those who take the choice back, then its own, as by those who
    complete it.
    """
    now = clock.now()
    late = select(Contract.process_id).where(WAITS, now >= DUE).order_by(DUE)
    process_id = await first_due(db, late, col(Contract.process_id))
    if process_id is None:
        return False
    await choosing_anew.hold_before(db, process_id)
    draft = await versions.find(db, process_id)
    if draft.status != "draft":
        return True
    if draft.draft_lapses_at is None:
        await _date(db, draft, now)
    elif draft.draft_lapses_at <= now:
        await deadlines.end_unsigned(db, draft, now)
    return True


async def _date(db: AsyncSession, draft: Contract, now: datetime) -> None:
    """Whoever was reminded of it for the last time hears the day."""
    await draft_days.keep(db, draft, now)
    key = (draft.process_id, draft.version, deadlines.DRAFT_ESCALATED)
    if await db.get(DraftReminder, key):
        await deadlines.tell_of_draft(db, draft, deadlines.DRAFT_ESCALATED)
