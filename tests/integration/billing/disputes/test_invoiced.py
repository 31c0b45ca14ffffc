"""Lines of an invoice are disputed: it stays as it was, and what is taken back has a credit note."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.messages.billing import (
    CREDIT_SERIES,
    CreditedLine,
    CreditInvoice,
    FindInvoice,
    ListDisputes,
)
from services.messages.values import Role, Viewer
from services.runtime.finland import local_date, next_banking_day
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    FEBRUARY,
    FINANCE,
    MARCH_FIRST,
    ORGANISATION,
    held,
    signed,
    the_run,
)
from tests.integration.billing.disputes.acts import code, decision, dispute, heard, item_of, payer, run


async def test_an_invoice_stays_as_it_was_and_its_lines_are_disputed_for_fourteen_days(
    billing: House,
) -> None:
    process_id, who = uuid4(), await payer(billing)
    one = held(process_id, 1, date(2027, 2, 8))
    await heard(billing, one, contract=signed(process_id))
    item_id = await item_of(billing, one.session_id)
    await run(billing, FEBRUARY, MARCH_FIRST)
    late = dispute(process_id, item_id, who, as_of=MARCH_FIRST + timedelta(days=15))
    assert await code(billing, late) == "dispute_too_late"
    [line] = (await billing.ask(FindInvoice(number=1001, viewer=FINANCE))).lines
    assert line.disputable_until == local_date(MARCH_FIRST + timedelta(days=14))
    last = dispute(process_id, item_id, who, as_of=MARCH_FIRST + timedelta(days=14))
    await billing.ask(last)
    await billing.ask(decision(last.dispute_id, "upheld", percent=100, as_of=APRIL_FIRST))
    [item] = await billing.rows("billing", "SELECT percent FROM billable_item")
    assert item["percent"] == 100
    viewer = Viewer(person_id=who, role=Role.PAYER, organisation_id=ORGANISATION)
    [card] = (await billing.ask(ListDisputes(viewer=viewer))).disputes
    assert (card.outcome, card.percent, card.ground) == ("upheld", 100, "Kuultu molempia.")
    assert card.items[0].invoice_number == 1001 and not card.may_resolve
    issued = await billing.ask(FindInvoice(number=1001, viewer=viewer))
    [note] = issued.credits
    assert (note.document_number, note.gross_cents) == ("H1001", issued.card.gross_cents)
    assert (await billing.ask(the_run("2027-03", APRIL_FIRST))).issued == 0


async def test_while_a_line_is_disputed_the_others_are_owed_and_then_it_is_due_seven_days_later_at_least(
    billing: House,
) -> None:
    process_id, who = uuid4(), await payer(billing)
    sessions = [held(process_id, number, date(2027, 2, 7 + number)) for number in (1, 2, 3)]
    await heard(billing, *sessions, contract=signed(process_id))
    await run(billing, FEBRUARY, MARCH_FIRST)
    viewer = Viewer(person_id=who, role=Role.PAYER, organisation_id=ORGANISATION)
    asked = FindInvoice(number=1001, viewer=viewer)
    issued = await billing.ask(asked)
    assert issued.owed is None
    one, gross = issued.card.gross_cents // 3, issued.card.gross_cents
    items = [await item_of(billing, session.session_id) for session in sessions[:2]]
    first, second = [dispute(process_id, item, who, as_of=MARCH_FIRST) for item in items]
    for order in (first, second):
        await billing.ask(order)
    owed = (await billing.ask(asked)).owed
    assert owed and (owed.disputed_cents, owed.undisputed_cents, owed.due_on) == (
        2 * one,
        gross - 2 * one,
        None,
    )
    await billing.ask(decision(first.dispute_id, as_of=APRIL_FIRST))
    await billing.ask(decision(second.dispute_id, "upheld", percent=100, as_of=APRIL_FIRST))
    owed = (await billing.ask(asked)).owed
    held_days = local_date(APRIL_FIRST) - local_date(MARCH_FIRST)
    assert owed and (owed.disputed_cents, owed.undisputed_cents) == (0, gross - one)
    assert owed.due_on == next_banking_day(issued.card.due_on + held_days)


@pytest.mark.parametrize(("percent", "by_dispute"), [(100, 11840), (50, 5920)])
async def test_a_dispute_is_decided_over_what_a_credit_by_hand_has_left(
    billing: House, percent: int, by_dispute: int
) -> None:
    process_id, who = uuid4(), await payer(billing)
    one = held(process_id, 1, date(2027, 2, 8))
    await heard(billing, one, contract=signed(process_id))
    item_id = await item_of(billing, one.session_id)
    await run(billing, FEBRUARY, MARCH_FIRST)
    opened = dispute(process_id, item_id, who, as_of=MARCH_FIRST)
    await billing.ask(opened)
    issued = await billing.ask(FindInvoice(number=1001, viewer=FINANCE))
    by_hand = CreditInvoice(
        credit_id=uuid4(),
        invoice_id=issued.card.invoice_id,
        lines=[CreditedLine(item_id=item_id, net_cents=2960)],
        then="let_go",
        reason="Sovittu puhelimessa.",
        ordered_by=FOUNDER,
        as_of=MARCH_FIRST,
    )
    await billing.ask(by_hand)
    meanwhile = await billing.ask(FindInvoice(number=1001, viewer=FINANCE))
    assert meanwhile.to_pay and (meanwhile.to_pay.cents, meanwhile.to_pay.bar_code) == (0, "")
    await billing.ask(decision(opened.dispute_id, "upheld", percent=percent, as_of=APRIL_FIRST))
    issued = await billing.ask(FindInvoice(number=1001, viewer=FINANCE))
    notes = [
        await billing.ask(FindInvoice(number=number, series=CREDIT_SERIES, viewer=FINANCE))
        for number in (1001, 1002)
    ]
    assert [note.card.net_cents for note in notes] == [2960, by_dispute]
    assert issued.lines[0].left_cents == 14800 - 2960 - by_dispute
    rest = issued.card.gross_cents - sum(note.card.gross_cents for note in notes)
    assert issued.to_pay and issued.owed and issued.to_pay.cents == issued.owed.undisputed_cents == rest
    if percent == 100:
        assert sum(note.card.gross_cents for note in notes) == issued.card.gross_cents
