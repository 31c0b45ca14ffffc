"""Billable items: one for what became of each session that was recorded, with what it costs by the terms of its day."""

from datetime import date
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid6 import uuid7

from services.billing.disputes import money
from services.billing.items import lengths, terms, vat
from services.billing.items.cancellation import Canceller, Notice
from services.billing.items.lines import Item, line_for
from services.billing.tables import BillableItem, DatedTerms, InvoiceLine
from services.messages.billing import ItemKind, LateChangeCharged, SessionCharged
from services.messages.sessions import RecordCorrected, SessionCancelled, SessionHeld, SessionNotAttended
from services.messages.values import LengthPrice
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.storage.database import take_in

Recorded = SessionHeld | SessionCancelled | SessionNotAttended | RecordCorrected
_OF_SESSION = (
    select(BillableItem)
    .where(col(BillableItem.session_id) == sa.bindparam("session_id", type_=sa.Uuid()))
    .where(BillableItem.kind != ItemKind.LATE_MOVED)
    .with_for_update()
)
_NO_NOTICE: dict[str, Any] = dict.fromkeys(("cancelled_by", "notice_hours", "notice_working_days"))


async def record(db: AsyncSession, event: Recorded, kind: ItemKind, notice: Notice | None = None) -> None:
    """Keeps the session's item, also when it costs nothing, so that none is lost. Natural key: the session.

    Refuses: "session_recorded_otherwise" and what an invoice line would refuse, so that it is seen at once.
    Raises TermsNotKnownYet.
    Next: workflows/billing/run.py:BillingRun.run
    """
    if item := await of_session(db, event.session_id):
        if item.kind != kind:
            raise Refusal("session_recorded_otherwise", "session_id")
        return
    holding = await _terms(db, event)
    facts = event.model_dump(
        include={"session_id", "process_id", "performed_on", "minutes", "held_minutes", "longer_agreed"}
    )
    await keep(db, uuid7(), kind, event.number, facts, notice, holding)


async def of_session(db: AsyncSession, session_id: UUID) -> BillableItem | None:
    """What became of it, locked until the commit."""
    return (await db.exec(_OF_SESSION, params={"session_id": session_id})).first()


async def correct(db: AsyncSession, event: RecordCorrected) -> None:
    """The session's item as it is recorded now, at the price of the terms of its day.

    Refuses: "session_recorded_otherwise": it is on an invoice, which a correction's hold has kept from it.
    """
    kind, notice = ItemKind(event.outcome), _notice_given(event)
    await terms.take_turn(db, event.process_id, alone=False)
    item = await of_session(db, event.session_id)
    if item is None:
        return await record(db, event, kind, notice)
    on_invoice = select(BillableItem.item_id).where(BillableItem.item_id == item.item_id, is_invoiced())
    if (await db.exec(on_invoice)).first():
        raise Refusal("session_recorded_otherwise", "session_id")
    former = _net(item)
    before = {"former": item.kind, "former_cents": former}
    before |= await _with_vat(db, item, "former_consumer_cents", former)
    before |= event.model_dump(include=_OF_CALLING_OFF)
    item.kind, item.held_minutes, item.longer_agreed = kind, event.held_minutes, event.longer_agreed
    take_in(item, _NO_NOTICE | _notice_columns(notice))
    _price(item, await _terms(db, event))
    await db.flush()
    if event.changes_charge:
        await announce(db, await _charged_now(db, item, event.number, before))


_OF_CALLING_OFF = {"told_at", "former_told_at", "cancelled_by", "former_cancelled_by"}


async def _terms(db: AsyncSession, event: Recorded) -> DatedTerms:
    return await terms.in_force_for_item(
        db, event.process_id, event.performed_on, event.minutes, trial=event.trial
    )


def _notice_given(event: RecordCorrected) -> Notice | None:
    if event.cancelled_by is None:
        return None
    return Notice(event.cancelled_by, event.notice_hours, event.notice_working_days)


async def keep(
    db: AsyncSession,
    item_id: UUID,
    kind: ItemKind,
    number: int,
    facts: dict[str, Any],
    notice: Notice | None,
    holding: DatedTerms,
) -> None:
    """A new item at the price of the terms. facts: of which session, when, and how long."""
    item = BillableItem(item_id=item_id, kind=kind, session_number=number, **facts, **_notice_columns(notice))
    _price(item, holding)
    db.add(item)
    await db.flush()
    if notice and notice.cancelled_by in ("supervisee", "commissioner"):
        await tell_of_late_change(db, item)
    if kind is ItemKind.NO_SHOW:
        await announce(db, await _charged_now(db, item, number, {}))


async def tell_of_late_change(db: AsyncSession, item: BillableItem) -> None:
    """For who pays: whoever pressed it, by whatever act. Of what costs nothing, nothing.

    Next: services/notices/occasions/correction_letters.py:tell_of_late_change
    """
    if not item.percent:
        return
    known = as_item(item)
    facts = item.model_dump(include={"process_id", "session_id", "kind", "performed_on"})
    facts |= {"number": item.session_number, "by": item.cancelled_by, "trial": known.trial}
    net = line_for(known).net_cents
    told = {"percent": int(known.percent), "net_cents": net}
    told |= await _with_vat(db, item, "consumer_cents", net)
    await announce(db, LateChangeCharged.model_validate(facts | told))


async def _charged_now(
    db: AsyncSession, item: BillableItem, number: int, before: dict[str, Any]
) -> SessionCharged:
    """before: as what it was recorded, and what it cost then."""
    known = as_item(item)
    facts = item.model_dump(include={"process_id", "session_id", "kind", "performed_on"})
    net = _net(item)
    told = {
        "percent": int(known.percent),
        "net_cents": net,
        "minutes": item.charged_minutes,
        "trial": known.trial,
        **await _with_vat(db, item, "consumer_cents", net),
    }
    return SessionCharged.model_validate(facts | told | {"number": number} | before)


def _net(item: BillableItem) -> int:
    return line_for(as_item(item)).net_cents if item.percent else 0


async def _with_vat(db: AsyncSession, item: BillableItem, name: str, net_cents: int) -> dict[str, int]:
    """The sum as a private person is told it, under this name; nothing of anybody else."""
    holding = await db.get(DatedTerms, (item.process_id, item.terms_version))
    if holding is None or not holding.consumer:
        return {}
    return {name: vat.with_vat(net_cents, item.vat_category, item.performed_on)}


async def price_again(db: AsyncSession, process_id: UUID, since: date) -> None:
    """After a new version of the contract: what it covers and is on no invoice yet costs what it says.

    So the rows are the same whether the contract or the session was heard of first. What came of no session has a
    price of its own.
    """
    of_sessions = (
        select(BillableItem)
        .where(
            BillableItem.process_id == process_id,
            BillableItem.performed_on >= since,
            col(BillableItem.session_id).is_not(None),
            ~is_invoiced(),
        )
        .with_for_update()
    )
    for item in await db.exec(of_sessions):
        await price(db, item)
    await db.flush()


async def price(db: AsyncSession, item: BillableItem) -> None:
    """Anew, by the terms of its day; what is not measured in time keeps its own."""
    if item.minutes is not None:
        trial = item.terms_version == terms.TRIAL
        _price(item, await terms.in_force(db, item.process_id, item.performed_on, item.minutes, trial=trial))


def is_invoiced() -> sa.ColumnElement[bool]:
    """On a line that no credit note has taken back, billed by hand, or settled by a trial's credit."""
    live = sa.exists().where(
        col(InvoiceLine.item_id) == BillableItem.item_id, col(InvoiceLine.credited_by).is_(None)
    )
    paid = col(BillableItem.hand_bill_id).is_not(None) | col(BillableItem.settled_by).is_not(None)
    return live | paid


def waiting() -> sa.ColumnElement[bool]:
    """Billable, and on no invoice, or on none any more: found by an index of those alone."""
    return cast(sa.ColumnElement[bool], col(BillableItem.waits))


def as_item(row: BillableItem) -> Item:
    """The row as the rules of invoicing see it."""
    return Item(
        item_id=str(row.item_id),
        session_number=row.session_number,
        performed_on=row.performed_on,
        kind=ItemKind(row.kind),
        minutes=row.charged_minutes or row.minutes,
        unit_price_cents=row.price_cents,
        percent=money.plain(row.percent),
        vat_category=row.vat_category,
        trial=row.terms_version == terms.TRIAL,
        quantity=1 if row.quantity is None else row.quantity,
    )


def _price(item: BillableItem, holding: DatedTerms) -> None:
    item.terms_version = holding.version
    length = _charged(item, holding)
    item.charged_minutes, item.price_cents = item.minutes and length.minutes, length.price_cents
    item.vat_category = holding.vat_category
    percent = terms.percent_for(ItemKind(item.kind), _notice_of(item), holding)
    item.percent = money.percent_left(percent, item.not_owed_percent)
    if item.percent:
        line_for(as_item(item))


def _charged(item: BillableItem, holding: DatedTerms) -> LengthPrice:
    agreed = terms.agreed_length(holding)
    if item.kind != ItemKind.HELD:
        return agreed
    others = terms.other_lengths(holding)
    return lengths.charged(item.held_minutes, agreed, others, longer_agreed=item.longer_agreed)


def _notice_columns(notice: Notice | None) -> dict[str, Any]:
    if notice is None:
        return {}
    return {
        "cancelled_by": notice.cancelled_by,
        "notice_hours": notice.hours,
        "notice_working_days": notice.working_days,
    }


def _notice_of(item: BillableItem) -> Notice | None:
    if item.cancelled_by is None or item.notice_hours is None or item.notice_working_days is None:
        return None
    return Notice(cast(Canceller, item.cancelled_by), item.notice_hours, item.notice_working_days)
