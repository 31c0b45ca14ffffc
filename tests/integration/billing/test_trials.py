"""A trial from its sessions to the contract's invoices, to the cent: free, priced, and credited. Groups, 90 minutes."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.messages.billing import BillingReport, ListDraftItems, ShowInvoice
from services.messages.contracts import ContractSigned
from services.messages.intake import TrialPrice
from services.messages.sessions import SessionCancelled, SessionHeld
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    FINANCE,
    MARCH_FIRST,
    cancelled,
    held,
    invoices,
    moved,
    signed,
    the_run,
    trial_agreed,
)

TRIAL_DAY = date(2027, 1, 18)
FEBRUARY_DAY = date(2027, 2, 15)
MARCH_DAY = date(2027, 3, 8)
FEBRUARY_FIRST = datetime(2027, 2, 1, 4, tzinfo=UTC)
GROUP: dict[str, Any] = {
    "audience": "group",
    "duration_minutes": 90,
    "price_cents": 26500,
    "starts_on": date(2027, 2, 1),
    "cancellation_tiers": [
        {"notice_working_days": 5, "percent": 0},
        {"notice_working_days": 0, "percent": 100},
    ],
}
OF_ITEMS = """
    select kind, percent::int as percent, price_cents, waits, settled_by is not null as settled
    from billable_item order by performed_on, kind desc
"""


async def a_trial(house: House, price: TrialPrice) -> ContractSigned:
    """Agreed and held; its contract, which is not signed yet."""
    contract = signed(uuid4(), **GROUP)
    await house.say("contracts", trial_agreed(contract, price, TRIAL_DAY))
    await house.say("sessions", tried(contract.process_id))
    await house.quiet()
    return contract


def tried(process_id: UUID, number: int = 1, day: date = TRIAL_DAY) -> SessionHeld:
    return held(process_id, number, day, 90).model_copy(update={"trial": True})


def late(process_id: UUID, number: int, day: date, by: str = "supervisee") -> SessionCancelled:
    told = cancelled(process_id, number, day, 24, by)
    return told.model_copy(update={"minutes": 90, "notice_working_days": 1})


async def go_on(house: House, contract: ContractSigned, *days: date) -> None:
    """The contract is signed, and its sessions are held."""
    await house.say("contracts", contract)
    for number, day in enumerate(days, 1):
        await house.say("sessions", held(contract.process_id, number, day, 90))
    await house.quiet()


async def of_january(house: House) -> BillingReport:
    return await house.ask(the_run("2027-01", FEBRUARY_FIRST))


async def amounts(house: House) -> list[tuple[int, int, int]]:
    return [(one.number, one.net_cents, one.vat_cents) for one in await invoices(house)]


async def items(house: House) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in await house.rows("billing", OF_ITEMS)]


async def test_a_priced_trial_is_invoiced_as_any_session_and_nothing_is_taken_off_the_year(
    billing: House,
) -> None:
    contract = await a_trial(billing, "normal")
    await of_january(billing)
    await go_on(billing, contract, FEBRUARY_DAY)
    await billing.ask(the_run())
    assert await amounts(billing) == [(1001, 26500, 6758), (1002, 26500, 6758)]


async def test_a_free_trial_is_an_item_of_nothing_and_no_invoice(billing: House) -> None:
    await a_trial(billing, "free")
    report = await of_january(billing)
    assert (report.issued, report.remaining, await invoices(billing)) == (0, 0, [])
    assert await items(billing) == [("held", 0, 26500, False, False)]


async def test_a_credited_trial_pays_the_first_month_and_there_is_neither_document_nor_number(
    billing: House,
) -> None:
    """332.58 in all; the number that February would have had is March's."""
    contract = await a_trial(billing, "credited")
    await of_january(billing)
    await go_on(billing, contract, FEBRUARY_DAY, MARCH_DAY)
    february = await billing.ask(the_run())
    assert (february.issued, february.total_cents, february.remaining) == (0, 0, 0)
    assert await amounts(billing) == [(1001, 26500, 6758)]
    assert await items(billing) == [
        ("trial_credit", 100, 26500, False, True),
        ("held", 100, 26500, False, False),
        ("held", 100, 26500, False, True),
        ("held", 100, 26500, True, False),
    ]
    await billing.ask(the_run("2027-03", APRIL_FIRST))
    assert await amounts(billing) == [(1001, 26500, 6758), (1002, 26500, 6758)]


async def test_what_a_month_does_not_bear_is_taken_off_the_next(billing: House) -> None:
    """Two trial sessions: February's one pays half of the credit, March's two have a line of the rest."""
    contract = await a_trial(billing, "credited")
    await billing.say("sessions", tried(contract.process_id, 2, date(2027, 1, 25)))
    await billing.quiet()
    await of_january(billing)
    await go_on(billing, contract, FEBRUARY_DAY, MARCH_DAY, date(2027, 3, 29))
    await billing.ask(the_run())
    await billing.ask(the_run("2027-03", APRIL_FIRST))
    assert await amounts(billing) == [(1001, 53000, 13515), (1002, 26500, 6758)]
    march = await billing.ask(ShowInvoice(invoice_id=(await invoices(billing))[1].invoice_id, viewer=FINANCE))
    assert [(line.kind, line.trial, line.net_cents) for line in march.lines] == [
        ("held", False, 26500),
        ("held", False, 26500),
        ("trial_credit", True, -26500),
    ]


async def test_trial_and_contract_in_one_month_are_one_invoice_less_the_trial(billing: House) -> None:
    contract = await a_trial(billing, "credited")
    await go_on(billing, contract.model_copy(update={"terms": _earlier(contract)}), date(2027, 1, 29))
    await of_january(billing)
    assert await amounts(billing) == [(1001, 26500, 6758)]


async def test_an_invoice_of_the_trial_alone_takes_nothing_off(billing: House) -> None:
    """Its second session was recorded after the contract's invoice, and is credited on the one after that."""
    contract = await a_trial(billing, "credited")
    await of_january(billing)
    await go_on(billing, contract, FEBRUARY_DAY, date(2027, 2, 22))
    await billing.ask(the_run())
    await billing.say("sessions", tried(contract.process_id, 2, date(2027, 1, 25)))
    await billing.quiet()
    await billing.ask(the_run("2027-03", APRIL_FIRST))
    assert await amounts(billing) == [(1001, 26500, 6758), (1002, 26500, 6758), (1003, 26500, 6758)]


@pytest.mark.parametrize(("by", "percent"), [("supervisee", 100), ("supervisor", 0), ("trial", 0)])
async def test_cancelling_costs_as_in_the_contract_and_nothing_after_a_no(
    billing: House, by: str, percent: int
) -> None:
    contract = await a_trial(billing, "normal")
    told = late(contract.process_id, 2, date(2027, 1, 25), by).model_copy(update={"trial": True})
    await billing.say("sessions", told)
    await billing.quiet()
    assert [row[:2] for row in await items(billing)] == [("held", 100), ("cancelled", percent)]


@pytest.mark.parametrize("price", ["free", "credited"])
async def test_a_late_move_of_the_trial_costs_by_its_price(billing: House, price: TrialPrice) -> None:
    contract = await a_trial(billing, price)
    told = moved(contract.process_id, 2, date(2027, 1, 25), 2, minutes=90, trial=True)
    await billing.say("sessions", told)
    await billing.quiet()
    charged = [row[0] for row in await items(billing) if row[1]]
    assert charged == ([] if price == "free" else ["held", "late_moved"])


async def test_what_comes_again_changes_nothing(billing: House) -> None:
    contract = await a_trial(billing, "credited")
    again = trial_agreed(contract, "credited", TRIAL_DAY)
    await billing.say("contracts", again)
    await of_january(billing)
    await go_on(billing, contract, FEBRUARY_DAY)
    before = await items(billing)
    for _ in range(2):
        await billing.ask(the_run(as_of=MARCH_FIRST))
    assert len(await items(billing)) == len(before) + 1
    assert await amounts(billing) == [(1001, 26500, 6758)]


async def test_a_contract_that_begins_on_the_trial_s_day_does_not_price_it(billing: House) -> None:
    contract = await a_trial(billing, "free")
    await go_on(billing, contract.model_copy(update={"terms": _earlier(contract)}))
    assert [row[1] for row in await items(billing)] == [0]


async def test_what_a_credit_has_settled_is_changed_by_nobody(billing: House) -> None:
    contract = await a_trial(billing, "credited")
    await of_january(billing)
    await go_on(billing, contract, FEBRUARY_DAY)
    await billing.ask(the_run())
    settled = "update billable_item set percent = 50 where settled_by is not null"
    with pytest.raises(asyncpg.RestrictViolationError, match="a credit has settled"):
        await billing.rows("billing", settled)
    drafts = await billing.ask(ListDraftItems(viewer=FINANCE))
    assert drafts.items == []


def _earlier(contract: ContractSigned) -> Any:
    return contract.terms.model_copy(update={"starts_on": TRIAL_DAY})
