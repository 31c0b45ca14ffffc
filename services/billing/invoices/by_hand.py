"""A held month that finance has billed by hand: it leaves the list, no run takes it, and it can be taken back."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.aside.free import is_free
from services.billing.credits import billed_by_hand
from services.billing.invoices import holding, months, numbers
from services.billing.items import recording
from services.billing.tables import BillableItem, HandBill, Hold
from services.messages import billing as messages
from services.messages.directory import CustomerCard
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.policy import Belongs, sees
from services.runtime.storage.database import execute

MONTHS_TO_TAKE_BACK = 4
"""After the month in which it was said: as long as the books of that month may still be written.

Source: Accounting Act 1336/1997, chapter 2, section 4.
"""
MOST = 200
_AS_ORDERED = {"bill_id", "process_id", "period", "number", "reason", "billed_by"}


async def bill(db: AsyncSession, order: messages.BillByHand) -> None:
    """The hold's row is locked first, then the counter, as a run does. Refuses: see the message."""
    if not (order.number or order.reason):
        raise Refusal("number_or_reason_missing", "number", "is needed, or a reason")
    held = (await db.exec(select(Hold).where(Hold.process_id == order.process_id).with_for_update())).first()
    if said := await db.get(HandBill, order.bill_id):
        return _check_same(said, order)
    if local_date(order.as_of) <= months.last_day(order.period):
        raise Refusal("period_still_open", "period")
    if held is None:
        raise Refusal("not_held", "process_id")
    await numbers.line_up(db)
    items = await _waiting(db, order.process_id, order.period)
    cents = sum(map(holding.net_cents, items))
    if not items or cents != order.waiting_cents:
        raise Refusal("waiting_changed", "waiting_cents")
    row = _row(order, held, len(items))
    db.add(row)
    await db.flush()
    for item in items:
        item.hand_bill_id = row.bill_id
    await db.flush()
    facts = row.model_dump(include=set(messages.BilledByHand.model_fields))
    since = await _still_held(db, held, order.as_of)
    await announce(db, messages.BilledByHand(**facts, held_since=since))


async def take_back(db: AsyncSession, order: messages.TakeBackBill) -> None:
    """Held as before; the next run looks whether its invoice can be made by now. What a withdrawal has left not owed
    meanwhile does not wait. Refuses: see the message.
    """
    row = await _locked(db, order.bill_id)
    if row.taken_back_at:
        return
    if local_date(order.as_of) > _last_day(row.billed_at):
        raise Refusal("bill_too_old", "bill_id")
    row.taken_back_by, row.taken_back_at = order.taken_back_by, order.as_of
    theirs = sa.update(BillableItem).where(col(BillableItem.hand_bill_id) == row.bill_id)
    await execute(db, theirs.values(hand_bill_id=None))
    await recording.price_again(db, row.process_id, months.last_day(row.period).replace(day=1))
    again = await _hold_again(db, row, order.as_of)
    facts = row.model_dump(include=set(messages.BillTakenBack.model_fields))
    await announce(db, messages.BillTakenBack(**facts, held_since=again.held_at))
    await holding.free_what_is_empty(db, again, order.as_of)


async def _locked(db: AsyncSession, bill_id: UUID) -> HandBill:
    """After its process's hold, as `bill` has it, so that the two never wait for each other. Refuses: unknown_bill."""
    row = await db.get(HandBill, bill_id)
    if row is None:
        raise Refusal("unknown_bill", "bill_id")
    await db.get(Hold, row.process_id, with_for_update=True)
    await db.refresh(row, with_for_update=True)
    return row


async def list_bills(query: messages.ListHandBills, work: Work) -> messages.HandBills:
    """What nobody owns is the provider's own."""
    if sees(query.viewer, "prices_and_invoices", Belongs()) == "no":
        return messages.HandBills(bills=[], count=0)
    of_it = col(HandBill.process_id) == query.process_id if query.process_id else sa.true()
    newest = select(HandBill).where(of_it).order_by(col(HandBill.billed_at).desc(), col(HandBill.bill_id))
    rows: Sequence[HandBill] = (await work.db.exec(newest.limit(MOST))).all()
    counted = sa.select(sa.func.count()).select_from(HandBill).where(of_it)
    count: int = (await execute(work.db, counted)).scalar_one()
    cards = await holding.customers(work.ask, rows)
    not_owed = await billed_by_hand.of_bills(work.db, [row.bill_id for row in rows])
    told = [_card(row, card, not_owed.get(row.bill_id, 0)) for row, card in zip(rows, cards, strict=True)]
    return messages.HandBills(bills=told, count=count)


def _check_same(said: HandBill, order: messages.BillByHand) -> None:
    told = ("process_id", "period", "number", "reason")
    if said.taken_back_at:
        raise Refusal("bill_taken_back", "bill_id")
    if any(getattr(said, name) != getattr(order, name) for name in told):
        raise Refusal("already_billed", "bill_id")


async def _waiting(db: AsyncSession, process_id: UUID, period: str) -> list[BillableItem]:
    """Of that month alone: what waits of others is billed, and numbered, by itself.

    Without what is about to be recorded otherwise: then the sum is another one.
    """
    mine = col(BillableItem.process_id) == process_id
    found = await db.exec(select(BillableItem).where(mine, is_free()).with_for_update())
    return [row for row in found if months.month_of(row.performed_on) == period]


def _row(order: messages.BillByHand, held: Hold, items: int) -> HandBill:
    return HandBill(
        **order.model_dump(include=_AS_ORDERED),
        organisation_id=held.organisation_id,
        department_id=held.department_id,
        held_because=held.reason,
        net_cents=order.waiting_cents,
        items=items,
        billed_at=order.as_of,
    )


async def _still_held(db: AsyncSession, held: Hold, now: datetime) -> datetime | None:
    """Since when, where a month that is over still waits; else the hold goes, and the next run looks anew."""
    waiting = await holding.waiting_months(db, held.process_id, now)
    over = [month.period for month in waiting if month.can_be_billed]
    if over:
        await holding.renew(db, held, over[0], now)
        return held.held_at
    await db.delete(held)
    await db.flush()
    return None


async def _hold_again(db: AsyncSession, row: HandBill, at: datetime) -> Hold:
    held = await db.get(Hold, row.process_id)
    if held is None:
        whose = row.model_dump(include={"process_id", "organisation_id", "department_id", "period"})
        held = Hold(**whose, reason=row.held_because, held_at=at)
        db.add(held)
        await db.flush()
    return held


def _last_day(billed_at: datetime) -> date:
    period = months.month_of(local_date(billed_at))
    for _ in range(MONTHS_TO_TAKE_BACK):
        period = months.month_after(period)
    return months.last_day(period)


def _card(row: HandBill, card: CustomerCard | None, not_owed_cents: int) -> messages.HandBillCard:
    return messages.HandBillCard(
        **row.model_dump(),
        organisation_name=holding.name_of(card),
        can_be_taken_back_until=_last_day(row.billed_at),
        not_owed_cents=not_owed_cents,
    )
