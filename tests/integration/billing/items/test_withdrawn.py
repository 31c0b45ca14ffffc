"""A private person withdraws from a contract in time: what was held is paid for, and nothing else."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from services.messages.billing import CreditInvoice, FindInvoice, InvoiceCredited
from services.messages.sessions import RecordCorrected, SessionCancelled, SessionNotAttended
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    FINANCE,
    cancelled,
    held,
    invoices,
    moved,
    signed,
    terminated,
    the_run,
)

HELD_ON, LATE_ON, MISSED_ON = date(2027, 2, 1), date(2027, 2, 8), date(2027, 2, 9)
WITHDRAWN = datetime(2027, 2, 10, 9, tzinfo=UTC)
MAY_FIRST = datetime(2027, 5, 1, 9, tzinfo=UTC)


async def ended(house: House, process_id: UUID, *, withdraws: bool) -> None:
    await house.say("contracts", terminated(process_id, WITHDRAWN, withdraws=withdraws))
    await house.quiet()


async def recorded(house: House, process_id: UUID) -> None:
    """One is held; one called off and one moved too late, and one to which nobody came."""
    facts = {"process_id": process_id, "session_id": uuid4(), "number": 3, "minutes": 60}
    for event in (
        held(process_id, 1, HELD_ON),
        cancelled(process_id, 2, LATE_ON, 1),
        moved(process_id, 4, LATE_ON, 1),
        SessionNotAttended.model_validate(facts | {"performed_on": MISSED_ON}),
    ):
        await house.say("sessions", event)
    await house.quiet()


@pytest.mark.parametrize("heard_first", ["what became of them", "the withdrawal"])
@pytest.mark.parametrize(("withdraws", "net_cents"), [(True, 14800), (False, 4 * 14800)])
async def test_only_what_was_held_is_invoiced(
    billing: House, heard_first: str, withdraws: bool, net_cents: int
) -> None:
    contract = signed(uuid4(), consumer_price_cents=18574)
    await billing.say("contracts", contract)
    await billing.quiet()
    if heard_first == "the withdrawal":
        await ended(billing, contract.process_id, withdraws=withdraws)
        await recorded(billing, contract.process_id)
    else:
        await recorded(billing, contract.process_id)
        await ended(billing, contract.process_id, withdraws=withdraws)
    report = await billing.ask(the_run())
    assert (report.issued, report.remaining) == (1, 0)
    assert [one.net_cents for one in await invoices(billing)] == [net_cents]


async def test_what_was_invoiced_and_not_held_is_credited_by_itself_and_what_was_held_stays(
    billing: House,
) -> None:
    contract = signed(uuid4(), consumer_price_cents=18574)
    await billing.say("contracts", contract)
    await billing.quiet()
    await recorded(billing, contract.process_id)
    assert (await billing.ask(the_run())).issued == 1
    await ended(billing, contract.process_id, withdraws=True)
    [note] = [one for one in await billing.events("billing") if isinstance(one, InvoiceCredited)]
    [invoice] = await invoices(billing)
    assert note.withdrawn and note.of_invoice_id == invoice.invoice_id
    assert note.gross_cents == 3 * (14800 + 3774)
    shown = await billing.ask(FindInvoice(number=invoice.number, viewer=FINANCE))
    [credit] = shown.credits
    assert shown.card.gross_cents - credit.gross_cents == 14800 + 3774
    # Nothing of it comes back with the next run, and what is recorded as held after all is charged.
    assert (await billing.ask(the_run("2027-03", APRIL_FIRST))).issued == 0
    [missed] = [one for one in await billing.events("sessions") if isinstance(one, SessionNotAttended)]
    await billing.say("sessions", held_after_all(missed))
    await billing.quiet()
    assert (await billing.ask(the_run("2027-04", MAY_FIRST))).issued == 1


async def test_an_end_that_is_no_withdrawal_credits_nothing(billing: House) -> None:
    contract = signed(uuid4(), consumer_price_cents=18574)
    await billing.say("contracts", contract)
    await billing.quiet()
    await recorded(billing, contract.process_id)
    await billing.ask(the_run())
    await ended(billing, contract.process_id, withdraws=False)
    assert [one for one in await billing.events("billing") if isinstance(one, InvoiceCredited)] == []


async def test_what_finance_had_credited_in_part_is_credited_to_its_end_and_its_neighbours_may_come_back(
    billing: House,
) -> None:
    contract = signed(uuid4(), consumer_price_cents=18574)
    await billing.say("contracts", contract)
    await billing.quiet()
    late, neighbour = (cancelled(contract.process_id, number, LATE_ON, 1) for number in (2, 3))
    for one in (late, neighbour):
        await billing.say("sessions", one)
    await billing.quiet()
    await billing.ask(the_run())
    [invoice] = await invoices(billing)
    of_late = "SELECT item_id FROM billable_item WHERE session_id = $1"
    [row] = await billing.rows("billing", of_late, late.session_id)
    part = {"item_id": row["item_id"], "net_cents": 4800}
    order = {"credit_id": uuid4(), "invoice_id": invoice.invoice_id, "lines": [part], "then": "let_go"}
    order |= {"reason": "Sovittu", "ordered_by": FOUNDER, "as_of": APRIL_FIRST}
    await billing.ask(CreditInvoice.model_validate(order))
    await ended(billing, contract.process_id, withdraws=True)
    notes = [one for one in await billing.events("billing") if isinstance(one, InvoiceCredited)]
    assert [one.withdrawn for one in notes] == [False, True]
    assert sum(one.gross_cents for one in notes) == 2 * 14800 + 7548
    assert (await billing.ask(the_run("2027-03", APRIL_FIRST))).issued == 0
    for one in (late, neighbour):
        await billing.say("sessions", held_after_all(one))
    await billing.quiet()
    assert (await billing.ask(the_run("2027-04", MAY_FIRST))).issued == 1
    assert [one.net_cents for one in await invoices(billing)] == [2 * 14800, 14800]


def held_after_all(event: SessionCancelled | SessionNotAttended) -> RecordCorrected:
    facts = {"process_id": event.process_id, "session_id": event.session_id, "number": event.number}
    facts |= {"minutes": 60, "performed_on": event.performed_on, "revision": 1, "status": "held"}
    facts |= {"outcome": "held", "former": "cancelled", "starts_at": WITHDRAWN, "supervisor_id": uuid4()}
    facts |= {"present": 1, "by": "supervisor", "notice_hours": 0, "notice_working_days": 0}
    return RecordCorrected.model_validate(facts | {"changes_charge": True, "corrected_at": APRIL_FIRST})
