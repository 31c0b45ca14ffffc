"""Lines of an invoice that is held for its customer: each is held or left out by itself, also as a run frees them."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.messages.billing import (
    BillingReport,
    DraftItem,
    InvoiceFreed,
    ListDraftItems,
    ListHeldInvoices,
    PreviewRun,
)
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.billing.builders import APRIL_FIRST, FEBRUARY, FINANCE, held, invoices, the_run
from tests.integration.billing.customers.test_customers import wants
from tests.integration.billing.items.test_aside import back, setting
from tests.integration.billing.test_held_invoices import of_a_customer, said

WANTED: dict[str, Any] = {"order_number_required": True}
MARCH = "2027-03"


@pytest.fixture
async def picky(billing: House) -> UUID:
    """Who wants an order on its invoices and has given none; two sessions of it are held since February's run."""
    process_id, organisation_id = await of_a_customer(billing, kind="public", business_id="1234567-1")
    await billing.say("sessions", held(process_id, 2, date(2027, 2, 9)))
    await wants(billing, organisation_id, **WANTED)
    await billing.quiet()
    assert (await billing.ask(the_run())).held == 1
    return organisation_id


async def lines(house: House, *, are_held: bool) -> list[DraftItem]:
    asked = ListDraftItems(viewer=FINANCE, period=FEBRUARY, held=are_held)
    return (await house.ask(asked)).items


async def test_each_waits_by_itself_and_the_rest_is_invoiced_once_the_customer_is_mended(
    billing: House, picky: UUID
) -> None:
    first, second = await lines(billing, are_held=True)
    assert await lines(billing, are_held=False) == []
    await billing.ask(order := setting(first.item_id))
    assert await lines(billing, are_held=True) == [second]
    [waits] = (await billing.ask(ListHeldInvoices(viewer=FINANCE))).held
    assert waits.waiting_cents == second.net_cents
    await wants(billing, picky, **WANTED, order_number="4500AB12")
    assert await lines(billing, are_held=False) == [second] and await lines(billing, are_held=True) == []
    preview = await billing.ask(PreviewRun(viewer=FINANCE, period=FEBRUARY))
    assert (preview.net_cents, preview.held_cents) == (second.net_cents, 0)
    report = await billing.ask(the_run(MARCH, APRIL_FIRST))
    assert (report.issued, report.held) == (1, 0)
    await billing.ask(back(order))
    assert [one.item_id for one in await lines(billing, are_held=False)] == [first.item_id]


async def test_with_the_last_of_them_the_hold_is_over_and_what_is_taken_back_is_looked_at_again(
    billing: House, picky: UUID
) -> None:
    orders = [setting(one.item_id) for one in await lines(billing, are_held=True)]
    for order in orders:
        assert await said(billing, InvoiceFreed) == []
        await billing.ask(order)
    assert len(await said(billing, InvoiceFreed)) == 1
    assert (await billing.ask(ListHeldInvoices(viewer=FINANCE))).held == []
    await billing.ask(back(orders[0]))
    preview = await billing.ask(PreviewRun(viewer=FINANCE, period=MARCH))
    assert [one.obstacle for one in preview.customers] == ["order_number_missing"]
    report = await billing.ask(the_run(MARCH, APRIL_FIRST))
    assert (report.issued, report.held) == (0, 1)


async def test_a_run_that_frees_them_and_who_sets_one_aside_never_wait_for_each_other(
    billing: House, picky: UUID
) -> None:
    first, _second = await lines(billing, are_held=True)
    await wants(billing, picky, **WANTED, order_number="4500AB12")
    run, put = await asyncio.gather(
        billing.ask(the_run(MARCH, APRIL_FIRST)),
        billing.ask(setting(first.item_id)),
        return_exceptions=True,
    )
    assert isinstance(run, BillingReport) and run.issued == 1
    [made] = await invoices(billing)
    assert made.lines == (2 if isinstance(put, Refusal) else 1)
