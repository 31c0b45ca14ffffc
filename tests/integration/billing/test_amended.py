"""A contract is changed: each session costs what its day's version says, and what is invoiced stays."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.messages.contracts import ContractAmended
from services.runtime.finland import morning_of
from tests.house import House
from tests.integration.billing.builders import held, invoices, signed, the_run

SIGNED_ON = datetime(2027, 5, 20, 9, tzinfo=UTC)
FROM = date(2027, 6, 1)


def amended(process_id: UUID, effective_from: date = FROM, **numbers: Any) -> ContractAmended:
    first = signed(process_id, version=2, price_cents=28000, **numbers).model_dump()
    told = {"supersedes": 1, "effective_from": effective_from, "changes": ["price_cents"]}
    return ContractAmended.model_validate(first | told | {"signed_at": SIGNED_ON})


async def test_may_costs_the_old_price_and_june_the_new_one(billing: House) -> None:
    process_id = uuid4()
    await billing.say("contracts", signed(process_id, price_cents=26500))
    await billing.say("contracts", amended(process_id))
    days = (date(2027, 5, 17), date(2027, 6, 7), date(2027, 6, 28))
    for number, day in enumerate(days, start=7):
        await billing.say("sessions", held(process_id, number, day))
    await billing.quiet()
    await billing.ask(the_run("2027-05", datetime(2027, 6, 1, 4, tzinfo=UTC)))
    await billing.ask(the_run("2027-06", datetime(2027, 7, 1, 4, tzinfo=UTC)))
    found = sorted((one.net_cents, one.vat_cents) for one in await invoices(billing))
    assert found == [(26500, 6758), (56000, 14280)]


async def test_the_last_day_of_the_old_price_and_of_a_month_are_in_it(billing: House) -> None:
    process_id = uuid4()
    await billing.say("contracts", signed(process_id, price_cents=26500))
    await billing.say("contracts", amended(process_id))
    for number, day in ((8, FROM - timedelta(days=1)), (9, FROM)):
        await billing.say("sessions", held(process_id, number, day))
    await billing.quiet()
    for period, at in (("2027-05", FROM), ("2027-06", date(2027, 7, 1))):
        await billing.ask(the_run(period, morning_of(at)))
    found = [(one.period, one.net_cents) for one in await invoices(billing)]
    assert sorted(found) == [("2027-05", 26500), ("2027-06", 28000)]


async def test_what_is_on_an_invoice_stays_and_what_is_not_is_priced_again(billing: House) -> None:
    """The run and the change may come in either order: an item has one price, or its line has."""
    process_id = uuid4()
    await billing.say("contracts", signed(process_id, price_cents=26500))
    await billing.say("sessions", held(process_id, 8, date(2027, 6, 7)))
    await billing.quiet()
    await billing.ask(the_run("2027-06", datetime(2027, 7, 1, 4, tzinfo=UTC)))
    await billing.say("sessions", held(process_id, 9, date(2027, 7, 5)))
    await billing.say("contracts", amended(process_id))
    await billing.quiet()
    await billing.ask(the_run("2027-07", datetime(2027, 8, 2, 4, tzinfo=UTC)))
    rows = await billing.rows(
        "billing", "select session_number, price_cents, terms_version from billable_item order by 1"
    )
    assert [tuple(row.values()) for row in rows] == [(8, 26500, 1), (9, 28000, 2)]
    assert sorted(one.net_cents for one in await invoices(billing)) == [26500, 28000]


async def test_a_change_and_a_session_that_come_at_once_agree_on_the_price(billing: House) -> None:
    """By two streams, in two transactions: neither looks past the other."""
    several = [uuid4() for _ in range(10)]
    for process_id in several:
        await billing.say("contracts", signed(process_id, price_cents=26500))
    await billing.quiet()
    for process_id in several:
        await billing.say("contracts", amended(process_id))
        await billing.say("sessions", held(process_id, 8, date(2027, 6, 7)))
    await billing.quiet()
    rows = await billing.rows("billing", "select price_cents, terms_version from billable_item")
    assert [tuple(row.values()) for row in rows] == [(28000, 2)] * 10
