"""A session is recorded otherwise, and its month is invoiced: whichever comes first holds, and the other sees it.

`sessions` asks for a hold before it writes the correction, and billing lets go when it hears of it. Who asks waits for
the run in hand, and a run that comes later leaves the item to the next one.
"""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.asking_each import answer_or_fault
from services.billing.invoices import numbers
from services.billing.items import recording
from services.billing.tables import BillableItem, ItemHold
from services.messages.billing import HoldItem
from services.messages.sessions import RecordCorrected, ShowRecord
from services.runtime.commands.refusal import Fault, Refusal
from services.runtime.commands.transactions import Work
from services.runtime.logs import log
from services.runtime.storage.database import execute

_WRITES_WITHIN = timedelta(minutes=10)
"""[ours] A correction that is not written so long after it was asked for never will be: no statement waits so long."""


async def hold(db: AsyncSession, order: HoldItem) -> None:
    """Refuses: already_invoiced."""
    await numbers.line_up(db)
    if await is_settled(db, order.session_id):
        raise Refusal("already_invoiced", "session_id")
    row = insert(ItemHold).values(session_id=order.session_id, revision=order.revision, since=order.as_of)
    asked_last = {"revision": row.excluded.revision, "since": row.excluded.since}
    await execute(db, row.on_conflict_do_update(index_elements=["session_id"], set_=asked_last))


async def is_settled(db: AsyncSession, session_id: UUID, process_id: UUID | None = None) -> bool:
    """Whether what became of it is on an invoice, or paid otherwise: then it stands. process_id: of this one alone."""
    paid = select(BillableItem.item_id).where(
        BillableItem.session_id == session_id, is_outcome(), recording.is_invoiced()
    )
    if process_id is not None:
        paid = paid.where(BillableItem.process_id == process_id)
    return (await db.exec(paid)).first() is not None


async def hear(db: AsyncSession, event: RecordCorrected) -> None:
    """Refuses: session_recorded_otherwise. Raises TermsNotKnownYet."""
    await recording.correct(db, event)
    mine = (col(ItemHold.session_id) == event.session_id) & (col(ItemHold.revision) <= event.revision)
    await execute(db, sa.delete(ItemHold).where(mine))


async def look_again(work: Work, as_of: datetime) -> None:
    """Lets go of what came to nothing; a correction that was made is on its way.

    One of which sessions cannot say it is kept, and asked about again by the next run.
    """
    old = select(ItemHold).where(col(ItemHold.since) <= as_of - _WRITES_WITHIN)
    for row in (await work.db.exec(old)).all():
        made = await answer_or_fault(work.ask(ShowRecord(session_id=row.session_id)))
        if isinstance(made, Refusal | Fault):
            log.error("hold_kept", session_id=str(row.session_id), error_type=type(made).__name__)
        elif made.revision < row.revision:
            await work.db.delete(row)
    await work.db.flush()


def is_held() -> sa.ColumnElement[bool]:
    """Of an item: that it is about to be recorded otherwise."""
    return sa.exists().where(col(ItemHold.session_id) == BillableItem.session_id) & is_outcome()


def is_outcome() -> sa.ColumnElement[bool]:
    """Of an item: that it is what became of a session."""
    return col(BillableItem.kind) != "late_moved"
