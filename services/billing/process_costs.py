"""What a process costs: invoiced, recorded and not invoiced yet, and planned. Nothing is kept of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.invoices.crediting import still_to_take_off
from services.billing.invoices.trial_credit import Credit
from services.billing.items import recording, terms, vat
from services.billing.items.lines import net_of
from services.billing.tables import BillableItem, CreditLine, DatedTerms, Invoice, InvoiceLine, InvoiceProcess
from services.messages import billing as messages
from services.messages.billing import InvoiceKind, ItemKind, PlannedCharge
from services.runtime.commands.refusal import Refusal
from services.runtime.policy import Belongs, sees
from services.runtime.storage.database import execute


@dataclass(frozen=True)
class _Charge:
    """net_cents: without VAT. on: the day of its rate."""

    net_cents: int
    vat_category: str
    on: date
    trial: bool


async def show(db: AsyncSession, query: messages.ShowCost) -> messages.ProcessCost:
    """Refuses: unknown_process."""
    newest = await _seen(db, query)
    with_vat = newest.consumer
    invoiced = _invoiced_gross if with_vat else _invoiced_net
    waits = await _waiting(db, query.process_id)
    to_come = await _to_come(db, query.process_id, query.planned)
    credit = 0
    if newest.version > terms.TRIAL:
        left = await still_to_take_off(db, query.process_id)
        bears = sum(one.net_cents for one in (*waits, *(to_come or ())) if not one.trial)
        credit = _told_of_credit(left, bears, with_vat)
    return messages.ProcessCost(
        invoiced_cents=await invoiced(db, query.process_id),
        waiting_cents=_told(waits, with_vat),
        to_come_cents=None if to_come is None else _told(to_come, with_vat),
        trial_credit_cents=credit,
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


async def _waiting(db: AsyncSession, process_id: UUID) -> list[_Charge]:
    mine = select(BillableItem).where(col(BillableItem.process_id) == process_id, recording.waiting())
    items = [recording.as_item(row) for row in await db.exec(mine)]
    return [_Charge(net_of(item), item.vat_category, item.performed_on, item.trial) for item in items]


async def _to_come(
    db: AsyncSession, process_id: UUID, planned: Sequence[PlannedCharge]
) -> list[_Charge] | None:
    """By the terms and the percent that each would be charged by if it were held."""
    found = []
    for one in planned:
        try:
            holding = await terms.in_force(db, process_id, one.performed_on, one.minutes, trial=one.trial)
        except terms.TermsNotKnownYet:
            return None
        percent = terms.percent_for(ItemKind.HELD, None, holding)
        cents = vat.percent_of(holding.price_cents, Decimal(percent))
        found.append(_Charge(cents, holding.vat_category, one.performed_on, one.trial))
    return found


def _told(charges: Sequence[_Charge], with_vat: bool) -> int:
    if not with_vat:
        return sum(one.net_cents for one in charges)
    return sum(vat.with_vat(one.net_cents, one.vat_category, one.on) for one in charges)


def _told_of_credit(left: Sequence[Credit], bears: int, with_vat: bool) -> int:
    """bears: without VAT, what the contract's invoices to come have to take it off from."""
    total = 0
    for credit in left:
        taken = min(credit.left_cents, max(bears, 0))
        bears -= taken
        total += taken + (vat.vat_of(taken, credit.vat_rate) if with_vat else 0)
    return total
