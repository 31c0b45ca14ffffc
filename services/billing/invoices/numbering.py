"""One invoice of a run: lines, checks, number, snapshot, reference and chain, in a transaction of its own within it.

One of several processes is made of those whose lines can be made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid6 import uuid7

from services.billing import tables
from services.billing.delivery.beginning import begin
from services.billing.delivery.ways import Way
from services.billing.invoices import crediting, numbers
from services.billing.invoices.invoicing import Invoice, Seller, Terms, draft
from services.billing.invoices.semantic import checks
from services.billing.invoices.semantic.making import semantic
from services.billing.invoices.semantic.why import Look, Why
from services.billing.invoices.snapshots import CHAIN_START, chain_hash, snapshot
from services.billing.invoices.waiting import waits_for
from services.billing.invoices.whose import shares
from services.billing.invoices.whose.groups import Process, Recipient
from services.billing.invoices.whose.shares import Share
from services.billing.items.exemptions import EXEMPT
from services.billing.items.lines import Line, taxed_elsewhere
from services.billing.items.places import Taxed
from services.billing.tables import BillableItem, Exemption, InvoiceLine, InvoiceProcess
from services.messages.billing import (
    INVOICE_SERIES,
    InvoiceFault,
    InvoiceIssued,
    ProcessShare,
)
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.logs import log
from services.runtime.storage.database import is_of_its_own_rows, savepoint, write_rows


@dataclass(frozen=True)
class Made:
    """cents: the invoice's total; None where there is none. faults: of which processes nothing is on one, and why."""

    cents: int | None = None
    faults: tuple[tuple[Process, Why], ...] = ()


_FAULT_OF: dict[str, InvoiceFault] = {
    "vat_rate_missing": "vat_rate_wrong",
    "price_negative": "price_wrong",
    "iban_invalid": "account_wrong",
    "payment_days_invalid": "days_wrong",
    "not_performed_yet": "days_wrong",
}
"""Of what is refused before there is an invoice to look at: the rule that it would have broken."""


class _NotRight(Exception):
    """Ends the inner transaction, so that the number that was tried is free again."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


async def issue(
    db: AsyncSession,
    to: Recipient,
    seller: Seller,
    period: str,
    on: date,
    exempt: Mapping[UUID, Exemption],
    look: Look,
) -> Made:
    """Nothing where another run has invoiced all that waited, or the trial's credit has paid it.

    The counter is locked. exempt: what finance has said of processes; those of this invoice have one ground at most.
    """
    apart: dict[UUID, Why] = {}
    try:
        async with savepoint(db):
            charged = await _lines_of_each(db, to, period, exempt, apart)
            made = await _issue(db, to, seller, period, on, charged, look)
        return Made(made, _said(to, apart))
    except Exception as error:  # whatever is odd about one invoice keeps no other waiting
        fault = _fault_of(error, to.group.processes[0])
        if fault is None:
            raise
        return Made(None, _said(to, {one.process_id: fault for one in to.group.processes} | apart))


def _said(to: Recipient, faults: Mapping[UUID, Why]) -> tuple[tuple[Process, Why], ...]:
    return tuple((one, faults[one.process_id]) for one in to.group.processes if one.process_id in faults)


def _fault_of(error: Exception, process: Process) -> Why | None:
    """None of what is no invoice's own."""
    if isinstance(error, _NotRight):
        return error.why
    if isinstance(error, Refusal):
        fault = _FAULT_OF.get(error.code)
        return Why(fault) if fault else None
    if not is_of_its_own_rows(error):
        return None
    log.error("invoice_broke_down", process_id=str(process.process_id), error_type=type(error).__name__)
    return Why("broke_down")


@dataclass(frozen=True)
class _Lines:
    """Of one invoice. whose: by item. exemption: the ground of those that bear no tax."""

    lines: Sequence[Line]
    whose: Mapping[str, UUID]
    exemption: str


async def _lines_of_each(
    db: AsyncSession,
    to: Recipient,
    period: str,
    exempt: Mapping[UUID, Exemption],
    apart: dict[UUID, Why],
) -> _Lines:
    """apart: takes in whose lines cannot be made; the others' invoice goes on without them."""
    lines: list[Line] = []
    whose: dict[str, UUID] = {}
    for one in to.group.processes:
        free = exempt.get(one.process_id)
        if to.group.together:
            theirs = await _lines_apart(db, one, to.taxed, period, free, apart)
        else:
            theirs = await _lines(db, one, to.taxed, period, free)
        lines += theirs
        whose |= {line.item_id: one.process_id for line in theirs}
    grounds = [exempt[process_id].ground for process_id in whose.values() if process_id in exempt]
    return _Lines(lines, whose, grounds[0] if grounds else "")


async def _lines_apart(
    db: AsyncSession,
    one: Process,
    where: Taxed,
    period: str,
    exempt: Exemption | None,
    apart: dict[UUID, Why],
) -> Sequence[Line]:
    try:
        async with savepoint(db):
            theirs = await _lines(db, one, where, period, exempt)
    except Exception as error:  # as of a whole invoice
        fault = _fault_of(error, one)
        if fault is None:
            raise
        apart[one.process_id] = fault
        return []
    return [replace(line, process_number=one.number) for line in theirs]


async def _lines(
    db: AsyncSession, one: Process, where: Taxed, period: str, exempt: Exemption | None
) -> Sequence[Line]:
    waits = (col(BillableItem.process_id) == one.process_id) & waits_for(period)
    rows = list(await db.exec(select(BillableItem).where(waits).with_for_update()))
    if not rows:
        return []
    return _taxed((await crediting.charge(db, rows)).lines, where, exempt)


async def _issue(
    db: AsyncSession, to: Recipient, seller: Seller, period: str, on: date, charged: _Lines, look: Look
) -> int | None:
    if not charged.lines:
        return None
    number = await numbers.next_number(db, INVOICE_SERIES)
    invoice = draft(charged.lines, seller, to.customer, _terms(to), number, on, charged.exemption)
    if why := await wrong_with(invoice, to.way, look):
        raise _NotRight(why)
    first, together = charged.whose[invoice.lines[0].item_id], to.group.together
    facts = {"process_id": first, "organisation_id": to.group.organisation_id, "collective": together}
    facts |= {"department_id": to.group.department_id, "period": period}
    row = await store(db, invoice, invoice_id=uuid7(), **facts)
    await _store_lines(db, invoice, row.invoice_id)
    theirs = shares.of_invoice(invoice.lines, charged.whose) if together else {}
    await store_shares(db, row.invoice_id, theirs)
    await begin(db, row, to.way)
    await announce(db, _issued(row, len(invoice.lines), to.way, theirs))
    return row.gross_cents


async def wrong_with(invoice: Invoice, way: Way, look: Look) -> Why | None:
    """Our own rules first, then what is published for the documents that the customer gets."""
    terms = semantic(invoice, invoice.customer.language)
    if found := checks.faults(terms):
        return Why(found[0])
    return await look(terms, way.channels)


def _terms(to: Recipient) -> Terms:
    number = "" if to.group.together else to.group.processes[0].number
    return Terms(number, to.payment_days)


def _taxed(lines: Sequence[Line], where: Taxed, exempt: Exemption | None) -> Sequence[Line]:
    """What is taxed elsewhere, or by nobody, needs no exemption here."""
    if where != "here":
        return [taxed_elsewhere(line, where) for line in lines]
    if exempt is None:
        return lines
    return [taxed_elsewhere(line, EXEMPT) if line.performed_on >= exempt.from_day else line for line in lines]


async def store(db: AsyncSession, invoice: Invoice, **facts: Any) -> tables.Invoice:
    """The whole of it, at the end of its series' chain. facts: its id and month, and whose it is."""
    stored = snapshot(invoice)
    of_the_series = select(tables.Invoice.hash).where(tables.Invoice.series == invoice.series)
    last = of_the_series.order_by(col(tables.Invoice.number).desc())
    previous = (await db.exec(last.limit(1))).first() or CHAIN_START
    row = tables.Invoice(
        kind=invoice.kind,
        series=invoice.series,
        number=invoice.number,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        reference=invoice.reference or None,
        net_cents=invoice.totals.net_cents,
        vat_cents=invoice.totals.vat_cents,
        gross_cents=invoice.totals.gross_cents,
        snapshot=stored,
        hash=chain_hash(stored, previous),
        previous_hash=previous,
        **facts,
    )
    db.add(row)
    await db.flush()
    return row


async def _store_lines(db: AsyncSession, invoice: Invoice, invoice_id: UUID) -> None:
    """The line alone tells that its item is invoiced; of which process it is, its item says."""
    stored = [
        {**vars(line), "line_id": uuid7(), "item_id": UUID(line.item_id), "invoice_id": invoice_id}
        for line in invoice.lines
    ]
    for one in stored:
        del one["process_number"]
    await write_rows(db, sa.insert(InvoiceLine), stored)


async def store_shares(db: AsyncSession, invoice_id: UUID, theirs: Mapping[UUID, Share]) -> None:
    """Of a collective document."""
    rows = [
        {"invoice_id": invoice_id, "process_id": process_id, **vars(share)}
        for process_id, share in theirs.items()
    ]
    await write_rows(db, sa.insert(InvoiceProcess), rows)


def told(theirs: Mapping[UUID, Share]) -> list[ProcessShare]:
    return [ProcessShare(process_id=process_id, **vars(share)) for process_id, share in theirs.items()]


def _issued(row: tables.Invoice, lines: int, way: Way, theirs: Mapping[UUID, Share]) -> InvoiceIssued:
    facts = row.model_dump(include=set(InvoiceIssued.model_fields))
    return InvoiceIssued(**facts, lines=lines, channel=way.channels[0], shares=told(theirs))
