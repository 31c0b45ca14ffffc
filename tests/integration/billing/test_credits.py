"""Credit notes: what is taken back, what becomes of it, and what stays as it was issued."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.billing.invoices import bar_codes
from services.messages.billing import (
    CREDIT_SERIES,
    CreditedLine,
    CreditInvoice,
    FindInvoice,
    InvoiceCredited,
    InvoiceShown,
    ListDraftItems,
    ListInvoices,
    ShowElectronicInvoice,
    ShowInvoicePdf,
)
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    FINANCE,
    MARCH_FIRST,
    held,
    invoices,
    signed,
    the_run,
)
from tests.integration.billing.customers.test_customers import wants
from tests.integration.billing.test_corrections import a_session, corrected, hold, waiting
from tests.integration.billing.test_held_invoices import said


async def an_invoice(house: House, sessions: int = 1) -> InvoiceShown:
    process_id = uuid4()
    await house.say("contracts", signed(process_id))
    for number in range(1, sessions + 1):
        await house.say("sessions", held(process_id, number, date(2027, 2, number)))
    await house.quiet()
    await house.ask(the_run())
    return await shown(house, 1001)


async def shown(house: House, number: int, series: str = "invoices") -> InvoiceShown:
    return await house.ask(FindInvoice(number=number, series=series, viewer=FINANCE))


def crediting(of: InvoiceShown, parts: dict[str, int] | None = None, **facts: Any) -> CreditInvoice:
    told = {"credit_id": uuid4(), "then": "bill_again", "reason": "Väärä hinta."} | facts
    lines = [CreditedLine(item_id=UUID(item), net_cents=cents) for item, cents in (parts or {}).items()]
    return CreditInvoice(
        invoice_id=of.card.invoice_id, lines=lines, ordered_by=FOUNDER, as_of=MARCH_FIRST, **told
    )


async def test_what_is_credited_whole_is_billed_again_and_the_invoice_stays_as_it_was(billing: House) -> None:
    first = await an_invoice(billing)
    order = crediting(first)
    await billing.ask(order)
    await billing.ask(order)
    note = await shown(billing, 1001, CREDIT_SERIES)
    assert (note.card.kind, note.card.document_number, note.preceding) == ("credit_note", "H1001", 1001)
    assert (note.card.gross_cents, note.card.reference) == (first.card.gross_cents, None)
    again = await shown(billing, 1001)
    assert again.card.credited_cents == first.card.gross_cents
    assert (
        again.card.model_copy(update={"credited_cents": 0}),
        [line.net_cents for line in again.lines],
    ) == (
        first.card,
        [line.net_cents for line in first.lines],
    )
    assert ([one.document_number for one in again.credits], again.lines[0].left_cents) == (["H1001"], 0)
    assert (await billing.ask(ListDraftItems(viewer=FINANCE))).count == 1
    report = await billing.ask(the_run("2027-03", APRIL_FIRST))
    assert report.issued == 1
    assert [one.number for one in await invoices(billing)] == [1001, 1002]
    [event] = await said(billing, InvoiceCredited)
    assert (event.of_number, event.gross_cents) == (1001, first.card.gross_cents)


async def test_what_is_credited_is_recorded_otherwise_and_billed_so_once(billing: House) -> None:
    session = await a_session(billing)
    await billing.ask(the_run())
    with pytest.raises(Refusal, match="already_invoiced"):
        await billing.ask(hold(session.session_id))
    first = await shown(billing, 1001)
    await billing.ask(crediting(first))
    await billing.ask(hold(session.session_id))
    assert (await billing.ask(the_run())).issued == 0
    await billing.say("sessions", corrected(session, held_minutes=44))
    await billing.quiet()
    assert await waiting(billing) == [("held", 45, 10500)]
    report = await billing.ask(the_run("2027-03", APRIL_FIRST))
    assert (report.issued, report.total_cents) == (1, 10500 + 2678)
    assert (await billing.ask(the_run("2027-03", APRIL_FIRST))).issued == 0
    second, again = await shown(billing, 1002), await shown(billing, 1001)
    assert [(one.item_id, one.net_cents) for one in second.lines] == [(first.lines[0].item_id, 10500)]
    assert [one.net_cents for one in again.lines] == [
        14800
    ] and again.card.gross_cents == first.card.gross_cents
    with pytest.raises(Refusal, match="already_invoiced"):
        await billing.ask(hold(session.session_id, revision=2))


async def test_what_was_credited_and_is_not_charged_after_all_is_on_no_invoice(billing: House) -> None:
    session = await a_session(billing)
    await billing.ask(the_run())
    await billing.ask(crediting(await shown(billing, 1001)))
    await billing.ask(hold(session.session_id))
    off = {"outcome": "cancelled", "status": "cancelled", "cancelled_by": "supervisor"}
    await billing.say("sessions", corrected(session, **off))
    await billing.quiet()
    report = await billing.ask(the_run("2027-03", APRIL_FIRST))
    assert (report.issued, report.remaining, await waiting(billing)) == (0, 0, [])


async def test_parts_that_end_in_the_whole_are_exactly_its_vat_and_more_is_refused(billing: House) -> None:
    first = await an_invoice(billing, sessions=3)
    items = [str(line.item_id) for line in first.lines]
    await billing.ask(crediting(first, {items[0]: 3333}))
    with pytest.raises(Refusal, match="credited_too_much"):
        await billing.ask(crediting(first, {items[0]: 14800 - 3333 + 1}))
    await billing.ask(crediting(first, {items[0]: 1111, items[1]: 7777}))
    assert (await billing.ask(ListDraftItems(viewer=FINANCE))).count == 0
    await billing.ask(crediting(first, then="let_go"))
    with pytest.raises(Refusal, match="nothing_to_credit"):
        await billing.ask(crediting(first))
    notes = (await billing.ask(ListInvoices(viewer=FINANCE, series=CREDIT_SERIES))).invoices
    assert [one.number for one in notes] == [1001, 1002, 1003]
    assert sum(one.vat_cents for one in notes) == first.card.vat_cents
    assert sum(one.gross_cents for one in notes) == first.card.gross_cents


async def test_what_is_left_to_pay_is_the_invoice_less_its_credit_notes_to_the_cent(billing: House) -> None:
    """One euro of 148.00: its tax is 0.255, and that of the rest 37.485; both would be rounded up."""
    invoice = await an_invoice(billing)
    assert invoice.to_pay and invoice.paper and invoice.to_pay.bar_code == invoice.paper.bar_code
    [line] = invoice.lines
    await billing.ask(crediting(invoice, {str(line.item_id): 100}))
    found = await shown(billing, invoice.card.number)
    assert (found.card.gross_cents, found.card.credited_cents) == (18574, 126)
    assert found.to_pay and (found.to_pay.cents, bar_codes.read(found.to_pay.bar_code).cents) == (
        18448,
        18448,
    )
    assert [one.credited_cents for one in await invoices(billing)] == [126]
    await billing.ask(crediting(invoice))
    found = await shown(billing, invoice.card.number)
    assert found.to_pay and (found.to_pay.cents, found.to_pay.bar_code) == (0, "")
    assert (await shown(billing, 1001, "credit_notes")).to_pay is None


async def test_what_is_let_go_is_billed_to_nobody_and_why_is_kept(billing: House) -> None:
    first = await an_invoice(billing)
    await billing.ask(crediting(first, then="let_go", reason="Sovittu."))
    report = await billing.ask(the_run("2027-03", APRIL_FIRST))
    assert (report.issued, report.remaining) == (0, 0)
    (row,) = await billing.rows("billing", "select let_go, waits from billable_item")
    assert (row["let_go"], row["waits"]) == ("Sovittu.", False)


async def test_what_was_let_go_in_part_is_not_billed_again_with_the_rest(billing: House) -> None:
    invoice = await an_invoice(billing, sessions=2)
    first = invoice.lines[0].item_id
    await billing.ask(crediting(invoice, {str(first): 1000}, then="let_go"))
    for parts in (None, {str(first): 13800}):
        with pytest.raises(Refusal, match="part_let_go"):
            await billing.ask(crediting(invoice, parts))
    await billing.ask(crediting(invoice, {str(first): 13800}, then="let_go"))
    await billing.ask(crediting(invoice))
    assert await waiting(billing) == [("held", 60, 14800)], "the second line alone"


async def test_a_credit_note_is_there_in_every_format(billing: House) -> None:
    await wants(billing, order_number="4500AB12")
    await billing.ask(crediting(await an_invoice(billing)))
    note = await shown(billing, 1001, CREDIT_SERIES)
    pdf = await billing.ask(ShowInvoicePdf(invoice_id=note.card.invoice_id, viewer=FINANCE))
    assert pdf.document_number == "H1001" and pdf.pdf
    assert [form.obstacle for form in note.electronic] == [None, None]
    for form in note.electronic:
        query = ShowElectronicInvoice(invoice_id=note.card.invoice_id, wanted=form.wanted, viewer=FINANCE)
        assert (await billing.ask(query)).xml


async def test_the_same_id_with_other_words_and_a_credit_of_a_credit_are_refused(billing: House) -> None:
    first = await an_invoice(billing)
    order = crediting(first)
    await billing.ask(order)
    with pytest.raises(Refusal, match="already_credited"):
        await billing.ask(order.model_copy(update={"reason": "Muu syy."}))
    note = await shown(billing, 1001, CREDIT_SERIES)
    with pytest.raises(Refusal, match="unknown_invoice"):
        await billing.ask(crediting(note))
    with pytest.raises(Refusal, match="not_yours_to_decide"):
        await billing.ask(crediting(first).model_copy(update={"ordered_by": uuid4()}))


async def test_a_credit_note_that_would_break_a_rule_takes_no_number(billing: House) -> None:
    first = await an_invoice(billing)
    await billing.rows("billing", "update seller set bic = 'NDEASESS'")
    with pytest.raises(Refusal, match="invoice_not_right"):
        await billing.ask(crediting(first))
    await billing.rows("billing", "update seller set bic = 'NDEAFIHH'")
    await billing.ask(crediting(first))
    assert (await shown(billing, 1001, CREDIT_SERIES)).card.number == 1001


async def test_of_two_who_credit_all_of_it_at_once_one_does(billing: House) -> None:
    first = await an_invoice(billing)
    orders = [crediting(first) for _ in range(4)]
    done = await asyncio.gather(*map(billing.ask, orders), return_exceptions=True)
    refused = [one for one in done if isinstance(one, Refusal)]
    assert [one.code for one in refused] == ["nothing_to_credit"] * 3
    numbers = await billing.rows("billing", "select value from invoice_counter where series = 'credit_notes'")
    assert [row["value"] for row in numbers] == [1001]


async def test_what_was_credited_is_never_changed(billing: House) -> None:
    await billing.ask(crediting(await an_invoice(billing)))
    for statement in (
        "update credit_line set net_cents = 1",
        "delete from credit_line",
        "truncate credit_line",
    ):
        with pytest.raises(Exception, match="issued invoices are never changed"):
            await billing.rows("billing", statement)
