"""A version is signed that holds from June on: what is found another time goes by the version of its own day."""

from datetime import date, time, timedelta

from services.messages import sessions as messages
from services.messages.contracts import ContractCard
from services.messages.sessions import SessionCard
from services.messages.values import Role
from services.runtime.finland import ONE_DAY, local_date, to_local
from tests.grown import copied
from tests.house import House
from tests.integration.directory.builders import person, relate
from tests.integration.sessions.builders import cancel, hours, viewer
from tests.integration.sessions.changes.test_amended_ends import still_planned
from tests.integration.sessions.changes.test_amending import ASKED, FROM, amendment, signed_by_all
from tests.integration.sessions.changes.test_days_away import looked_at
from tests.integration.sessions.changes.test_handing_over import FROM as STANDS_IN_FROM
from tests.integration.sessions.changes.test_handing_over import UNTIL as STANDS_IN_UNTIL
from tests.integration.sessions.changes.test_handing_over import (
    mondays,
    proposal,
    signed_by_members_and_new,
)
from tests.integration.sessions.changes.test_pauses_over_versions import SIGNED, gaps
from tests.integration.sessions.changes.test_pausing import with_hours
from tests.integration.sessions.planning.test_series_moving import THURSDAY, look, order

LONGER = timedelta(minutes=120)
BACK = ("supervisor_id", "from_day", "until_day", "as_of")


@copied
async def changed_from_june(house: House) -> tuple[ContractCard, list[SessionCard]]:
    """Two hours every four weeks, instead of an hour and a half every three; and what is planned by it."""
    contract, _ = await with_hours(house)
    draft = await house.ask(amendment(contract, duration_minutes=120, base_interval_days=28))
    await signed_by_all(house, draft)
    return contract, await still_planned(house, contract)


def assert_as_long_as_their_days_say(rows: list[SessionCard]) -> None:
    for one in rows:
        agreed = LONGER if local_date(one.starts_at) >= FROM else timedelta(minutes=90)
        assert one.ends_at - one.starts_at == agreed, one


async def test_a_series_that_is_moved_as_a_whole(sessions: House) -> None:
    contract, before = await changed_from_june(sessions)
    supervisor = contract.parties.supervisor_id
    for year in (2027, 2028):
        days = {"valid_from": date(year, 1, 1), "valid_until": date(year, 12, 31)}
        await sessions.ask(hours(supervisor, weekday=THURSDAY, **days))
    first = next(one for one in before if one.starts_at > ASKED + 10 * ONE_DAY)
    plan = await look(sessions, first, supervisor, as_of=ASKED)
    await sessions.ask(order(first, plan.fingerprint, supervisor, as_of=ASKED))
    now = await still_planned(sessions, contract)
    assert [one.number for one in now] == [one.number for one in before]
    moved = [one for one in now if one.starts_at >= first.starts_at - 7 * ONE_DAY]
    assert {local_date(one.starts_at) < FROM for one in moved} == {True, False}
    assert_as_long_as_their_days_say(now)
    last_before = max((one for one in now if local_date(one.starts_at) < FROM), key=lambda one: one.starts_at)
    after = [one for one in now if local_date(one.starts_at) >= FROM]
    assert min(gaps([last_before, *after])) >= 28
    assert min(gaps(now)) < 28


async def test_what_its_supervisor_calls_off_for_the_days_before(sessions: House) -> None:
    """Nothing is free before June, so that one of 90 minutes comes again as one of 120."""
    contract, before = await changed_from_june(sessions)
    lost = [one for one in before if local_date(one.starts_at) < FROM][-1]
    await away(sessions, lost, FROM - ONE_DAY)
    now = await still_planned(sessions, contract)
    assert local_date(next(one for one in now if one.number == lost.number).starts_at) >= FROM
    assert_as_long_as_their_days_say(now)


async def test_what_its_supervisor_calls_off_alone(sessions: House) -> None:
    contract, before = await changed_from_june(sessions)
    lost = [one for one in before if local_date(one.starts_at) < FROM][-1]
    told = lost.starts_at - timedelta(hours=1)
    sessions.move_clock(told)
    await sessions.ask(cancel(lost, told, by="supervisor"))
    found = next(one for one in await still_planned(sessions, contract) if one.number == lost.number)
    assert local_date(found.starts_at) > local_date(lost.starts_at)
    assert_as_long_as_their_days_say([found])


async def test_what_a_coordinator_finds_a_time_for(sessions: House) -> None:
    """Its supervisor was to be away for good, and is not."""
    _, before = await changed_from_june(sessions)
    lost = [one for one in before if local_date(one.starts_at) < FROM][-1]
    days = await away(sessions, lost, date(2028, 12, 31))
    back = {"taken_back_by": lost.supervisor_id, **days.model_dump(include=set(BACK))}
    await sessions.ask(messages.TakeBackDaysAway.model_validate(back))
    coordinator = await person(sessions, "Kerttu")
    await relate(sessions, coordinator, "coordinator")
    for_it = {"session_id": lost.session_id, "planned_by": coordinator, "as_of": days.as_of}
    june = before[-1].starts_at.replace(year=2027, month=6, day=16)
    by_hand = messages.ReplanSession.model_validate(for_it | {"starts_at": june})
    assert_as_long_as_their_days_say([await sessions.ask(by_hand)])


async def test_one_that_is_moved_by_hand(sessions: House) -> None:
    """Over the day of the version, and back to where the first one holds; near its own day it stays as it is."""
    contract, before = await changed_from_june(sessions)
    moved = [one for one in before if local_date(one.starts_at) < FROM][-1]
    over = moved.starts_at.replace(month=6, day=10)
    near = moved.starts_at - ONE_DAY
    for to in (over, near, over):
        by = {
            "session_id": moved.session_id,
            "moved_by": contract.parties.supervisor_id,
            "party": "supervisor",
        }
        order = messages.MoveSession.model_validate(by | {"starts_at": to, "as_of": ASKED})
        assert_as_long_as_their_days_say([await sessions.ask(order)])


async def test_free_times_for_one_that_is_moved(sessions: House) -> None:
    """On offer until four: of two hours, the last one begins half an hour sooner."""
    contract, before = await changed_from_june(sessions)
    last = [one for one in before if local_date(one.starts_at) < FROM][-1]
    asks = viewer(contract.parties.supervisor_id, Role.SUPERVISOR)
    found = await sessions.ask(messages.ListFreeTimes(session_id=last.session_id, viewer=asks, as_of=ASKED))
    latest = {local_date(at): to_local(at).time() for at in sorted(found.times)}
    assert {at for day, at in latest.items() if day < FROM} == {time(14, 30)}
    assert {at for day, at in latest.items() if day >= FROM} == {time(14)}


async def away(house: House, lost: SessionCard, until: date) -> messages.ReportDaysAway:
    """Said within the notice, so that nothing before it is a time for it."""
    told = lost.starts_at - timedelta(hours=1)
    assert lost.supervisor_id
    house.move_clock(told)
    order, _ = await looked_at(house, lost.supervisor_id, local_date(lost.starts_at), until, as_of=told)
    await house.ask(order)
    days: messages.ReportDaysAway = order
    return days


async def test_no_session_of_a_moved_series_falls_on_days_of_who_stands_in(sessions: House) -> None:
    contract, other, _ = await mondays(sessions)
    first = contract.parties.supervisor_id
    draft = await sessions.ask(proposal(contract, other, until_day=STANDS_IN_UNTIL))
    await signed_by_members_and_new(sessions, draft, SIGNED)
    await sessions.ask(hours(first, weekday=THURSDAY, from_time=time(9), to_time=time(16)))
    after = [one for one in await still_planned(sessions, contract) if one.supervisor_id == first]
    mine = next(one for one in after if local_date(one.starts_at) > STANDS_IN_UNTIL)
    plan = await look(sessions, mine, first, as_of=SIGNED)
    days = [local_date(one.starts_at) for one in plan.moved]
    assert days and not [day for day in days if STANDS_IN_FROM <= day <= STANDS_IN_UNTIL]
