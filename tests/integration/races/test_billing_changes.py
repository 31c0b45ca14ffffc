"""What a pause charges and what a changed contract costs is said while the month is invoiced: each thing once."""

from typing import Any
from uuid import UUID

from services.messages.contracts import ContractAmended, ContractSigned
from tests.grown import grown
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    FEBRUARY,
    MARCH_FIRST,
    cancelled,
    not_attended,
    signed,
    the_run,
)
from tests.integration.races.rounds import ROUNDS, came_out, in_turns
from tests.integration.races.test_billing import AT_ONCE, DAY, begun

INVOICED = """
    SELECT item.percent, line.percent AS invoiced_percent, line.net_cents
    FROM billable_item AS item JOIN invoice_line AS line USING (item_id) WHERE credited_by IS NULL
"""


async def invoiced(house: House) -> list[tuple[int, int, int]]:
    """After the month's run and the next one's: nothing waits any more."""
    await house.quiet()
    await house.ask(the_run("2027-03", APRIL_FIRST))
    return [tuple(row.values()) for row in await house.rows("billing", INVOICED)]


async def issued(house: House) -> int:
    """How many are on an invoice by now."""
    return len(await house.rows("billing", INVOICED))


async def test_what_a_pause_charges_while_the_month_is_invoiced_is_invoiced_once(house: House) -> None:
    """The session that it was asked too late for; one that it took out for nothing is on no invoice."""
    await house.open("directory", "intake", "billing")
    for turn in range(ROUNDS):
        contracts = await grown(house, begun)
        charged = [cancelled(one.process_id, 1, DAY, 20) for one in contracts]
        free = [cancelled(one.process_id, 2, DAY, 20, "supervisor") for one in contracts]
        paused = [house.say("sessions", one) for one in (*charged, *free)]
        await in_turns(turn, [house.ask(the_run(FEBRUARY, MARCH_FIRST))], paused)
        first = await issued(house)
        assert await invoiced(house) == [(100, 100, 26500)] * AT_ONCE
        came_out(f"{first} of {AT_ONCE} on the month's own invoice")


async def with_no_shows(house: House) -> list[ContractSigned]:
    """One in each, which the first version charges in full."""
    contracts = await begun(house)
    for one in contracts:
        await house.say("sessions", not_attended(one.process_id, 1, DAY))
    return contracts


def half_for_a_no_show(process_id: UUID) -> ContractAmended:
    """From the day of the session on; the price stays."""
    next_one = signed(process_id, version=2, price_cents=26500, no_show_percent=50).model_dump()
    told: dict[str, Any] = {"supersedes": 1, "effective_from": DAY, "changes": ["no_show_percent"]}
    return ContractAmended.model_validate(next_one | told)


async def test_a_change_of_another_term_and_the_months_run_agree_on_what_is_invoiced(house: House) -> None:
    await house.open("directory", "intake", "billing")
    for turn in range(ROUNDS):
        contracts = await grown(house, with_no_shows)
        changes = [house.say("contracts", half_for_a_no_show(one.process_id)) for one in contracts]
        await in_turns(turn, [house.ask(the_run(FEBRUARY, MARCH_FIRST))], changes)
        rows = await invoiced(house)
        assert len(rows) == AT_ONCE
        assert set(rows) <= {(100, 100, 26500), (50, 50, 13250)}
        came_out(f"{sum(one[0] == 50 for one in rows)} of {AT_ONCE} by the changed terms")
