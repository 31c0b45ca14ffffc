"""Somebody enters an item, and withdraws it. Runs wait meanwhile, so that no item is both withdrawn and invoiced."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.aside.rows import REPORTED, is_live
from services.billing.entering import prices
from services.billing.invoices import numbers
from services.billing.items import entered, recording, terms
from services.billing.items.lines import line_for
from services.billing.tables import Aside, BillableItem, DatedTerms, EnteredItem
from services.messages import billing as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date

_AS_ORDERED = {"item_id", "process_id", "quantity", "note", "entered_by"}
_WITHDRAWN = "withdrawn"
"""In the item, for which nobody waits any more; who has withdrawn it is in the entry."""


async def enter(db: AsyncSession, order: messages.EnterItem, session_id: UUID | None = None) -> None:
    """At the terms of its day. session_id: for which its supervisor reports it. Refuses: see the message."""
    await terms.take_turn(db, order.process_id, alone=True)
    if known := await db.get(BillableItem, order.item_id):
        return _check_same(known, await db.get(EnteredItem, order.item_id), order)
    if order.performed_on > local_date(order.as_of):
        raise Refusal("in_the_future", "performed_on")
    holding = await terms.of_day(db, order.process_id, order.performed_on)
    usual = await prices.usual(db, order.kind, holding, order.performed_on)
    item = _item(order, entered.priced(order, usual), holding)
    line_for(recording.as_item(item))
    db.add(item)
    await db.flush()
    facts: dict[str, Any] = order.model_dump(include=_AS_ORDERED)
    facts |= {"price_cents": entered.one_costs(order, usual), "session_id": session_id}
    db.add(EnteredItem(**facts, entered_at=order.as_of))
    await db.flush()


def _item(order: messages.EnterItem, cost: entered.Priced, holding: DatedTerms) -> BillableItem:
    return BillableItem(
        item_id=order.item_id,
        kind=order.kind,
        process_id=order.process_id,
        performed_on=order.performed_on,
        minutes=cost.minutes,
        quantity=cost.quantity,
        price_cents=cost.price_cents,
        terms_version=holding.version,
        vat_category=holding.vat_category,
        percent=Decimal(100),
    )


def _check_same(item: BillableItem, known: EnteredItem | None, order: messages.EnterItem) -> None:
    said = (order.process_id, order.kind, order.performed_on, order.quantity, order.note)
    if known is None or said != (item.process_id, item.kind, item.performed_on, known.quantity, known.note):
        raise Refusal("already_entered", "item_id")
    if order.price_cents not in (None, known.price_cents):
        raise Refusal("already_entered", "item_id")


async def withdraw(db: AsyncSession, order: messages.WithdrawItem) -> None:
    """Refuses: see the message."""
    await numbers.line_up(db)
    known = await db.get(EnteredItem, order.item_id, with_for_update=True)
    if known is None:
        raise Refusal("unknown_item", "item_id")
    if known.withdrawn_at:
        return
    item = await db.get(BillableItem, order.item_id, with_for_update=True)
    assert item is not None
    await _take_back_report(db, order)
    if not item.waits:
        raise Refusal("not_waiting", "item_id")
    known.withdrawn_by, known.withdrawn_at = order.withdrawn_by, order.as_of
    item.let_go = _WITHDRAWN
    await db.flush()


async def _take_back_report(db: AsyncSession, order: messages.WithdrawItem) -> None:
    """What nobody has accepted yet is withdrawn as it is. Refuses: already_aside."""
    mine = select(Aside).where(Aside.item_id == order.item_id, is_live()).with_for_update()
    if aside := (await db.exec(mine)).first():
        if aside.kind != REPORTED:
            raise Refusal("already_aside", "item_id")
        aside.taken_back_by, aside.taken_back_at = order.withdrawn_by, order.as_of
