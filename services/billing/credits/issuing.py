"""A credit note is issued: number, snapshot, chain and what becomes of the items, in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing import tables
from services.billing.credits.notes import credit_note, rest
from services.billing.delivery.beginning import begin, way_of
from services.billing.delivery.ways import Way
from services.billing.invoices import numbering, numbers
from services.billing.invoices.invoicing import Invoice
from services.billing.invoices.selling import sellers
from services.billing.invoices.semantic.making import document_number
from services.billing.invoices.semantic.why import Look
from services.billing.invoices.snapshots import from_snapshot
from services.billing.invoices.whose import shares
from services.billing.invoices.whose.shares import Share
from services.billing.tables import BillableItem, CreditLine, CreditNote, InvoiceLine
from services.messages.billing import (
    CREDIT_SERIES,
    CreditedThen,
    CreditInvoice,
    InvoiceCredited,
    InvoiceKind,
)
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.storage.database import among, execute


@dataclass(frozen=True)
class Wanted:
    """What is to be credited of an invoice. parts: by item, VAT excluded; none: all that is left. ordered_by: none
    where the contract was withdrawn from. never_again: items that are not billed again, whatever becomes of the others.
    """

    credit_id: UUID
    invoice_id: UUID
    parts: Mapping[str, int]
    then: CreditedThen
    reason: str
    ordered_by: UUID | None
    at: datetime
    never_again: frozenset[str] = frozenset()


async def order(db: AsyncSession, order: CreditInvoice, look: Look) -> None:
    """Refuses: see the message."""
    parts = {str(one.item_id): one.net_cents for one in order.lines}
    facts = order.model_dump(include={"credit_id", "invoice_id", "then", "reason", "ordered_by"})
    await credit(db, Wanted(**facts, parts=parts, at=order.as_of), look)


async def credit(db: AsyncSession, wanted: Wanted, look: Look) -> None:
    """Runs wait meanwhile, so that an item that is free again is on one invoice. Refuses: see `CreditInvoice`."""
    await numbers.line_up(db)
    if known := await db.get(CreditNote, wanted.credit_id):
        return await _check_same(db, known, wanted)
    row = await _invoice(db, wanted.invoice_id)
    original, before = from_snapshot(row.snapshot), await credited(db, row.invoice_id)
    on = local_date(wanted.at)
    seller = await sellers.in_force(db, on)
    number = await numbers.next_number(db, CREDIT_SERIES)
    note = credit_note(original, before, wanted.parts, seller, number, on)
    await _nothing_let_go_comes_back(db, wanted, _gone(original, note, before))
    way = await way_of(db, row.invoice_id, wanted.at)
    if await numbering.wrong_with(note, way, look):
        raise Refusal("invoice_not_right", "invoice_id", "would break a rule of its document")
    kept = await _keep(db, wanted, note, row)
    theirs = await _shares(db, row, original, note, before)
    await numbering.store_shares(db, kept.invoice_id, theirs)
    await _take_back(db, wanted, note, before, original)
    await begin(db, kept, way)
    said = _said(kept, row, note, way, theirs)
    await announce(db, said.model_copy(update={"withdrawn": wanted.ordered_by is None}))


async def credited(db: AsyncSession, invoice_id: UUID) -> dict[str, int]:
    """What credit notes have taken back of each of its lines, by item, VAT excluded."""
    of_it = (
        select(CreditLine.item_id, sa.func.sum(col(CreditLine.net_cents)))
        .join(CreditNote, col(CreditNote.credit_id) == CreditLine.credit_id)
        .where(CreditNote.invoice_id == invoice_id)
        .group_by(col(CreditLine.item_id))
    )
    return {str(item_id): int(cents) for item_id, cents in await db.exec(of_it)}


async def grosses(db: AsyncSession, invoice_ids: Iterable[UUID]) -> dict[UUID, int]:
    """What credit notes have taken back of each, VAT included."""
    theirs = (
        select(CreditNote.invoice_id, sa.func.sum(col(tables.Invoice.gross_cents)))
        .join(tables.Invoice, col(tables.Invoice.invoice_id) == CreditNote.credit_id)
        .where(among(CreditNote.invoice_id, list(invoice_ids)))
        .group_by(col(CreditNote.invoice_id))
    )
    return {invoice_id: int(cents) for invoice_id, cents in await db.exec(theirs)}


async def notes_of(db: AsyncSession, invoice_id: UUID) -> Sequence[tables.Invoice]:
    """The credit notes about an invoice, in their order."""
    theirs = (
        select(tables.Invoice)
        .join(CreditNote, col(CreditNote.credit_id) == tables.Invoice.invoice_id)
        .where(CreditNote.invoice_id == invoice_id)
    )
    return (await db.exec(theirs.order_by(col(tables.Invoice.number)))).all()


async def processes_of(db: AsyncSession, invoice_id: UUID) -> Sequence[UUID]:
    """Whose items are, or were, on its lines."""
    theirs = (
        select(BillableItem.process_id)
        .join(InvoiceLine, col(InvoiceLine.item_id) == BillableItem.item_id)
        .where(InvoiceLine.invoice_id == invoice_id)
    )
    return (await db.exec(theirs.distinct().order_by(col(BillableItem.process_id)))).all()


async def _check_same(db: AsyncSession, known: CreditNote, wanted: Wanted) -> None:
    """Refuses: already_credited."""
    lines = await db.exec(select(CreditLine).where(CreditLine.credit_id == known.credit_id))
    parts = {str(line.item_id): line.net_cents for line in lines}
    differs = wanted.parts and dict(wanted.parts) != parts
    if differs or any(getattr(known, name) != getattr(wanted, name) for name in _SAID):
        raise Refusal("already_credited", "credit_id", "was credited otherwise")


async def _invoice(db: AsyncSession, invoice_id: UUID) -> tables.Invoice:
    """Refuses: unknown_invoice, also a credit note."""
    row = await db.get(tables.Invoice, invoice_id)
    if row is None or row.kind != InvoiceKind.INVOICE:
        raise Refusal("unknown_invoice", "invoice_id")
    return row


async def _keep(db: AsyncSession, wanted: Wanted, note: Invoice, of: tables.Invoice) -> tables.Invoice:
    whose: dict[str, Any] = of.model_dump(include={"process_id", "organisation_id", "collective"})
    whose |= {"department_id": of.department_id} if of.department_id else {}
    facts: dict[str, Any] = whose | {"invoice_id": wanted.credit_id, "period": of.period}
    kept = await numbering.store(db, note, **facts)
    db.add(CreditNote(**{name: getattr(wanted, name) for name in _KEPT}, ordered_at=wanted.at))
    await db.flush()
    for line in note.lines:
        item_id = UUID(line.item_id)
        db.add(CreditLine(credit_id=wanted.credit_id, item_id=item_id, net_cents=line.net_cents))
    await db.flush()
    return kept


_SAID = ("invoice_id", "then", "reason")
_KEPT = ("credit_id", "ordered_by", *_SAID)


async def _take_back(
    db: AsyncSession, wanted: Wanted, note: Invoice, before: Mapping[str, int], original: Invoice
) -> None:
    """Lines of which nothing is left are no longer live, and their items free."""
    gone = _gone(original, note, before)
    lines = among(InvoiceLine.item_id, gone) & (col(InvoiceLine.invoice_id) == wanted.invoice_id)
    await execute(db, sa.update(InvoiceLine).where(lines).values(credited_by=wanted.credit_id))
    items = among(BillableItem.item_id, [one for one in gone if not _comes_back(wanted, one)])
    await execute(db, sa.update(BillableItem).where(items).values(let_go=wanted.reason))


def _comes_back(wanted: Wanted, item_id: UUID) -> bool:
    return wanted.then == "bill_again" and str(item_id) not in wanted.never_again


def _gone(original: Invoice, note: Invoice, before: Mapping[str, int]) -> list[UUID]:
    """The items of lines of which this note leaves nothing."""
    now = {line.item_id: line.net_cents + before.get(line.item_id, 0) for line in note.lines}
    left = rest(original, now)
    return [UUID(item) for item in now if item not in left]


async def _nothing_let_go_comes_back(db: AsyncSession, wanted: Wanted, gone: Sequence[UUID]) -> None:
    """An item is billed again as a whole, also the part that an earlier note let go. Refuses: part_let_go."""
    again = [item_id for item_id in gone if _comes_back(wanted, item_id)]
    earlier = (
        select(CreditLine.item_id)
        .join(CreditNote, col(CreditNote.credit_id) == CreditLine.credit_id)
        .where(CreditNote.invoice_id == wanted.invoice_id, CreditNote.then == "let_go")
        .where(among(CreditLine.item_id, again))
    )
    if (await db.exec(earlier.limit(1))).first():
        raise Refusal("part_let_go", "then", "a part of a line was let go earlier")


async def _shares(
    db: AsyncSession, of: tables.Invoice, original: Invoice, note: Invoice, before: Mapping[str, int]
) -> dict[UUID, Share]:
    """Nothing of what is one process's alone."""
    if not of.collective:
        return {}
    items = among(BillableItem.item_id, [UUID(line.item_id) for line in original.lines])
    rows = await db.exec(select(BillableItem.item_id, BillableItem.process_id).where(items))
    whose = {str(item_id): process_id for item_id, process_id in rows}
    return shares.of_credit(original.lines, note.lines, before, whose)


def _said(
    kept: tables.Invoice, of: tables.Invoice, note: Invoice, way: Way, theirs: Mapping[UUID, Share]
) -> InvoiceCredited:
    facts = kept.model_dump(include=set(InvoiceCredited.model_fields))
    return InvoiceCredited(
        **facts,
        document_number=document_number(note.kind, note.number),
        of_invoice_id=of.invoice_id,
        of_number=of.number,
        channel=way.channels[0],
        shares=numbering.told(theirs),
    )
