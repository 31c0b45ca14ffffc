"""A supervisor leaves: what hangs on them is listed, no session is left alone, and the role ends with its last day."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.messages import sessions as of_sessions
from services.messages.contracts import ProcessPaused, ResumeProcess
from services.messages.directory import EndSupervisor, ReopenEntry, ShowLeaving, ShowPermission, ShowRelations
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date, start_of
from tests.house import House
from tests.integration.contracts.builders import COORDINATOR, MEMBERS, show
from tests.integration.contracts.builders import said as said_of_contracts
from tests.integration.contracts.test_terminating import code, termination
from tests.integration.sessions.builders import said, viewer
from tests.integration.sessions.changes.test_handing_over import (
    AGREED,
    ASKED,
    UNTIL,
    mondays,
    proposal,
    signed_by_members_and_new,
)
from tests.integration.sessions.changes.test_pausing import confirmed, listed, pause, shown

LAST = date(2027, 4, 30)


def ending(supervisor_id: UUID, **facts: Any) -> EndSupervisor:
    order = {"supervisor_id": supervisor_id, "last_day": LAST, "ended_by": COORDINATOR, "as_of": ASKED}
    return EndSupervisor.model_validate(order | facts)


def looking(supervisor_id: UUID) -> ShowLeaving:
    facts = {"supervisor_id": supervisor_id, "last_day": LAST, "asked_by": COORDINATOR, "as_of": ASKED}
    return ShowLeaving.model_validate(facts)


async def is_supervisor(house: House, who: UUID, at: datetime) -> tuple[bool, bool]:
    """Comes in as one, and may record."""
    house.move_clock(at)
    comes_in = (await house.ask(ShowRelations(person_id=who))).is_supervisor
    asked = ShowPermission(person_id=who, action="record_session", supervisor_id=who)
    return comes_in, (await house.ask(asked)).allowed


async def test_no_session_is_left_without_somebody_and_the_role_ends_with_its_last_day(
    sessions: House,
) -> None:
    contract, other, series = await mondays(sessions)
    first = contract.parties.supervisor_id
    [open_one] = (await sessions.ask(looking(first))).processes
    later = [one for one in series if local_date(one.starts_at) > LAST]
    assert (open_one.sessions_after, open_one.settled) == (len(later), False)
    assert open_one.first_after == local_date(later[0].starts_at)
    assert await code(sessions, ending(first)) == "sessions_left"
    assert await code(sessions, ending(first, last_day=date(2027, 4, 1))) == "day_is_past"
    assert await code(sessions, ending(first, ended_by=first)) == "not_yours_to_decide"
    assert await code(sessions, looking(first).model_copy(update={"asked_by": first})) == "unknown_supervisor"
    # Proposed for all that comes, it is seen to; signed, nothing is left.
    draft = await sessions.ask(
        proposal(contract, other, reason_code="left", from_day=LAST + timedelta(days=1))
    )
    await sessions.quiet()
    left = await sessions.ask(ending(first))
    assert [one.settled for one in left.processes] == [True] and left.leaves_on == LAST
    await signed_by_members_and_new(sessions, draft)
    now = await listed(sessions, contract)
    assert {one.supervisor_id for one in now if local_date(one.starts_at) > LAST} == {other}
    midnight = start_of(LAST + timedelta(days=1))
    assert await is_supervisor(sessions, first, midnight - timedelta(minutes=1)) == (True, True)
    assert await is_supervisor(sessions, first, midnight) == (False, False)


async def test_who_leaves_is_matched_no_more_at_once_until_that_is_taken_back(sessions: House) -> None:
    contract, other, _ = await mondays(sessions)
    await sessions.ask(ending(other))
    assert await code(sessions, proposal(contract, other)) == "supervisor_not_eligible"
    back = ReopenEntry(kind="supervisor", entry_id=other, reopened_by=COORDINATOR, as_of=ASKED)
    await sessions.ask(back)
    await sessions.ask(proposal(contract, other))


async def test_by_force_what_is_left_is_paused_for_nothing(sessions: House) -> None:
    contract, _, series = await mondays(sessions)
    for _time in range(2):
        told = await sessions.ask(ending(contract.parties.supervisor_id, force=True))
        await sessions.quiet()
    [paused] = await said_of_contracts(sessions, ProcessPaused)
    later = [one for one in series if local_date(one.starts_at) > LAST]
    assert (paused.from_day, paused.until_day) == (local_date(later[0].starts_at), None)
    [out] = await said(sessions, of_sessions.SeriesPaused)
    assert out.awaits_supervisor
    assert [
        one.settled for one in (await sessions.ask(looking(contract.parties.supervisor_id))).processes
    ] == [True]
    now = {one.session_id: one.status for one in await listed(sessions, contract)}
    assert {now[one.session_id] for one in later} == {"paused"}
    assert await said(sessions, of_sessions.SessionCancelled) == []
    assert told.leaves_on == LAST


async def test_what_somebody_who_stands_in_holds_stays_and_the_leavers_own_are_paused(
    sessions: House,
) -> None:
    contract, other, _ = await mondays(sessions)
    draft = await sessions.ask(proposal(contract, other, until_day=UNTIL))
    await signed_by_members_and_new(sessions, draft)
    await sessions.ask(ending(contract.parties.supervisor_id, force=True, as_of=AGREED))
    await sessions.quiet()
    now = await listed(sessions, contract)
    assert {one.status for one in now if one.supervisor_id == other} == {"planned"}
    [paused] = await said_of_contracts(sessions, ProcessPaused)
    after = [one for one in now if local_date(one.starts_at) > UNTIL]
    assert paused.from_day == local_date(after[0].starts_at) and {one.status for one in after} == {"paused"}


async def test_a_pause_before_their_sessions_hinders_nothing_and_one_after_them_is_named(
    sessions: House,
) -> None:
    contract, _, series = await mondays(sessions)
    first, later = contract.parties.supervisor_id, [one for one in series if local_date(one.starts_at) > LAST]
    second = local_date(later[1].starts_at)
    await confirmed(sessions, pause(contract, from_day=second, until_day=second, as_of=ASKED))
    assert await code(sessions, ending(first, force=True)) == "pause_ahead"
    assert len(await said_of_contracts(sessions, ProcessPaused)) == 1
    on = local_date(later[0].starts_at)
    await sessions.ask(ending(first, force=True, last_day=on, as_of=ASKED + timedelta(minutes=1)))
    await sessions.quiet()
    [_, paused] = await said_of_contracts(sessions, ProcessPaused)
    assert paused.from_day > second and paused.until_day is None


async def test_what_nobody_holds_any_more_goes_on_once_another_supervisor_is_agreed_on(
    sessions: House,
) -> None:
    contract, other, series = await mondays(sessions)
    await sessions.ask(ending(contract.parties.supervisor_id, force=True))
    await sessions.quiet()
    alone = [one for one in series if local_date(one.starts_at) > LAST]
    later = [one.number for one in alone]
    at = start_of(local_date(alone[0].starts_at) + timedelta(days=3))
    sessions.move_clock(at)
    on: dict[str, Any] = {"on": local_date(at) + timedelta(days=7), "as_of": at}
    on |= {"process_id": contract.process_id}
    with pytest.raises(Refusal) as refused:
        await sessions.ask(of_sessions.PreviewResuming.model_validate(on))
    assert (refused.value.code, refused.value.field) == ("nobody_holds_them", "on")
    order = on | {"by": "supervisee", "resumed_by": MEMBERS[0], "ends_on": contract.terms.ends_on}
    assert await code(sessions, ResumeProcess.model_validate(order)) == "nobody_holds_them"
    from_day = local_date(at) + timedelta(days=4)
    draft = await sessions.ask(proposal(contract, other, reason_code="left", from_day=from_day, as_of=at))
    await signed_by_members_and_new(sessions, draft, at + timedelta(hours=1))
    now = [one for one in await listed(sessions, contract) if one.status == "planned"]
    assert [one.number for one in now if local_date(one.starts_at) > LAST] == later
    assert {one.supervisor_id for one in now if local_date(one.starts_at) > LAST} == {other}


async def test_a_pause_past_the_last_day_of_who_leaves_stays_open_until_another_is_agreed_on(
    sessions: House,
) -> None:
    contract, other, _ = await mondays(sessions)
    day = LAST + timedelta(days=1)
    await sessions.ask(proposal(contract, other, reason_code="left", from_day=day))
    await sessions.quiet()
    await sessions.ask(ending(contract.parties.supervisor_id))
    await sessions.quiet()
    order = pause(contract, from_day=day, until_day=day + timedelta(days=20), as_of=ASKED)
    with pytest.raises(Refusal) as refused:
        await shown(sessions, order)
    assert (refused.value.code, refused.value.field) == ("nobody_holds_them", "until_day")
    await sessions.ask(order.model_copy(update={"until_day": None}))


async def test_what_is_terminated_cannot_be_paused_for_a_leaver_and_nothing_else_is_then(
    sessions: House,
) -> None:
    contract, _, _ = await mondays(sessions)
    await sessions.ask(termination(contract))
    await sessions.quiet()
    order = ending(contract.parties.supervisor_id, force=True, last_day=date(2027, 4, 6))
    assert await code(sessions, order) == "terminated_left"
    assert await said_of_contracts(sessions, ProcessPaused) == []


async def test_what_ends_on_a_day_to_come_is_held_by_another_until_then_and_its_supervisor_may_leave(
    sessions: House,
) -> None:
    contract, other, _ = await mondays(sessions)
    first = contract.parties.supervisor_id
    leaves, until = ending(first, force=True, last_day=date(2027, 4, 20)), date(2027, 5, 1)
    await sessions.ask(termination(contract, last_day=until, as_of=ASKED - timedelta(days=1)))
    await sessions.quiet()
    assert await code(sessions, leaves) == "terminated_left"
    draft = await sessions.ask(proposal(contract, other, from_day=date(2027, 4, 21)))
    await signed_by_members_and_new(sessions, draft)
    left = [one for one in await listed(sessions, contract) if one.status == "planned"]
    theirs = [one for one in left if local_date(one.starts_at) > leaves.last_day]
    assert [local_date(one.starts_at) for one in theirs] == [date(2027, 4, 26)]
    assert theirs[0].supervisor_id == other
    await sessions.ask(leaves.model_copy(update={"as_of": AGREED}))
    card = await show(sessions, contract.process_id)
    assert (card.terms.ends_on, card.ends_early, card.open_to) == (until, True, ["end", "supervisor"])


async def test_nothing_is_planned_with_who_leaves_after_their_last_day_until_that_is_taken_back(
    sessions: House,
) -> None:
    _, other, _ = await mondays(sessions)
    kept = "select from_day from days_away where supervisor_id = $1"
    for last_day in (LAST, LAST + timedelta(days=7)):
        await sessions.ask(ending(other, last_day=last_day))
        await sessions.quiet()
        rows = await sessions.rows("sessions", kept, other)
        assert [row["from_day"] for row in rows] == [last_day + timedelta(days=1)]
    # That is no absence which they have said.
    days = of_sessions.ListDaysAway(supervisor_id=other, viewer=viewer(other, Role.SUPERVISOR), as_of=ASKED)
    assert (await sessions.ask(days)).days == []
    await sessions.ask(ReopenEntry(kind="supervisor", entry_id=other, reopened_by=COORDINATOR, as_of=ASKED))
    await sessions.quiet()
    assert await sessions.rows("sessions", kept, other) == []


async def test_what_a_leaver_left_unrecorded_a_coordinator_records_by_their_written_word(
    sessions: House,
) -> None:
    contract, _, series = await mondays(sessions)
    first, late = contract.parties.supervisor_id, series[4]
    await sessions.ask(ending(first, force=True))
    await sessions.quiet()
    facts = {"session_id": late.session_id, "outcome": "held", "present_count": 4, "revision": 0}
    at = start_of(LAST + timedelta(days=1))
    word = of_sessions.CorrectRecord.model_validate(
        facts | {"ground": "Kanarialintu: kirje 2.5.", "corrected_by": COORDINATOR, "as_of": at}
    )
    shown = of_sessions.ShowSession(session_id=late.session_id, viewer=viewer(COORDINATOR, Role.COORDINATOR))
    sessions.move_clock(at - timedelta(hours=1))
    assert await code(sessions, word.model_copy(update={"as_of": at - timedelta(hours=1)})) == "not_recorded"
    assert not (await sessions.ask(shown)).card.may_correct
    sessions.move_clock(at)
    assert (await sessions.ask(shown)).card.may_correct
    assert await code(sessions, word.model_copy(update={"ground": " "})) == "ground_missing"
    assert await code(sessions, word.model_copy(update={"present_count": None})) == "count_missing"
    assert (await sessions.ask(word)).status == "held"
    [told] = await said(sessions, of_sessions.SessionHeld)
    assert (told.session_id, told.present) == (late.session_id, 4)
    assert "Kanarialintu" not in told.model_dump_json()
    [kept] = (await sessions.ask(shown)).words
    assert (kept.ground, kept.present_count) == ("Kanarialintu: kirje 2.5.", 4)
