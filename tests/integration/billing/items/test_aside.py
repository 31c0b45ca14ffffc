"""Lines that finance keeps from being invoiced: held, or left out for good, with a reason and the way back."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.billing import (
    BillingReport,
    ItemAside,
    ListDraftItems,
    ListItemsAside,
    ListRuns,
    PreviewRun,
    SetItemAside,
    TakeItemBack,
)
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    FEBRUARY,
    FINANCE,
    MARCH_FIRST,
    held,
    invoices,
    signed,
    the_run,
)


async def two_sessions(house: House) -> list[UUID]:
    """Their items, of one process."""
    process_id = uuid4()
    await house.say("contracts", signed(process_id))
    for number, day in ((1, date(2027, 2, 2)), (2, date(2027, 2, 9))):
        await house.say("sessions", held(process_id, number, day))
    await house.quiet()
    draft = await house.ask(ListDraftItems(viewer=FINANCE, period=FEBRUARY))
    return [one.item_id for one in draft.items]


def setting(item_id: UUID, kind: Any = "held", **facts: Any) -> SetItemAside:
    told = {"aside_id": uuid4(), "reason": "The order is on its way", "set_by": FOUNDER, "as_of": MARCH_FIRST}
    return SetItemAside(item_id=item_id, kind=kind, **told | facts)


def back(order: SetItemAside) -> TakeItemBack:
    return TakeItemBack(aside_id=order.aside_id, taken_back_by=FOUNDER, as_of=MARCH_FIRST)


async def aside(house: House, period: str | None = FEBRUARY) -> list[ItemAside]:
    told = await house.ask(ListItemsAside(viewer=FINANCE, period=period))
    assert told.count == len(told.items) and told.net_cents == sum(one.net_cents for one in told.items)
    return told.items


async def test_a_held_line_is_invoiced_once_it_is_taken_back(billing: House) -> None:
    first, second = await two_sessions(billing)
    await billing.ask(order := setting(first))
    await billing.ask(order)
    draft = await billing.ask(ListDraftItems(viewer=FINANCE, period=FEBRUARY))
    assert [one.item_id for one in draft.items] == [second]
    preview = await billing.ask(PreviewRun(viewer=FINANCE, period=FEBRUARY))
    assert [(one.lines, one.net_cents) for one in preview.customers] == [(1, 14800)]
    [shown] = await aside(billing)
    assert (shown.kind, shown.reason, shown.net_cents, shown.number) == (
        "held",
        "The order is on its way",
        14800,
        1,
    )
    assert await billing.ask(the_run()) == BillingReport(
        period=FEBRUARY, issued=1, total_cents=18574, remaining=0
    )
    await billing.ask(back(order))
    await billing.ask(back(order))
    assert await aside(billing, None) == []
    report = await billing.ask(the_run("2027-03", as_of=APRIL_FIRST))
    assert (report.issued, report.total_cents) == (1, 18574)
    assert [one.lines for one in await invoices(billing)] == [1, 1]


async def test_a_line_that_is_left_out_never_waits_until_it_is_taken_back(billing: House) -> None:
    first, _ = await two_sessions(billing)
    await billing.ask(order := setting(first, "left_out", reason="Given as a gift"))
    waits = await billing.ask(ListDraftItems(viewer=FINANCE))
    assert waits.count == 1
    await billing.ask(the_run())
    [run] = (await billing.ask(ListRuns(viewer=FINANCE))).runs
    assert (run.waiting, run.invoices, run.net_cents) == (0, 1, 14800)
    assert [(one.kind, one.reason) for one in await aside(billing)] == [("left_out", "Given as a gift")]
    assert await aside(billing, "2027-03") == []
    await billing.ask(back(order))
    assert (await billing.ask(ListDraftItems(viewer=FINANCE))).count == 1


async def test_nothing_is_set_aside_twice_without_a_reason_or_by_a_stranger(billing: House) -> None:
    first, second = await two_sessions(billing)

    async def refused(order: SetItemAside | TakeItemBack) -> str:
        with pytest.raises(Refusal) as found:
            await billing.ask(order)
        return found.value.code

    assert await refused(setting(first, reason=" ")) == "reason_missing"
    assert await refused(setting(first, set_by=uuid4())) == "not_yours_to_decide"
    assert await refused(setting(uuid4())) == "unknown_item"
    await billing.ask(order := setting(first))
    assert await refused(setting(first, "left_out")) == "already_aside"
    assert await refused(order.model_copy(update={"reason": "Another"})) == "already_aside"
    assert await refused(back(setting(first))) == "unknown_aside"
    await billing.ask(the_run())
    assert await refused(setting(second)) == "not_waiting"
    stranger = Viewer(person_id=uuid4(), role=Role.SUPERVISOR)
    assert (await billing.ask(ListItemsAside(viewer=stranger))).items == []


async def test_a_line_is_aside_or_invoiced_and_never_both(billing: House) -> None:
    first, _ = await two_sessions(billing)
    run, put = await asyncio.gather(
        billing.ask(the_run()), billing.ask(setting(first)), return_exceptions=True
    )
    assert isinstance(run, BillingReport)
    lines = await billing.rows("billing", "SELECT FROM invoice_line WHERE item_id = $1", first)
    is_aside = bool(await aside(billing))
    assert (len(lines), is_aside) in ((1, False), (0, True))
    assert isinstance(put, Refusal) is not is_aside
