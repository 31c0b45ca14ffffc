"""The rest of a series goes to another weekday or time, with its conflicts shown before: all of it, or nothing."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.messages import sessions as messages
from services.messages.directory import RegisterPerson
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import to_local
from tests.house import House
from tests.integration.contracts.builders import MEMBERS
from tests.integration.directory.builders import relate
from tests.integration.sessions.builders import A_DAY, PLANNED, hours, move, planned, said, viewer

THURSDAY = 3


async def look(
    house: House, session: messages.SessionCard, who: UUID, **facts: Any
) -> messages.SeriesMovePlan:
    asked = {
        "session_id": session.session_id, "weekday": THURSDAY, "time": time(10),
        "viewer": viewer(who, Role.SUPERVISOR), "as_of": PLANNED,
    }  # fmt: skip
    return await house.ask(messages.PreviewMoveSeries.model_validate(asked | facts))


def order(session: messages.SessionCard, seen: str, by: UUID, **facts: Any) -> messages.MoveSeries:
    asked = {
        "session_id": session.session_id, "weekday": THURSDAY, "time": time(10), "moved_by": by,
        "party": "supervisor", "fingerprint": seen, "as_of": PLANNED,
    }  # fmt: skip
    return messages.MoveSeries.model_validate(asked | facts)


async def now(house: House, series: list[messages.SessionCard]) -> list[messages.SessionCard]:
    return (await house.ask(messages.ListSessions(process_id=series[0].process_id))).sessions


async def refusal(house: House, asked: messages.MoveSeries) -> tuple[str, str]:
    with pytest.raises(Refusal) as refused:
        await house.ask(asked)
    return refused.value.code, refused.value.field or ""


async def test_the_sessions_from_one_on_go_to_another_weekday_at_once(sessions: House) -> None:
    contract, series = await planned(sessions)
    supervisor = contract.parties.supervisor_id
    await sessions.ask(hours(supervisor, weekday=THURSDAY))
    plan = await look(sessions, series[3], supervisor)
    assert [one.number for one in plan.moved] == [one.number for one in series[3:]]
    assert (await now(sessions, series))[3].starts_at == series[3].starts_at
    asked = order(series[3], plan.fingerprint, supervisor)
    await sessions.ask(asked)
    await sessions.ask(asked)
    found = await now(sessions, series)
    assert found[:3] == series[:3]
    for row, shown in zip(found[3:], plan.moved, strict=True):
        assert (row.number, row.starts_at, row.sequence) == (shown.number, shown.starts_at, 1)
    moved = [to_local(one.starts_at) for one in found[3:]]
    passed_over = {one.number for one in plan.conflicts}
    usual = [at for row, at in zip(found[3:], moved, strict=True) if row.number not in passed_over]
    assert usual and all((at.weekday(), at.time()) == (THURSDAY, time(10)) for at in usual)
    [event] = await said(sessions, messages.SeriesMoved)
    assert [one.session_id for one in event.sessions] == [one.session_id for one in series[3:]]
    assert not await said(sessions, messages.SessionMoved)


async def test_what_is_too_near_stays_unless_its_supervisor_waives(sessions: House) -> None:
    contract, series = await planned(sessions)
    supervisor, late = contract.parties.supervisor_id, series[3].starts_at - 2 * A_DAY
    await sessions.ask(hours(supervisor, weekday=THURSDAY))
    plan = await look(sessions, series[3], supervisor, as_of=late)
    assert ([one.number for one in plan.staying], plan.moved[0].number) == ([4], 5)
    waived = await look(sessions, series[3], supervisor, as_of=late, waived=True)
    assert (waived.staying, waived.moved[0].number) == ([], 4)
    others = order(
        series[3],
        waived.fingerprint,
        contract.parties.representative_id,
        party="supervisee",
        as_of=late,
        waived=True,
    )
    assert await refusal(sessions, others) == ("not_the_supervisor", "waived")
    await sessions.ask(order(series[3], waived.fingerprint, supervisor, as_of=late, waived=True))
    assert (await now(sessions, series))[3].starts_at == waived.moved[0].starts_at


async def test_another_plan_than_was_shown_and_one_without_room_are_refused_and_nothing_moves(
    sessions: House,
) -> None:
    contract, series = await planned(sessions)
    supervisor = contract.parties.supervisor_id
    await sessions.ask(hours(supervisor, weekday=THURSDAY, valid_until=date(2027, 6, 30)))
    assert await refusal(sessions, order(series[3], "0", supervisor)) == ("plan_changed", "fingerprint")
    who = viewer(supervisor, Role.SUPERVISOR)
    [wednesdays, _] = (
        await sessions.ask(messages.ListAvailability(supervisor_id=supervisor, viewer=who))
    ).availability
    gone = {
        "supervisor_id": supervisor,
        "availability_id": wednesdays.availability_id,
        "withdrawn_by": supervisor,
        "as_of": PLANNED,
    }
    await sessions.ask(messages.WithdrawAvailability.model_validate(gone))
    plan = await look(sessions, series[3], supervisor)
    assert plan.without_time and plan.without_time[-1] == series[-1].number
    full = order(series[3], plan.fingerprint, supervisor)
    assert await refusal(sessions, full) == ("not_all_fit", "weekday")
    assert [one.starts_at for one in await now(sessions, series)] == [one.starts_at for one in series]


async def test_a_series_goes_to_no_weekday_that_nobody_wished(sessions: House) -> None:
    """The supervisor offers Wednesdays alone: other hours of theirs are not what a wish for Fridays comes to."""
    contract, series = await planned(sessions)
    supervisor = contract.parties.supervisor_id
    wish = {"weekday": 4, "time": time(12)}
    plan = await look(sessions, series[3], supervisor, **wish)
    assert plan.elsewhere and not plan.without_time
    assert {to_local(one.starts_at).weekday() for one in plan.moved} == {2}
    asked = order(series[3], plan.fingerprint, supervisor, **wish)
    assert await refusal(sessions, asked) == ("nothing_that_weekday", "weekday")
    assert [one.starts_at for one in await now(sessions, series)] == [one.starts_at for one in series]
    assert not (await look(sessions, series[3], supervisor, weekday=2, time=time(12))).elsewhere


async def test_only_who_acts_for_the_group_moves_its_series_and_hr_who_is_a_member_does(
    sessions: House,
) -> None:
    contract, series = await planned(sessions)
    await sessions.ask(hours(contract.parties.supervisor_id, weekday=THURSDAY))
    plan = await look(sessions, series[3], contract.parties.supervisor_id)
    asked = order(series[3], plan.fingerprint, MEMBERS[2], party="supervisee")
    assert await refusal(sessions, asked) == ("not_the_representative", "moved_by")
    as_hr = asked.model_copy(update={"party": "commissioner"})
    assert await refusal(sessions, as_hr) == ("not_the_representative", "moved_by")
    free = series[2].starts_at + timedelta(hours=2)
    with pytest.raises(Refusal):
        await sessions.ask(move(series[2], free, moved_by=MEMBERS[2]))
    who = {"person_id": MEMBERS[2], "given_name": "Hilla", "family_name": "Heino", "language": "fi"}
    known = who | {"email": "hilla@kunta.example", "as_of": PLANNED}
    await sessions.ask(RegisterPerson.model_validate(known))
    await relate(sessions, MEMBERS[2], "hr", contract.terms.organisation_id)
    await sessions.ask(move(series[2], free, moved_by=MEMBERS[2]))
    await sessions.ask(as_hr.model_copy(update={"fingerprint": plan.fingerprint}))
    assert (await now(sessions, series))[3].starts_at == plan.moved[0].starts_at
