"""One thin function per message: what billing answers, and what it hears of contracts and sessions."""

from services.billing.aside import setting, showing
from services.billing.credits import issuing as credits
from services.billing.delivery import again, mailing, standing
from services.billing.delivery.sending import Outbound
from services.billing.disputes import cards, opening, resolving
from services.billing.documents import issued, own_lines
from services.billing.documents.rulebooks import schemas
from services.billing.entering import prices as travel_prices
from services.billing.entering import reporting
from services.billing.entering import rows as entering
from services.billing.entering import showing as entered
from services.billing.exempting import rows as exempting
from services.billing.invoices import (
    approving,
    by_hand,
    corrections,
    drafts,
    holding,
    issuing,
    previews,
    runs,
)
from services.billing.invoices.selling import sellers
from services.billing.invoices.whose import deferred, timing, wanting
from services.billing.items import costs, endings, late_moves, quotes, recording, terms, vat
from services.billing.items.cancellation import Notice
from services.billing.tables import metadata
from services.messages import billing as messages
from services.messages.billing import ItemKind
from services.messages.contracts import (
    ContractAmended,
    ContractSigned,
    EndingConfirmed,
    MemberJoined,
    ProcessPaused,
    ProcessResumed,
    ProcessTerminated,
    TrialAgreed,
)
from services.messages.directory import DepartmentChanged, LogoSet, OrganisationChanged, PersonsMerged
from services.messages.envelope import Done
from services.messages.sessions import (
    RecordCorrected,
    SessionCancelled,
    SessionHeld,
    SessionMoved,
    SessionNotAttended,
)
from services.runtime import permitted
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.provider import logos
from services.runtime.same_person import taking_over


async def persons_merged(event: PersonsMerged, work: Work) -> None:
    """Who may ask about a process; an invoice names nobody by an id."""
    await taking_over.take_over(work.db, metadata, event.kept_id, event.absorbed_id)


async def logo_set(event: LogoSet, work: Work) -> None:
    await logos.keep_logo(work.db, event)


async def organisation_changed(event: OrganisationChanged, work: Work) -> None:
    await timing.hear(work.db, event)


async def department_changed(event: DepartmentChanged, work: Work) -> None:
    await timing.hear(work.db, event)


async def set_seller(order: messages.SetSeller, work: Work) -> Done:
    await permitted.check(work.ask, order.set_by, "manage_seller", "set_by")
    await sellers.set_seller(work.db, order)
    return Done()


async def show_seller(query: messages.ShowSeller, work: Work) -> messages.SellerCard:
    return await sellers.show(work.db)


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
    if order.ordered_by:
        await permitted.check(work.ask, order.ordered_by, "run_billing", "ordered_by")
    return await issuing.run(order, work, work.resources.look)


async def list_runs(query: messages.ListRuns, work: Work) -> messages.RunList:
    missing = schemas.missing(work.settings.einvoice_data)
    return await runs.shown_to(work.db, query.viewer, work.clock.now(), missing)


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


async def set_item_aside(order: messages.SetItemAside, work: Work) -> Done:
    await permitted.check(work.ask, order.set_by, "run_billing", "set_by")
    await setting.put(work.db, order)
    return Done()


async def take_item_back(order: messages.TakeItemBack, work: Work) -> Done:
    await permitted.check(work.ask, order.taken_back_by, "run_billing", "taken_back_by")
    await setting.take_back(work.db, order)
    return Done()


async def list_items_aside(query: messages.ListItemsAside, work: Work) -> messages.ItemsAside:
    return await showing.list_items(query, work)


async def exempt_from_vat(order: messages.ExemptFromVat, work: Work) -> Done:
    """Next: services/billing/exempting/rows.py:put"""
    await permitted.check(work.ask, order.set_by, "exempt_from_vat", "set_by")
    await exempting.put(work.db, order)
    return Done()


async def end_exemption(order: messages.EndExemption, work: Work) -> Done:
    await permitted.check(work.ask, order.ended_by, "exempt_from_vat", "ended_by")
    await exempting.end(work.db, order)
    return Done()


async def list_exemptions(query: messages.ListExemptions, work: Work) -> messages.Exemptions:
    return await exempting.list_all(work.db, query)


async def enter_item(order: messages.EnterItem, work: Work) -> Done:
    """Next: services/billing/entering/rows.py:enter"""
    await permitted.check(work.ask, order.entered_by, "enter_item", "entered_by")
    await entering.enter(work.db, order)
    return Done()


async def withdraw_item(order: messages.WithdrawItem, work: Work) -> Done:
    if not await reporting.may_withdraw(order, work):
        raise Refusal("not_yours_to_decide", "withdrawn_by")
    await entering.withdraw(work.db, order)
    return Done()


async def list_entered_items(query: messages.ListEnteredItems, work: Work) -> messages.EnteredItems:
    return await entered.list_items(query, work)


async def show_travel_price(query: messages.ShowTravelPrice, work: Work) -> messages.TravelPrice:
    return await travel_prices.show(work.db, query)


async def set_travel_price(order: messages.SetTravelPrice, work: Work) -> Done:
    await permitted.check(work.ask, order.set_by, "manage_prices", "set_by")
    await travel_prices.set_price(work.db, order)
    return Done()


async def list_travel_prices(query: messages.ListTravelPrices, work: Work) -> messages.TravelPrices:
    return await travel_prices.list_prices(work.db)


async def report_cost(order: messages.ReportCost, work: Work) -> Done:
    """Next: services/billing/entering/reporting.py:report"""
    await reporting.report(order, work)
    return Done()


async def accept_report(order: messages.AcceptReport, work: Work) -> Done:
    await permitted.check(work.ask, order.accepted_by, "enter_item", "accepted_by")
    await reporting.accept(work.db, order)
    return Done()


async def list_session_costs(query: messages.ListSessionCosts, work: Work) -> messages.EnteredItems:
    return await entered.of_session(query, work)


async def credit_invoice(order: messages.CreditInvoice, work: Work[Outbound]) -> Done:
    await permitted.check(work.ask, order.ordered_by, "run_billing", "ordered_by")
    await credits.order(work.db, order, work.resources.look)
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


async def list_hand_bills(query: messages.ListHandBills, work: Work) -> messages.HandBills:
    return await by_hand.list_bills(query, work)


async def list_draft_items(query: messages.ListDraftItems, work: Work) -> messages.DraftItems:
    return await drafts.list_items(work.db, query)


async def quote_cancellation(query: messages.QuoteCancellation, work: Work) -> messages.CancellationQuote:
    return await quotes.cancellation(work.db, query)


async def show_cost(query: messages.ShowCost, work: Work) -> messages.ProcessCost:
    return await costs.show(work.db, query)


async def show_consumer_price(query: messages.ShowConsumerPrice, work: Work) -> messages.ConsumerPrice:
    cents, rate = vat.with_vat(query.price_cents, vat.TAXABLE, query.on), vat.rate_on(vat.TAXABLE, query.on)
    return messages.ConsumerPrice(cents=cents, percent=rate)


async def hold_item(order: messages.HoldItem, work: Work) -> Done:
    await corrections.hold(work.db, order)
    return Done()


async def open_dispute(order: messages.OpenDispute, work: Work) -> Done:
    """Next: services/billing/disputes/resolving.py:resolve"""
    await opening.open_one(order, work)
    return Done()


async def deny_session(order: messages.DenySession, work: Work) -> Done:
    await opening.deny(work.db, order)
    return Done()


async def list_invoiced_sessions(
    query: messages.ListInvoicedSessions, work: Work
) -> messages.InvoicedSessions:
    return await opening.list_invoiced(work.db, query)


async def resolve_dispute(order: messages.ResolveDispute, work: Work[Outbound]) -> Done:
    await permitted.check(work.ask, order.resolved_by, "resolve_dispute", "resolved_by")
    await resolving.resolve(work.db, order, work.resources.look)
    return Done()


async def list_disputes(query: messages.ListDisputes, work: Work) -> messages.DisputeList:
    return await cards.list_disputes(work.db, query)


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


async def contract_signed(event: ContractSigned, work: Work) -> None:
    await terms.keep(work.db, event)
    await recording.price_again(work.db, event.process_id, event.terms.starts_on)


async def trial_agreed(event: TrialAgreed, work: Work) -> None:
    await terms.keep_trial(work.db, event)


async def member_joined(event: MemberJoined, work: Work) -> None:
    await terms.add_member(work.db, event.process_id, event.person_id)


async def contract_amended(event: ContractAmended, work: Work) -> None:
    """What is on an invoice already stays as it is."""
    await terms.keep(work.db, event)
    await recording.price_again(work.db, event.process_id, event.effective_from)


async def process_paused(event: ProcessPaused, work: Work) -> None:
    await terms.ends(work.db, event.process_id, event.ends_on)


async def process_resumed(event: ProcessResumed, work: Work) -> None:
    await terms.ends(work.db, event.process_id, event.ends_on)


async def process_terminated(event: ProcessTerminated, work: Work) -> None:
    await terms.ends(work.db, event.process_id, event.last_day)


async def session_held(event: SessionHeld, work: Work) -> None:
    """Next: services/billing/items/recording.py:record"""
    await recording.record(work.db, event, ItemKind.HELD)
    await opening.hear_held(work.db, event, work.heard.said_at)


async def session_not_attended(event: SessionNotAttended, work: Work) -> None:
    await recording.record(work.db, event, ItemKind.NO_SHOW)


async def session_moved(event: SessionMoved, work: Work) -> None:
    """Next: services/billing/items/late_moves.py:record"""
    await late_moves.record(work.db, event)


async def session_cancelled(event: SessionCancelled, work: Work) -> None:
    cancelled_by = await endings.canceller(work.db, event)
    notice = Notice(cancelled_by, event.notice_hours, event.notice_working_days)
    await recording.record(work.db, event, ItemKind.CANCELLED, notice)


async def ending_confirmed(event: EndingConfirmed, work: Work) -> None:
    await endings.decide(work.db, event)


async def record_corrected(event: RecordCorrected, work: Work) -> None:
    await corrections.hear(work.db, event)
    if event.outcome == "held":
        await opening.hear_held(work.db, event, work.heard.said_at)
