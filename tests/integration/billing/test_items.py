"""Items have a life of their own: without a session, on one live line at a time, free again when it is credited."""

from datetime import date
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.billing.invoices.whose import recipients
from services.messages.billing import ENTERED_KINDS, ItemKind, ListDraftItems, ShowInvoice, ShowInvoicePdf
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    FEBRUARY,
    FINANCE,
    ITEMS,
    a_credit_note,
    a_held_session,
    an_item_of_no_session,
    held,
    invoices,
    signed,
    the_run,
)
from tests.integration.billing.test_documents import text_of

CREDIT = "update invoice_line set credited_by = $1"


async def an_invoiced_session(house: House) -> UUID:
    process_id = await a_held_session(house)
    await house.quiet()
    await house.ask(the_run())
    return process_id


async def statuses(house: House) -> list[str]:
    return [row["status"] for row in await house.rows("billing", ITEMS)]


async def test_an_item_without_a_session_is_invoiced_beside_the_others(billing: House) -> None:
    process_id = await a_held_session(billing)
    await billing.quiet()
    item_id = await an_item_of_no_session(billing, process_id, date(2027, 2, 1))
    draft = (await billing.ask(ListDraftItems(viewer=FINANCE))).items
    assert [(one.session_id is None, one.number, one.minutes, one.net_cents) for one in draft] == [
        (True, None, None, 5000),
        (False, 1, 60, 14800),
    ]
    await billing.ask(the_run())
    (card,) = await invoices(billing)
    assert (card.lines, card.net_cents, card.vat_cents) == (2, 19800, 5049)
    shown = await billing.ask(ShowInvoice(invoice_id=card.invoice_id, viewer=FINANCE))
    first, second = shown.lines
    assert (first.item_id, first.number, first.minutes, first.kind) == (item_id, None, None, ItemKind.HELD)
    assert (second.number, second.minutes) == (1, 60)
    document = await billing.ask(ShowInvoicePdf(invoice_id=card.invoice_id, viewer=FINANCE))
    text = text_of(document.pdf)
    assert "träff 1, 60 min" in text and "None" not in text


async def test_a_new_contract_version_leaves_what_came_of_no_session_at_its_own_price(billing: House) -> None:
    process_id = await a_held_session(billing, date(2027, 2, 20))
    await billing.quiet()
    await an_item_of_no_session(billing, process_id, date(2027, 2, 20))
    await billing.say("contracts", signed(process_id, 2, starts_on=date(2027, 2, 15), price_cents=16000))
    await billing.quiet()
    rows = await billing.rows("billing", ITEMS)
    assert [(row["number"], row["terms_version"], row["price_cents"]) for row in rows] == [
        (1, 2, 16000),
        (None, 1, 5000),
    ]


async def test_what_became_of_a_session_is_one_item(billing: House) -> None:
    await a_held_session(billing)
    await billing.quiet()
    for kind in set(ItemKind) - {ItemKind.LATE_MOVED, ItemKind.TRIAL_CREDIT} - ENTERED_KINDS:
        with pytest.raises(asyncpg.UniqueViolationError, match="one_outcome_a_session"):
            await billing.rows(
                "billing",
                """insert into billable_item select (jsonb_populate_record(item, jsonb_build_object(
                   'item_id', gen_random_uuid(), 'kind', $1::text))).* from billable_item as item""",
                kind.value,
            )


async def test_an_invoiced_item_is_not_changed_by_anybody(billing: House) -> None:
    await an_invoiced_session(billing)
    for change in ("update billable_item set percent = 50", "delete from billable_item"):
        with pytest.raises(asyncpg.RestrictViolationError, match="an invoiced item is never changed"):
            await billing.rows("billing", change)
    assert await statuses(billing) == ["invoiced"]


async def test_a_credited_line_frees_its_item_for_another_line(billing: House) -> None:
    await an_invoiced_session(billing)
    await billing.rows("billing", CREDIT, await a_credit_note(billing))
    assert await statuses(billing) == ["billable"]
    await billing.rows("billing", "update billable_item set percent = 50")
    draft = (await billing.ask(ListDraftItems(viewer=FINANCE))).items
    assert [(one.percent, one.net_cents) for one in draft] == [(50, 7400)]

    assert (await billing.ask(the_run("2027-03", APRIL_FIRST))).issued == 1
    assert [(one.number, one.net_cents) for one in await invoices(billing)] == [(1001, 14800), (1002, 7400)]
    lines = await billing.rows("billing", "select net_cents, credited_by from invoice_line order by line_id")
    assert [(line["net_cents"], line["credited_by"] is None) for line in lines] == [
        (14800, False),
        (7400, True),
    ]
    assert await statuses(billing) == ["invoiced"]


async def test_a_line_is_credited_once_by_a_credit_note_and_keeps_its_amounts(billing: House) -> None:
    await an_invoiced_session(billing)
    (invoice,) = await invoices(billing)
    note = await a_credit_note(billing)
    for change, credit in (
        (CREDIT, invoice.invoice_id),
        (CREDIT, uuid4()),
        (f"{CREDIT}, net_cents = 0", note),
        (f"{CREDIT}, invoice_id = $1", note),
    ):
        with pytest.raises(asyncpg.RestrictViolationError, match="never changed"):
            await billing.rows("billing", change, credit)
    await billing.rows("billing", CREDIT, note)
    for again in (await a_credit_note(billing, 1002), None):
        with pytest.raises(asyncpg.RestrictViolationError, match="never changed"):
            await billing.rows("billing", CREDIT, again)


async def test_a_process_may_have_two_invoices_of_one_month_and_an_item_is_on_one(
    billing: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recipients, "MOST_AT_ONCE", 1)
    first, second = sorted([await a_held_session(billing), await a_held_session(billing)])
    await billing.quiet()
    assert (await billing.ask(the_run())).remaining == 1
    await billing.say("sessions", held(first, 2, date(2027, 2, 27)))
    await billing.quiet()
    reports = [await billing.ask(the_run()) for _ in range(4)]
    assert [(one.issued, one.remaining) for one in reports] == [(1, 1), (1, 0), (0, 0), (0, 0)]
    issued = [(one.process_id, one.period, one.lines) for one in await invoices(billing)]
    assert sorted(issued) == [(first, FEBRUARY, 1), (first, FEBRUARY, 1), (second, FEBRUARY, 1)]
    assert await statuses(billing) == ["invoiced"] * 3
