"""Finance decides a dispute: what is on no invoice goes on at what is left of it; an invoice stays as it was issued."""

from uuid import uuid5

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.credits import issuing
from services.billing.credits.issuing import Wanted
from services.billing.disputes import granting, money
from services.billing.invoices import numbers
from services.billing.invoices.holding import net_cents
from services.billing.invoices.semantic.why import Look
from services.billing.items import recording
from services.billing.tables import BillableItem, Dispute, DisputedItem, InvoiceLine
from services.messages import billing as messages
from services.runtime.commands.refusal import Refusal

LONGEST_REASON = 200


async def resolve(db: AsyncSession, order: messages.ResolveDispute, look: Look) -> None:
    """What is on an invoice is credited there. Refuses: see the message."""
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
    await _refuse_unseen(db, order)
    row.outcome, row.percent, row.ground = decided
    row.resolved_by, row.resolved_at = order.resolved_by, order.as_of
    await _let_go(db, row)
    await db.flush()
    if row.percent:
        await _credit(db, row, row.percent, order, look)
    await granting.tell(db, row)


def _check(order: messages.ResolveDispute) -> None:
    if not order.ground:
        raise Refusal("ground_missing", "ground", "is needed")
    if order.outcome == "upheld" and order.percent is None:
        raise Refusal("percent_missing", "percent", "is needed")
    if order.outcome != "upheld" and order.percent is not None:
        raise Refusal("percent_of_nothing", "percent", "is for what is upheld")


async def _refuse_unseen(db: AsyncSession, order: messages.ResolveDispute) -> None:
    """What was recorded otherwise since it was looked at is looked at again. Refuses: cost_changed."""
    if order.seen_cents is None:
        return
    theirs = select(BillableItem).join(DisputedItem, col(DisputedItem.item_id) == BillableItem.item_id)
    items = (await db.exec(theirs.where(DisputedItem.dispute_id == order.dispute_id))).all()
    if sum(net_cents(one) for one in items) != order.seen_cents:
        raise Refusal("cost_changed", "dispute_id", "costs otherwise than what was looked at")


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


async def _credit(
    db: AsyncSession, row: Dispute, percent: int, order: messages.ResolveDispute, look: Look
) -> None:
    """A credit note for each invoice that has disputed items, of what is left of them. Refuses: credited_too_much."""
    disputed = (
        select(InvoiceLine)
        .join(DisputedItem, col(DisputedItem.item_id) == InvoiceLine.item_id)
        .where(DisputedItem.dispute_id == row.dispute_id, col(InvoiceLine.credited_by).is_(None))
    )
    lines = (await db.exec(disputed.order_by(col(InvoiceLine.line_id)))).all()
    for invoice_id in dict.fromkeys(line.invoice_id for line in lines):
        before = await issuing.credited(db, invoice_id)
        left = {
            str(line.item_id): line.net_cents - before.get(str(line.item_id), 0)
            for line in lines
            if line.invoice_id == invoice_id
        }
        parts = {item: cents for item, net in left.items() if (cents := money.credited(net, percent))}
        wanted = Wanted(
            credit_id=uuid5(row.dispute_id, str(invoice_id)),
            invoice_id=invoice_id,
            parts=parts,
            then="let_go",
            reason=order.ground[:LONGEST_REASON],
            ordered_by=order.resolved_by,
            at=order.as_of,
        )
        if parts:
            await issuing.credit(db, wanted, look)
