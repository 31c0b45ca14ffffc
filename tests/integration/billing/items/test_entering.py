"""Items that come of no session: entered at the terms of their day, invoiced beside the sessions, withdrawn before."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.billing import (
    BillByHand,
    BillingReport,
    EnteredItem,
    EnterItem,
    ItemKind,
    ListDraftItems,
    ListEnteredItems,
    ListHeldInvoices,
    SetItemAside,
    ShowInvoice,
    ShowInvoicePdf,
    ShowTravelPrice,
    WithdrawItem,
)
from services.messages.contracts import ProcessPaused, ProcessTerminated
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    FEBRUARY,
    FINANCE,
    MARCH_FIRST,
    SIGNED,
    a_held_session,
    held,
    invoices,
    signed,
    the_run,
)
from tests.integration.billing.test_amended import amended
from tests.integration.billing.test_documents import text_of

DAY = date(2027, 2, 2)


def entering(process_id: UUID, kind: str = "material", **facts: Any) -> EnterItem:
    told = {"item_id": uuid4(), "performed_on": DAY, "price_cents": 1990, "entered_by": FOUNDER}
    return EnterItem.model_validate(
        {"process_id": process_id, "kind": kind, "as_of": MARCH_FIRST} | told | facts
    )


def withdrawing(order: EnterItem) -> WithdrawItem:
    return WithdrawItem(item_id=order.item_id, withdrawn_by=FOUNDER, as_of=MARCH_FIRST)


async def code(house: House, order: Any) -> str:
    with pytest.raises(Refusal) as found:
        await house.ask(order)
    return found.value.code


async def a_process(house: House) -> UUID:
    process_id = await a_held_session(house)
    await house.quiet()
    return process_id


async def entered(house: House, **which: Any) -> list[EnteredItem]:
    told = await house.ask(ListEnteredItems(**{"viewer": FINANCE} | which))
    assert told.count == len(told.items)
    return told.items


async def test_each_kind_stands_on_the_invoice_in_its_own_words(billing: House) -> None:
    process_id = await a_process(billing)
    note = "Agreed with Maija on the phone"
    await billing.ask(entering(process_id, "travel", quantity=84, price_cents=60, note=note))
    await billing.ask(entering(process_id, "travel_time", quantity=90, price_cents=4500, note=note))
    await billing.ask(entering(process_id, "material", quantity=3, note=note))
    await billing.ask(entering(process_id, "fixed_fee", price_cents=12000, note=note))
    await billing.ask(entering(process_id, "correction", quantity=-1, price_cents=1500, note=note))
    draft = (await billing.ask(ListDraftItems(viewer=FINANCE, period=FEBRUARY))).items
    assert sorted(one.net_cents for one in draft) == [-1500, 5040, 5970, 6750, 12000, 14800]
    assert await billing.ask(the_run()) == BillingReport(
        period=FEBRUARY, issued=1, total_cents=54040, remaining=0
    )
    (card,) = await invoices(billing)
    shown = await billing.ask(ShowInvoice(invoice_id=card.invoice_id, viewer=FINANCE))
    assert {one.kind for one in shown.lines} == {ItemKind.HELD, *(ItemKind(one) for one in KINDS)}
    document = await billing.ask(ShowInvoicePdf(invoice_id=card.invoice_id, viewer=FINANCE))
    text = text_of(document.pdf)
    for words in (
        "Resa, kilometer",
        "84 km",
        "Restid, 90 min",
        "Material",
        "3 st.",
        "Fast avgift",
        "Rättelse",
    ):
        assert words in text
    assert "Maija" not in text and "None" not in text
    assert {one.state for one in await entered(billing)} == {"invoiced"}


KINDS = ("travel", "travel_time", "material", "fixed_fee", "correction")


async def test_the_same_sent_twice_is_one_and_otherwise_it_is_refused(billing: House) -> None:
    process_id = await a_process(billing)
    order = entering(process_id)
    await asyncio.gather(billing.ask(order), billing.ask(order))
    assert [(one.quantity, one.price_cents, one.state) for one in await entered(billing)] == [
        (1, 1990, "waits")
    ]
    for other in ({"quantity": 2}, {"kind": "fixed_fee"}, {"price_cents": 1991}, {"note": "Another"}):
        assert await code(billing, order.model_copy(update=other)) == "already_entered"


async def test_what_cannot_be_is_refused(billing: House) -> None:
    process_id = await a_process(billing)
    for facts, wanted in (
        ({"process_id": uuid4()}, "unknown_process"),
        ({"performed_on": date(2027, 1, 14)}, "outside_the_contract"),
        ({"performed_on": date(2027, 3, 2)}, "in_the_future"),
        ({"quantity": -1}, "quantity_wrong"),
        ({"price_cents": None}, "price_not_said"),
        ({"entered_by": uuid4()}, "not_yours_to_decide"),
    ):
        assert await code(billing, entering(process_id).model_copy(update=facts)) == wanted
    after_the_end = datetime(2028, 1, 10, tzinfo=UTC)
    late: dict[str, Any] = {"performed_on": date(2027, 12, 16), "as_of": after_the_end}
    assert await code(billing, entering(process_id, **late)) == "outside_the_contract"
    assert await entered(billing) == []


async def test_the_term_ends_when_it_is_said_to_end(billing: House) -> None:
    process_id = await a_process(billing)
    at, after = datetime(2027, 12, 20, 6, tzinfo=UTC), datetime(2028, 1, 10, tzinfo=UTC)
    day = date(2027, 12, 20)
    paused = ProcessPaused(
        process_id=process_id,
        version=1,
        by="supervisor",
        from_day=date(2027, 5, 1),
        until_day=date(2027, 5, 6),
        paused_at=SIGNED,
        stops_at=SIGNED,
        goes_on_at=SIGNED,
        ask_again_at=None,
        ends_on=day,
        ends_at=at,
        continuation_reminders_at=[],
    )
    await billing.say("contracts", paused)
    await billing.quiet()
    await billing.ask(entering(process_id, performed_on=day, as_of=after))
    sooner = ProcessTerminated(
        process_id=process_id,
        version=1,
        by="commissioner",
        last_day=date(2027, 6, 30),
        ends_at=datetime(2027, 6, 30, 6, tzinfo=UTC),
        final_review="waived",
        terminated_at=SIGNED,
    )
    await billing.say("contracts", sooner)
    await billing.quiet()
    late: dict[str, Any] = {"performed_on": date(2027, 7, 1), "as_of": after}
    assert await code(billing, entering(process_id, **late)) == "outside_the_contract"
    await billing.ask(entering(process_id, performed_on=date(2027, 6, 30), as_of=after))


async def test_it_has_the_terms_of_its_day(billing: House) -> None:
    process_id = await a_process(billing)
    await billing.say("contracts", amended(process_id, date(2027, 2, 20)))
    await billing.quiet()
    for day in (DAY, date(2027, 2, 25)):
        await billing.ask(entering(process_id, performed_on=day))
    rows = await billing.rows(
        "billing",
        "select terms_version from billable_item where kind = 'material' order by performed_on",
    )
    assert [row["terms_version"] for row in rows] == [1, 2]


async def test_what_is_withdrawn_is_on_no_invoice(billing: House) -> None:
    process_id = await a_process(billing)
    await billing.ask(order := entering(process_id))
    await billing.ask(withdrawing(order))
    await billing.ask(withdrawing(order))
    report = await billing.ask(the_run())
    assert (report.issued, report.total_cents) == (1, 18574)
    assert [one.state for one in await entered(billing, process_id=process_id)] == ["withdrawn"]
    assert await code(billing, withdrawing(entering(process_id))) == "unknown_item"
    stranger = withdrawing(order).model_copy(update={"withdrawn_by": uuid4()})
    assert await code(billing, stranger) == "not_yours_to_decide"


async def test_what_is_aside_or_invoiced_is_not_withdrawn(billing: House) -> None:
    process_id = await a_process(billing)
    await billing.ask(first := entering(process_id))
    await billing.ask(second := entering(process_id))
    reason = {"aside_id": uuid4(), "kind": "held", "reason": "The order is on its way", "set_by": FOUNDER}
    await billing.ask(SetItemAside.model_validate({"item_id": first.item_id, "as_of": MARCH_FIRST} | reason))
    assert await code(billing, withdrawing(first)) == "already_aside"
    await billing.ask(the_run())
    assert await code(billing, withdrawing(second)) == "not_waiting"
    shown = {one.item_id: one.state for one in await entered(billing, period=FEBRUARY)}
    assert shown == {first.item_id: "aside", second.item_id: "invoiced"}
    assert await entered(billing, period="2027-03") == []


@pytest.mark.parametrize("cents", [14800, 20000])
async def test_a_correction_never_makes_a_document_of_nothing_or_less(billing: House, cents: int) -> None:
    """It waits, finance is told, and the next month's sessions bear it."""
    process_id = await a_process(billing)
    await billing.ask(entering(process_id, "correction", quantity=-1, price_cents=cents))
    assert (await billing.ask(the_run())).issued == 0
    (one,) = (await billing.ask(ListHeldInvoices(viewer=FINANCE))).held
    assert (one.reason, one.waiting_cents) == ("nothing_to_pay", 14800 - cents)
    await billing.say("sessions", held(process_id, 2, date(2027, 3, 9)))
    await billing.quiet()
    assert (await billing.ask(the_run("2027-03", APRIL_FIRST))).issued == 1
    (card,) = await invoices(billing)
    assert card.net_cents == 2 * 14800 - cents


async def test_a_month_of_less_than_nothing_can_be_billed_by_hand(billing: House) -> None:
    process_id = await a_process(billing)
    await billing.ask(entering(process_id, "correction", quantity=-1, price_cents=20000))
    await billing.ask(the_run())
    bill = BillByHand(
        bill_id=uuid4(),
        process_id=process_id,
        period=FEBRUARY,
        reason="Settled with the next contract",
        waiting_cents=-5200,
        billed_by=FOUNDER,
        as_of=MARCH_FIRST,
    )
    await billing.ask(bill)
    assert (await billing.ask(ListHeldInvoices(viewer=FINANCE))).held == []
    assert [one.state for one in await entered(billing)] == ["billed_by_hand"]


async def test_withdrawn_or_invoiced_and_never_both(billing: House) -> None:
    process_id = await a_process(billing)
    await billing.ask(order := entering(process_id))
    run, back = await asyncio.gather(
        billing.ask(the_run()), billing.ask(withdrawing(order)), return_exceptions=True
    )
    assert isinstance(run, BillingReport)
    [shown] = await entered(billing)
    assert shown.state == ("invoiced" if isinstance(back, Refusal) else "withdrawn")


async def test_only_those_who_see_prices_see_what_was_entered(billing: House) -> None:
    process_id = uuid4()
    await billing.say("contracts", signed(process_id))
    await billing.quiet()
    await billing.ask(entering(process_id, note="For finance"))
    for role, sees in ((Role.COORDINATOR, 1), (Role.SUPERVISOR, 0), (Role.COMMISSIONER, 0), (Role.PAYER, 0)):
        viewer = Viewer(person_id=uuid4(), role=role)
        assert len(await entered(billing, viewer=viewer)) == sees
    assert (await billing.ask(ShowTravelPrice(on=date(2026, 2, 2)))).cents == 55
