"""What billing answers about what is to be invoiced: entered, reported, set aside, freed of VAT; and what it costs."""

from services.billing import process_costs, record_charges, session_shares
from services.billing.aside import setting, showing
from services.billing.disputes import granting
from services.billing.entering import prices as travel_prices
from services.billing.entering import reporting
from services.billing.entering import rows as entering
from services.billing.entering import showing as entered
from services.billing.exempting import rows as exempting
from services.billing.invoices import corrections
from services.billing.items import quotes, vat
from services.messages import billing as messages
from services.messages.envelope import Done
from services.runtime import permitted
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work


async def set_item_aside(order: messages.SetItemAside, work: Work) -> Done:
    await permitted.check(work.ask, order.set_by, "run_billing", "set_by")
    await setting.put(work.db, order)
    if order.kind == "left_out":
        await granting.follow_item(work.db, order.item_id, "let_go", order.as_of)
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


async def quote_cancellation(query: messages.QuoteCancellation, work: Work) -> messages.CancellationQuote:
    return await quotes.cancellation(work.db, query)


async def show_record_charge(query: messages.ShowRecordCharge, work: Work) -> messages.RecordCharge:
    return await record_charges.show(work.db, query)


async def show_cost(query: messages.ShowCost, work: Work) -> messages.ProcessCost:
    return await process_costs.show(work.db, query)


async def list_session_shares(query: messages.ListSessionShares, work: Work) -> messages.SessionShares:
    return await session_shares.list_shares(query, work)


async def show_consumer_price(query: messages.ShowConsumerPrice, work: Work) -> messages.ConsumerPrice:
    cents, rate = vat.with_vat(query.price_cents, vat.TAXABLE, query.on), vat.rate_on(vat.TAXABLE, query.on)
    return messages.ConsumerPrice(cents=cents, percent=rate)


async def hold_item(order: messages.HoldItem, work: Work) -> Done:
    await corrections.hold(work.db, order)
    return Done()
