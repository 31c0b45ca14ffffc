"""Planning and moving: the series of the contract, and no supervisor in two places at once."""

import asyncio
from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from pydantic import ValidationError

from services.messages import sessions as messages
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date, to_local
from tests.house import House
from tests.integration.contracts.builders import MEMBERS, completion, draft, sign_by, signed, signing
from tests.integration.intake.builders import answer, matched, price, proposal, proposed, supervisor
from tests.integration.sessions.builders import (
    PLANNED,
    WEDNESDAY,
    cancel,
    hours,
    local,
    move,
    plan,
    planned,
    planned_anew,
    said,
    viewer,
)

ROUNDS = 50


async def test_the_signed_contract_becomes_a_year_of_sessions(sessions: House) -> None:
    contract, series = await planned_anew(sessions)
    assert 12 <= len(series) <= 18
    days = [local_date(one.starts_at) for one in series]
    assert (days[1] - days[0]).days == (days[2] - days[1]).days == 14
    assert all(day.month != 7 for day in days)
    assert contract.terms.starts_on <= days[0] and days[-1] <= contract.terms.ends_on
    [event] = await said(sessions, messages.SeriesPlanned)
    assert event.attendee_ids == [*MEMBERS, contract.parties.supervisor_id]
    assert [one.session_id for one in event.sessions] == [one.session_id for one in series]


async def test_planned_twice_it_is_the_same_series_and_said_once(sessions: House) -> None:
    contract = await signed(sessions)
    await sessions.ask(hours(contract.parties.supervisor_id))
    preview = await sessions.ask(messages.PreviewSeries(process_id=contract.process_id, as_of=PLANNED))
    first, second = await asyncio.gather(*(plan(sessions, contract.process_id) for _ in range(2)))
    assert first == second == preview.sessions
    assert preview.conflicts
    assert preview.wake_at == first[len(first) // 2].ends_at + timedelta(days=1)
    assert len(await said(sessions, messages.SeriesPlanned)) == 1


async def test_a_second_series_of_the_supervisor_goes_round_the_first(sessions: House) -> None:
    one, two = await signed(sessions), await signed(sessions)
    await sessions.ask(hours(one.parties.supervisor_id))
    plans = await asyncio.gather(*(plan(sessions, card.process_id) for card in (one, two)))
    booked = sorted((card.starts_at, card.ends_at) for made in plans for card in made)
    assert len(booked) >= 24
    assert all(ends <= starts for (_, ends), (starts, _) in pairwise(booked))


async def test_without_a_signature_without_hours_or_without_a_contract_nothing_is_planned(
    sessions: House,
) -> None:
    unsigned = await signing(sessions)
    for process_id, code in ((unsigned.process_id, "contract_not_signed"), (uuid4(), "unknown_process")):
        with pytest.raises(Refusal, match=code):
            await plan(sessions, process_id)
    with pytest.raises(Refusal, match="no_availability"):
        await plan(sessions, (await signed(sessions)).process_id)
    assert await sessions.rows("sessions", "select 1 from session") == []


async def test_hours_that_end_before_they_begin_are_refused_with_the_field(sessions: House) -> None:
    supervisor_id = await supervisor(sessions)
    for field, value in (("to_time", "08:00"), ("valid_until", "2026-12-31")):
        with pytest.raises(Refusal, match=f"ends_before_start: {field}"):
            await sessions.ask(hours(supervisor_id, **{field: value}))
    for field, value, code in (
        ("valid_from", "2002-01-01", "day_too_early"),
        ("valid_until", "2072-12-31", "day_too_late"),
    ):
        with pytest.raises(Refusal, match=f"{code}: {field}"):
            await sessions.ask(hours(supervisor_id, **{field: value}))
    with pytest.raises(ValidationError, match="a local time without an offset"):
        hours(supervisor_id, from_time="09:00Z")


async def test_hours_offered_twice_are_kept_once(sessions: House) -> None:
    supervisor_id = await supervisor(sessions)
    for _ in range(2):
        await sessions.ask(hours(supervisor_id))
    assert len(await sessions.rows("sessions", "select 1 from weekly_hours")) == 1


async def test_a_moved_session_leaves_the_others_and_the_count(sessions: House) -> None:
    _, series = await planned(sessions)
    to = local(2027, 3, 11, 13, 15)
    moved = await sessions.ask(move(series[3], to))
    assert (moved.starts_at, moved.ends_at - moved.starts_at, moved.sequence) == (
        to,
        timedelta(minutes=90),
        1,
    )
    assert await sessions.ask(move(series[3], to)) == moved
    after = (await sessions.ask(messages.ListSessions(process_id=moved.process_id))).sessions
    assert after == [*series[:3], moved, *series[4:]]
    [event] = await said(sessions, messages.SessionMoved)
    assert (event.session_id, event.starts_at, event.sequence) == (moved.session_id, to, 1)


async def test_a_move_that_cannot_be_is_refused_and_changes_nothing(sessions: House) -> None:
    contract, series = await planned(sessions)
    first, second = series[:2]
    refused = [
        (move(first, second.starts_at + timedelta(minutes=89)), "slot_taken: starts_at"),
        (move(first, PLANNED), "not_in_the_future: starts_at"),
        (move(first, local(2027, 3, 11), seen_at=second.starts_at), "session_moved: starts_at"),
        (move(first, local(2027, 12, 11)), "outside_the_contract: starts_at"),
        (move(first, second.starts_at + timedelta(days=1), as_of=first.starts_at), "session_not_open"),
        (move(first, local(2027, 3, 11), session_id=uuid4()), "unknown_session"),
    ]
    for order, code in refused:
        with pytest.raises(Refusal, match=code):
            await sessions.ask(order)
    after = await sessions.ask(messages.ListSessions(process_id=contract.process_id))
    assert after.sessions == series
    assert await said(sessions, messages.SessionMoved) == []


async def test_a_party_moves_to_a_time_a_day_ahead_and_who_plans_to_any(sessions: House) -> None:
    _, series = await planned(sessions)
    [*_, one] = series[:4]
    to = one.starts_at + timedelta(hours=2)
    soon = {"as_of": to - timedelta(hours=23, minutes=59)}
    shown = messages.ListFreeTimes(
        session_id=one.session_id, viewer=viewer(MEMBERS[0], Role.SUPERVISEE), **soon
    )
    free = await sessions.ask(shown)
    assert free.not_before == soon["as_of"] + timedelta(days=1) and min(free.times, default=to) >= to
    with pytest.raises(Refusal, match="too_soon: starts_at"):
        await sessions.ask(move(one, to, **soon))
    assert (await sessions.ask(move(one, to, moved_by=one.supervisor_id, **soon))).starts_at == to
    again = to + timedelta(hours=1)
    assert (await sessions.ask(move(one, again, as_of=again - timedelta(days=1)))).starts_at == again


async def test_one_may_begin_when_the_other_ends_and_where_one_was_cancelled(sessions: House) -> None:
    _, series = await planned(sessions)
    assert (await sessions.ask(move(series[0], series[1].ends_at))).starts_at == series[1].ends_at
    await sessions.ask(cancel(series[2], PLANNED))
    assert (await sessions.ask(move(series[3], series[2].starts_at))).starts_at == series[2].starts_at


async def test_of_two_coordinators_who_book_one_slot_at_once_one_wins_every_time(sessions: House) -> None:
    contract, ours = await planned(sessions)
    other = await signed(sessions)
    theirs = await plan(sessions, other.process_id)
    assert other.parties.supervisor_id == contract.parties.supervisor_id
    wins = []
    for number in range(ROUNDS):
        slot = local(2027, 7, 1, 9) + timedelta(hours=2 * number)
        pair = (ours[number % 10], theirs[number % 10])
        outcomes = await asyncio.gather(
            *(sessions.ask(move(one, slot)) for one in pair), return_exceptions=True
        )
        lost = [one for one in outcomes if isinstance(one, Refusal) and one.code == "slot_taken"]
        wins.append((len([one for one in outcomes if isinstance(one, messages.SessionCard)]), len(lost)))
    assert wins == [(1, 1)] * ROUNDS


async def test_the_database_itself_refuses_to_book_a_supervisor_twice(sessions: House) -> None:
    [found] = await sessions.rows(
        "sessions",
        "select pg_get_constraintdef(oid) as rule from pg_constraint where conname = 'no_double_booking'",
    )
    assert found["rule"] == (
        "EXCLUDE USING gist (supervisor_id WITH =, during WITH &&) "
        "WHERE ((status <> ALL (ARRAY['cancelled'::text, 'replaced'::text, 'paused'::text])))"
    )


async def test_a_contract_that_is_heard_of_and_then_planned_is_one_agreement(sessions: House) -> None:
    contract, _ = await planned(sessions)
    await sessions.quiet()
    rows = await sessions.rows("sessions", "select process_id, version from agreement")
    assert [tuple(row) for row in rows] == [(contract.process_id, 1)]
    group = await sessions.rows("sessions", "select person_id from group_member order by place")
    assert [row["person_id"] for row in group] == MEMBERS


async def test_as_many_sessions_are_booked_as_were_offered_and_signed(sessions: House) -> None:
    process_id = await proposed(sessions, await supervisor(sessions), sessions_agreed=10)
    await sessions.ask(answer(process_id))
    await sessions.ask(draft(process_id))
    paper = await sessions.ask(completion(process_id))
    await sign_by(sessions, paper)
    assert paper.terms.sessions_agreed == 10
    await sessions.ask(hours(paper.parties.supervisor_id))
    series = await plan(sessions, process_id)
    assert [one.number for one in series] == list(range(1, 11))


async def test_the_sessions_are_on_a_weekday_and_at_a_time_that_the_inquiry_wished(sessions: House) -> None:
    who = await supervisor(sessions)
    await sessions.ask(price())
    process_id = await matched(sessions, who, preferred_weekdays=[1, 3], preferred_times=["afternoon"])
    await sessions.ask(proposal(process_id))
    await sessions.ask(answer(process_id))
    await sessions.ask(draft(process_id))
    await sign_by(sessions, await sessions.ask(completion(process_id)))
    for weekday in (WEDNESDAY, WEDNESDAY + 1):
        await sessions.ask(hours(who, weekday=weekday))
    shown = await sessions.ask(messages.PreviewSeries(process_id=process_id, as_of=PLANNED))
    series = await plan(sessions, process_id)
    assert {(local_date(one.starts_at).weekday(), f"{to_local(one.starts_at):%H:%M}") for one in series} == {
        (WEDNESDAY + 1, "12:00")
    }
    assert [one.starts_at for one in shown.sessions] == [one.starts_at for one in series]


async def test_where_no_count_was_agreed_it_is_the_plans(sessions: House) -> None:
    contract, series = await planned(sessions)
    assert contract.terms.sessions_agreed is None
    [kept] = await sessions.rows("sessions", "select sessions_agreed from agreement")
    assert kept["sessions_agreed"] == len(series)


async def test_an_offer_counts_as_many_sessions_as_its_plan_will_have(sessions: House) -> None:
    contract = await signed(sessions)
    supervisor_id = contract.parties.supervisor_id
    await sessions.ask(hours(supervisor_id))
    offered = contract.terms.model_dump(
        include={"starts_on", "ends_on", "duration_minutes", "base_interval_days", "promises"}
    )
    asked = messages.CountSessions(supervisor_id=supervisor_id, **offered, as_of=PLANNED)
    preview = await sessions.ask(messages.PreviewSeries(process_id=contract.process_id, as_of=PLANNED))
    assert (await sessions.ask(asked)).count == len(preview.sessions) > 9
    over = asked.model_copy(update={"ends_on": local_date(PLANNED)})
    nobody = asked.model_copy(update={"supervisor_id": contract.process_id})
    counted = [await sessions.ask(one) for one in (over, nobody)]
    assert [(one.count, one.known) for one in counted] == [(0, True), (0, False)]
    after = asked.model_copy(update={"renews": contract.process_id})
    assert 0 < (await sessions.ask(after)).count <= len(preview.sessions)
