"""What held on a day: the group by its roster, the terms by the version of that day, each to who had a part in it."""

from datetime import date, timedelta
from uuid import UUID

from services.messages import sessions as messages
from services.messages.contracts import ShowTerms, TermsShown
from services.messages.values import Role, Viewer
from services.runtime.finland import local_date
from tests.house import House
from tests.integration.contracts.builders import MEMBERS
from tests.integration.contracts.test_terminating import termination
from tests.integration.sessions.builders import STRANGER, planned, viewer
from tests.integration.sessions.changes.test_amending import ASKED, amendment, signed_by_all
from tests.integration.sessions.changes.test_pausing import FROM, UNTIL, confirmed, pause, with_hours
from tests.integration.sessions.members.test_joining import FIRST_DAY, NEWCOMER, joined, refusal
from tests.integration.sessions.members.test_leaving import LEAVER, leaving

BEFORE = FIRST_DAY - timedelta(days=1)
COORDINATOR = viewer(STRANGER, Role.COORDINATOR)


async def roster(house: House, process_id: UUID, on: date, asks: Viewer) -> messages.Roster:
    return await house.ask(messages.ShowRoster(process_id=process_id, viewer=asks, on=on))


async def terms(house: House, process_id: UUID, on: date, asks: Viewer) -> TermsShown:
    return await house.ask(ShowTerms(process_id=process_id, viewer=asks, on=on))


async def test_each_day_has_the_group_and_the_terms_of_its_own(sessions: House) -> None:
    contract, _ = await planned(sessions)
    process_id, supervisor = contract.process_id, contract.parties.supervisor_id
    await joined(sessions, contract)
    for asks in (COORDINATOR, viewer(supervisor, Role.SUPERVISOR), viewer(MEMBERS[0], Role.SUPERVISEE)):
        for day, there in ((BEFORE, MEMBERS), (FIRST_DAY, [*MEMBERS, NEWCOMER])):
            found = await roster(sessions, process_id, day, asks)
            assert (found.members, found.count) == (list(there), len(there)), (asks.role, day)
            assert found.representative_id == contract.parties.representative_id
            assert found.supervisor_id == supervisor
            assert (await terms(sessions, process_id, day, asks)).version == 1


async def test_a_day_on_which_one_was_no_member_is_answered_with_no(sessions: House) -> None:
    contract, series = await planned(sessions)
    process_id = contract.process_id
    await joined(sessions, contract)
    at = series[0].starts_at
    sessions.move_clock(at)
    await sessions.ask(leaving(contract, as_of=at))
    await sessions.quiet()
    newcomer, leaver = (viewer(one, Role.SUPERVISEE) for one in (NEWCOMER, LEAVER))
    last = local_date(at)
    for asks, day in ((newcomer, BEFORE), (leaver, last + timedelta(days=1))):
        for query in (messages.ShowRoster, ShowTerms):
            order = query(process_id=process_id, viewer=asks, on=day)
            assert await refusal(sessions, order) == ("no_part_in_it_then", "on"), (query, day)
    assert NEWCOMER in (await roster(sessions, process_id, FIRST_DAY, newcomer)).members
    assert LEAVER in (await roster(sessions, process_id, last, leaver)).members
    assert (await terms(sessions, process_id, last, leaver)).terms.ends_on == contract.terms.ends_on


async def test_a_day_outside_the_contract_is_refused_at_its_field(sessions: House) -> None:
    contract, _ = await planned(sessions)
    one_day = timedelta(days=1)
    for day in (contract.terms.starts_on - one_day, contract.terms.ends_on + one_day):
        for query in (messages.ShowRoster, ShowTerms):
            order = query(process_id=contract.process_id, viewer=COORDINATOR, on=day)
            assert await refusal(sessions, order) == ("outside_the_contract", "on"), (query, day)
    for day in (contract.terms.starts_on, contract.terms.ends_on):
        assert (await roster(sessions, contract.process_id, day, COORDINATOR)).count == len(MEMBERS)


async def test_who_pays_learns_how_many_and_the_price_and_who_meets_by_name_no_price(sessions: House) -> None:
    contract, _ = await planned(sessions)
    process_id, day = contract.process_id, contract.terms.starts_on
    own = {"organisation_id": contract.terms.organisation_id}
    payer = Viewer(person_id=STRANGER, role=Role.PAYER, **own)
    found = await roster(sessions, process_id, day, payer)
    assert (found.members, found.count, found.representative_id) == ([], len(MEMBERS), None)
    told = await terms(sessions, process_id, day, payer)
    assert (told.terms.price_cents, told.prices_hidden) == (contract.terms.price_cents, False)
    member = await terms(sessions, process_id, day, viewer(MEMBERS[0], Role.SUPERVISEE))
    assert (member.terms.price_cents, member.terms.length_prices, member.prices_hidden) == (0, [], True)
    stranger = viewer(NEWCOMER, Role.SUPERVISEE)
    for query in (messages.ShowRoster, ShowTerms):
        order = query(process_id=process_id, viewer=stranger, on=day)
        assert await refusal(sessions, order) == ("unknown_process", "process_id")


async def test_after_a_termination_its_last_day_holds_also_while_a_signed_change_is_still_to_come(
    sessions: House,
) -> None:
    contract, _ = await with_hours(sessions)
    process_id = contract.process_id
    await signed_by_all(sessions, await sessions.ask(amendment(contract, duration_minutes=60)))
    told_on, last_day = local_date(ASKED), date(2027, 4, 1)
    await sessions.ask(termination(contract, as_of=ASKED, last_day=last_day))
    await sessions.quiet()
    for day, ends_on in (
        (told_on - timedelta(days=1), contract.terms.ends_on),
        (told_on, last_day),
        (last_day, last_day),
    ):
        found = await terms(sessions, process_id, day, COORDINATOR)
        assert (found.version, found.terms.ends_on) == (1, ends_on), day


async def test_a_day_before_it_was_terminated_has_the_last_day_of_then_and_says_when_it_was_changed(
    sessions: House,
) -> None:
    """Its one version has another last day by now: what moves it is no version."""
    contract, _ = await with_hours(sessions)
    process_id, told_on, last_day = contract.process_id, local_date(ASKED), date(2027, 4, 1)
    await sessions.ask(termination(contract, as_of=ASKED, last_day=last_day))
    await sessions.quiet()
    for day, ends_on, changed_on in (
        (contract.terms.starts_on, contract.terms.ends_on, told_on),
        (told_on - timedelta(days=1), contract.terms.ends_on, told_on),
        (told_on, last_day, None),
    ):
        found = await terms(sessions, process_id, day, COORDINATOR)
        assert (found.terms.ends_on, found.end_changed_on) == (ends_on, changed_on), day


async def test_a_day_before_a_pause_has_the_last_day_that_the_pause_has_moved(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    process_id, told_on = contract.process_id, local_date(ASKED)
    await confirmed(sessions, pause(contract, until_day=UNTIL))
    before = await terms(sessions, process_id, told_on - timedelta(days=1), COORDINATOR)
    after = await terms(sessions, process_id, told_on, COORDINATOR)
    assert (before.terms.ends_on, before.end_changed_on) == (contract.terms.ends_on, told_on)
    assert after.terms.ends_on > contract.terms.ends_on and after.end_changed_on is None


async def test_a_day_of_a_pause_says_so(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    await confirmed(sessions, pause(contract, until_day=UNTIL))
    one_day = timedelta(days=1)
    for day in (FROM, UNTIL):
        found = await terms(sessions, contract.process_id, day, COORDINATOR)
        assert (found.paused_from, found.paused_until) == (FROM, UNTIL), day
    for day in (FROM - one_day, UNTIL + one_day):
        assert (await terms(sessions, contract.process_id, day, COORDINATOR)).paused_from is None, day
