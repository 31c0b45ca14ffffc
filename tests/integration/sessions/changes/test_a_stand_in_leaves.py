"""Who stands in leaves before their time is over: what they would still hold goes to who comes back, and no more."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from services.messages.contracts import ContractCard, ProcessPaused
from services.messages.sessions import ListFreeTimes, ReplanSession, SessionCancelled, SessionReplanned
from services.messages.values import Role
from services.runtime.finland import local_date
from tests.grown import copied
from tests.house import House
from tests.integration.contracts.builders import said as said_of_contracts
from tests.integration.directory.builders import person, relate
from tests.integration.sessions.builders import hours, said, viewer
from tests.integration.sessions.changes.test_a_supervisor_leaves import ending, looking
from tests.integration.sessions.changes.test_handing_over import (
    AGREED,
    UNTIL,
    live,
    mondays,
    proposal,
    signed_by_members_and_new,
)
from tests.integration.sessions.changes.test_pausing import listed

SOON = date(2027, 5, 23)
"""A Sunday: on the Monday after it who comes back is in time for session 7, a fortnight before the eighth."""
TUESDAY = 1
LATER = AGREED + timedelta(hours=1)


@copied
async def standing_in(house: House, until_day: date = SOON) -> tuple[ContractCard, UUID]:
    """Sessions 6 and 7, of 26.4. and 17.5., are the other's, who stands in until the day."""
    contract, other, _ = await mondays(house)
    draft = await house.ask(proposal(contract, other, until_day=until_day))
    await signed_by_members_and_new(house, draft)
    return contract, other


async def test_what_who_stands_in_would_still_hold_is_planned_again_with_who_comes_back(
    sessions: House,
) -> None:
    contract, other = await standing_in(sessions)
    first = contract.parties.supervisor_id
    before = {one.number: one for one in live(await listed(sessions, contract))}
    [open_one] = (await sessions.ask(looking(other))).processes
    assert (open_one.sessions_after, open_one.first_after) == (1, date(2027, 5, 17))
    comes_after = open_one.comes_after_id, open_one.comes_after_from
    assert open_one.settled and comes_after == (first, SOON + timedelta(days=1))
    for _time in range(2):
        await sessions.ask(ending(other, as_of=LATER))
        await sessions.quiet()
    now = {one.number: one for one in live(await listed(sessions, contract))}
    assert now.keys() == before.keys()
    assert {number for number, one in now.items() if one != before[number]} == {7}
    assert (local_date(now[7].starts_at), now[7].supervisor_id) == (date(2027, 5, 24), first)
    assert await said_of_contracts(sessions, ProcessPaused) == []
    [off] = await said(sessions, SessionCancelled)
    assert (off.number, off.cancelled_by, off.planned_again) == (7, "supervisor", True)
    [again] = await said(sessions, SessionReplanned)
    assert (again.leaver_id, again.supervisor_id) == (other, first)
    [seen_to] = (await sessions.ask(looking(other))).processes
    assert (seen_to.sessions_after, seen_to.settled, seen_to.waits) == (0, True, False)


async def test_where_who_comes_back_has_no_day_a_coordinator_finds_one(sessions: House) -> None:
    """There is none before the eighth session, and a holiday after the last."""
    contract, other = await standing_in(sessions, UNTIL)
    before = {one.number for one in live(await listed(sessions, contract))}
    await sessions.ask(ending(other, as_of=LATER))
    await sessions.quiet()
    [off] = await said(sessions, SessionCancelled)
    assert (off.number, off.planned_again, off.leaver_id) == (7, False, other) and off.replan_by
    assert {one.number for one in live(await listed(sessions, contract))} == before - {7}
    # Once who comes back has other hours, theirs are the times to choose from.
    first = contract.parties.supervisor_id
    await sessions.ask(hours(first, weekday=TUESDAY))
    coordinator = await person(sessions, "Kaisa")
    await relate(sessions, coordinator, "coordinator")
    asks = viewer(coordinator, Role.COORDINATOR)
    facts = {"session_id": off.session_id, "from_day": UNTIL - timedelta(days=14), "viewer": asks}
    free = (await sessions.ask(ListFreeTimes.model_validate(facts | {"as_of": LATER}))).times
    theirs = [at for at in free if local_date(at) > UNTIL]
    assert {local_date(at).weekday() for at in theirs} == {0, TUESDAY}
    order = {"session_id": off.session_id, "starts_at": theirs[0], "planned_by": coordinator, "as_of": LATER}
    found = await sessions.ask(ReplanSession.model_validate(order))
    assert (found.number, found.starts_at, found.supervisor_id) == (7, theirs[0], first)
    # Nobody has called it off: who reads of the day reads that its supervisor leaves.
    [again] = await said(sessions, SessionReplanned)
    assert (again.leaver_id, again.supervisor_id) == (other, first)


@pytest.mark.parametrize("last_day", [SOON, SOON + timedelta(days=30)])
async def test_who_leaves_when_they_stand_in_no_more_changes_nothing(sessions: House, last_day: date) -> None:
    contract, other = await standing_in(sessions)
    before = await listed(sessions, contract)
    await sessions.ask(ending(other, last_day=last_day, as_of=LATER))
    await sessions.quiet()
    assert await listed(sessions, contract) == before
