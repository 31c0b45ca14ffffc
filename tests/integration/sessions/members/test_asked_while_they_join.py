"""Who joins while the members are asked something is asked too, from their first day on, and once."""

from datetime import timedelta
from uuid import UUID

from services.messages import contracts as of_contracts
from services.messages import sessions as messages
from services.messages.values import Role
from services.runtime.finland import local_date
from tests.house import House
from tests.integration.contracts.builders import MEMBERS
from tests.integration.contracts.builders import said as said_by_contracts
from tests.integration.sessions.builders import PLANNED, planned, said
from tests.integration.sessions.members.test_joining import NEWCOMER, agreeing, joined, joining, proposing
from tests.integration.sessions.members.test_leaving import shown
from tests.integration.sessions.members.test_representatives import NEW, answer, naming

LATER = UUID("0190a0a0-0000-7000-8000-00000000e0a2")
TODAY = local_date(PLANNED)
TOMORROW, DAY_AFTER = TODAY + timedelta(days=1), TODAY + timedelta(days=2)


async def test_who_joins_while_another_representative_is_proposed_is_asked_from_their_first_day(
    sessions: House,
) -> None:
    contract, _ = await planned(sessions)
    sessions.move_clock(PLANNED)
    await sessions.ask(naming(contract))
    await joined(sessions, contract, from_day=DAY_AFTER)
    [proposed] = await said(sessions, messages.RepresentativeProposed)
    [told] = await said(sessions, messages.RepresentativeAsked)
    assert (told.person_id, told.first_day, told.representative_id) == (NEWCOMER, DAY_AFTER, NEW)
    assert told.proposed_at == proposed.proposed_at
    for member in MEMBERS[1:-1]:
        await sessions.ask(answer(contract, member))
    then = PLANNED + timedelta(days=2)
    sessions.move_clock(then)
    waits = (await shown(sessions, contract, NEWCOMER, Role.SUPERVISEE)).waiting
    assert waits and waits.may_answer, "as the letter says"


async def test_who_is_to_come_when_another_representative_is_proposed_is_asked_once_they_are_there(
    sessions: House,
) -> None:
    contract, _ = await planned(sessions)
    sessions.move_clock(PLANNED)
    await joined(sessions, contract, from_day=TOMORROW)
    await joined(sessions, contract, person_id=LATER, from_day=DAY_AFTER)
    await sessions.ask(naming(contract))
    [proposed] = await said(sessions, messages.RepresentativeProposed)
    assert proposed.asked == MEMBERS[1:], "who comes tomorrow is asked nothing today"
    told = await said(sessions, messages.RepresentativeAsked)
    assert [(one.person_id, one.first_day) for one in told] == [(NEWCOMER, TOMORROW), (LATER, DAY_AFTER)]


async def test_nobody_is_asked_who_joins_when_nothing_waits(sessions: House) -> None:
    contract, _ = await planned(sessions)
    await joined(sessions, contract)
    assert await said(sessions, messages.RepresentativeAsked) == []
    assert await said_by_contracts(sessions, of_contracts.MemberAsked) == []


async def test_who_is_a_member_before_another_newcomer_is_asked_about_them_too(sessions: House) -> None:
    contract, _ = await planned(sessions)
    sessions.move_clock(PLANNED)
    after = DAY_AFTER + timedelta(days=1)
    await sessions.ask(proposing(contract, from_day=DAY_AFTER))
    await sessions.ask(proposing(contract, person_id=LATER, from_day=after))
    for member in MEMBERS[1:]:
        await sessions.ask(agreeing(contract, member, from_day=DAY_AFTER))
    await sessions.ask(joining(contract))
    [told] = await said_by_contracts(sessions, of_contracts.MemberAsked)
    assert (told.newcomer_id, told.person_id, told.first_day) == (LATER, NEWCOMER, DAY_AFTER)
    assert told.from_day == after


async def test_who_comes_later_than_another_newcomer_is_not_asked_about_them(sessions: House) -> None:
    contract, _ = await planned(sessions)
    sessions.move_clock(PLANNED)
    await joined(sessions, contract, from_day=DAY_AFTER)
    await sessions.ask(proposing(contract, person_id=LATER, from_day=DAY_AFTER))
    assert await said_by_contracts(sessions, of_contracts.MemberAsked) == []
    another = UUID(int=LATER.int + 1)
    await sessions.ask(proposing(contract, person_id=another, from_day=DAY_AFTER + timedelta(days=1)))
    [told] = await said_by_contracts(sessions, of_contracts.MemberAsked)
    assert (told.newcomer_id, told.person_id, told.first_day) == (another, NEWCOMER, DAY_AFTER)
