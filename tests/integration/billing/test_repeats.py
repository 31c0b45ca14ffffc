"""Events come twice, late and in another order: the rows are the same."""

import asyncio
import random
from datetime import date
from uuid import uuid4

from services.messages.envelope import Event, event_subject, owner, snake
from tests.house import House
from tests.integration.billing.builders import ITEMS, cancelled, held, not_attended, signed, the_run
from tests.patience import PATIENCE_S


async def publish(house: House, event: Event, version: int) -> None:
    """As the speaker's relay would; version: the event's place among those of its process."""
    headers = {
        "ce-id": str(uuid4()),
        "ce-source": owner(type(event)),
        "ce-type": snake(type(event).__name__),
        "ce-time": house.clock.now().isoformat(),
        "ce-subject": str(event.aggregate_id),
        "ce-aggversion": str(version),
    }
    await house.jetstream.publish(
        event_subject(type(event)), event.model_dump_json().encode(), headers=headers
    )
    assert owner(type(event)) in ("contracts", "sessions")


async def until_it_waits_for_its_terms(house: House) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not await house.rows("billing", "select 1 from failure where error_type = 'TermsNotKnownYet'"):
            await asyncio.sleep(0.05)


async def test_every_event_three_times_in_any_order_gives_the_same_rows(billing):
    process_id = uuid4()
    contracts = [
        (signed(process_id), 1),
        (signed(process_id, 2, starts_on=date(2027, 2, 15), price_cents=16000, no_show_percent=50), 2),
    ]
    sessions = [
        (held(process_id, 1, date(2027, 2, 2)), 1),
        (cancelled(process_id, 2, date(2027, 2, 9), hours=3), 2),
        (not_attended(process_id, 3, date(2027, 2, 16)), 3),
        (held(process_id, 4, date(2027, 2, 23)), 4),
    ]
    shuffled = random.Random(7).sample(sessions * 3, len(sessions) * 3)
    for event, version in shuffled:
        await publish(billing, event, version)
    await until_it_waits_for_its_terms(billing)
    for event, version in reversed(contracts * 3):
        await publish(billing, event, version)
    await billing.quiet()

    rows = await billing.rows("billing", ITEMS)
    assert [tuple(row) for row in rows] == [
        (1, "held", 1, 100, 14800, "billable"),
        (2, "cancelled", 1, 100, 14800, "billable"),
        (3, "no_show", 2, 50, 16000, "billable"),
        (4, "held", 2, 100, 16000, "billable"),
    ]
    assert await billing.rows("billing", "select * from parked") == []
    assert (await billing.ask(the_run())).issued == 1


async def test_a_new_contract_version_changes_nothing_that_is_invoiced(billing):
    process_id = uuid4()
    await billing.say("contracts", signed(process_id))
    await billing.say("sessions", held(process_id, 1, date(2027, 2, 23)))
    await billing.quiet()
    await billing.ask(the_run())
    await billing.say("contracts", signed(process_id, 2, starts_on=date(2027, 2, 15), price_cents=16000))
    await billing.quiet()
    rows = await billing.rows("billing", ITEMS)
    assert [tuple(row) for row in rows] == [(1, "held", 1, 100, 14800, "invoiced")]


async def test_a_session_recorded_otherwise_than_before_is_parked_and_changes_nothing(billing):
    process_id = uuid4()
    await billing.say("contracts", signed(process_id))
    first = held(process_id, 1, date(2027, 2, 2))
    other = not_attended(process_id, 1, date(2027, 2, 2)).model_copy(update={"session_id": first.session_id})
    await billing.say("sessions", first)
    await billing.quiet()
    await billing.say("sessions", other)
    await billing.say("sessions", held(process_id, 2, date(2027, 2, 9)))
    await billing.quiet()
    parked = await billing.rows("billing", "select reason from parked")
    assert [row["reason"] for row in parked] == ["session_recorded_otherwise"]
    assert [row["kind"] for row in await billing.rows("billing", ITEMS)] == ["held", "held"]


async def test_a_session_without_a_vat_rate_is_parked_before_it_can_stop_a_run(billing):
    process_id = uuid4()
    await billing.say("contracts", signed(process_id, vat_category="X"))
    await billing.quiet()
    await billing.say("sessions", held(process_id, 1, date(2027, 2, 2)))
    await billing.quiet()
    parked = await billing.rows("billing", "select reason from parked")
    assert [row["reason"] for row in parked] == ["vat_rate_missing"]
    assert (await billing.ask(the_run())).issued == 0
