"""Nothing of what is disputed is charged any more: it is granted by that, and nobody has anything to decide.

Where something of it is charged still, as it was corrected, it waits as it did.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.disputes import rows
from services.billing.invoices import numbers
from services.billing.items import recording
from services.billing.tables import BillableItem, Dispute, DisputedItem
from services.messages.billing import DisputeResolved, GrantedBy
from services.runtime.events.announcing import announce
from services.runtime.storage.database import execute


async def take_turn(db: AsyncSession, process_id: UUID) -> bool:
    """Whether one waits; then no other decision and no run comes between. Before anything of its items is locked."""
    mine = select(Dispute.dispute_id).where(Dispute.process_id == process_id, col(Dispute.outcome).is_(None))
    if (await db.exec(mine.limit(1))).first() is None:
        return False
    await numbers.line_up(db)
    return True


async def follow_correction(db: AsyncSession, process_id: UUID, session_id: UUID, at: datetime) -> None:
    """What its words are about was corrected; the turn is taken."""
    of_it = sa.exists().where(
        col(DisputedItem.dispute_id) == Dispute.dispute_id,
        col(DisputedItem.item_id) == BillableItem.item_id,
        col(BillableItem.session_id) == session_id,
    )
    for row in await _waiting(db, process_id, of_it):
        row.corrected_at = at
    await db.flush()
    await follow_charges(db, process_id, "correction", at)


async def follow_charges(db: AsyncSession, process_id: UUID, by: GrantedBy, at: datetime) -> None:
    """Of the process, those of which nothing is charged any more; the turn is taken."""
    charged = sa.exists().where(
        col(DisputedItem.dispute_id) == Dispute.dispute_id,
        col(DisputedItem.item_id) == BillableItem.item_id,
        recording.waiting() | recording.is_invoiced(),
    )
    for row in await _waiting(db, process_id, ~charged):
        await _grant(db, row, by, at)


async def follow_item(db: AsyncSession, item_id: UUID, by: GrantedBy, at: datetime) -> None:
    """As `follow_charges`, of its process."""
    item = await db.get_one(BillableItem, item_id)
    await follow_charges(db, item.process_id, by, at)


async def tell(db: AsyncSession, row: Dispute) -> None:
    """How it was decided. Next: services/notices/occasions/invoice_letters.py:tell_of_decision"""
    told = row.model_dump(include=set(DisputeResolved.model_fields))
    told |= await rows.waiting(db, row.process_id)
    told |= {"session": await rows.session_of(db, row.dispute_id), "corrected": row.corrected_at is not None}
    await announce(db, DisputeResolved.model_validate(told))


async def _waiting(db: AsyncSession, process_id: UUID, which: sa.ColumnElement[bool]) -> Sequence[Dispute]:
    mine = select(Dispute).where(Dispute.process_id == process_id, col(Dispute.outcome).is_(None), which)
    return (await db.exec(mine.order_by(col(Dispute.opened_at)).with_for_update())).all()


async def _grant(db: AsyncSession, row: Dispute, by: GrantedBy, at: datetime) -> None:
    """What it costs is taken off by what was done, so that the items themselves stay as they are."""
    row.outcome, row.percent, row.granted_by, row.resolved_at = "upheld", 100, by, at
    theirs = col(DisputedItem.dispute_id) == row.dispute_id
    await execute(db, sa.update(DisputedItem).where(theirs).values(is_open=False))
    await db.flush()
    await tell(db, row)
