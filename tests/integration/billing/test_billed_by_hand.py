"""A month that finance billed elsewhere: it waits no more, no run bills it again, and it can be taken back."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.billing import (
    BillByHand,
    BilledByHand,
    BillTakenBack,
    HeldInvoice,
    InvoiceHeld,
    ListDraftItems,
    ListHandBills,
    ListHeldInvoices,
    TakeBackBill,
)
from services.messages.directory import ChangeOrganisation, RegisterPerson, RelatePerson
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    CUSTOMER,
    FEBRUARY,
    FINANCE,
    MARCH_FIRST,
    held,
    invoices,
    the_run,
)
from tests.integration.billing.disputes.acts import dispute
from tests.integration.billing.test_held_invoices import NOT_SURE, of_a_customer, said

MARCH = "2027-03"


def billed(process_id: UUID, **facts: Any) -> BillByHand:
    told = {
        "bill_id": uuid4(),
        "process_id": process_id,
        "period": FEBRUARY,
        "number": "K-17",
        "waiting_cents": 14800,
        "billed_by": FOUNDER,
        "as_of": MARCH_FIRST,
    }
    return BillByHand.model_validate(told | facts)


def back(order: BillByHand, as_of: datetime = MARCH_FIRST) -> TakeBackBill:
    return TakeBackBill(bill_id=order.bill_id, taken_back_by=FOUNDER, as_of=as_of)


async def a_held_month(house: House) -> tuple[UUID, UUID]:
    """February's run is done, and one process's session is held."""
    known = await of_a_customer(house, **NOT_SURE)
    await house.quiet()
    await house.ask(the_run())
    return known


async def still_held(house: House) -> list[HeldInvoice]:
    return (await house.ask(ListHeldInvoices(viewer=FINANCE))).held


async def a_finnish_customer(house: House, organisation_id: UUID) -> None:
    await house.ask(
        ChangeOrganisation(
            organisation_id=organisation_id,
            kind="association",
            business_id="1234567-1",
            address=CUSTOMER.address,
            changed_by=FOUNDER,
            as_of=MARCH_FIRST,
        )
    )


async def test_what_finance_billed_by_hand_leaves_the_list_and_is_never_invoiced_again(
    billing: House,
) -> None:
    process_id, organisation_id = await a_held_month(billing)
    (waits,) = (await still_held(billing))[0].months
    assert (waits.period, waits.items, waits.net_cents) == (FEBRUARY, 1, 14800)
    order = billed(process_id)
    await billing.ask(order)
    await billing.ask(order)
    assert await still_held(billing) == []
    (event,) = await said(billing, BilledByHand)
    assert (event.process_id, event.period, event.net_cents, event.held_since) == (
        process_id,
        FEBRUARY,
        14800,
        None,
    )
    (card,) = (await billing.ask(ListHandBills(viewer=FINANCE, process_id=process_id))).bills
    assert (card.number, card.billed_by, card.billed_at) == ("K-17", FOUNDER, MARCH_FIRST)
    assert (await billing.ask(ListDraftItems(viewer=FINANCE, process_id=process_id))).items == []
    await a_finnish_customer(billing, organisation_id)
    await billing.say("sessions", held(process_id, 2, date(2027, 3, 9)))
    await billing.quiet()
    report = await billing.ask(the_run(MARCH, APRIL_FIRST))
    assert report.issued == 1
    assert [one.net_cents for one in await invoices(billing)] == [14800]


async def test_the_next_month_of_a_customer_billed_by_hand_waits_for_finance_again(billing: House) -> None:
    process_id, _ = await a_held_month(billing)
    await billing.ask(billed(process_id))
    await billing.say("sessions", held(process_id, 2, date(2027, 3, 9)))
    await billing.quiet()
    assert await still_held(billing) == []
    await billing.ask(the_run(MARCH, APRIL_FIRST))
    (waits,) = (await still_held(billing))[0].months
    assert (waits.period, waits.net_cents) == (MARCH, 14800)
    assert [one.period for one in await said(billing, InvoiceHeld)] == [FEBRUARY, MARCH]


async def test_each_run_says_what_it_leaves_waiting_and_what_waits_is_dated_by_its_own_run(
    billing: House,
) -> None:
    process_id, _ = await a_held_month(billing)
    await billing.say("sessions", held(process_id, 2, date(2027, 3, 9)))
    await billing.quiet()
    await billing.ask(the_run(MARCH, APRIL_FIRST))
    known = await said(billing, InvoiceHeld)
    assert [(one.period, one.held_at) for one in known] == [(FEBRUARY, MARCH_FIRST), (MARCH, MARCH_FIRST)]
    await billing.ask(billed(process_id, as_of=APRIL_FIRST))
    [left] = await still_held(billing)
    assert (left.period, left.since) == (MARCH, APRIL_FIRST)
    (noted,) = await said(billing, BilledByHand)
    assert noted.held_since == APRIL_FIRST


async def test_a_month_that_alone_is_left_when_its_run_comes_waits_from_that_run_on(billing: House) -> None:
    process_id, _ = await a_held_month(billing)
    await billing.say("sessions", held(process_id, 2, date(2027, 3, 9)))
    await billing.quiet()
    noted = datetime.fromisoformat("2027-04-01T01:00+00:00")
    await billing.ask(billed(process_id, as_of=noted))
    await billing.ask(the_run(MARCH, APRIL_FIRST))
    assert [one.period for one in await said(billing, InvoiceHeld)] == [FEBRUARY, MARCH]


async def test_a_bill_by_hand_can_be_taken_back_until_the_books_are_closed(billing: House) -> None:
    process_id, organisation_id = await a_held_month(billing)
    order = billed(process_id, number="", reason="Paid in cash")
    await billing.ask(order)
    with pytest.raises(Refusal, match="bill_too_old"):
        await billing.ask(back(order, datetime.fromisoformat("2027-08-01T09:00+00:00")))
    await billing.ask(back(order))
    await billing.ask(back(order))
    (event,) = await said(billing, BillTakenBack)
    assert event.held_since == MARCH_FIRST
    assert [one.process_id for one in await still_held(billing)] == [process_id]
    (card,) = (await billing.ask(ListHandBills(viewer=FINANCE))).bills
    assert (card.taken_back_by, card.taken_back_at) == (FOUNDER, MARCH_FIRST)
    with pytest.raises(Refusal, match="bill_taken_back"):
        await billing.ask(order)
    again = billed(process_id)
    await billing.ask(again)
    await a_finnish_customer(billing, organisation_id)
    await billing.ask(back(again))
    assert (await billing.ask(the_run(MARCH, APRIL_FIRST))).issued == 1
    assert await still_held(billing) == []


async def test_what_was_billed_by_hand_is_not_disputed_here(billing: House) -> None:
    process_id, organisation_id = await a_held_month(billing)
    await billing.ask(billed(process_id))
    who = {"person_id": uuid4(), "given_name": "Paula", "family_name": "Maksaja", "language": "fi"}
    order = RegisterPerson.model_validate(who | {"email": "paula@salmi.example", "as_of": MARCH_FIRST})
    person_id = (await billing.ask(order)).person_id
    pays = {"person_id": person_id, "relation": "payer", "organisation_id": organisation_id}
    await billing.ask(RelatePerson.model_validate(pays | {"given_by": FOUNDER, "as_of": MARCH_FIRST}))
    [row] = await billing.rows("billing", "SELECT item_id FROM billable_item")
    with pytest.raises(Refusal, match="billed_by_hand: item_ids"):
        await billing.ask(dispute(process_id, row["item_id"], person_id, as_of=MARCH_FIRST))


async def test_what_cannot_be_billed_by_hand_is_refused_with_its_reason(billing: House) -> None:
    process_id, _ = await a_held_month(billing)
    await billing.say("sessions", held(process_id, 2, date(2027, 3, 1)))
    await billing.quiet()
    once = billed(process_id)
    for order, code in (
        (billed(process_id, number="", reason="\u200b"), "number_or_reason_missing"),
        (billed(process_id, period=MARCH), "period_still_open"),
        (billed(process_id, waiting_cents=14700), "waiting_changed"),
        (billed(process_id, period="2027-01", waiting_cents=0), "waiting_changed"),
        (billed(uuid4()), "not_held"),
        (back(once), "unknown_bill"),
    ):
        with pytest.raises(Refusal, match=code):
            await billing.ask(order)
    await billing.ask(once)
    with pytest.raises(Refusal, match="already_billed"):
        await billing.ask(once.model_copy(update={"number": "K-18"}))
    with pytest.raises(Refusal, match="not_held"):
        await billing.ask(billed(process_id))
    payer = Viewer(person_id=uuid4(), role=Role.PAYER, organisation_id=uuid4())
    assert (await billing.ask(ListHandBills(viewer=payer))).bills == []
