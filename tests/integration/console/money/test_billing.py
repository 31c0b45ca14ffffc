"""A month's run by hand: what it would take, why it cannot be run yet, its progress, and that it is made once."""

import asyncio
import re
from datetime import date
from itertools import product
from typing import Any
from uuid import uuid4

import pytest

from services.billing.invoices import previews
from services.console.pages.money import ordered_runs
from services.messages.billing import BillingReport, ListDraftItems, ListRuns, PreviewRun, RunBilling
from services.messages.directory import Invoicing, SetInvoicing
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Fault, Refusal
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.billing.builders import (
    CUSTOMER,
    FEBRUARY,
    FINANCE,
    MARCH_FIRST,
    SELLER,
    invoices,
    the_run,
)
from tests.integration.billing.items.test_entering import entering
from tests.integration.console.arranged import Arranged
from tests.integration.console.billed import (
    MARCH,
    arrange_customer,
    get,
    one_held,
    three_issued,
    two_to_invoice,
)
from tests.patience import PATIENCE_S, nats_connection


@pytest.fixture
async def console(house: House) -> Arranged:
    return await arrange_customer(house)


async def run(console: Arranged, period: str = FEBRUARY, role: str = "finance") -> tuple[int, str]:
    """The button pressed, and the page that it leads to."""
    async with await console.browser(role) as browser:
        answer = await browser.post(f"/billing/runs/{period}")
        page = await browser.get(answer.headers["location"]) if answer.status_code == 303 else answer
    return answer.status_code, page.text


async def test_the_draft_shows_every_line_and_their_sum_to_the_cent(console) -> None:
    await two_to_invoice(console)
    draft = await console.house.ask(ListDraftItems(viewer=FINANCE, period=FEBRUARY))
    page = await get(console, f"/billing/runs/{FEBRUARY}")
    shown = re.findall(r'data-label="Without VAT" class="number">€([\d,.]+)<', page)
    cents = [int(re.sub(r"[,.]", "", one)) for one in shown]
    assert len(cents) == len(draft.items) + 1 == 3
    assert sum(cents[:-1]) == cents[-1] == draft.total_cents


async def test_the_month_is_shown_by_customer_with_what_would_hold_it(console) -> None:
    await two_to_invoice(console)
    await one_held(console.house, date(2027, 2, 16), price_cents=0)
    await console.house.quiet()
    preview = await console.house.ask(PreviewRun(viewer=FINANCE, period=FEBRUARY))
    [customer] = preview.customers
    draft = await console.house.ask(ListDraftItems(viewer=FINANCE, period=FEBRUARY))
    assert (customer.processes, customer.lines, customer.net_cents) == (3, 3, draft.total_cents)
    assert (customer.obstacle, customer.free_lines, customer.disputed_lines) == (None, 1, 0)
    assert (customer.empty_invoices, customer.held_cents) == (1, 0)
    assert "Lines that cost nothing: 1" in await get(console, f"/billing/runs/{FEBRUARY}")
    wants = SetInvoicing(
        organisation_id=CUSTOMER.organisation_id,
        address=CUSTOMER.address,
        invoice_email=CUSTOMER.invoice_email,
        invoicing=Invoicing(order_number_required=True),
        changed_by=FOUNDER,
        as_of=MARCH_FIRST,
    )
    await console.house.ask(wants)
    page = await get(console, f"/billing/runs/{FEBRUARY}")
    assert "Of this €0.00 would be invoiced." in page
    assert "The customer wants its order number on every invoice" in page
    assert f"/organisations/{CUSTOMER.organisation_id}/invoicing" in page


async def test_what_would_be_held_because_it_comes_to_less_than_nothing_is_said_before_the_run(
    console,
) -> None:
    """Of a customer with another invoice: that one is made."""
    await two_to_invoice(console)
    less = await one_held(console.house, date(2027, 2, 16))
    await console.house.quiet()
    take_off: dict[str, Any] = {"quantity": -1, "price_cents": 500000, "performed_on": date(2027, 2, 16)}
    await console.house.ask(entering(less, "correction", **take_off))
    preview = await console.house.ask(PreviewRun(viewer=FINANCE, period=FEBRUARY))
    [customer] = preview.customers
    assert (customer.obstacle, customer.empty_invoices, preview.held_cents) == (None, 1, 14800 - 500000)
    page = await get(console, f"/billing/runs/{FEBRUARY}")
    assert "Invoices that come to nothing or less, and are held: 1" in page
    assert "Of this €296.00 would be invoiced." in page
    await console.house.ask(SELLER)
    _status, ran = await run(console)
    assert "2 invoices were made. The invoice of one process is held: see below why." in ran


async def test_of_more_customers_than_an_answer_holds_the_rest_is_counted(console, monkeypatch) -> None:
    """As if there were room for one."""
    other = CUSTOMER.model_copy(update={"organisation_id": uuid4(), "business_id": "2077474-0"})
    await console.house.ask(other)
    await two_to_invoice(console)
    await one_held(console.house, date(2027, 2, 16), organisation_id=other.organisation_id, price_cents=12300)
    await console.house.quiet()
    whole = await get(console, f"/billing/runs/{FEBRUARY}")
    assert "the total is of all" not in whole and whole.count("€419.00") == 2
    monkeypatch.setattr(previews, "fitting", lambda cards: cards[:1])
    preview = await console.house.ask(PreviewRun(viewer=FINANCE, period=FEBRUARY))
    assert [one.net_cents for one in preview.customers] == [29600]
    assert (preview.count, preview.net_cents) == (2, 41900)
    page = await get(console, f"/billing/runs/{FEBRUARY}")
    assert "And 1 more; the total is of all." in page and page.count("€419.00") == 2


async def test_without_a_seller_nothing_can_be_run_and_the_page_says_why(console) -> None:
    await two_to_invoice(console)
    page = await get(console, f"/billing/runs/{FEBRUARY}")
    assert 'aria-disabled="true"' in page and "Enter the seller" in page
    status, refused = await run(console)
    assert status == 422 and "bank account first" in refused and "data-error-summary" in refused
    assert await invoices(console.house) == []


async def test_a_month_that_is_not_over_cannot_be_run_and_the_page_says_why(console) -> None:
    await console.house.ask(SELLER)
    await one_held(console.house, date(2027, 3, 1))
    await console.house.quiet()
    assert 'aria-disabled="true"' in await get(console, f"/billing/runs/{MARCH}")
    status, refused = await run(console, MARCH)
    assert status == 422 and "The month is not over yet." in refused


async def test_a_run_by_hand_makes_the_invoices_and_a_second_press_changes_nothing(console) -> None:
    await console.house.ask(SELLER)
    await two_to_invoice(console)
    status, page = await run(console)
    made = await invoices(console.house)
    assert status == 303 and "2 invoices were made." in page and len(made) == 2
    assert "The month is done." in page
    status, page = await run(console)
    assert status == 303 and "nothing has changed" in page
    assert await invoices(console.house) == made
    [card] = [
        one for one in (await console.house.ask(ListRuns(viewer=FINANCE))).runs if one.period == FEBRUARY
    ]
    assert card.completed_at is not None and card.invoices == 2


async def test_a_run_of_many_goes_on_by_itself_and_its_page_can_be_opened_again(console, monkeypatch) -> None:
    """Billing's answers come one at a time here, so that the page is seen half way."""
    await console.house.ask(SELLER)
    await two_to_invoice(console)
    service = console.house.services["console"]
    asked, parts = service.ask, iter([(50, 70), (50, 20), (20, 0)])

    async def in_parts(command, of=None, timeout_s=None, proof=""):
        if not isinstance(command, RunBilling):
            return await asked(command, of, timeout_s, proof)
        if len(ordered) == 1:
            await half_was_seen.wait()
        issued_now, remaining = next(parts)
        ordered.append(issued_now)
        return BillingReport(period=command.period, issued=issued_now, total_cents=0, remaining=remaining)

    ordered: list[int] = []
    half_was_seen = asyncio.Event()
    monkeypatch.setattr(in_parts, "same", asked.same, raising=False)
    monkeypatch.setattr(service, "ask", in_parts)
    _status, page = await run(console)
    assert "You may leave this page" in page and "50 of 120" in page
    half_was_seen.set()
    async with asyncio.timeout(PATIENCE_S):
        while "120 of 120" not in (page := await get(console, f"/billing/runs/{FEBRUARY}")):
            await asyncio.sleep(0.05)
    assert ordered == [50, 50, 20] and "Ready." in page


async def test_a_run_that_was_left_unfinished_is_finished_after_a_restart(console) -> None:
    await console.house.ask(SELLER)
    await two_to_invoice(console)
    await console.house.rows(
        "console",
        "INSERT INTO ordered_run (period, ordered_by, ordered_at, issued, remaining) VALUES ($1, $2, now(), 0, 2)",
        FEBRUARY,
        console.staff["finance"],
    )
    ordered = "INSERT INTO ordered_run (period, ordered_by) VALUES ($1, $2)"
    await console.house.rows("billing", ordered, FEBRUARY, console.staff["finance"])
    loop = asyncio.ensure_future(ordered_runs.carry_on(console.house.services["console"]))
    async with asyncio.timeout(PATIENCE_S):
        while len(await invoices(console.house)) < 2 or "2 of 2" not in await get(
            console, f"/billing/runs/{FEBRUARY}"
        ):
            await asyncio.sleep(0.05)
    loop.cancel()


async def test_the_consoles_word_alone_runs_no_month(console) -> None:
    """Who has its seed, and nobody's sign-in, names finance or nobody."""
    await console.house.ask(SELLER)
    await two_to_invoice(console)
    connection = await nats_connection(console.house.as_program("console"))
    named = [None, console.staff["finance"]]
    try:
        for by, goes_on in product(named, (True, False)):
            order = RunBilling(period=FEBRUARY, ordered_by=by, goes_on=goes_on, as_of=MARCH_FIRST)
            with pytest.raises(Refusal, match="not_proved"):
                await Asker(connection, PATIENCE_S, who="console")(order)
    finally:
        await connection.close()
    assert await invoices(console.house) == []


async def test_a_coordinator_sees_the_runs_and_cannot_order_one(console) -> None:
    await console.house.ask(SELLER)
    await two_to_invoice(console)
    page = await get(console, f"/billing/runs/{FEBRUARY}", "coordinator")
    assert "Run the month now" not in page
    status, _page = await run(console, role="coordinator")
    assert status == 404 and await invoices(console.house) == []


async def test_a_month_of_which_nothing_is_known_is_not_there(console) -> None:
    for period in ("2031-05", "2027-13", "february"):
        await get(console, f"/billing/runs/{period}", status=404)


async def test_a_line_is_held_with_its_reason_and_taken_back(console) -> None:
    await two_to_invoice(console)
    page = await get(console, f"/billing/runs/{FEBRUARY}")
    path = re.findall(rf'href="(/billing/runs/{FEBRUARY}/lines/[^"]+)"', page)[0]
    form = await get(console, path)
    found = re.search(r'name="aside_id" value="([^"]+)"', form)
    assert found
    typed = {"aside_id": found[1], "kind": "held"}
    async with await console.browser("finance") as browser:
        assert (await browser.post(path, data=typed)).status_code == 422
        answer = await browser.post(path, data=typed | {"reason": "The order is on its way"})
        assert answer.status_code == 303
        shown = (await browser.get(f"/billing/runs/{FEBRUARY}")).text
        assert "The order is on its way" in shown and "Finance Koivu" in shown
        assert shown.count("/lines/") == 2
        back = f"/billing/runs/{FEBRUARY}/lines/{found[1]}/take-back"
        assert back in shown
        assert (await browser.post(back)).status_code == 303
        again = (await browser.get(f"/billing/runs/{FEBRUARY}")).text
    assert "The order is on its way" not in again
    draft = await console.house.ask(ListDraftItems(viewer=FINANCE, period=FEBRUARY))
    assert draft.count == 2
    async with await console.browser("coordinator") as browser:
        assert (await browser.get(path)).status_code in (403, 404)
        assert "/lines/" not in (await browser.get(f"/billing/runs/{FEBRUARY}")).text


async def test_a_month_over_which_billing_breaks_down_keeps_no_later_one_waiting(
    console, monkeypatch
) -> None:
    service, later = console.house.services["console"], "2027-03"
    asked = service.ask

    async def odd(command, of=None, timeout_s=None, proof=""):
        if not isinstance(command, RunBilling):
            return await asked(command, of, timeout_s, proof)
        if command.period == FEBRUARY:
            raise Fault("commands.billing.run_billing: ZeroDivisionError")
        return BillingReport(period=command.period, issued=2, total_cents=0, remaining=0)

    monkeypatch.setattr(odd, "same", asked.same, raising=False)
    monkeypatch.setattr(service, "ask", odd)
    ordered = """INSERT INTO ordered_run (period, ordered_by, ordered_at, issued, remaining)
        VALUES ($1, $3, now() - interval '1 day', 0, 2), ($2, $3, now(), 0, 2)"""
    await console.house.rows("console", ordered, FEBRUARY, later, console.staff["finance"])
    loop = asyncio.ensure_future(ordered_runs.carry_on(service))
    left = "SELECT period FROM ordered_run WHERE remaining > 0"
    async with asyncio.timeout(PATIENCE_S):
        while [row["period"] for row in await console.house.rows("console", left)] != [FEBRUARY]:
            await asyncio.sleep(0.05)
    loop.cancel()


async def test_what_was_invoiced_is_a_picture_beside_the_table(console) -> None:
    assert "<svg" not in await get(console, "/billing/runs")
    await three_issued(console)
    page = await get(console, "/billing/runs")
    assert page.count('class="months-bar"') == 2
    assert 'role="img" aria-label="Invoiced by month, without VAT' in page


async def test_a_month_waits_for_the_word_of_finance_and_goes_once_it_is_given(console) -> None:
    await console.house.ask(SELLER)
    await two_to_invoice(console)
    async with await console.browser("finance") as browser:
        saved = await browser.post("/billing/runs", data={"mode": "by_approval"})
        assert saved.status_code == 303
    await console.house.ask(the_run())
    day = await get(console, "/")
    assert f'href="/billing/runs/{FEBRUARY}"' in day and "Approve the month" in day
    assert "Waits for approval" in await get(console, "/billing/runs")
    page = await get(console, f"/billing/runs/{FEBRUARY}")
    assert "has waited for your approval" in page and "Approve the month and make its invoices" in page
    status, page = await run(console)
    assert status == 303 and "2 invoices were made." in page and "Approved" in page
    assert f'href="/billing/runs/{FEBRUARY}"' not in await get(console, "/")
    status, page = await run(console)
    assert "nothing has changed" in page and len(await invoices(console.house)) == 2


async def test_only_finance_says_how_months_are_run(console) -> None:
    async with await console.browser("coordinator") as browser:
        refused = await browser.post("/billing/runs", data={"mode": "by_approval"})
    assert refused.status_code == 404
    assert "By themselves, on the first banking day" in await get(console, "/billing/runs", "coordinator")


async def test_what_waits_for_the_end_stands_on_its_months_page_with_its_last_day(console) -> None:
    await one_held(console.house, date(2027, 2, 2))
    at_end = SetInvoicing(
        organisation_id=CUSTOMER.organisation_id,
        address=CUSTOMER.address,
        invoice_email=CUSTOMER.invoice_email,
        invoicing=Invoicing(timing="at_end"),
        changed_by=FOUNDER,
        as_of=MARCH_FIRST,
    )
    await console.house.ask(at_end)
    await console.house.quiet()
    assert f"/billing/runs/{FEBRUARY}" in await get(console, "/billing/runs")
    page = await get(console, f"/billing/runs/{FEBRUARY}")
    shown = page.partition('id="deferred"')[2].partition("</section>")[0]
    assert re.search(r"15\D{1,3}(12|Dec\w*)\D{1,3}2027", shown), shown
    assert shown.count("148.00") == 2, "the line and the total"
