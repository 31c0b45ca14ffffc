"""One thin function per message: what billing answers, and what it hears of contracts and sessions."""

from services.billing import drafts, invoices, issuing, items, quotes, runs, sellers, terms
from services.billing.cancellation import Notice
from services.messages import billing as words
from services.messages.contracts import ContractSigned
from services.messages.envelope import Done
from services.messages.sessions import SessionCancelled, SessionHeld, SessionNotAttended
from services.runtime.asking import Work


async def set_seller(order: words.SetSeller, work: Work) -> Done:
    await sellers.set_seller(work.session, order)
    return Done()


async def show_seller(query: words.ShowSeller, work: Work) -> words.SellerCard:
    return await sellers.show(work.session)


async def plan_billing(query: words.PlanBilling, work: Work) -> words.BillingPlan:
    return await runs.plan(work.session, query.as_of)


async def run_billing(order: words.RunBilling, work: Work) -> words.BillingReport:
    """Next: services/billing/issuing.py:run"""
    return await issuing.run(order, work)


async def list_runs(query: words.ListRuns, work: Work) -> words.RunList:
    return await runs.shown_to(work.session, query.viewer)


async def list_draft_items(query: words.ListDraftItems, work: Work) -> words.DraftItems:
    return await drafts.those(work.session, query)


async def quote_cancellation(query: words.QuoteCancellation, work: Work) -> words.CancellationQuote:
    return await quotes.cancellation(work.session, query)


async def list_invoices(query: words.ListInvoices, work: Work) -> words.InvoiceList:
    return await invoices.those(work.session, query)


async def show_invoice(query: words.ShowInvoice, work: Work) -> words.InvoiceShown:
    return await invoices.show(work.session, query)


async def find_invoice(query: words.FindInvoice, work: Work) -> words.InvoiceShown:
    return await invoices.find(work.session, query)


async def show_invoice_pdf(query: words.ShowInvoicePdf, work: Work) -> words.InvoiceDocument:
    return await invoices.document(work.session, query)


async def contract_signed(event: ContractSigned, work: Work) -> None:
    await terms.keep(work.session, event)
    await items.price_again(work.session, event.process_id, event.terms.starts_on)


async def session_held(event: SessionHeld, work: Work) -> None:
    """Next: services/billing/items.py:record"""
    await items.record(work.session, event, "held")


async def session_not_attended(event: SessionNotAttended, work: Work) -> None:
    await items.record(work.session, event, "no_show")


async def session_cancelled(event: SessionCancelled, work: Work) -> None:
    notice = Notice(event.cancelled_by, event.notice_hours, event.notice_working_days)
    await items.record(work.session, event, "cancelled", notice)
