"""A month becomes invoices: what is charged, once, and what is left for later."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from services.billing.invoices import references
from services.billing.invoices.whose import recipients
from services.messages.billing import BillingReport, InvoiceIssued, PlanBilling
from services.runtime.commands.refusal import Refusal
from tests.integration.billing.builders import (
    APRIL_FIRST,
    FEBRUARY,
    ITEMS,
    MARCH_FIRST,
    ORGANISATION,
    SELLER,
    a_held_session,
    cancelled,
    held,
    invoices,
    moved,
    not_attended,
    signed,
    the_run,
)


async def test_a_month_is_charged_by_what_happened_at_each_session(billing):
    process_id = uuid4()
    await billing.say("contracts", signed(process_id))
    for event in (
        held(process_id, 1, date(2027, 2, 2)),
        cancelled(process_id, 2, date(2027, 2, 9), hours=47),
        not_attended(process_id, 3, date(2027, 2, 16)),
        cancelled(process_id, 4, date(2027, 2, 23), hours=48),
        cancelled(process_id, 5, date(2027, 2, 26), hours=1, cancelled_by="supervisor"),
    ):
        await billing.say("sessions", event)
    await billing.quiet()
    report = await billing.ask(the_run())
    assert report == BillingReport(period=FEBRUARY, issued=1, total_cents=55722, remaining=0)

    lines = await billing.rows("billing", "select * from invoice_line order by session_number")
    assert [(line["session_number"], line["kind"], line["percent"], line["net_cents"]) for line in lines] == [
        (1, "held", 100, 14800),
        (2, "cancelled", 100, 14800),
        (3, "no_show", 100, 14800),
    ]
    items = await billing.rows("billing", ITEMS)
    assert [(item["percent"], item["status"]) for item in items] == [
        (100, "invoiced"),
        (100, "invoiced"),
        (100, "invoiced"),
        (0, "not_billable"),
        (0, "not_billable"),
    ]
    (invoice,) = await invoices(billing)
    assert (invoice.net_cents, invoice.vat_cents, invoice.gross_cents, invoice.lines) == (
        44400,
        11322,
        55722,
        3,
    )
    assert (invoice.number, invoice.organisation_id, invoice.period) == (1001, ORGANISATION, FEBRUARY)
    assert (invoice.issued_on, invoice.due_on) == (date(2027, 3, 1), date(2027, 3, 15))
    assert references.is_national(invoice.reference or "")


async def test_a_late_move_is_charged_besides_the_session_and_a_move_in_time_or_waived_is_not(billing):
    process_id = uuid4()
    day = date(2027, 2, 2)
    late = moved(process_id, 1, day, hours=47)
    once_more = late.model_copy(update={"sequence": 2})
    free = [
        moved(process_id, 2, day, hours=48),
        moved(process_id, 3, day, hours=1, party="supervisor"),
        moved(process_id, 4, day, hours=1, free=True),
    ]
    then = held(process_id, 1, date(2027, 2, 9)).model_copy(update={"session_id": late.session_id})
    await billing.say("contracts", signed(process_id))
    for event in (late, once_more, *free, then):
        await billing.say("sessions", event)
    await billing.quiet()
    rows = await billing.rows("billing", "select kind, percent, price_cents from billable_item order by kind")
    assert [tuple(row) for row in rows] == [
        ("held", 100, 14800),
        ("late_moved", 100, 14800),
        ("late_moved", 100, 14800),
    ]
    report = await billing.ask(the_run())
    assert (report.issued, report.total_cents) == (1, 3 * 14800 + 11322)


async def test_the_invoice_is_announced_once_with_its_amounts(billing):
    process_id = await a_held_session(billing)
    await billing.quiet()
    await billing.ask(the_run())
    again = await billing.ask(the_run())
    assert (again.issued, again.total_cents, again.remaining) == (0, 0, 0)
    await billing.quiet()
    (event,) = [one for one in await billing.events("billing") if isinstance(one, InvoiceIssued)]
    assert (event.process_id, event.number, event.gross_cents, event.lines) == (process_id, 1001, 18574, 1)


async def test_each_process_has_an_invoice_of_its_own(billing):
    processes = {await a_held_session(billing) for _ in range(3)}
    await billing.quiet()
    report = await billing.ask(the_run())
    assert report.issued == 3
    assert {invoice.process_id for invoice in await invoices(billing)} == processes


async def test_a_large_month_is_asked_for_until_nothing_remains(billing, monkeypatch):
    monkeypatch.setattr(recipients, "MOST_AT_ONCE", 2)
    for _ in range(5):
        await a_held_session(billing)
    await billing.quiet()
    reports = [await billing.ask(the_run()) for _ in range(4)]
    assert [(report.issued, report.remaining) for report in reports] == [(2, 3), (2, 1), (1, 0), (0, 0)]
    completed = await billing.rows("billing", "select period from billing_run")
    assert [run["period"] for run in completed] == [FEBRUARY]


async def test_what_was_recorded_after_the_run_is_on_the_next_months_invoice(billing):
    process_id = await a_held_session(billing)
    await billing.quiet()
    await billing.ask(the_run())
    await billing.say("sessions", held(process_id, 2, date(2027, 2, 27)))
    await billing.quiet()
    assert (await billing.ask(the_run())).issued == 0, "the month is done"
    assert (await billing.ask(the_run("2027-03", APRIL_FIRST))).issued == 1
    assert [(i.number, i.period, i.lines) for i in await invoices(billing)] == [
        (1001, FEBRUARY, 1),
        (1002, "2027-03", 1),
    ]


async def test_sessions_of_the_running_month_wait(billing):
    await a_held_session(billing, date(2027, 3, 1))
    await billing.quiet()
    assert (await billing.ask(the_run())).issued == 0
    assert (await billing.ask(the_run("2027-03", APRIL_FIRST))).issued == 1


async def test_a_month_that_is_still_open_in_helsinki_is_refused(billing):
    for as_of in (datetime(2027, 2, 10, tzinfo=UTC), datetime(2027, 2, 28, 21, 59, tzinfo=UTC)):
        with pytest.raises(Refusal, match="period_still_open"):
            await billing.ask(the_run(as_of=as_of))
    assert (await billing.ask(the_run(as_of=datetime(2027, 2, 28, 22, tzinfo=UTC)))).issued == 0


async def test_a_wrong_account_number_and_a_missing_seller_are_refused(house):
    await house.open("directory", "billing")
    with pytest.raises(Refusal, match="not_yours_to_decide: set_by"):
        await house.ask(SELLER.model_copy(update={"set_by": uuid4()}))
    with pytest.raises(Refusal, match="iban_invalid"):
        await house.ask(SELLER.model_copy(update={"iban": "FI2112345600000786"}))
    with pytest.raises(Refusal, match="bic_invalid: bic"):
        await house.ask(SELLER.model_copy(update={"bic": "ESSESESS"}))
    abroad = SELLER.address.model_copy(update={"country": "SE"})
    with pytest.raises(Refusal, match="seller_abroad: address"):
        await house.ask(SELLER.model_copy(update={"address": abroad}))
    with pytest.raises(Refusal, match="seller_missing"):
        await house.ask(the_run())


async def test_the_first_run_is_of_the_present_month_and_each_later_one_of_the_next(billing):
    before = await billing.ask(PlanBilling(as_of=datetime(2027, 1, 31, 22, 30, tzinfo=UTC)))
    assert (before.period, before.run_at) == (FEBRUARY, MARCH_FIRST)
    await billing.ask(the_run())
    after = await billing.ask(PlanBilling(as_of=datetime(2027, 7, 5, tzinfo=UTC)))
    assert (after.period, after.run_at) == ("2027-03", APRIL_FIRST)


async def test_a_month_with_waiting_items_is_planned_also_when_it_has_ended(billing):
    await a_held_session(billing)
    await billing.quiet()
    plan = await billing.ask(PlanBilling(as_of=datetime(2027, 3, 1, 3, tzinfo=UTC)))
    assert (plan.period, plan.run_at) == (FEBRUARY, MARCH_FIRST)
