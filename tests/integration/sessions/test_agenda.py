"""Sessions by viewer: lists, one session, free times, the notice of a cancellation, and the hours on offer."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages import sessions as messages
from services.messages.contracts import ContractCard
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import day_off, local_date, to_local
from tests.house import House
from tests.integration.contracts.builders import MEMBERS, signed
from tests.integration.sessions.builders import (
    A_DAY,
    PLANNED,
    STRANGER,
    cancel,
    held,
    hours,
    local,
    move,
    no_show,
    plan,
    planned,
    said,
    viewer,
    without_rights,
)

YEAR = {"from_": local(2027, 1, 1), "until": local(2028, 1, 1)}


def inside(contract: ContractCard) -> dict[Role, Viewer]:
    """One of each role who has to do with the process."""
    organisation = contract.terms.organisation_id
    return {
        Role.COMMISSIONER: viewer(contract.parties.commissioner_id, Role.COMMISSIONER, organisation),
        Role.PAYER: viewer(uuid4(), Role.PAYER, organisation),
        Role.SUPERVISEE: viewer(MEMBERS[0], Role.SUPERVISEE, organisation),
        Role.SUPERVISOR: viewer(contract.parties.supervisor_id, Role.SUPERVISOR),
        Role.COORDINATOR: viewer(uuid4(), Role.COORDINATOR),
        Role.FINANCE: viewer(uuid4(), Role.FINANCE),
        Role.ADMINISTRATOR: viewer(uuid4(), Role.ADMINISTRATOR),
    }


def outside(contract: ContractCard) -> list[Viewer]:
    """Those who have nothing to do with it, the commissioner signed in at another organisation among them."""
    return [
        viewer(STRANGER, Role.COMMISSIONER, uuid4()),
        viewer(contract.parties.commissioner_id, Role.COMMISSIONER, uuid4()),
        viewer(STRANGER, Role.COMMISSIONER),
        viewer(STRANGER, Role.PAYER, uuid4()),
        viewer(STRANGER, Role.SUPERVISEE, contract.terms.organisation_id),
        viewer(STRANGER, Role.SUPERVISOR),
        viewer(MEMBERS[0], Role.SUPERVISOR),
        viewer(contract.parties.supervisor_id, Role.SUPERVISEE),
        viewer(STRANGER, Role.COORDINATOR, uuid4()),
    ]


async def test_a_process_and_a_persons_agenda_hold_its_sessions_for_those_inside_alone(
    sessions: House,
) -> None:
    contract, series = await planned(sessions)
    for who in inside(contract).values():
        listed = await sessions.ask(messages.ListSessions(process_id=contract.process_id, viewer=who))
        assert without_rights(listed.sessions) == without_rights(series), who.role
        mine = await sessions.ask(messages.ListMySessions(viewer=who, **YEAR))
        assert without_rights(mine.sessions) == without_rights(series), who.role
    assert {one.supervisor_id for one in series} == {contract.parties.supervisor_id}
    for who in outside(contract):
        with pytest.raises(Refusal, match=r"^unknown_process: process_id$"):
            await sessions.ask(messages.ListSessions(process_id=contract.process_id, viewer=who))
        assert (await sessions.ask(messages.ListMySessions(viewer=who, **YEAR))).sessions == []


async def test_an_agenda_is_in_the_order_of_time_and_holds_what_is_still_going_on(sessions: House) -> None:
    contract, series = await planned(sessions)
    await sessions.ask(move(series[0], local(2027, 6, 1, 9)))
    who = inside(contract)[Role.SUPERVISOR]
    every = (await sessions.ask(messages.ListMySessions(viewer=who, **YEAR))).sessions
    assert [one.starts_at for one in every] == sorted(one.starts_at for one in every)
    assert every[0].number == 2 and len(every) == len(series)
    second = series[1]
    for from_, until, expected in (
        (second.ends_at - timedelta(seconds=1), second.ends_at, [2]),
        (second.starts_at, second.starts_at + timedelta(seconds=1), [2]),
        (second.ends_at, second.ends_at + A_DAY, []),
        (second.starts_at - A_DAY, second.starts_at, []),
    ):
        part = await sessions.ask(messages.ListMySessions(viewer=who, from_=from_, until=until))
        assert [one.number for one in part.sessions] == expected


async def test_two_processes_are_one_agenda_for_their_supervisor(sessions: House) -> None:
    contract, series = await planned(sessions)
    other = await signed(sessions)
    more = await plan(sessions, other.process_id)
    who = inside(contract)[Role.SUPERVISOR]
    mine = (await sessions.ask(messages.ListMySessions(viewer=who, **YEAR))).sessions
    assert {one.session_id for one in mine} == {one.session_id for one in [*series, *more]}


async def test_who_attended_is_told_by_name_and_as_a_count_to_those_who_may_know_it(sessions: House) -> None:
    contract, series = await planned(sessions)
    await sessions.ask(held(series[0], contract.parties.supervisor_id))
    told = {}
    for role, who in inside(contract).items():
        shown = await sessions.ask(messages.ShowSession(session_id=series[0].session_id, viewer=who))
        assert (shown.card.status, shown.recorded_at) == ("held", series[0].ends_at)
        assert (shown.process_id, shown.supervisor_id) == (
            contract.process_id,
            contract.parties.supervisor_id,
        )
        told[role] = (shown.present_count, shown.member_count, shown.present, shown.members)
    nobody: list[UUID] = []
    names, count = (4, 5, MEMBERS[:4], MEMBERS), (4, 5, nobody, nobody)
    nothing = (None, None, nobody, nobody)
    assert told == {
        Role.COMMISSIONER: count,
        Role.PAYER: nothing,
        Role.SUPERVISEE: names,
        Role.SUPERVISOR: names,
        Role.COORDINATOR: count,
        Role.FINANCE: nothing,
        Role.ADMINISTRATOR: nothing,
    }


async def test_of_a_session_that_is_not_recorded_or_was_missed_or_cancelled_the_rest_is_told(
    sessions: House,
) -> None:
    contract, series = await planned(sessions)
    who = inside(contract)[Role.SUPERVISOR]
    await sessions.ask(no_show(series[0], who.person_id))
    await sessions.ask(cancel(series[1], PLANNED))
    missed, cancelled, ahead = [
        await sessions.ask(messages.ShowSession(session_id=one.session_id, viewer=who)) for one in series[:3]
    ]
    assert (missed.present_count, missed.recorded_at, missed.cancelled_at) == (0, series[0].ends_at, None)
    assert (cancelled.cancelled_by, cancelled.cancelled_at) == ("commissioner", PLANNED)
    assert (cancelled.present_count, cancelled.recorded_at) == (None, None)
    assert (ahead.present_count, ahead.recorded_at, ahead.member_count, ahead.format) == (
        None,
        None,
        5,
        "group",
    )


async def test_only_its_author_is_told_that_there_is_a_note(sessions: House) -> None:
    contract, series = await planned(sessions)
    author = contract.parties.supervisor_id
    await sessions.ask(
        messages.WriteNote(session_id=series[0].session_id, author_id=author, text="Oma.", as_of=PLANNED)
    )
    for role, who in inside(contract).items():
        first, second = [
            await sessions.ask(messages.ShowSession(session_id=one.session_id, viewer=who))
            for one in series[:2]
        ]
        assert (first.has_note, second.has_note) == (role is Role.SUPERVISOR, False)
    await sessions.rows("sessions", "delete from confidential.process_key")
    query = messages.ShowSession(session_id=series[0].session_id, viewer=inside(contract)[Role.SUPERVISOR])
    assert not (await sessions.ask(query)).has_note


async def test_out_of_reach_a_session_does_not_exist(sessions: House) -> None:
    contract, series = await planned(sessions)
    for session_id, whose in (
        *((series[0].session_id, who) for who in outside(contract)),
        (uuid4(), inside(contract)[Role.COORDINATOR]),
    ):
        for query in looks_at(session_id, whose):
            with pytest.raises(Refusal, match=r"^unknown_session: session_id$"):
                await sessions.ask(query)
    for role in (Role.PAYER, Role.FINANCE, Role.ADMINISTRATOR):
        for query in looks_at(series[0].session_id, inside(contract)[role])[1:]:
            with pytest.raises(Refusal, match=r"^unknown_session: session_id$"):
                await sessions.ask(query)


def looks_at(session_id: UUID, who: Viewer) -> list[Any]:
    facts = {"session_id": session_id, "viewer": who}
    return [
        messages.ShowSession.model_validate(facts),
        messages.ListFreeTimes.model_validate(facts | {"as_of": PLANNED}),
        messages.PreviewCancellation.model_validate(facts | {"cancelled_by": "supervisee", "as_of": PLANNED}),
    ]


async def free_times(
    house: House, session: messages.SessionCard, who: Viewer, **facts: object
) -> messages.FreeTimes:
    query = {"session_id": session.session_id, "viewer": who, "as_of": PLANNED}
    return await house.ask(messages.ListFreeTimes.model_validate(query | facts))


async def test_every_free_time_is_one_to_which_the_session_can_be_moved(sessions: House) -> None:
    contract, series = await planned(sessions)
    who = inside(contract)[Role.SUPERVISEE]
    found = await free_times(sessions, series[3], who)
    assert found.times == sorted(set(found.times)) and len(found.times) >= 60
    booked = [one for one in series if one.number != 4]
    length = series[3].ends_at - series[3].starts_at
    for at in found.times:
        clock = to_local(at)
        assert clock.weekday() == 2 and clock.minute in (0, 30)
        assert clock.hour >= 9 and to_local(at + length) <= clock.replace(hour=16, minute=0)
        assert all(at + length <= one.starts_at or one.ends_at <= at for one in booked)
    for at in (found.times[0], found.times[-1]):
        assert (await sessions.ask(move(series[3], at))).starts_at == at


async def test_free_times_begin_near_the_sessions_own_day_and_never_in_the_past(sessions: House) -> None:
    contract, series = await planned(sessions)
    who = inside(contract)[Role.SUPERVISEE]
    late = await free_times(sessions, series[10], who)
    day = local_date(series[10].starts_at)
    assert late.first_day == day - timedelta(days=7) <= local_date(late.times[0])
    soon = await free_times(sessions, series[10], who, from_day=date(2026, 1, 1))
    assert soon.first_day <= local_date(soon.times[0]) < late.first_day
    today = local(day.year, day.month, day.day, 7)
    assert (await free_times(sessions, series[10], who, as_of=today)).first_day == day


async def test_its_own_time_is_no_other_time_but_half_an_hour_later_is(sessions: House) -> None:
    contract, series = await planned(sessions)
    day = local_date(series[3].starts_at)
    found = (await free_times(sessions, series[3], inside(contract)[Role.SUPERVISOR], from_day=day)).times
    assert series[3].starts_at not in found
    assert found[0] == series[3].starts_at + timedelta(minutes=30)


async def test_free_times_leave_out_holidays_what_is_past_and_what_is_outside_the_term(
    sessions: House,
) -> None:
    contract, series = await planned(sessions)
    who = inside(contract)[Role.COORDINATOR]
    for weekday in range(5):
        await sessions.ask(hours(contract.parties.supervisor_id, weekday=weekday))
    easter = (await free_times(sessions, series[8], who, from_day=date(2027, 3, 24))).times
    days = {local_date(at) for at in easter}
    assert date(2027, 3, 25) in days
    assert not days & {date(2027, 3, 26), date(2027, 3, 29)} and not any(map(day_off, days))

    noon = local(2027, 3, 10, 12)
    late = await free_times(sessions, series[8], who, from_day=date(2026, 1, 1), as_of=noon)
    assert late.times[0] > noon and local_date(late.times[0]) == date(2027, 3, 10)

    last = contract.terms.ends_on
    end = await free_times(sessions, series[8], who, from_day=last - timedelta(days=2))
    assert end.next_day is None and {local_date(at) for at in end.times} <= {
        last - n * A_DAY for n in range(3)
    }
    after = await free_times(sessions, series[8], who, from_day=date(2099, 12, 31))
    assert (after.times, after.next_day) == ([], None)
    before = await free_times(sessions, series[8], who, from_day=date(2026, 1, 1))
    assert local_date(before.times[0]) >= contract.terms.starts_on


async def test_asked_from_the_next_day_on_each_free_time_comes_once(sessions: House) -> None:
    contract, series = await planned(sessions)
    who = inside(contract)[Role.SUPERVISOR]
    found: list[datetime] = []
    from_day: date | None = contract.terms.starts_on
    while from_day:
        part = await free_times(sessions, series[3], who, from_day=from_day)
        found += part.times
        from_day = part.next_day
    assert found == sorted(set(found))
    assert local_date(found[-1]) >= contract.terms.ends_on - timedelta(days=9)


async def test_a_session_that_is_over_or_cancelled_has_no_other_time(sessions: House) -> None:
    contract, series = await planned(sessions)
    who = inside(contract)[Role.SUPERVISOR]
    await sessions.ask(cancel(series[0], PLANNED))
    for session, as_of in ((series[0], PLANNED), (series[1], series[1].starts_at)):
        with pytest.raises(Refusal, match="session_not_open: session_id"):
            await free_times(sessions, session, who, as_of=as_of)


async def test_the_preview_of_a_cancellation_is_what_the_cancellation_says(sessions: House) -> None:
    contract, series = await planned(sessions)
    as_of = series[4].starts_at - timedelta(hours=47, minutes=59)
    query = messages.PreviewCancellation(
        session_id=series[4].session_id,
        cancelled_by="commissioner",
        viewer=inside(contract)[Role.COMMISSIONER],
        as_of=as_of,
    )
    preview = await sessions.ask(query)
    assert (await sessions.ask(query)) == preview, "nothing was cancelled"
    await sessions.ask(cancel(series[4], as_of))
    [event] = await said(sessions, messages.SessionCancelled)
    facts = preview.model_dump()
    assert facts == event.model_dump(include=set(facts))
    with pytest.raises(Refusal, match="session_not_open"):
        await sessions.ask(query)
    begun = {"session_id": series[5].session_id, "as_of": series[5].starts_at}
    with pytest.raises(Refusal, match="session_already_begun"):
        await sessions.ask(query.model_copy(update=begun))


async def test_withdrawn_hours_are_gone_and_what_was_booked_on_them_stays(sessions: House) -> None:
    contract, series = await planned(sessions)
    supervisor = contract.parties.supervisor_id
    mine = messages.ListAvailability(supervisor_id=supervisor, viewer=inside(contract)[Role.SUPERVISOR])
    await sessions.ask(hours(supervisor, weekday=0))
    monday, wednesday = (await sessions.ask(mine)).availability
    assert (monday.weekday, wednesday.weekday) == (0, 2)
    order = messages.WithdrawAvailability(
        supervisor_id=supervisor,
        availability_id=wednesday.availability_id,
        withdrawn_by=supervisor,
        as_of=PLANNED,
    )
    anothers = order.model_copy(update={"supervisor_id": STRANGER, "withdrawn_by": STRANGER})
    with pytest.raises(Refusal, match="not_yours_to_decide: withdrawn_by"):
        await sessions.ask(anothers)
    assert (await sessions.ask(mine)).availability == [monday, wednesday]
    for _ in range(2):
        await sessions.ask(order)
    assert (await sessions.ask(mine)).availability == [monday]
    after = await sessions.ask(messages.ListSessions(process_id=contract.process_id))
    assert after.sessions == series
    await sessions.ask(hours(supervisor))
    assert (await sessions.ask(mine)).availability == [monday, wednesday], "offered again, the same id"


async def test_a_supervisors_hours_are_listed_for_the_supervisor_and_coordinators(sessions: House) -> None:
    contract, _ = await planned(sessions)
    supervisor = contract.parties.supervisor_id
    may = (Role.SUPERVISOR, Role.COORDINATOR)
    for role, who in inside(contract).items():
        query = messages.ListAvailability(supervisor_id=supervisor, viewer=who)
        if role in may:
            assert len((await sessions.ask(query)).availability) == 1
            continue
        with pytest.raises(Refusal, match=r"^unknown_supervisor: supervisor_id$"):
            await sessions.ask(query)
    stranger = messages.ListAvailability(supervisor_id=supervisor, viewer=viewer(STRANGER, Role.SUPERVISOR))
    with pytest.raises(Refusal, match="unknown_supervisor"):
        await sessions.ask(stranger)
