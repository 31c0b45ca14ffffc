"""A held month on finance's pages: where it waits, noted as billed by hand, seen afterwards, and taken back."""

import re
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.billing.documents.rulebooks import schemas
from services.messages.billing import (
    BillByHand,
    InvoiceFreed,
    ListDraftItems,
    ListHeldInvoices,
    ListRuns,
    PreviewRun,
    RunBilling,
    TakeBackBill,
)
from services.messages.directory import ChangeOrganisation
from services.messages.envelope import Command
from services.messages.values import Address
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.grown import grown
from tests.house import House
from tests.integration.billing.builders import CUSTOMER, FEBRUARY, FINANCE, MARCH_FIRST, SELLER, the_run
from tests.integration.billing.test_held_invoices import NORWAY
from tests.integration.console.arranged import Arranged
from tests.integration.console.billed import arrange_customer, get, one_held

HELD_MONTH = re.compile(r'href="(/billing/held/[^"]+)"')
TAKE_BACK = re.compile(r'action="(/billing/by-hand/[^"]+)"')
BILL_ID = re.compile(r'name="bill_id" value="([^"]+)"')


@pytest.fixture
async def console(house: House) -> Arranged:
    return Arranged(house, await grown(house, _held))


async def _held(house: House) -> dict[str, UUID]:
    arranged = await arrange_customer(house)
    await house.ask(SELLER)
    told: dict[str, object] = {"organisation_id": uuid4(), "business_id": None, "name": "Ihmiset ry"}
    told |= {"kind": "unregistered", "address": Address.model_validate(NORWAY)}
    group = await house.ask(CUSTOMER.model_copy(update=told))
    await one_held(house, date(2027, 2, 2), organisation_id=group.organisation_id)
    await house.quiet()
    await house.ask(the_run(as_of=MARCH_FIRST))
    return arranged.staff


def path_in(page: str, pattern: re.Pattern[str]) -> str:
    found = pattern.search(page)
    assert found, page
    return found[1]


async def send(console: Arranged, path: str, role: str = "finance", **fields: str) -> tuple[int, str]:
    async with await console.browser(role) as browser:
        answer = await browser.post(path, data=fields)
        page = await browser.get("/billing/runs") if answer.status_code == 303 else answer
    return answer.status_code, page.text


async def test_finance_notes_a_held_month_as_billed_by_hand_and_takes_it_back(console: Arranged) -> None:
    page = await get(console, "/billing/runs")
    path = path_in(page, HELD_MONTH)
    form = await get(console, path)
    typed = {"bill_id": path_in(form, BILL_ID), "waiting_cents": "14800"}
    status, said = await send(console, path, **typed)
    assert status == 422 and "Write your own invoice number" in said
    status, said = await send(console, path, **{**typed, "waiting_cents": "100"}, number="K-17")
    assert status == 422 and "What waits has changed" in said
    status, said = await send(console, path, **typed, number="K-17", reason="Sent on paper")
    assert status == 303 and "K-17" in said and "Sent on paper" in said and "Finance Koivu" in said
    assert (await console.house.ask(ListHeldInvoices(viewer=FINANCE))).held == []
    async with await console.browser("finance") as browser:
        assert (await browser.get(path)).headers["location"] == "/billing/runs"
    status, said = await send(console, path_in(said, TAKE_BACK))
    assert status == 303 and "Taken back" in said and path in said


async def test_who_notes_in_a_second_tab_what_is_noted_already_is_told_so(console: Arranged) -> None:
    path = path_in(await get(console, "/billing/runs"), HELD_MONTH)
    tabs = [{"bill_id": path_in(await get(console, path), BILL_ID)} for _ in range(2)]
    assert (await send(console, path, **tabs[0], waiting_cents="14800", number="K-17"))[0] == 303
    status, said = await send(console, path, **tabs[1], waiting_cents="14800", number="K-18")
    assert status == 409 and "Nothing of this is held any more." in said


async def test_the_months_page_says_what_is_held_and_offers_to_invoice_what_was_mended(
    console: Arranged,
) -> None:
    page = await get(console, f"/billing/runs/{FEBRUARY}")
    assert "Held: no invoice could be made" in page and "Ihmiset ry" in page
    assert "Make the invoices of what waits" in page
    assert "Make the invoices of what waits" not in await get(
        console, f"/billing/runs/{FEBRUARY}", role="coordinator"
    )


async def test_a_line_of_a_held_invoice_is_left_out_and_with_the_last_of_them_the_hold_is_over(
    console: Arranged,
) -> None:
    [held] = (await console.house.ask(ListHeldInvoices(viewer=FINANCE))).held
    page = await get(console, f"/billing/runs/{FEBRUARY}")
    line = path_in(page, re.compile(rf'href="(/billing/runs/{FEBRUARY}/lines/[^"]+)"'))
    assert "Their lines" in page and "Nothing waits." in page
    form = await get(console, line)
    aside = {"aside_id": path_in(form, re.compile(r'name="aside_id" value="([^"]+)"')), "kind": "left_out"}
    status, _page = await send(console, line, **aside, reason="Given as a gift")
    assert status == 303
    page = await get(console, f"/billing/runs/{FEBRUARY}")
    assert "Their lines" not in page and "Given as a gift" in page
    assert (await console.house.ask(ListHeldInvoices(viewer=FINANCE))).held == []
    events = [one for one in await console.house.events("billing") if isinstance(one, InvoiceFreed)]
    assert [one.process_id for one in events] == [held.process_id]


async def test_what_was_mended_stands_with_its_lines_in_what_the_next_run_takes(console: Arranged) -> None:
    [held] = (await console.house.ask(ListHeldInvoices(viewer=FINANCE))).held
    at_home = {"address": CUSTOMER.address, "kind": "association", "business_id": "1234567-1"}
    told = {"organisation_id": held.organisation_id, "changed_by": FOUNDER, "as_of": MARCH_FIRST}
    await console.house.ask(ChangeOrganisation.model_validate(told | at_home))
    draft = await console.house.ask(ListDraftItems(viewer=FINANCE, period=FEBRUARY))
    preview = await console.house.ask(PreviewRun(viewer=FINANCE, period=FEBRUARY))
    waits = {one.period: one.waiting for one in (await console.house.ask(ListRuns(viewer=FINANCE))).runs}
    assert draft.total_cents == preview.net_cents == held.waiting_cents
    assert draft.count == waits[FEBRUARY] == 1
    page = await get(console, f"/billing/runs/{FEBRUARY}")
    assert "Put right: the next run makes it" in page and "Nothing waits." not in page
    assert "Their lines" not in page and f"/lines/{draft.items[0].item_id}" in page


async def test_a_coordinator_sees_what_was_billed_by_hand_and_notes_nothing(console: Arranged) -> None:
    page = await get(console, "/billing/runs", role="coordinator")
    assert "Ihmiset ry" in page and not HELD_MONTH.search(page)
    path = path_in(await get(console, "/billing/runs"), HELD_MONTH)
    await get(console, path, role="coordinator", status=404)
    assert (await send(console, path, role="coordinator", number="K-17"))[0] == 404


async def test_what_is_finances_is_refused_to_others_past_their_pages_too(console: Arranged) -> None:
    """Whoever they say to be; and nothing has changed."""
    (held,) = (await console.house.ask(ListHeldInvoices(viewer=FINANCE))).held
    for who in (console.staff["coordinator"], console.staff["administrator"], uuid4()):
        bill = BillByHand(
            bill_id=uuid4(),
            process_id=held.process_id,
            period=FEBRUARY,
            number="K-17",
            waiting_cents=14800,
            billed_by=who,
            as_of=MARCH_FIRST,
        )
        orders: tuple[Command[Any], ...] = (
            bill,
            TakeBackBill(bill_id=bill.bill_id, taken_back_by=who, as_of=MARCH_FIRST),
            RunBilling(period=FEBRUARY, ordered_by=who, as_of=MARCH_FIRST),
        )
        for order in orders:
            with pytest.raises(Refusal, match="not_yours_to_decide"):
                await console.house.ask(order)
    assert (await console.house.ask(ListHeldInvoices(viewer=FINANCE))).held == [held]


async def test_finance_sees_which_published_rule_was_broken_and_what_is_not_looked_at(
    console: Arranged, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = "update invoice_hold set reason = 'published_rule_broken', rule = 'BR-CO-15'"
    await console.house.rows("billing", broken)
    for told, path in ((["finvoice"], "/billing/runs"), ([], f"/billing/runs/{FEBRUARY}")):
        monkeypatch.setattr(schemas, "missing", lambda _, told=told: told)
        page = await get(console, path)
        assert "BR-CO-15" in page and ("LUOTSI_EINVOICE_DATA" in page) is bool(told)
