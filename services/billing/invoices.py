"""Issued invoices, as those may see them who may."""

import asyncio
from base64 import b64encode
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.documents import invoice_pdf
from services.billing.snapshots import from_snapshot
from services.billing.tables import Invoice, InvoiceLine
from services.messages.billing import InvoiceCard, InvoiceDocument, InvoiceList
from services.messages.policy import scope
from services.messages.values import Role, Viewer
from services.runtime.refusal import Refusal

_CUSTOMERS = (Role.COMMISSIONER, Role.PAYER)


async def those(session: AsyncSession, viewer: Viewer, process_id: UUID | None) -> InvoiceList:
    """By number; empty for those who may see none."""
    lines = sa.func.count(col(InvoiceLine.item_id))
    found = (
        select(Invoice, lines)
        .join(InvoiceLine)
        .where(_may_see(viewer))
        .group_by(col(Invoice.invoice_id))
        .order_by(col(Invoice.number))
    )
    if process_id:
        found = found.where(Invoice.process_id == process_id)
    rows = await session.exec(found)
    return InvoiceList(invoices=[_card(invoice, count) for invoice, count in rows])


async def document(session: AsyncSession, viewer: Viewer, invoice_id: UUID) -> InvoiceDocument:
    """The PDF made from what was stored at the issue, in the customer's language. Refuses: unknown_invoice."""
    found = await session.exec(select(Invoice).where(Invoice.invoice_id == invoice_id, _may_see(viewer)))
    row = found.first()
    if row is None:
        raise Refusal("unknown_invoice", "invoice_id")
    invoice = from_snapshot(row.snapshot)
    pdf = await asyncio.to_thread(invoice_pdf, invoice, invoice.customer.language)
    return InvoiceDocument(number=row.number, pdf=b64encode(pdf).decode())


def _may_see(viewer: Viewer) -> sa.ColumnElement[bool]:
    """A customer's own; all of them for the provider's roles that see prices. A supervisor's "own" is no invoice."""
    if scope(viewer.role, "prices_and_invoices") != "yes":
        return sa.false()
    if viewer.role not in _CUSTOMERS:
        return sa.true()
    return col(Invoice.organisation_id) == viewer.organisation_id if viewer.organisation_id else sa.false()


def _card(invoice: Invoice, lines: int) -> InvoiceCard:
    return InvoiceCard(**invoice.model_dump(include=set(InvoiceCard.model_fields)), lines=lines)
