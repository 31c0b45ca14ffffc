"""A supervisor is away: all sessions of those days are called off and planned again by one act, and none come there."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages import sessions as messages
from services.messages.directory import EndEntry
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.sessions.changes import days_away
from tests.founder import FOUNDER
from tests.grown import copied
from tests.house import House
from tests.integration.contracts.builders import MEMBERS, signed
from tests.integration.intake.builders import supervisor
from tests.integration.sessions.builders import A_DAY, PLANNED, STRANGER, hours, move, plan, said, viewer
from tests.integration.sessions.planning.test_replanning import a_coordinator


@copied
async def two_series(house: House) -> list[list[messages.SessionCard]]:
    """Of one supervisor, on Wednesdays and Thursdays."""
    contracts = [await signed(house), await signed(house)]
    supervisor_id = contracts[0].parties.supervisor_id
    for weekday in (2, 3):
        await house.ask(hours(supervisor_id, weekday=weekday, from_time=time(9)))
    return [await plan(house, one.process_id) for one in contracts]


async def looked_at(house: House, supervisor_id: UUID, first: date, last: date, **facts: Any) -> Any:
    """The order that a page sends after its supervisor has looked at the plan."""
    days = {"supervisor_id": supervisor_id, "from_day": first, "until_day": last, "as_of": PLANNED} | facts
    preview = messages.PreviewDaysAway(viewer=viewer(supervisor_id, Role.SUPERVISOR), **days)
    shown = await house.ask(preview)
    order = messages.ReportDaysAway(fingerprint=shown.fingerprint, reported_by=supervisor_id, **days)
    return order, shown


async def kept(house: House, supervisor_id: UUID, role: Role = Role.SUPERVISOR) -> list[tuple[date, date]]:
    query = messages.ListDaysAway(
        supervisor_id=supervisor_id, viewer=viewer(supervisor_id, role), as_of=PLANNED
    )
    return [(one.from_day, one.until_day) for one in (await house.ask(query)).days]


def supervisor_of(series: list[list[messages.SessionCard]]) -> UUID:
    found = series[0][0].supervisor_id
    assert found
    return found


def days_of(series: list[list[messages.SessionCard]]) -> tuple[date, date]:
    """The week of the fourth session of the first, and as long as a session of the other is in it."""
    days = sorted([local_date(series[0][3].starts_at), local_date(series[1][3].starts_at)])
    return days[0], days[1]


async def planned_now(house: House, series: list[list[messages.SessionCard]]) -> list[messages.SessionCard]:
    listed = [await house.ask(messages.ListSessions(process_id=one[0].process_id)) for one in series]
    return [card for one in listed for card in one.sessions if card.status == "planned"]


async def test_who_is_ill_says_it_once_and_every_session_of_those_days_has_another_time(
    sessions: House,
) -> None:
    series = await two_series(sessions)
    supervisor_id, (first, last) = supervisor_of(series), days_of(series)
    order, shown = await looked_at(sessions, supervisor_id, first, last)
    before = [one for those in series for one in those if first <= local_date(one.starts_at) <= last]
    assert {one.session_id for one in shown.sessions} == {one.session_id for one in before}
    assert len({one.process_id for one in shown.sessions}) == 2
    assert await kept(sessions, supervisor_id) == []
    assert await said(sessions, messages.SessionCancelled) == [], "looking changes nothing"

    assert await sessions.ask(order) == shown
    assert (await sessions.ask(order)).sessions == [], "a second press calls off nothing more"
    off = await said(sessions, messages.SessionCancelled)
    again = await said(sessions, messages.SessionReplanned)
    assert {one.session_id for one in off} == {one.session_id for one in before}
    assert {one.cancelled_by for one in off} == {"supervisor"}
    assert {one.replaces: one.starts_at for one in again} == {
        one.session_id: one.becomes for one in shown.sessions if one.becomes
    }
    assert [one.planned_again for one in off] == [one.replan_by is None for one in off]
    now = await planned_now(sessions, series)
    assert not [one for one in now if first <= local_date(one.starts_at) <= last]
    assert await kept(sessions, supervisor_id) == [(first, last)]


async def test_nothing_comes_on_a_day_away_until_it_is_open_again(sessions: House) -> None:
    series = await two_series(sessions)
    supervisor_id, (first, last) = supervisor_of(series), days_of(series)
    order, _ = await looked_at(sessions, supervisor_id, first, last)
    await sessions.ask(order)
    now = await planned_now(sessions, series)
    late = next(one for one in now if local_date(one.starts_at) > last)
    free = messages.ListFreeTimes(
        session_id=late.session_id,
        viewer=viewer(supervisor_id, Role.SUPERVISOR),
        from_day=first,
        as_of=PLANNED,
    )
    offered = (await sessions.ask(free)).times
    assert offered and not [at for at in offered if first <= local_date(at) <= last]
    by_hand = move(late, series[0][3].starts_at, moved_by=supervisor_id, party="supervisor")
    with pytest.raises(Refusal, match="supervisor_away: starts_at"):
        await sessions.ask(by_hand)
    third = await signed(sessions)
    theirs = await plan(sessions, third.process_id)
    assert not [one for one in theirs if first <= local_date(one.starts_at) <= last]

    days = {"supervisor_id": supervisor_id, "from_day": first, "until_day": last, "as_of": PLANNED}
    for _ in range(2):
        await sessions.ask(messages.TakeBackDaysAway(taken_back_by=supervisor_id, **days))
    assert await kept(sessions, supervisor_id) == []
    assert (await sessions.ask(by_hand)).starts_at == series[0][3].starts_at


async def test_a_plan_that_is_another_by_now_is_refused_and_nothing_is_half_done(sessions: House) -> None:
    series = await two_series(sessions)
    supervisor_id, (first, last) = supervisor_of(series), days_of(series)
    order, shown = await looked_at(sessions, supervisor_id, first, last)
    moved = series[0][3]
    await sessions.ask(move(moved, moved.starts_at + 5 * 60 * (A_DAY / 1440)))
    with pytest.raises(Refusal, match="plan_changed: fingerprint"):
        await sessions.ask(order)
    assert await kept(sessions, supervisor_id) == []
    assert await said(sessions, messages.SessionCancelled) == []
    assert len(shown.sessions) >= 2


async def test_days_that_are_past_or_end_too_early_and_other_peoples_days_are_refused(
    sessions: House,
) -> None:
    series = await two_series(sessions)
    supervisor_id, (first, last) = supervisor_of(series), days_of(series)
    order, _ = await looked_at(sessions, supervisor_id, first, last)
    today = local_date(PLANNED)
    for facts, fault in (
        ({"from_day": today - A_DAY}, "day_is_past: from_day"),
        ({"until_day": first - A_DAY}, "ends_before_start: until_day"),
        ({"until_day": date(2031, 1, 1)}, "day_too_late: until_day"),
        ({"reported_by": STRANGER}, "not_yours_to_decide: reported_by"),
        ({"reported_by": MEMBERS[0]}, "not_yours_to_decide: reported_by"),
    ):
        with pytest.raises(Refusal, match=fault):
            await sessions.ask(order.model_copy(update=facts))
    with pytest.raises(Refusal, match="unknown_supervisor: supervisor_id"):
        await kept(sessions, supervisor_id, Role.SUPERVISEE)
    stranger = viewer(STRANGER, Role.SUPERVISOR)
    days = {"supervisor_id": supervisor_id, "from_day": first, "until_day": last, "as_of": PLANNED}
    with pytest.raises(Refusal, match="unknown_supervisor: supervisor_id"):
        await sessions.ask(messages.PreviewDaysAway(viewer=stranger, **days))
    assert await said(sessions, messages.SessionCancelled) == []
    coordinator = await a_coordinator(sessions)
    await sessions.ask(order.model_copy(update={"reported_by": coordinator}))
    assert await kept(sessions, supervisor_id) == [(first, last)]


async def test_days_away_that_are_kept_have_an_end(sessions: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days_away, "MOST_KEPT", 2)
    supervisor_id = await supervisor(sessions, "away@virta.example")
    today = local_date(PLANNED)
    orders = [(await looked_at(sessions, supervisor_id, today, today + n * A_DAY))[0] for n in range(3)]
    for order in (*orders[:2], orders[0]):
        await sessions.ask(order)
    with pytest.raises(Refusal, match="too_many: from_day"):
        await sessions.ask(orders[2])


async def test_who_is_no_supervisor_any_more_says_nothing_of_their_hours_and_days(sessions: House) -> None:
    supervisor_id = await supervisor(sessions, "ended@virta.example")
    offered = hours(supervisor_id)
    await sessions.ask(offered)
    today = local_date(PLANNED)
    away, _ = await looked_at(sessions, supervisor_id, today + A_DAY, today + 2 * A_DAY)
    await sessions.ask(away)
    entry = {"kind": "supervisor", "entry_id": supervisor_id, "reason": "Ended", "ended_by": FOUNDER}
    await sessions.ask(EndEntry.model_validate(entry | {"as_of": PLANNED}))
    days = away.model_dump(include={"supervisor_id", "from_day", "until_day", "as_of"})
    own = {"supervisor_id": supervisor_id, "availability_id": uuid4(), "as_of": PLANNED}
    for order in (
        away,
        messages.TakeBackDaysAway(**days, taken_back_by=supervisor_id),
        offered.model_copy(update={"from_time": time(8)}),
        messages.WithdrawAvailability(**own, withdrawn_by=supervisor_id),
    ):
        with pytest.raises(Refusal, match="not_yours_to_decide"):
            await sessions.ask(order)


async def test_a_session_that_has_begun_stays_and_what_finds_no_time_waits_for_a_coordinator(
    sessions: House,
) -> None:
    series = await two_series(sessions)
    supervisor_id = supervisor_of(series)
    last = max((one for those in series for one in those), key=lambda one: one.starts_at)
    begun: datetime = last.starts_at
    day = local_date(last.starts_at)
    _, shown = await looked_at(sessions, supervisor_id, day, day, as_of=begun)
    assert last.session_id not in {one.session_id for one in shown.sessions}
    order, shown = await looked_at(sessions, supervisor_id, day, day, as_of=begun - A_DAY / 24)
    assert last.session_id in {one.session_id for one in shown.sessions if one.becomes is None}
    await sessions.ask(order)
    [off] = [
        one for one in await said(sessions, messages.SessionCancelled) if one.session_id == last.session_id
    ]
    assert not off.planned_again and off.replan_by
