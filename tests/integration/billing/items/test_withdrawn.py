"""A private person withdraws from a contract in time: what was held is paid for, and nothing else."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from services.messages.contracts import ProcessTerminated
from services.messages.sessions import SessionNotAttended
from tests.house import House
from tests.integration.billing.builders import cancelled, held, invoices, moved, signed, the_run

HELD_ON, LATE_ON, MISSED_ON = date(2027, 2, 1), date(2027, 2, 8), date(2027, 2, 9)
WITHDRAWN = datetime(2027, 2, 10, 9, tzinfo=UTC)


async def ended(house: House, process_id: UUID, *, withdraws: bool) -> None:
    event = ProcessTerminated(
        process_id=process_id,
        version=1,
        by="commissioner",
        last_day=WITHDRAWN.date(),
        ends_at=WITHDRAWN,
        final_review="waived",
        terminated_at=WITHDRAWN,
        withdraws=withdraws,
    )
    await house.say("contracts", event)
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
