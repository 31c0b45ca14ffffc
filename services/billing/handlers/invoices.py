"""What billing answers about what was issued: documents, their delivery, credit notes."""

from services.billing.credits import issuing as credits
from services.billing.delivery import again, mailing, standing
from services.billing.delivery.sending import Outbound
from services.billing.disputes import granting
from services.billing.documents import issued, own_lines
from services.messages import billing as messages
from services.messages.envelope import Done
from services.runtime import permitted
from services.runtime.commands.transactions import Work


async def credit_invoice(order: messages.CreditInvoice, work: Work[Outbound]) -> Done:
    await permitted.check(work.ask, order.ordered_by, "run_billing", "ordered_by")
    await credits.order(work.db, order, work.resources.look)
    if order.then == "let_go":
        for process_id in await credits.processes_of(work.db, order.invoice_id):
            await granting.follow_charges(work.db, process_id, "let_go", order.as_of)
    return Done()


async def send_invoice_again(order: messages.SendInvoiceAgain, work: Work) -> Done:
    """Next: services/billing/delivery/again.py:send"""
    await permitted.check(work.ask, order.sent_by, "run_billing", "sent_by")
    await again.send(order, work)
    return Done()


async def tell_mail_refused(order: messages.TellMailRefused, work: Work) -> Done:
    """Next: services/billing/delivery/mailing.py:hear_refusal"""
    await mailing.hear_refusal(order, work)
    return Done()


async def mark_came_back(order: messages.MarkCameBack, work: Work) -> Done:
    await permitted.check(work.ask, order.recorded_by, "run_billing", "recorded_by")
    await mailing.come_back(order, work)
    return Done()


async def show_delivery(query: messages.ShowDelivery, work: Work) -> messages.DeliveryShown:
    return await standing.show(work.db, query)


async def list_deliveries(query: messages.ListDeliveries, work: Work) -> messages.DeliveryList:
    return await standing.list_deliveries(work.db, query)


async def list_invoices(query: messages.ListInvoices, work: Work) -> messages.InvoiceList:
    return await issued.list_invoices(work.db, query)


async def list_own_lines(query: messages.ListOwnLines, work: Work) -> messages.OwnLines:
    return await own_lines.list_lines(work.db, query)


async def show_invoice(query: messages.ShowInvoice, work: Work) -> messages.InvoiceShown:
    return await issued.show_invoice(work.db, query)


async def find_invoice(query: messages.FindInvoice, work: Work) -> messages.InvoiceShown:
    return await issued.find_invoice(work.db, query)


async def show_invoice_pdf(query: messages.ShowInvoicePdf, work: Work) -> messages.InvoiceDocument:
    return await issued.show_pdf(work.db, query, work.ask)


async def show_electronic_invoice(
    query: messages.ShowElectronicInvoice, work: Work
) -> messages.ElectronicDocument:
    return await issued.show_electronic(work.db, query)
