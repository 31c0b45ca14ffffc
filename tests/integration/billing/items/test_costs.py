"""What a process costs: invoiced, recorded, planned; to who sees its prices."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.billing import PlannedCharge, ProcessCost, ShowCost
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.billing.builders import (
    FINANCE,
    MARCH_FIRST,
    ORGANISATION,
    a_held_session,
    held,
    signed,
    the_run,
)
from tests.integration.billing.test_amended import amended
from tests.integration.billing.test_credits import crediting, shown
from tests.integration.billing.test_trials import FEBRUARY_DAY, a_trial, go_on, of_january

PAYER = Viewer(person_id=uuid4(), role=Role.PAYER, organisation_id=ORGANISATION)


async def cost(
    house: House, process_id: UUID, *planned: PlannedCharge, viewer: Viewer = PAYER
) -> ProcessCost:
    return await house.ask(ShowCost(process_id=process_id, planned=list(planned), viewer=viewer))


def on(day: date, minutes: int = 60) -> PlannedCharge:
    return PlannedCharge(performed_on=day, minutes=minutes)


async def test_what_is_invoiced_what_waits_and_what_is_planned_stand_apart(billing: House) -> None:
    process_id = await a_held_session(billing)
    await billing.quiet()
    billing.move_clock(MARCH_FIRST)
    await billing.ask(the_run())
    await billing.say("sessions", held(process_id, 2, date(2027, 3, 2)))
    await billing.quiet()
    told = await cost(billing, process_id, on(date(2027, 4, 6)), on(date(2027, 5, 4)))
    assert told == ProcessCost(invoiced_cents=14800, waiting_cents=14800, to_come_cents=29600)
    await billing.ask(crediting(await shown(billing, 1001)))
    await billing.quiet()
    told = await cost(billing, process_id)
    assert (told.invoiced_cents, told.to_come_cents) == (0, 0)


async def test_a_planned_session_has_the_price_of_the_version_of_its_day(billing: House) -> None:
    process_id = uuid4()
    await billing.say("contracts", signed(process_id))
    await billing.say("contracts", amended(process_id, date(2027, 6, 1)))
    await billing.quiet()
    told = await cost(billing, process_id, on(date(2027, 5, 31)), on(date(2027, 6, 1)))
    assert told.to_come_cents == 14800 + 28000
    assert (await cost(billing, process_id, on(date(2027, 6, 1), 90))).to_come_cents is None


async def test_a_private_person_is_told_it_with_the_tax(billing: House) -> None:
    contract = signed(uuid4(), consumer_price_cents=18574)
    await billing.say("contracts", contract)
    await billing.say("sessions", held(contract.process_id, 1, date(2027, 2, 2)))
    await billing.quiet()
    told = await cost(billing, contract.process_id, on(date(2027, 3, 2)))
    assert (told.with_vat, told.waiting_cents, told.to_come_cents) == (True, 18574, 18574)


async def test_a_credited_trial_is_taken_off_what_its_contract_costs_from_the_go_on(billing: House) -> None:
    """A trial of 265.00, then sessions of 265.00: what is taken off is told until an invoice has it, and no more than
    the contract bears.
    """
    contract = await a_trial(billing, "credited")
    planned = [on(date(2027, month, 8), 90) for month in (3, 4)]
    before = await cost(billing, contract.process_id)
    assert (before.waiting_cents, before.trial_credit_cents) == (26500, 0)
    await go_on(billing, contract)
    told = await cost(billing, contract.process_id, *planned)
    assert (told.waiting_cents, told.to_come_cents, told.trial_credit_cents) == (26500, 53000, 26500)
    assert (await cost(billing, contract.process_id)).trial_credit_cents == 0
    await of_january(billing)
    assert (await cost(billing, contract.process_id, *planned)).trial_credit_cents == 26500
    await billing.say("sessions", held(contract.process_id, 1, FEBRUARY_DAY, 90))
    await billing.quiet()
    assert (await cost(billing, contract.process_id)).trial_credit_cents == 26500
    billing.move_clock(MARCH_FIRST)
    await billing.ask(the_run())
    told = await cost(billing, contract.process_id, *planned)
    assert (told.invoiced_cents, told.waiting_cents, told.trial_credit_cents) == (26500, 0, 0)


@pytest.mark.parametrize(
    "viewer",
    [
        Viewer(person_id=uuid4(), role=Role.SUPERVISEE),
        Viewer(person_id=uuid4(), role=Role.SUPERVISOR),
        Viewer(person_id=uuid4(), role=Role.PAYER, organisation_id=uuid4()),
    ],
)
async def test_who_sees_no_prices_of_it_is_told_nothing(billing: House, viewer: Any) -> None:
    process_id = await a_held_session(billing)
    await billing.quiet()
    for asked in (process_id, uuid4()):
        with pytest.raises(Refusal, match="unknown_process"):
            await cost(billing, asked, viewer=viewer)
    assert (await cost(billing, process_id, viewer=FINANCE)).waiting_cents == 14800
