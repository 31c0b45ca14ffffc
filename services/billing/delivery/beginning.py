"""A sending begins: with the issue, over the next channel, or because somebody sends it again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid6 import uuid7

from services.billing.delivery.ways import Standing, Way, first
from services.billing.invoices.semantic.making import document_number
from services.billing.tables import CreditNote, Delivery, DeliveryAttempt, Invoice, InvoiceProcess
from services.messages.billing import InvoiceKind, InvoiceSentOtherwise
from services.runtime.events.announcing import announce


async def begin(db: AsyncSession, invoice: Invoice, way: Way) -> None:
    """In the transaction of the issue, whose event says the channel.

    Next: services/billing/delivery/sending.py:deliver_one
    """
    standing = first(way.channels, way.at)
    row = Delivery(
        invoice_id=invoice.invoice_id,
        channels=list(standing.channels),
        operator=way.operator,
        address=way.address,
        message_id=invoice.invoice_id,
        message_at=way.at,
        due_at=standing.due_at,
        status=standing.status,
        changed_at=way.at,
    )
    db.add(row)
    await db.flush()
    if standing.status == "mailed":
        await _keep_mailing(db, row, way.at)


async def way_of(db: AsyncSession, invoice_id: UUID, at: datetime) -> Way:
    """The way that the invoice really went: whoever has it gets what corrects it. Mail where nobody took it."""
    row = await db.get(Delivery, invoice_id)
    if row is None or not row.channels:
        return Way(("mail",), "", at)
    left: list[Any] = row.channels
    return Way(tuple(left), row.operator, at, row.address)


async def go_on(
    db: AsyncSession, row: Delivery, standing: Standing, at: datetime, message_id: UUID | None = None
) -> None:
    """To where it stands now; another message gets another identifier."""
    row.channels, row.tries = list(standing.channels), standing.tries
    row.status, row.due_at, row.changed_at = standing.status, standing.due_at, at
    if standing.anew:
        row.message_id, row.message_at = message_id or uuid7(), at
        await db.flush()
        if standing.status == "mailed":
            await _keep_mailing(db, row, at)
        await announce(db, await _otherwise(db, row))
    await db.flush()


async def _keep_mailing(db: AsyncSession, row: Delivery, at: datetime) -> None:
    attempt = DeliveryAttempt(
        attempt_id=uuid7(),
        invoice_id=row.invoice_id,
        channel="mail",
        message_id=row.message_id,
        begun_at=at,
        ended_at=at,
        outcome="mailed",
    )
    db.add(attempt)
    await db.flush()


async def _otherwise(db: AsyncSession, row: Delivery) -> InvoiceSentOtherwise:
    invoice = await db.get(Invoice, row.invoice_id)
    assert invoice is not None
    facts = invoice.model_dump(include=set(InvoiceSentOtherwise.model_fields))
    return InvoiceSentOtherwise(
        **facts,
        message_id=row.message_id,
        channel=row.channels[0],
        document_number=document_number(InvoiceKind(invoice.kind), invoice.number),
        of_number=await _corrects(db, invoice),
        process_ids=await _processes(db, invoice),
    )


async def _processes(db: AsyncSession, invoice: Invoice) -> list[UUID]:
    theirs = select(InvoiceProcess.process_id).where(
        InvoiceProcess.invoice_id == invoice.invoice_id, InvoiceProcess.lines > 0
    )
    return list(await db.exec(theirs.order_by(col(InvoiceProcess.process_id)))) if invoice.collective else []


async def _corrects(db: AsyncSession, invoice: Invoice) -> int | None:
    """The number of the invoice that a credit note is about; none of an invoice."""
    of = (
        select(Invoice.number)
        .join(CreditNote, col(CreditNote.invoice_id) == Invoice.invoice_id)
        .where(CreditNote.credit_id == invoice.invoice_id)
    )
    return (await db.exec(of)).first()
