"""Where deliveries stand, for finance."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.invoices.semantic.making import document_number
from services.billing.tables import Delivery, DeliveryAttempt, Invoice
from services.messages import billing as messages
from services.messages.billing import InvoiceKind
from services.messages.policy import REACH
from services.messages.values import Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import fitting
from services.runtime.policy import Belongs, sees
from services.runtime.storage.database import among, execute

_MOST = 500


async def show(db: AsyncSession, query: messages.ShowDelivery) -> messages.DeliveryShown:
    """With all that was tried, the oldest first. Refuses: unknown_invoice."""
    found = await db.get(Delivery, query.invoice_id) if may_see(query.viewer) else None
    if found is None:
        raise Refusal("unknown_invoice", "invoice_id")
    invoice = await db.get(Invoice, query.invoice_id)
    assert invoice is not None
    of_it = select(DeliveryAttempt).where(DeliveryAttempt.invoice_id == query.invoice_id)
    tried = (await db.exec(of_it.order_by(col(DeliveryAttempt.attempt_id)))).all()
    return _shown(found, invoice, tried)


async def list_deliveries(db: AsyncSession, query: messages.ListDeliveries) -> messages.DeliveryList:
    if not may_see(query.viewer):
        return messages.DeliveryList(deliveries=[])
    asked: Any = sa.true() if query.status is None else col(Delivery.status) == query.status
    count = (await execute(db, sa.select(sa.func.count()).select_from(Delivery).where(asked))).scalar_one()
    of_invoice = col(Invoice.invoice_id) == Delivery.invoice_id
    last_first = (col(Delivery.changed_at).desc(), col(Delivery.invoice_id).desc())
    rows = select(Delivery, Invoice).join(Invoice, of_invoice).where(asked).order_by(*last_first)
    cards = [_shown(row, invoice) for row, invoice in await db.exec(rows.limit(_MOST))]
    part = fitting(cards)
    return messages.DeliveryList(deliveries=part, more=len(part) < count, count=count)


async def of_invoices(db: AsyncSession, viewer: Viewer, invoice_ids: Sequence[UUID]) -> dict[UUID, Delivery]:
    """Nothing for those who may not see it."""
    if not may_see(viewer):
        return {}
    rows = await db.exec(select(Delivery).where(among(Delivery.invoice_id, invoice_ids)))
    return {row.invoice_id: row for row in rows}


def stands(viewer: Viewer, status: messages.DeliveryStatus) -> sa.ColumnElement[bool]:
    """Of an invoice: that its delivery stands so."""
    if not may_see(viewer):
        return sa.false()
    return sa.exists().where(col(Delivery.invoice_id) == Invoice.invoice_id, col(Delivery.status) == status)


def may_see(viewer: Viewer) -> bool:
    """Those of the provider who see everybody's prices; what nobody owns is the provider's own."""
    whole = sees(viewer, "prices_and_invoices", Belongs()) != "no"
    return whole and REACH[viewer.role] == "everything"


def _shown(row: Delivery, invoice: Invoice, tried: Sequence[DeliveryAttempt] = ()) -> messages.DeliveryShown:
    customer = invoice.snapshot["customer"]
    names = (customer["name"], customer.get("department_name", ""))
    facts: dict[str, Any] = row.model_dump(
        include={"invoice_id", "status", "reason", "changed_at", "message_id"}
    )
    facts |= invoice.model_dump(include={"kind", "number", "organisation_id", "gross_cents", "issued_on"})
    return messages.DeliveryShown(
        **facts,
        document_number=document_number(InvoiceKind(invoice.kind), invoice.number),
        organisation_name=", ".join(name for name in names if name),
        channel=row.channels[0] if row.channels else None,
        next_try_at=row.due_at,
        attempts=[messages.DeliveryAttemptShown.model_validate(one.model_dump()) for one in tried],
    )
