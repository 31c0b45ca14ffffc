"""What part of its price a session costs that was not held: to whom it is told, and as long as it stands."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.billing import ListSessionShares
from services.messages.sessions import ShowSession
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.billing.builders import ORGANISATION, cancelled, held, not_attended, signed
from tests.integration.billing.disputes.acts import decision, dispute, heard, item_of, to_who_was_there

PAYER = Viewer(person_id=uuid4(), role=Role.PAYER, organisation_id=ORGANISATION)
DAY = date(2027, 2, 9)


async def shares(house: House, process_id: UUID, viewer: Viewer = PAYER) -> dict[UUID, Any]:
    told = await house.ask(ListSessionShares(process_id=process_id, viewer=viewer))
    return {one.session_id: one.percent for one in told.shares}


async def test_who_sees_prices_reads_what_is_charged_of_what_was_not_held(billing: House) -> None:
    process_id = uuid4()
    late, in_time, nobody = (
        cancelled(process_id, 1, DAY, 2),
        cancelled(process_id, 2, DAY, 500),
        not_attended(process_id, 3, DAY),
    )
    await heard(billing, late, in_time, nobody, held(process_id, 4, DAY), contract=signed(process_id))
    assert await shares(billing, process_id) == {late.session_id: 100, nobody.session_id: 100}


async def test_of_what_costs_nothing_as_nobody_came_that_is_told(billing: House) -> None:
    process_id = uuid4()
    nobody = not_attended(process_id, 1, DAY)
    await heard(billing, nobody, contract=signed(process_id, no_show_percent=0))
    assert await shares(billing, process_id) == {nobody.session_id: 0}


async def test_what_is_not_decided_is_not_told(billing: House) -> None:
    process_id = uuid4()
    nobody = not_attended(process_id, 1, DAY)
    by_end = cancelled(process_id, 2, DAY, 2, "end_at_once")
    contract = signed(process_id)
    await heard(billing, nobody, by_end, contract=contract)
    [member] = contract.parties.supervisee_ids
    await billing.stand_in(ShowSession, to_who_was_there(member, {nobody.session_id}))
    order = dispute(process_id, await item_of(billing, nobody.session_id), member)
    await billing.ask(order)
    assert await shares(billing, process_id) == {}
    await billing.ask(decision(order.dispute_id, outcome="upheld", percent=50))
    assert await shares(billing, process_id) == {nobody.session_id: Decimal(50)}


async def test_a_member_reads_it_of_their_own_days_alone(billing: House) -> None:
    process_id = uuid4()
    own, other = (not_attended(process_id, number, DAY) for number in (1, 2))
    contract = signed(process_id)
    await heard(billing, own, other, contract=contract)
    [member] = contract.parties.supervisee_ids
    await billing.stand_in(ShowSession, to_who_was_there(member, {own.session_id}))
    viewer = Viewer(person_id=member, role=Role.SUPERVISEE)
    assert await shares(billing, process_id, viewer) == {own.session_id: 100}


@pytest.mark.parametrize(
    "stranger",
    [
        Viewer(person_id=uuid4(), role=Role.SUPERVISEE),
        Viewer(person_id=uuid4(), role=Role.COMMISSIONER, organisation_id=uuid4()),
        Viewer(person_id=uuid4(), role=Role.ADMINISTRATOR),
    ],
)
async def test_nobody_else_is_told(billing: House, stranger: Viewer) -> None:
    process_id = uuid4()
    await heard(billing, not_attended(process_id, 1, DAY), contract=signed(process_id))
    with pytest.raises(Refusal) as refused:
        await shares(billing, process_id, stranger)
    assert refused.value.code == "unknown_process"
