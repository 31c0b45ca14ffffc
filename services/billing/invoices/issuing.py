"""A month's run: number, snapshot, totals, reference and chain of each invoice in one transaction."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid6 import uuid7

from services.billing import tables
from services.billing.disputes import rows
from services.billing.invoices import corrections, crediting, holding, months, numbers, runs, sellers
from services.billing.invoices.invoicing import Address, Customer, Invoice, Seller, Terms, draft
from services.billing.invoices.snapshots import CHAIN_START, chain_hash, snapshot
from services.billing.items import endings, recording
from services.billing.tables import BillableItem, DatedTerms, InvoiceLine
from services.messages.billing import INVOICE_SERIES, BillingReport, HoldReason, InvoiceIssued, RunBilling
from services.messages.directory import CustomerCard, ShowCustomer
from services.messages.intake import ShowInquiry
from services.runtime.commands.asking import Work
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.storage.database import execute, write_rows

MOST_AT_ONCE = 50


@dataclass(frozen=True)
class Recipient:
    """A process whose items wait, and what its invoice needs besides them."""

    process_id: UUID
    organisation_id: UUID
    department_id: UUID | None
    customer: Customer
    terms: Terms


async def run(order: RunBilling, work: Work) -> BillingReport:
    """Issues at most fifty invoices of the period; asked until nothing remains, and then the month is done.

    What is recorded after its month was done is invoiced with the next one.
    Refuses: period_still_open, seller_missing.
    Next: services/billing/invoices/invoicing.py:draft
    """
    on = local_date(order.as_of)
    if on <= months.last_day(order.period):
        raise Refusal("period_still_open", "period")
    seller = await sellers.in_force(work.db, on)
    if not order.goes_on:
        await holding.look_again(work)
    await corrections.look_again(work, order.as_of)
    recipients, unknown = await _recipients(work, order.period)
    await numbers.line_up(work.db)
    if await runs.is_completed(work.db, order.period):
        return BillingReport(period=order.period, issued=0, total_cents=0, remaining=0)
    await _hold(order, work, unknown)
    totals = [await _issue(work.db, to, seller, order.period, on) for to in recipients]
    issued = [cents for cents in totals if cents is not None]
    remaining = await _remaining(work.db, order.period)
    if not remaining:
        await runs.complete(work.db, order.period, order.as_of)
    return BillingReport(
        period=order.period,
        issued=len(issued),
        total_cents=sum(issued),
        remaining=remaining,
        held=len(unknown),
    )


async def _hold(order: RunBilling, work: Work, unknown: Sequence[tuple[DatedTerms, HoldReason]]) -> None:
    """Those for whom no invoice can be made; of others of an earlier run it is said again."""
    if not order.goes_on:
        await holding.tell_again(work.db, order.period, order.as_of)
    for terms, reason in unknown:
        await holding.hold(work.db, terms, reason, order.period, order.as_of)


async def _recipients(work: Work, period: str) -> tuple[list[Recipient], list[tuple[DatedTerms, HoldReason]]]:
    """Those who get theirs now, and those for whom none can be made yet, with why.

    Asked for before the counter is locked, so that no other issuing waits for another service's answer.
    """
    first = await _first_waiting(work.db, period)
    parties = list({_party(terms): terms for terms in first})
    cards = await asyncio.gather(*(_card(work, *party) for party in parties))
    reasons = dict(zip(parties, map(holding.reason_of, cards), strict=True))
    unknown = [(terms, reason) for terms in first if (reason := reasons[_party(terms)])]
    waiting = [terms for terms in first if not reasons[_party(terms)]]
    process_numbers = await asyncio.gather(*(_process_number(work, terms.process_id) for terms in waiting))
    customer_of = {
        party: _customer(card) for party, card in zip(parties, cards, strict=True) if not reasons[party]
    }
    recipients = [
        Recipient(
            terms.process_id,
            *_party(terms),
            customer_of[_party(terms)],
            Terms(number, terms.payment_days),
        )
        for terms, number in zip(waiting, process_numbers, strict=True)
    ]
    return recipients, unknown


async def _first_waiting(db: AsyncSession, period: str) -> Sequence[DatedTerms]:
    """One row a process with items that wait for an invoice of the period: the terms of its newest item, by process."""
    of_the_item = (col(DatedTerms.process_id) == BillableItem.process_id) & (
        col(DatedTerms.version) == BillableItem.terms_version
    )
    process_id, day, number = (
        col(getattr(BillableItem, name)) for name in ("process_id", "performed_on", "session_number")
    )
    newest_of_each = (
        select(DatedTerms)
        .join(BillableItem, of_the_item)
        .where(waits_for(period))
        .ext(distinct_on(process_id))
        .order_by(process_id, day.desc(), number.desc())
    )
    return (await db.exec(newest_of_each.limit(MOST_AT_ONCE))).all()


async def _remaining(db: AsyncSession, period: str) -> int:
    """How many processes have items that wait for an invoice of the period."""
    counting = sa.select(sa.func.count(sa.distinct(col(BillableItem.process_id)))).where(waits_for(period))
    return int((await execute(db, counting)).scalar_one())


def waits_for(period: str) -> sa.ColumnElement[bool]:
    """Billable items of the period and before that are on no invoice, of processes whose invoice can be made.

    What is being recorded otherwise at this moment is left to the next run, what is disputed to one after that.
    """
    return (
        recording.waiting()
        & ~holding.is_held()
        & ~corrections.is_held()
        & ~endings.is_unconfirmed()
        & ~rows.is_held()
        & (col(BillableItem.performed_on) <= months.last_day(period))
    )


def _party(terms: DatedTerms) -> tuple[UUID, UUID | None]:
    return terms.organisation_id, terms.department_id


async def _card(work: Work, organisation_id: UUID, department_id: UUID | None) -> CustomerCard:
    return await work.ask(ShowCustomer(organisation_id=organisation_id, department_id=department_id))


def _customer(card: CustomerCard) -> Customer:
    """The legal person; where it is for a department, addressed to that. Of a known kind: see `holding.reason_of`."""
    return Customer(
        organisation_id=str(card.organisation_id),
        name=card.name,
        department_name=card.department_name or "",
        business_id=card.business_id or "",
        address=Address(**card.address.model_dump(exclude={"country"})),
        language=card.language,
    )


async def _process_number(work: Work, process_id: UUID) -> str:
    """The readable number, for the customer's convenience: an invoice without it is complete."""
    try:
        return (await work.ask(ShowInquiry(process_id=process_id))).number
    except Refusal:
        return ""


async def _issue(db: AsyncSession, to: Recipient, seller: Seller, period: str, on: date) -> int | None:
    """The invoice's total in cents; None where there is none: another run has invoiced all that waited, or the trial's
    credit has paid it.
    """
    waits = (col(BillableItem.process_id) == to.process_id) & waits_for(period)
    rows = list(await db.exec(select(BillableItem).where(waits).with_for_update()))
    if not rows:
        return None
    charged = await crediting.charge(db, rows)
    if not charged.is_a_document:
        return None
    number = await numbers.next_number(db, INVOICE_SERIES)
    invoice = draft(charged.lines, seller, to.customer, to.terms, number, on)
    row = await _store(db, invoice, to, period)
    await _store_lines(db, invoice, row.invoice_id)
    await announce(db, _issued(row, len(charged.lines)))
    return row.gross_cents


async def _store(db: AsyncSession, invoice: Invoice, to: Recipient, period: str) -> tables.Invoice:
    stored = snapshot(invoice)
    of_the_series = select(tables.Invoice.hash).where(tables.Invoice.series == invoice.series)
    last = of_the_series.order_by(col(tables.Invoice.number).desc())
    previous = (await db.exec(last.limit(1))).first() or CHAIN_START
    row = tables.Invoice(
        invoice_id=uuid7(),
        kind=invoice.kind,
        series=invoice.series,
        number=invoice.number,
        process_id=to.process_id,
        organisation_id=to.organisation_id,
        department_id=to.department_id,
        period=period,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        reference=invoice.reference,
        net_cents=invoice.totals.net_cents,
        vat_cents=invoice.totals.vat_cents,
        gross_cents=invoice.totals.gross_cents,
        snapshot=stored,
        hash=chain_hash(stored, previous),
        previous_hash=previous,
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


def _issued(row: tables.Invoice, lines: int) -> InvoiceIssued:
    return InvoiceIssued(**row.model_dump(include=set(InvoiceIssued.model_fields)), lines=lines)
