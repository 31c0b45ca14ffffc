"""A private person withdraws, where no plain line is credited: a credited trial, and what finance billed by hand."""

from datetime import date
from uuid import uuid4

import pytest

from services.messages.billing import (
    HandBillNotOwed,
    InvoiceCredited,
    ListHandBills,
    ShowInvoice,
)
from services.messages.contracts import ContractSigned
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    FEBRUARY,
    FINANCE,
    cancelled,
    held,
    invoices,
    signed,
    the_run,
    trial_agreed,
)
from tests.integration.billing.items.test_withdrawn import HELD_ON, LATE_ON, MISSED_ON, ended, recorded
from tests.integration.billing.test_billed_by_hand import back, billed, still_held
from tests.integration.billing.test_held_invoices import NOT_SURE, of_a_customer, said

TRIED_ON = date(2027, 1, 18)


async def a_credited_trial(house: House) -> ContractSigned:
    contract = signed(uuid4(), consumer_price_cents=18574, starts_on=date(2027, 2, 1))
    await house.say("contracts", trial_agreed(contract, "credited", TRIED_ON))
    tried = held(contract.process_id, 1, TRIED_ON).model_copy(update={"trial": True})
    await house.say("sessions", tried)
    await house.quiet()
    await house.ask(the_run("2027-01", APRIL_FIRST))
    await house.say("contracts", contract)
    await house.quiet()
    return contract


@pytest.mark.parametrize(
    ("late", "held_minutes", "credited"),
    [
        (1, 60, 14800),  # the held one is what the trial has paid
        (2, None, 14800),  # the trial has paid one of them
        (2, 60, 2 * 14800),
    ],
)
async def test_what_a_credited_trial_has_paid_is_not_paid_back(
    billing: House, late: int, held_minutes: int | None, credited: int
) -> None:
    contract = await a_credited_trial(billing)
    for number in range(late):
        await billing.say("sessions", cancelled(contract.process_id, number + 2, LATE_ON, 1))
    if held_minutes:
        await billing.say("sessions", held(contract.process_id, 1, HELD_ON))
    await billing.quiet()
    await billing.ask(the_run(FEBRUARY, APRIL_FIRST))
    await ended(billing, contract.process_id, withdraws=True)
    notes = [one for one in await billing.events("billing") if isinstance(one, InvoiceCredited)]
    shown = await billing.ask(ShowInvoice(invoice_id=(await invoices(billing))[1].invoice_id, viewer=FINANCE))
    assert shown.card.net_cents == 14800 * (late - 1) + (14800 if held_minutes else 0)
    assert sum(one.gross_cents for one in notes) == credited + round(credited * 0.255)


async def test_finance_hears_what_is_not_owed_of_what_it_billed_by_hand(billing: House) -> None:
    process_id, _ = await of_a_customer(billing, **NOT_SURE)
    await billing.quiet()
    await recorded(billing, process_id)
    await billing.ask(the_run())
    (waits,) = (await still_held(billing))[0].months
    order = billed(process_id, waiting_cents=waits.net_cents)
    await billing.ask(order)
    await ended(billing, process_id, withdraws=True)
    (event,) = await said(billing, HandBillNotOwed)
    assert (event.bill_id, event.period, event.net_cents) == (order.bill_id, FEBRUARY, 3 * 14800)
    (card,) = (await billing.ask(ListHandBills(viewer=FINANCE))).bills
    assert (card.net_cents, card.not_owed_cents) == (waits.net_cents, 3 * 14800)
    await billing.ask(back(order))
    (waits,) = (await still_held(billing))[0].months
    assert waits.net_cents == card.net_cents - card.not_owed_cents


async def test_a_bill_of_what_was_held_is_owed(billing: House) -> None:
    process_id, _ = await of_a_customer(billing, **NOT_SURE)
    await billing.quiet()
    await billing.ask(the_run())
    await billing.ask(billed(process_id))
    await ended(billing, process_id, withdraws=True)
    assert await said(billing, HandBillNotOwed) == []


async def test_a_bill_that_is_taken_back_after_a_withdrawal_leaves_nothing_held_where_nothing_is_owed(
    billing: House,
) -> None:
    process_id, _ = await of_a_customer(billing, **NOT_SURE)
    await billing.say("sessions", cancelled(process_id, 2, MISSED_ON, 1))
    await billing.quiet()
    await billing.ask(the_run())
    order = billed(process_id, waiting_cents=2 * 14800)
    await billing.ask(order)
    await ended(billing, process_id, withdraws=True)
    await billing.ask(back(order))
    assert (await still_held(billing))[0].waiting_cents == 14800
