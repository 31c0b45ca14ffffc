"""Lines of collective invoices, as those may see them who see what is theirs, and not the whole invoice."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.tables import (
    BillableItem,
    CreditLine,
    CreditNote,
    DatedTerms,
    Invoice,
    InvoiceLine,
)
from services.messages.billing import InvoiceKind, ListOwnLines, OwnLine, OwnLines
from services.messages.values import Viewer
from services.runtime.commands.sizes import fitting
from services.runtime.policy import Owners, seen_rows

MOST = 1000


async def list_lines(db: AsyncSession, query: ListOwnLines) -> OwnLines:
    """The newest first; a supervisor's "own" is no invoice, so none of these."""
    theirs = (
        select(InvoiceLine, Invoice, BillableItem.process_id, _credited())
        .join(Invoice, col(Invoice.invoice_id) == InvoiceLine.invoice_id)
        .join(BillableItem, col(BillableItem.item_id) == InvoiceLine.item_id)
        .join(DatedTerms)
        .where(col(Invoice.collective), Invoice.kind == InvoiceKind.INVOICE, *_seen(query.viewer))
        .order_by(col(Invoice.number).desc(), col(InvoiceLine.performed_on), col(InvoiceLine.line_id))
        .limit(MOST + 1)
    )
    found = [_shown(*row) for row in await db.exec(theirs)]
    part = fitting(found, MOST)
    return OwnLines(lines=part, more=len(part) < len(found))


def _seen(viewer: Viewer) -> tuple[sa.ColumnElement[bool], ...]:
    """What is theirs by its process, on an invoice that is not."""
    of_process = Owners(
        organisation_id=col(DatedTerms.organisation_id), department_id=col(DatedTerms.department_id)
    )
    of_invoice = Owners(
        organisation_id=col(Invoice.organisation_id), department_id=col(Invoice.department_id)
    )
    what = "prices_and_invoices"
    return seen_rows(viewer, what, of_process), ~seen_rows(viewer, what, of_invoice)


def _credited() -> Any:
    """What credit notes took back of the line."""
    return (
        sa.select(sa.func.coalesce(sa.func.sum(col(CreditLine.net_cents)), 0))
        .join(CreditNote, col(CreditNote.credit_id) == CreditLine.credit_id)
        .where(
            col(CreditNote.invoice_id) == Invoice.invoice_id, col(CreditLine.item_id) == InvoiceLine.item_id
        )
        .correlate(Invoice, InvoiceLine)
        .scalar_subquery()
    )


def _shown(line: InvoiceLine, invoice: Invoice, process_id: Any, credited: int) -> OwnLine:
    """As it was issued."""
    stored = next(one for one in invoice.snapshot["lines"] if one["item_id"] == str(line.item_id))
    return OwnLine.model_validate(
        line.model_dump(include=set(OwnLine.model_fields))
        | invoice.model_dump(include={"period", "issued_on"})
        | {
            "invoice_number": invoice.number,
            "number": line.session_number,
            "process_id": process_id,
            "process_number": stored.get("process_number", ""),
            "left_cents": line.net_cents - int(credited),
        }
    )
