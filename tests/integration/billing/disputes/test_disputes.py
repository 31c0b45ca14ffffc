"""What is disputed is held until it is decided, then charged once, at what is left."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from services.messages.billing import (
    DisputeOpened,
    DisputeResolved,
    ListDisputes,
    ListInvoicedSessions,
    OpenDispute,
    ShowInvoice,
)
from services.messages.values import Role, Viewer
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    FEBRUARY,
    FINANCE,
    MARCH_FIRST,
    cancelled,
    held,
    invoices,
    not_attended,
    signed,
)
from tests.integration.billing.disputes.acts import (
    OPENED,
    code,
    decision,
    dispute,
    everybody_was_there,
    heard,
    item_of,
    payer,
    run,
)

__all__ = ["everybody_was_there"]
pytestmark = pytest.mark.usefixtures("everybody_was_there")


async def test_what_is_disputed_passes_the_run_and_comes_with_the_next_once_at_what_is_left(
    billing: House,
) -> None:
    process_id, who = uuid4(), await payer(billing)
    sessions = [held(process_id, number, date(2027, 2, 7 + number)) for number in (1, 2, 3)]
    await heard(billing, *sessions, contract=signed(process_id))
    item_id = await item_of(billing, sessions[1].session_id)
    order = dispute(process_id, item_id, who, words="Ei se niin mennyt.")
    for _ in range(2):
        await billing.ask(order)
    assert await code(billing, dispute(process_id, item_id, who)) == "already_disputed"
    assert await run(billing, FEBRUARY, MARCH_FIRST) == 2 * 14800 + 7548
    await billing.ask(decision(order.dispute_id, "upheld", percent=50))
    assert await code(billing, decision(order.dispute_id)) == "already_resolved"
    assert await run(billing, "2027-03", APRIL_FIRST) == 7400 + 1887
    await billing.quiet()
    told = [
        one for one in await billing.events("billing") if isinstance(one, DisputeOpened | DisputeResolved)
    ]
    assert [type(one).__name__ for one in told] == ["DisputeOpened", "DisputeResolved"]
    assert not {"words", "ground"} & {name for one in told for name in one.model_dump()}


async def test_upheld_in_full_is_never_invoiced_and_rejected_in_full(billing: House) -> None:
    process_id, who = uuid4(), await payer(billing)
    sessions = [held(process_id, number, date(2027, 2, 7 + number)) for number in (1, 2)]
    await heard(billing, *sessions, contract=signed(process_id))
    first, second = [dispute(process_id, await item_of(billing, one.session_id), who) for one in sessions]
    for order in (first, second):
        await billing.ask(order)
    assert await run(billing, FEBRUARY, MARCH_FIRST) == 0
    await billing.ask(decision(first.dispute_id, "upheld", percent=100))
    await billing.ask(decision(second.dispute_id))
    assert await run(billing, "2027-03", APRIL_FIRST) == 14800 + 3774


async def test_who_may_dispute_and_who_decides(billing: House) -> None:
    process_id, who = uuid4(), await payer(billing)
    contract = signed(process_id)
    [member] = contract.parties.supervisee_ids
    one, free = held(process_id, 1, date(2027, 2, 8)), held(process_id, 2, date(2027, 2, 9))
    await heard(billing, one, free, contract=contract)
    item_id = await item_of(billing, one.session_id)
    assert await code(billing, dispute(process_id, item_id, uuid4())) == "not_yours_to_decide"
    assert await code(billing, dispute(process_id, uuid4(), who)) == "unknown_item"
    assert await code(billing, dispute(uuid4(), item_id, who)) == "unknown_item"
    order = dispute(process_id, item_id, member)
    await billing.ask(order)
    for refused, told in (
        ("not_yours_to_decide", {"resolved_by": who}),
        ("ground_missing", {"ground": ""}),
        ("percent_missing", {"outcome": "upheld"}),
        ("percent_of_nothing", {"outcome": "rejected", "percent": 50}),
        ("cost_changed", {"seen_cents": 0}),
    ):
        assert await code(billing, decision(order.dispute_id, **told)) == refused
    assert await code(billing, decision(uuid4())) == "unknown_dispute"
    own = Viewer(person_id=member, role=Role.SUPERVISEE)
    other = Viewer(person_id=uuid4(), role=Role.SUPERVISEE)
    [shown] = (await billing.ask(ListDisputes(viewer=own))).disputes
    assert (shown.prices_hidden, [item.net_cents for item in shown.items]) == (True, [0])
    finance = Viewer(person_id=uuid4(), role=Role.FINANCE)
    [whole] = (await billing.ask(ListDisputes(viewer=finance))).disputes
    assert (whole.prices_hidden, [item.net_cents > 0 for item in whole.items]) == (False, [True])
    assert (await billing.ask(ListDisputes(viewer=other))).disputes == []
    seen = sum(item.net_cents for item in whole.items)
    await billing.ask(decision(order.dispute_id, seen_cents=seen))
    await run(billing, FEBRUARY, MARCH_FIRST)
    assert await code(billing, dispute(process_id, item_id, member)) == "not_yours_to_decide"


async def test_a_decision_is_exact_where_it_leaves_no_whole_percent(billing: House) -> None:
    """Half of the price of a late cancellation, of which a quarter is not owed."""
    process_id, who = uuid4(), await payer(billing)
    tiers = [{"notice_hours": 48, "percent": 0}, {"notice_hours": 0, "percent": 50}]
    late = cancelled(process_id, 1, date(2027, 2, 8), 20)
    await heard(billing, late, contract=signed(process_id, price_cents=26500, cancellation_tiers=tiers))
    order = dispute(process_id, await item_of(billing, late.session_id), who)
    await billing.ask(order)
    await billing.ask(decision(order.dispute_id, "upheld", percent=25))
    assert await run(billing, "2027-03", APRIL_FIRST) == 9938 + 2534
    [invoice] = await invoices(billing)
    [line] = (await billing.ask(ShowInvoice(viewer=FINANCE, invoice_id=invoice.invoice_id))).lines
    assert (line.percent, line.net_cents) == (Decimal("37.5"), 9938)


async def test_what_costs_nothing_is_not_disputed(billing: House) -> None:
    process_id, who = uuid4(), await payer(billing)
    in_time = cancelled(process_id, 1, date(2027, 2, 8), hours=500)
    await heard(billing, in_time, contract=signed(process_id))
    order = dispute(process_id, await item_of(billing, in_time.session_id), who)
    assert await code(billing, order) == "nothing_to_dispute"


async def test_a_supervisee_is_told_of_what_may_still_be_disputed_and_of_no_other_item(
    billing: House,
) -> None:
    process_id = uuid4()
    contract = signed(process_id)
    [member] = contract.parties.supervisee_ids
    missed, late = (
        not_attended(process_id, 1, date(2027, 2, 8)),
        cancelled(process_id, 2, date(2027, 2, 9), 2),
    )
    free = cancelled(process_id, 3, date(2027, 2, 10), 2, "supervisor")
    await heard(billing, missed, late, free, contract=contract)
    query = ListInvoicedSessions(process_id=process_id, viewer=Viewer(person_id=member, role=Role.SUPERVISEE))
    open_ones = (await billing.ask(query)).open_items
    assert [one.session_id for one in open_ones] == [missed.session_id, late.session_id]
    facts = {"dispute_id": uuid4(), "process_id": process_id, "item_ids": [open_ones[0].item_id]}
    order = OpenDispute.model_validate(facts | {"claim": "wrong_kind", "opened_by": member, "as_of": OPENED})
    await billing.ask(order)
    assert [one.session_id for one in (await billing.ask(query)).open_items] == [late.session_id]
    await run(billing, FEBRUARY, MARCH_FIRST)
    assert (await billing.ask(query)).open_items == []
