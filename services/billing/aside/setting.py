"""Finance sets an item aside, and takes it back. Runs wait meanwhile, so that no item is both aside and invoiced."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.aside.rows import is_live
from services.billing.invoices import holding, numbers
from services.billing.tables import Aside, BillableItem, Hold
from services.messages import billing as messages
from services.runtime.commands.refusal import Refusal

_AS_ORDERED = {"aside_id", "item_id", "kind", "reason", "set_by"}


async def put(db: AsyncSession, order: messages.SetItemAside) -> None:
    """Refuses: see the message."""
    if not order.reason:
        raise Refusal("reason_missing", "reason")
    held = await _hold_of(db, order.item_id)
    await numbers.line_up(db)
    if known := await db.get(Aside, order.aside_id):
        return _check_same(known, order)
    item = await db.get(BillableItem, order.item_id, with_for_update=True)
    if item is None:
        raise Refusal("unknown_item", "item_id")
    mine = select(Aside.aside_id).where(Aside.item_id == order.item_id, is_live())
    if (await db.exec(mine)).first():
        raise Refusal("already_aside", "item_id")
    if not item.waits:
        raise Refusal("not_waiting", "item_id")
    db.add(Aside(**order.model_dump(include=_AS_ORDERED), process_id=item.process_id, set_at=order.as_of))
    if order.kind == "left_out":
        item.let_go = order.reason
    await db.flush()
    if held:
        await holding.free_what_is_empty(db, held, order.as_of)


async def _hold_of(db: AsyncSession, item_id: UUID) -> Hold | None:
    """Locked before the counter, as a run does."""
    its_process = select(BillableItem.process_id).where(BillableItem.item_id == item_id).scalar_subquery()
    mine = select(Hold).where(col(Hold.process_id) == its_process).with_for_update()
    return (await db.exec(mine)).first()


async def take_back(db: AsyncSession, order: messages.TakeItemBack) -> None:
    """Refuses: see the message."""
    await numbers.line_up(db)
    row = await db.get(Aside, order.aside_id, with_for_update=True)
    if row is None:
        raise Refusal("unknown_aside", "aside_id")
    if row.taken_back_at:
        return
    row.taken_back_by, row.taken_back_at = order.taken_back_by, order.as_of
    if row.kind == "left_out":
        item = await db.get(BillableItem, row.item_id, with_for_update=True)
        assert item is not None
        item.let_go = None
    await db.flush()


def _check_same(known: Aside, order: messages.SetItemAside) -> None:
    if any(getattr(known, name) != getattr(order, name) for name in ("item_id", "kind", "reason")):
        raise Refusal("already_aside", "aside_id")
