"""What an end at once has called off is held until a coordinator has confirmed it, and then costs what was said."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from services.messages.billing import LateChangeCharged, ListDraftItems
from services.messages.contracts import EndingConfirmed
from services.messages.values import Role, Viewer
from tests.house import House
from tests.integration.billing.builders import APRIL_FIRST, ITEMS, cancelled, invoices, signed, the_run

LATE, IN_TIME = (1, date(2027, 2, 2), 20), (2, date(2027, 2, 23), 500)


async def ended(house: House) -> UUID:
    """By the supervisees, of a manager's contract: a session 20 hours before it, and one 500 hours before."""
    process_id = uuid4()
    await house.say("contracts", signed(process_id))
    for number, day, hours in (LATE, IN_TIME):
        await house.say("sessions", cancelled(process_id, number, day, hours, "end_at_once"))
    await house.quiet()
    return process_id


async def items(house: House) -> list[tuple[int, int, str]]:
    return [(one["number"], one["percent"], one["status"]) for one in await house.rows("billing", ITEMS)]


async def unconfirmed(house: House, process_id: UUID) -> list[tuple[int | None, date, int]]:
    """As the coordinator who is to confirm it is shown it."""
    coordinator = Viewer(person_id=uuid4(), role=Role.COORDINATOR)
    asked = ListDraftItems(viewer=coordinator, process_id=process_id, unconfirmed=True)
    found = await house.ask(asked)
    return [(one.number, one.performed_on, one.net_cents) for one in found.items]


async def told_of_charges(house: House) -> list[tuple[int, str, int]]:
    events = [one for one in await house.events("billing") if isinstance(one, LateChangeCharged)]
    return [(one.number, one.by, one.net_cents) for one in events]


async def confirm(house: House, process_id: UUID, *, charges: bool) -> None:
    await house.say("contracts", EndingConfirmed(process_id=process_id, charges=charges))
    await house.quiet()


@pytest.mark.parametrize("charges", [True, False])
async def test_nothing_is_invoiced_before_it_is_confirmed_and_then_what_was_said(
    billing: House, charges: bool
) -> None:
    process_id = await ended(billing)
    report = await billing.ask(the_run())
    assert (report.issued, report.remaining) == (0, 0)
    assert await items(billing) == [(1, 100, "billable"), (2, 0, "not_billable")]
    assert await unconfirmed(billing, process_id) == [(1, date(2027, 2, 2), 14800)]
    assert await told_of_charges(billing) == []
    await confirm(billing, process_id, charges=charges)
    assert await told_of_charges(billing) == ([(1, "end_at_once", 14800)] if charges else [])
    await billing.ask(the_run("2027-03", APRIL_FIRST))
    assert await unconfirmed(billing, process_id) == []
    first = (1, 100, "invoiced") if charges else (1, 0, "not_billable")
    assert await items(billing) == [first, (2, 0, "not_billable")]
    assert [one.net_cents for one in await invoices(billing)] == ([14800] if charges else [])


@pytest.mark.parametrize("charges", [True, False])
async def test_it_does_not_matter_whether_the_confirmation_or_the_sessions_are_heard_of_first(
    billing: House, charges: bool
) -> None:
    process_id = uuid4()
    await billing.say("contracts", signed(process_id))
    await confirm(billing, process_id, charges=charges)
    await billing.say("sessions", cancelled(process_id, *LATE, "end_at_once"))
    await billing.quiet()
    assert await items(billing) == [(1, 100, "billable") if charges else (1, 0, "not_billable")]
    assert await told_of_charges(billing) == ([(1, "end_at_once", 14800)] if charges else [])


async def test_a_late_change_is_told_whichever_side_made_it_and_nothing_that_costs_nothing(
    billing: House,
) -> None:
    process_id = uuid4()
    await billing.say("contracts", signed(process_id))
    day = date(2027, 2, 2)
    for number, by in enumerate(("supervisee", "commissioner", "supervisor", "end", "end_at_once"), start=1):
        await billing.say("sessions", cancelled(process_id, number, day, 20, by))
    await billing.say("sessions", cancelled(process_id, 6, day, 500, "commissioner"))
    await billing.quiet()
    assert await told_of_charges(billing) == [(1, "supervisee", 14800), (2, "commissioner", 14800)]
