"""What billing answers about months: who sells, how they are run, what waits, what was billed by hand."""

from services.billing.delivery.sending import Outbound
from services.billing.documents.rulebooks import schemas
from services.billing.invoices import (
    approving,
    by_hand,
    drafts,
    holding,
    issuing,
    previews,
    runs,
)
from services.billing.invoices.selling import sellers
from services.billing.invoices.whose import deferred, wanting
from services.messages import billing as messages
from services.messages.envelope import Done
from services.runtime import permitted
from services.runtime.commands.transactions import Work
from services.runtime.commands.viewing import is_at_a_door


async def set_seller(order: messages.SetSeller, work: Work) -> Done:
    await permitted.check(work.ask, order.set_by, "manage_seller", "set_by")
    await sellers.set_seller(work.db, order)
    return Done()


async def show_seller(query: messages.ShowSeller, work: Work) -> messages.SellerCard:
    return await sellers.show(work.db, query.on)


async def plan_billing(query: messages.PlanBilling, work: Work) -> messages.BillingPlan:
    return await runs.plan(work.db, query.as_of)


async def set_run_mode(order: messages.SetRunMode, work: Work) -> Done:
    await permitted.check(work.ask, order.set_by, "run_billing", "set_by")
    await approving.set_mode(work.db, order)
    return Done()


async def show_run_mode(query: messages.ShowRunMode, work: Work) -> messages.RunModeShown:
    return await approving.show_mode(work.db)


async def run_billing(order: messages.RunBilling, work: Work[Outbound]) -> messages.BillingReport:
    """Next: services/billing/invoices/issuing.py:run"""
    if not order.ordered_by and is_at_a_door():
        order = await approving.gone_on(work.db, order)
    if order.ordered_by:
        await permitted.check(work.ask, order.ordered_by, "run_billing", "ordered_by")
    report = await issuing.run(order, work, work.resources.look)
    await approving.note(work.db, order, report)
    return report


async def list_runs(query: messages.ListRuns, work: Work) -> messages.RunList:
    missing = schemas.missing(work.settings.einvoice_data)
    return await runs.shown_to(work, query.viewer, missing)


async def preview_run(query: messages.PreviewRun, work: Work) -> messages.RunPreview:
    return await previews.preview(query, work)


async def list_deferred(query: messages.ListDeferred, work: Work) -> messages.DeferredProcesses:
    return await deferred.list_processes(work.db, query)


async def list_held_invoices(query: messages.ListHeldInvoices, work: Work) -> messages.HeldInvoices:
    return await holding.shown_to(query, work)


async def list_wanted_references(
    query: messages.ListWantedReferences, work: Work
) -> messages.WantedReferences:
    return await wanting.list_references(query, work)


async def bill_by_hand(order: messages.BillByHand, work: Work) -> Done:
    await permitted.check(work.ask, order.billed_by, "run_billing", "billed_by")
    await by_hand.bill(work.db, order)
    return Done()


async def take_back_bill(order: messages.TakeBackBill, work: Work) -> Done:
    await permitted.check(work.ask, order.taken_back_by, "run_billing", "taken_back_by")
    await by_hand.take_back(work.db, order)
    return Done()


async def list_hand_bills(query: messages.ListHandBills, work: Work) -> messages.HandBills:
    return await by_hand.list_bills(query, work)


async def list_draft_items(query: messages.ListDraftItems, work: Work) -> messages.DraftItems:
    return await drafts.list_items(work, query)
