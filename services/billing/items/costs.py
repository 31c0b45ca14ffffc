"""What a process costs: invoiced, recorded and not invoiced yet, and planned. Nothing is kept of it."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.items import recording, terms, vat
from services.billing.items.lines import net_of
from services.billing.tables import BillableItem, CreditLine, DatedTerms, Invoice, InvoiceLine, InvoiceProcess
from services.messages import billing as messages
from services.messages.billing import InvoiceKind, ItemKind, PlannedCharge
from services.runtime.commands.refusal import Refusal
from services.runtime.policy import Belongs, sees
from services.runtime.storage.database import execute


async def show(db: AsyncSession, query: messages.ShowCost) -> messages.ProcessCost:
    """Refuses: unknown_process."""
    newest = await _seen(db, query)
    with_vat = newest.consumer
    invoiced = _invoiced_gross if with_vat else _invoiced_net
    return messages.ProcessCost(
        invoiced_cents=await invoiced(db, query.process_id),
        waiting_cents=await _waiting(db, query.process_id, with_vat),
        to_come_cents=await _to_come(db, query.process_id, query.planned, with_vat),
        with_vat=with_vat,
    )


async def _seen(db: AsyncSession, query: messages.ShowCost) -> DatedTerms:
    newest = await terms.latest(db, query.process_id)
    if newest is None:
        raise Refusal("unknown_process", "process_id")
    belongs = Belongs(organisation_id=newest.organisation_id, department_id=newest.department_id)
    if sees(query.viewer, "prices_and_invoices", belongs) != "yes":
        raise Refusal("unknown_process", "process_id")
    return newest


async def _invoiced_net(db: AsyncSession, process_id: UUID) -> int:
    """By its items' lines: an invoice may have other processes' as well."""
    mine = col(BillableItem.process_id) == process_id
    lines = sa.select(sa.func.coalesce(sa.func.sum(col(InvoiceLine.net_cents)), 0))
    of_line = col(BillableItem.item_id) == InvoiceLine.item_id
    on_invoice = col(Invoice.invoice_id) == InvoiceLine.invoice_id
    charged = lines.select_from(InvoiceLine).join(Invoice, on_invoice).join(BillableItem, of_line)
    of_invoices = col(Invoice.kind) == InvoiceKind.INVOICE
    credits = sa.select(sa.func.coalesce(sa.func.sum(col(CreditLine.net_cents)), 0))
    taken_off = credits.select_from(CreditLine).join(
        BillableItem, col(BillableItem.item_id) == CreditLine.item_id
    )
    total: int = (await execute(db, charged.where(mine, of_invoices))).scalar_one()
    back: int = (await execute(db, taken_off.where(mine))).scalar_one()
    return int(total) - int(back)


async def _invoiced_gross(db: AsyncSession, process_id: UUID) -> int:
    """Of a collective document, its share."""
    signed = sa.case((col(Invoice.kind) == InvoiceKind.CREDIT_NOTE, -1), else_=1)
    alone = sa.select(sa.func.coalesce(sa.func.sum(signed * col(Invoice.gross_cents)), 0)).where(
        col(Invoice.process_id) == process_id, ~col(Invoice.collective)
    )
    shares = (
        sa.select(sa.func.coalesce(sa.func.sum(signed * col(InvoiceProcess.gross_cents)), 0))
        .join(Invoice, col(Invoice.invoice_id) == InvoiceProcess.invoice_id)
        .where(col(InvoiceProcess.process_id) == process_id)
    )
    return sum([int((await execute(db, one)).scalar_one()) for one in (alone, shares)])


async def _waiting(db: AsyncSession, process_id: UUID, with_vat: bool) -> int:
    mine = select(BillableItem).where(col(BillableItem.process_id) == process_id, recording.waiting())
    items = [recording.as_item(row) for row in await db.exec(mine)]
    if not with_vat:
        return sum(net_of(item) for item in items)
    return sum(vat.with_vat(net_of(item), item.vat_category, item.performed_on) for item in items)


async def _to_come(
    db: AsyncSession, process_id: UUID, planned: Sequence[PlannedCharge], with_vat: bool
) -> int | None:
    """By the terms and the percent that each would be charged by if it were held."""
    total = 0
    for one in planned:
        try:
            holding = await terms.in_force(db, process_id, one.performed_on, one.minutes, trial=one.trial)
        except terms.TermsNotKnownYet:
            return None
        percent = terms.percent_for(ItemKind.HELD, None, holding)
        cents = vat.percent_of(holding.price_cents, Decimal(percent))
        total += vat.with_vat(cents, holding.vat_category, one.performed_on) if with_vat else cents
    return total
