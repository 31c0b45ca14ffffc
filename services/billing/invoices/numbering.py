"""One invoice of a run: lines, checks, number, snapshot, reference and chain, in a transaction of its own within it."""

from collections.abc import Sequence
from dataclasses import dataclass
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
from services.billing.invoices.invoicing import Customer, Invoice, Seller, Terms, draft
from services.billing.invoices.semantic import checks
from services.billing.invoices.semantic.making import semantic
from services.billing.invoices.snapshots import CHAIN_START, chain_hash, snapshot
from services.billing.invoices.waiting import waits_for
from services.billing.items.exemptions import EXEMPT
from services.billing.items.lines import Line, taxed_elsewhere
from services.billing.items.places import Taxed
from services.billing.tables import BillableItem, Exemption, InvoiceLine
from services.messages.billing import INVOICE_SERIES, HoldReason, InvoiceFault, InvoiceIssued
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.logs import log
from services.runtime.storage.database import is_of_its_own_rows, savepoint, write_rows


@dataclass(frozen=True)
class Recipient:
    """A process whose items wait, and what its invoice needs besides them."""

    process_id: UUID
    organisation_id: UUID
    department_id: UUID | None
    customer: Customer
    taxed: Taxed
    terms: Terms
    way: Way


@dataclass(frozen=True)
class Made:
    """cents: the invoice's total; None where there is none. fault: why."""

    cents: int | None = None
    fault: HoldReason | None = None


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

    def __init__(self, fault: InvoiceFault) -> None:
        super().__init__(fault)
        self.fault = fault


async def issue(
    db: AsyncSession, to: Recipient, seller: Seller, period: str, on: date, exempt: Exemption | None = None
) -> Made:
    """Nothing where another run has invoiced all that waited, or the trial's credit has paid it.

    The counter is locked. exempt: what finance has said of the process.
    """
    try:
        async with savepoint(db):
            return Made(cents=await _issue(db, to, seller, period, on, exempt))
    except _NotRight as found:
        return Made(fault=found.fault)
    except Refusal as refused:
        if refused.code not in _FAULT_OF:
            raise
        return Made(fault=_FAULT_OF[refused.code])
    except Exception as error:  # whatever is odd about one invoice keeps no other waiting
        if not is_of_its_own_rows(error):
            raise
        log.error("invoice_broke_down", process_id=str(to.process_id), error_type=type(error).__name__)
        return Made(fault="broke_down")


async def _issue(
    db: AsyncSession, to: Recipient, seller: Seller, period: str, on: date, exempt: Exemption | None
) -> int | None:
    waits = (col(BillableItem.process_id) == to.process_id) & waits_for(period)
    rows = list(await db.exec(select(BillableItem).where(waits).with_for_update()))
    if not rows:
        return None
    charged = await crediting.charge(db, rows)
    if not charged.is_a_document:
        return None
    number = await numbers.next_number(db, INVOICE_SERIES)
    lines = _taxed(charged.lines, to.taxed, exempt)
    why = exempt.ground if exempt else ""
    invoice = draft(lines, seller, to.customer, to.terms, number, on, why)
    if found := checks.faults(semantic(invoice, invoice.customer.language)):
        raise _NotRight(found[0])
    whose = {name: getattr(to, name) for name in ("process_id", "organisation_id", "department_id")}
    row = await store(db, invoice, invoice_id=uuid7(), period=period, **whose)
    await _store_lines(db, invoice, row.invoice_id)
    await begin(db, row, to.way)
    await announce(db, _issued(row, len(charged.lines), to.way))
    return row.gross_cents


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
    """The line alone tells that its item is invoiced."""
    stored = [
        {**vars(line), "line_id": uuid7(), "item_id": UUID(line.item_id), "invoice_id": invoice_id}
        for line in invoice.lines
    ]
    await write_rows(db, sa.insert(InvoiceLine), stored)


def _issued(row: tables.Invoice, lines: int, way: Way) -> InvoiceIssued:
    facts = row.model_dump(include=set(InvoiceIssued.model_fields))
    return InvoiceIssued(**facts, lines=lines, channel=way.channels[0])
