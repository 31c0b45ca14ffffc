"""Finance sends a document again: another message, as its customer takes invoices today."""

from sqlmodel import select

from services.billing.delivery.beginning import go_on
from services.billing.delivery.ways import first
from services.billing.tables import Delivery, DeliveryAttempt, Invoice
from services.messages import billing as messages
from services.messages.directory import ShowCustomer
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work


async def send(order: messages.SendInvoiceAgain, work: Work) -> None:
    """What stands in the document stays as it was issued. Refuses: see the message."""
    invoice = await work.db.get(Invoice, order.invoice_id)
    if invoice is None:
        raise Refusal("unknown_invoice", "invoice_id")
    whose = ShowCustomer(organisation_id=invoice.organisation_id, department_id=invoice.department_id)
    told = (await work.ask(whose)).invoicing
    row = await work.db.get(Delivery, order.invoice_id, with_for_update=True)
    assert row is not None
    if row.message_id == order.message_id:
        return
    if await _was_sent_as(order, work):
        return
    if row.status == "waiting":
        raise Refusal("still_on_its_way", "invoice_id", "is tried again by itself")
    row.operator, row.address, row.reason = told.operator, told.electronic_address, None
    channels = [order.channel] if order.channel else told.channels
    await go_on(work.db, row, first(channels, order.as_of), order.as_of, order.message_id)


async def _was_sent_as(order: messages.SendInvoiceAgain, work: Work) -> bool:
    """The same form once more, after what it ordered went on."""
    of_it = select(DeliveryAttempt.attempt_id).where(
        DeliveryAttempt.invoice_id == order.invoice_id, DeliveryAttempt.message_id == order.message_id
    )
    return (await work.db.exec(of_it.limit(1))).first() is not None
