"""A dispute is opened: by the customer, by a supervisee, or by itself where two words about one session differ."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid6 import uuid7

from services.billing.disputes import belonging, rows
from services.billing.invoices import numbers
from services.billing.items import recording
from services.billing.items.terms import promises_of, take_turn
from services.billing.tables import BillableItem, DatedTerms, Denial, Dispute, Invoice, InvoiceLine
from services.messages import billing as messages
from services.messages.billing import ItemKind
from services.messages.sessions import RecordCorrected, SessionHeld
from services.runtime import permitted
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date
from services.runtime.storage.database import among


async def open_one(order: messages.OpenDispute, work: Work) -> None:
    """Refuses: see the message."""
    db = work.db
    terms = await _newest_terms(db, order.process_id, "unknown_item", "item_ids")
    theirs = await _acts_or_pays(work.ask, order.opened_by, terms)
    own = theirs or await belonging.owns_all(work, order.process_id, order.opened_by, order.item_ids)
    await numbers.line_up(db)
    if known := await db.get(Dispute, order.dispute_id):
        return await rows.check_same(db, known, order)
    items = await _items(db, order.process_id, order.item_ids)
    if not theirs:
        await _check_supervisee(db, items, own=own)
    await _check_disputable(db, items, terms, order.as_of)
    facts = order.model_dump(include={"dispute_id", "process_id", "claim", "words", "opened_by"})
    whose = terms.model_dump(include={"organisation_id", "department_id"})
    await rows.keep(db, facts | whose | {"opened_at": order.as_of}, [item.item_id for item in items])


async def deny(order: messages.DenySession, work: Work) -> None:
    """Refuses: see the message."""
    db = work.db
    terms = await _newest_terms(db, order.process_id, "unknown_process", "process_id")
    if not await belonging.own_sessions(work, order.process_id, order.denied_by, [order.session_id]):
        raise Refusal("not_yours_to_decide", "denied_by")
    await numbers.line_up(db)
    await take_turn(db, order.process_id, alone=True)
    if said := await db.get(Denial, (order.session_id, order.denied_by)):
        if said.words != order.words:
            raise Refusal("already_denied", "words", "was said in other words")
        return
    item = await recording.of_session(db, order.session_id)
    if item and await _is_invoiced(db, item):
        raise Refusal("already_invoiced", "session_id")
    row = Denial(**order.model_dump(exclude={"as_of"}), denied_at=order.as_of)
    db.add(row)
    await db.flush()
    if item and item.kind == ItemKind.HELD:
        await _by_itself(db, row, item, terms, order.as_of)


async def list_invoiced(query: messages.ListInvoicedSessions, work: Work) -> messages.InvoicedSessions:
    """Refuses: unknown_process."""
    db, who = work.db, query.viewer.person_id
    if not await belonging.is_named(work, query.process_id, who):
        raise Refusal("unknown_process", "process_id")
    mine = select(BillableItem.session_id).where(
        BillableItem.process_id == query.process_id, recording.is_invoiced()
    )
    found = (await db.exec(mine)).all()
    open_items = await _open_items(db, query.process_id)
    own = await belonging.own_sessions(work, query.process_id, who, [one.session_id for one in open_items])
    return messages.InvoicedSessions(
        session_ids=[one for one in found if one],
        open_items=[one for one in open_items if one.session_id in own],
    )


async def _open_items(db: AsyncSession, process_id: UUID) -> list[messages.SessionItem]:
    """What became of a session takes the place of a late move of it."""
    free = ~recording.is_invoiced(), ~rows.is_held(), BillableItem.percent > 0
    mine = select(BillableItem).where(BillableItem.process_id == process_id, *free)
    outcome_last = col(BillableItem.kind) != ItemKind.LATE_MOVED
    found = await db.exec(mine.order_by(outcome_last, col(BillableItem.performed_on)))
    of_each = {item.session_id: item.item_id for item in found if item.session_id}
    return [messages.SessionItem(session_id=one, item_id=item) for one, item in of_each.items()]


async def hear_held(db: AsyncSession, event: SessionHeld | RecordCorrected, at: datetime) -> None:
    """The supervisor's word, where members have said before that nobody came: the first of them opens it."""
    await take_turn(db, event.process_id, alone=False)
    theirs = (Denial.session_id == event.session_id, Denial.process_id == event.process_id)
    denials = select(Denial).where(*theirs).order_by(col(Denial.denied_at), col(Denial.denied_by))
    said = (await db.exec(denials)).all()
    item = await recording.of_session(db, event.session_id) if said else None
    if item and item.kind == ItemKind.HELD:
        terms = await _newest_terms(db, event.process_id, "unknown_process", "process_id")
        for one in said:
            await _by_itself(db, one, item, terms, at)


async def _by_itself(
    db: AsyncSession, said: Denial, item: BillableItem, terms: DatedTerms, at: datetime
) -> None:
    if said.disputed or not item.percent:
        return
    said.disputed = True
    if await rows.is_open(db, item.item_id):
        return
    facts = {
        "dispute_id": uuid7(),
        "process_id": item.process_id,
        "claim": "not_held",
        "by_itself": True,
        "words": said.words,
        "opened_by": said.denied_by,
        "opened_at": at,
    }
    await rows.keep(
        db, facts | terms.model_dump(include={"organisation_id", "department_id"}), [item.item_id]
    )


async def _acts_or_pays(ask: Asker, person_id: UUID, terms: DatedTerms) -> bool:
    where = (terms.organisation_id, terms.department_id)
    return await permitted.may(ask, person_id, "open_dispute", *where)


async def _check_supervisee(db: AsyncSession, items: Sequence[BillableItem], *, own: bool) -> None:
    """Of what is theirs to say, and on no invoice: that is between the customer and us."""
    invoiced = [await _is_invoiced(db, item) for item in items]
    if not own or any(invoiced):
        raise Refusal("not_yours_to_decide", "opened_by")


async def _check_disputable(
    db: AsyncSession, items: Sequence[BillableItem], terms: DatedTerms, at: datetime
) -> None:
    if any(not item.percent for item in items):
        raise Refusal("nothing_to_dispute", "item_ids")
    if any(item.hand_bill_id for item in items):
        raise Refusal("billed_by_hand", "item_ids")
    for item in items:
        issued_on = await _issued_on(db, item)
        if issued_on and local_date(at) > _last_day(issued_on, terms):
            raise Refusal("dispute_too_late", "item_ids")


async def last_days(db: AsyncSession, invoice: Invoice, process_ids: Iterable[UUID]) -> dict[UUID, date]:
    """Until when lines of each process on it may be disputed, as its newest terms say."""
    process_id = col(DatedTerms.process_id)
    theirs = select(DatedTerms).where(among(process_id, list(process_ids))).ext(distinct_on(process_id))
    newest = await db.exec(theirs.order_by(process_id, col(DatedTerms.version).desc()))
    return {terms.process_id: _last_day(invoice.issued_on, terms) for terms in newest}


def _last_day(issued_on: date, terms: DatedTerms) -> date:
    return issued_on + timedelta(days=promises_of(terms).dispute_days)


async def _items(db: AsyncSession, process_id: UUID, item_ids: Sequence[UUID]) -> list[BillableItem]:
    found = [await db.get(BillableItem, one, with_for_update=True) for one in sorted(set(item_ids))]
    items = [one for one in found if one and one.process_id == process_id]
    if len(items) < len(found):
        raise Refusal("unknown_item", "item_ids")
    return items


async def _newest_terms(db: AsyncSession, process_id: UUID, code: str, field: str) -> DatedTerms:
    mine = select(DatedTerms).where(DatedTerms.process_id == process_id)
    if terms := (await db.exec(mine.order_by(col(DatedTerms.version).desc()).limit(1))).first():
        return terms
    raise Refusal(code, field)


async def _is_invoiced(db: AsyncSession, item: BillableItem) -> bool:
    found = select(BillableItem.item_id).where(BillableItem.item_id == item.item_id, recording.is_invoiced())
    return (await db.exec(found)).first() is not None


async def _issued_on(db: AsyncSession, item: BillableItem) -> date | None:
    live = (
        select(Invoice)
        .join(InvoiceLine, col(InvoiceLine.invoice_id) == Invoice.invoice_id)
        .where(InvoiceLine.item_id == item.item_id, col(InvoiceLine.credited_by).is_(None))
    )
    invoice = (await db.exec(live)).first()
    return invoice.issued_on if invoice else None
