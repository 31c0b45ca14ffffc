"""A contract is ended without notice: who may, what is told of it, and that a coordinator's confirmation decides."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.messages.contracts import (
    ConfirmEnding,
    ContractCard,
    EndAtOnce,
    EndingConfirmed,
    EndingToConfirm,
    ProcessTerminated,
)
from services.messages.directory import CorrectCredential
from services.messages.sessions import SeriesCutShort
from services.messages.values import Party, Role
from services.runtime.finland import local_date, working_days_after
from tests.house import House
from tests.integration.contracts.builders import COMMISSIONER, MEMBERS, STRANGER, said, show, signed
from tests.integration.contracts.test_terminating import TOLD, code, previewed, termination
from tests.integration.directory.builders import person, relate

WHY = "Kanarialintu: uhkaus"
LATER = TOLD + timedelta(days=3)


def at_once(card: ContractCard, by: str = "supervisee", **facts: Any) -> EndAtOnce:
    who = {"supervisee": MEMBERS[0], "commissioner": COMMISSIONER, "supervisor": card.parties.supervisor_id}
    order = {"process_id": card.process_id, "by": by, "reason": WHY, "ended_by": who[by], "as_of": TOLD}
    return EndAtOnce.model_validate(order | facts)


def confirmation(card: ContractCard, by: UUID, *, charges: bool, ground: str = "") -> ConfirmEnding:
    order = ConfirmEnding(process_id=card.process_id, charges=charges, confirmed_by=by, as_of=LATER)
    return order.model_copy(update={"ground": ground})


async def a_coordinator(house: House) -> UUID:
    coordinator = await person(house, "Kaisa")
    await relate(house, coordinator, "coordinator")
    return coordinator


async def lapsed(house: House, supervisor_id: UUID) -> None:
    """Their membership ended the day before, as a coordinator says."""
    coordinator = await a_coordinator(house)
    order = {
        "supervisor_id": supervisor_id,
        "kind": "membership",
        "valid_until": local_date(TOLD) - timedelta(days=1),
        "replaces": date(2028, 12, 31),
        "corrected_by": coordinator,
        "as_of": TOLD,
    }
    await house.ask(CorrectCredential.model_validate(order))


async def test_each_party_is_shown_whether_it_may_end_it_at_once_and_a_stranger_may_not(
    contracts: House,
) -> None:
    card = await signed(contracts)
    for person_id, role, may in (
        (COMMISSIONER, Role.COMMISSIONER, []),
        (MEMBERS[0], Role.SUPERVISEE, [Party.SUPERVISEE]),
        (MEMBERS[1], Role.SUPERVISEE, []),
        (card.parties.supervisor_id, Role.SUPERVISOR, [Party.SUPERVISOR]),
        (STRANGER, Role.COORDINATOR, [Party.SUPERVISEE, Party.SUPERVISOR]),
    ):
        assert (await previewed(contracts, card, person_id, role)).at_once_by == may, role
    assert await code(contracts, at_once(card, "commissioner")) == "credentials_in_force"
    assert await code(contracts, at_once(card, "supervisor", reason=" ")) == "reason_missing"
    assert await code(contracts, at_once(card, ended_by=MEMBERS[1])) == "not_yours_to_decide"
    assert await said(contracts, ProcessTerminated) == []
    await lapsed(contracts, card.parties.supervisor_id)
    assert (await previewed(contracts, card, COMMISSIONER, Role.COMMISSIONER)).at_once_by == ["commissioner"]
    await contracts.ask(at_once(card, "commissioner", reason=""))
    [told] = await said(contracts, ProcessTerminated)
    assert (told.by, told.costs, told.stops_at) == (Party.COMMISSIONER, "nothing", TOLD)


async def test_it_ends_at_the_telling_once_and_why_is_told_to_nobody(contracts: House) -> None:
    card = await signed(contracts)
    for _ in range(2):
        await contracts.ask(at_once(card, "supervisor"))
    [told] = await said(contracts, ProcessTerminated)
    assert await said(contracts, EndingToConfirm) == [], "there is nothing to decide"
    assert (told.last_day, told.stops_at, told.costs) == (local_date(TOLD), TOLD, "nothing")
    assert WHY not in told.model_dump_json()
    assert (await show(contracts, card.process_id)).terms.ends_on == local_date(TOLD)
    assert await code(contracts, at_once(card)) == "already_terminated"
    party = await previewed(contracts, card, COMMISSIONER, Role.COMMISSIONER)
    assert (party.how, party.by, party.reason, party.may_confirm) == ("at_once", "supervisor", "", False)
    staff = await previewed(contracts, card, STRANGER, Role.COORDINATOR)
    assert (staff.reason, staff.may_confirm, staff.may_charge) == (WHY, True, False)


async def test_only_what_the_supervisees_end_may_be_paid_for_and_only_a_coordinator_says_so(
    contracts: House,
) -> None:
    card = await signed(contracts)
    coordinator = await a_coordinator(contracts)
    assert await code(contracts, confirmation(card, coordinator, charges=False)) == "nothing_to_confirm"
    await contracts.ask(at_once(card, reason=""))
    [told] = await said(contracts, ProcessTerminated)
    assert told.costs == "by_notice"
    refused = await code(contracts, confirmation(card, MEMBERS[0], charges=False))
    assert refused == "not_yours_to_decide"
    for _ in range(2):
        await contracts.ask(confirmation(card, coordinator, charges=True))
    [confirmed] = await said(contracts, EndingConfirmed)
    assert confirmed.charges
    assert await code(contracts, confirmation(card, coordinator, charges=False)) == "already_confirmed"
    in_other_words = confirmation(card, coordinator, charges=True, ground="Sovittu puhelimessa")
    assert await code(contracts, in_other_words) == "already_confirmed"
    staff = await previewed(contracts, card, STRANGER, Role.COORDINATOR)
    assert (staff.to_confirm, staff.may_confirm, staff.charges) == (False, False, True)


async def test_nobody_pays_where_the_supervisor_ended_it_and_a_coordinator_sees_to_who_is_in_danger(
    contracts: House,
) -> None:
    card = await signed(contracts)
    coordinator = await a_coordinator(contracts)
    await contracts.ask(at_once(card, "supervisor"))
    cut = SeriesCutShort(
        process_id=card.process_id, by=Party.SUPERVISOR, last_day=local_date(TOLD), session_ids=[],
        attendee_ids=[], at_once=True, to_decide=False,
    )  # fmt: skip
    await contracts.say("sessions", cut)
    await contracts.quiet()
    assert [one.act_by for one in await said(contracts, EndingToConfirm)] == [working_days_after(TOLD, 3)]
    assert await code(contracts, confirmation(card, coordinator, charges=True)) == "nobody_pays"
    await contracts.ask(confirmation(card, coordinator, charges=False))
    [confirmed] = await said(contracts, EndingConfirmed)
    assert not confirmed.charges


async def test_one_that_waited_for_it_since_an_earlier_release_is_confirmed_at_no_cost(
    contracts: House,
) -> None:
    card = await signed(contracts)
    coordinator = await a_coordinator(contracts)
    await contracts.ask(at_once(card, "supervisor"))
    await contracts.rows("contracts", "UPDATE termination SET confirmed_at = NULL, charges = NULL")
    assert await code(contracts, confirmation(card, coordinator, charges=True)) == "nobody_pays"
    await contracts.ask(confirmation(card, coordinator, charges=False))
    assert len(await said(contracts, EndingConfirmed)) == 1


@pytest.mark.parametrize("late", [True, False])
async def test_only_what_is_called_off_too_late_for_nothing_gives_a_coordinator_something_to_decide(
    contracts: House, *, late: bool
) -> None:
    card = await signed(contracts)
    coordinator = await a_coordinator(contracts)
    await contracts.ask(at_once(card, reason=""))
    cut = SeriesCutShort(
        process_id=card.process_id, by=Party.SUPERVISEE, last_day=local_date(TOLD), session_ids=[],
        attendee_ids=[], at_once=True, to_decide=late,
    )  # fmt: skip
    await contracts.say("sessions", cut)
    await contracts.quiet()
    waits = await said(contracts, EndingToConfirm)
    assert [one.act_by for one in waits] == [working_days_after(TOLD, 3)] * late
    staff = await previewed(contracts, card, STRANGER, Role.COORDINATOR)
    assert (staff.to_confirm, staff.may_confirm) == (late, late)
    if not late:
        assert await code(contracts, confirmation(card, coordinator, charges=True)) == "nothing_to_confirm"


async def test_what_was_terminated_with_notice_may_still_be_ended_at_once(contracts: House) -> None:
    card = await signed(contracts)
    await contracts.ask(termination(card))
    await contracts.ask(at_once(card, as_of=LATER))
    days = [told.last_day for told in await said(contracts, ProcessTerminated)]
    assert days == [date(2027, 9, 15), local_date(LATER)]
    assert await code(contracts, termination(card)) == "already_terminated"
    later = datetime(2027, 10, 1, 9, tzinfo=UTC)
    assert await code(contracts, at_once(card, as_of=later, reason="muu")) == "already_terminated"
