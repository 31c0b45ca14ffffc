"""Finance decides a dispute: what is on no invoice goes on at what is left of it; an invoice stays as it was issued."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.disputes import money, rows
from services.billing.invoices import numbers
from services.billing.items import recording
from services.billing.tables import BillableItem, Dispute, DisputedItem
from services.messages import billing as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce


async def resolve(db: AsyncSession, order: messages.ResolveDispute) -> None:
    """Its credit note, for what is invoiced, reads the decision from here. Refuses: see the message."""
    await numbers.line_up(db)
    row = await db.get(Dispute, order.dispute_id, with_for_update=True)
    if row is None:
        raise Refusal("unknown_dispute", "dispute_id")
    decided = (order.outcome, order.percent if order.outcome == "upheld" else None, order.ground)
    if row.outcome:
        if (row.outcome, row.percent, row.ground) != decided:
            raise Refusal("already_resolved", "dispute_id", "was decided otherwise")
        return
    _check(order)
    row.outcome, row.percent, row.ground = decided
    row.resolved_by, row.resolved_at = order.resolved_by, order.as_of
    await _let_go(db, row)
    await db.flush()
    told = row.model_dump(include=set(messages.DisputeResolved.model_fields))
    others = await rows.waiting(db, row.process_id)
    await announce(db, messages.DisputeResolved.model_validate(told | others))


def _check(order: messages.ResolveDispute) -> None:
    if not order.ground:
        raise Refusal("ground_missing", "ground", "is needed")
    if order.outcome == "upheld" and order.percent is None:
        raise Refusal("percent_missing", "percent", "is needed")


async def _let_go(db: AsyncSession, row: Dispute) -> None:
    theirs = (await db.exec(select(DisputedItem).where(DisputedItem.dispute_id == row.dispute_id))).all()
    for one in theirs:
        one.is_open = False
        waits = (col(BillableItem.item_id) == one.item_id) & ~recording.is_invoiced()
        item = (await db.exec(select(BillableItem).where(waits).with_for_update())).first()
        if item and row.percent:
            left = money.percent_left(100 - item.not_owed_percent, row.percent)
            item.not_owed_percent = 100 - left
            item.percent = money.percent_left(item.percent, row.percent)
