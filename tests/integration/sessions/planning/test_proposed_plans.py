"""A plan is proposed before it binds: held, confirmed, asked for otherwise, replaced, and over where nobody answers."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta

import pytest

from services.messages import sessions as messages
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import days_after, local_date, to_local
from tests.house import House
from tests.integration.contracts.builders import COMMISSIONER, MEMBERS, signed, signing
from tests.integration.sessions.builders import (
    A_DAY,
    PLANNED,
    STRANGER,
    hours,
    local,
    move,
    said,
    viewer,
)
from tests.integration.sessions.content.test_what_was_said import everything_kept
from tests.integration.sessions.planning.test_replanning import a_coordinator
from tests.integration.sessions.proposals import (
    another,
    booked,
    confirmation,
    first_plan,
    otherwise,
    proposed,
    shown,
)

WISH = "Kanarialintu: keskiviikkona en pääse, tiistai sopisi."
TUESDAY, WEDNESDAY, THURSDAY = 1, 2, 3


async def test_a_plan_is_held_and_nobody_is_invited_until_it_is_confirmed(sessions: House) -> None:
    contract = await proposed(sessions)
    await sessions.ask(first_plan(contract.process_id))
    [event] = await said(sessions, messages.PlanProposed)
    plan = await shown(sessions, contract.process_id)
    assert (event.asked_id, event.revision, event.proposed_by) == (MEMBERS[0], 1, None)
    assert event.remind_at == days_after(PLANNED, 3)
    assert event.until == plan.until == days_after(PLANNED, 14)
    assert event.fits == len(plan.sessions) >= 12
    assert plan.status == "open" and plan.conflicts and plan.may_confirm
    assert await booked(sessions, contract.process_id) == []
    assert await said(sessions, messages.SeriesPlanned) == []

    await sessions.ask(confirmation(contract.process_id))
    await sessions.ask(confirmation(contract.process_id))
    series = await booked(sessions, contract.process_id)
    assert [(one.number, one.starts_at) for one in series] == [
        (one.number, one.starts_at) for one in plan.sessions
    ]
    assert {one.status for one in series} == {"planned"}
    [planned] = await said(sessions, messages.SeriesPlanned)
    assert [one.session_id for one in planned.sessions] == [one.session_id for one in series]
    assert planned.wake_at == series[len(series) // 2].ends_at + A_DAY
    assert (await shown(sessions, contract.process_id)).status == "confirmed"


async def test_a_time_that_is_only_held_is_no_session_to_write_about(sessions: House) -> None:
    contract = await proposed(sessions)
    [held, *_] = await sessions.rows("sessions", "SELECT session_id, ends_at FROM session ORDER BY number")
    supervisor_id, at = contract.parties.supervisor_id, held["ends_at"]
    note = messages.WriteNote(session_id=held["session_id"], author_id=supervisor_id, text="?", as_of=at)
    missed = messages.RecordNoShow(session_id=held["session_id"], recorded_by=supervisor_id, as_of=at)
    with pytest.raises(Refusal, match="unknown_session"):
        await sessions.ask(note)
    with pytest.raises(Refusal, match="unknown_session"):
        await sessions.ask(missed)
    await sessions.ask(confirmation(contract.process_id))
    assert await booked(sessions, contract.process_id)


async def test_another_process_goes_round_what_is_held_and_no_hand_takes_it(sessions: House) -> None:
    contract = await proposed(sessions)
    held = (await shown(sessions, contract.process_id)).sessions
    other = await signed(sessions)
    await sessions.ask(hours(contract.parties.supervisor_id, weekday=THURSDAY))
    await sessions.ask(first_plan(other.process_id))
    theirs = (await shown(sessions, other.process_id)).sessions
    assert theirs
    assert not any(
        one.starts_at < two.ends_at and two.starts_at < one.ends_at for one in held for two in theirs
    )
    await sessions.ask(confirmation(other.process_id))
    session = (await booked(sessions, other.process_id))[0]
    with pytest.raises(Refusal, match="slot_taken: starts_at"):
        await sessions.ask(move(session, held[5].starts_at + timedelta(minutes=30)))


async def test_whoever_acts_for_the_group_confirms_and_nobody_else(sessions: House) -> None:
    contract = await proposed(sessions)
    for person in (MEMBERS[1], COMMISSIONER, STRANGER, contract.parties.supervisor_id):
        for order in (
            confirmation(contract.process_id, person_id=person),
            otherwise(contract.process_id, WISH, person_id=person),
        ):
            with pytest.raises(Refusal, match="not_the_representative: person_id"):
                await sessions.ask(order)
    for person, role, confirms, proposes in (
        (MEMBERS[0], Role.SUPERVISEE, True, False),
        (MEMBERS[1], Role.SUPERVISEE, False, False),
        (contract.parties.supervisor_id, Role.SUPERVISOR, False, True),
        (STRANGER, Role.COORDINATOR, False, True),
    ):
        plan = await shown(sessions, contract.process_id, person, role)
        assert (plan.may_confirm, plan.may_propose) == (confirms, proposes)
        assert plan.sessions, "how many fit is shown to all"
    with pytest.raises(Refusal, match="unknown_process"):
        await shown(sessions, contract.process_id, STRANGER)


async def test_other_days_are_asked_for_in_words_that_no_event_carries(sessions: House) -> None:
    contract = await proposed(sessions)
    for _ in range(2):
        await sessions.ask(otherwise(contract.process_id, WISH))
    [asked] = await said(sessions, messages.OtherPlanAsked)
    assert (asked.revision, asked.supervisor_id) == (1, contract.parties.supervisor_id)
    readers = [(STRANGER, Role.COORDINATOR), (contract.parties.supervisor_id, Role.SUPERVISOR)]
    for person, role in [*readers, (MEMBERS[0], Role.SUPERVISEE)]:
        assert (await shown(sessions, contract.process_id, person, role)).wish == WISH
    assert (await shown(sessions, contract.process_id, MEMBERS[1])).wish == ""
    kept = await everything_kept(sessions)
    assert "Kanarialintu" not in kept and b"Kanarialintu".hex() not in kept
    # It may be confirmed after all, and then the words are gone.
    await sessions.ask(confirmation(contract.process_id))
    assert (await shown(sessions, contract.process_id, *readers[0])).wish == ""


async def test_a_coordinator_proposes_other_days_and_the_old_times_are_free(sessions: House) -> None:
    contract = await proposed(sessions)
    before = (await shown(sessions, contract.process_id)).sessions
    await sessions.ask(hours(contract.parties.supervisor_id, weekday=TUESDAY, from_time=time(12)))
    await sessions.ask(otherwise(contract.process_id, WISH))
    coordinator = await a_coordinator(sessions)
    order = await another(
        sessions, contract.process_id, coordinator, 1, [TUESDAY], time(14), date(2027, 2, 1)
    )
    await sessions.ask(order)
    await sessions.ask(order)
    plan = await shown(sessions, contract.process_id)
    first = to_local(plan.sessions[0].starts_at)
    assert (first.date(), first.time(), plan.revision) == (date(2027, 2, 2), time(14), 2)
    assert {to_local(one.starts_at).weekday() for one in plan.sessions} == {TUESDAY}
    assert plan.wish == "" and plan.asked_otherwise_at is None
    held = await sessions.rows("sessions", "select starts_at from session where status = 'proposed'")
    assert {row["starts_at"] for row in held} == {one.starts_at for one in plan.sessions}
    assert before[0].starts_at not in {row["starts_at"] for row in held}
    # Whoever still looks at the old one confirms nothing.
    for late in (confirmation(contract.process_id), otherwise(contract.process_id, WISH)):
        with pytest.raises(Refusal, match="plan_changed: revision"):
            await sessions.ask(late)
    await sessions.ask(confirmation(contract.process_id, 2))
    assert len(await said(sessions, messages.PlanProposed)) == 2


async def test_two_coordinators_at_once_and_one_of_them_looks_again(sessions: House) -> None:
    contract = await proposed(sessions)
    await sessions.ask(hours(contract.parties.supervisor_id, weekday=TUESDAY))
    people = [await a_coordinator(sessions), contract.parties.supervisor_id]
    orders = [
        await another(sessions, contract.process_id, one, weekdays=[day])
        for one, day in zip(people, (TUESDAY, WEDNESDAY), strict=True)
    ]
    results = await asyncio.gather(*(sessions.ask(one) for one in orders), return_exceptions=True)
    refused = [one for one in results if isinstance(one, Refusal)]
    assert [str(one.code) for one in refused] == ["plan_changed"]
    assert (await shown(sessions, contract.process_id)).revision == 2


async def test_confirmed_and_replaced_at_once_one_of_the_two_holds(sessions: House) -> None:
    contract = await proposed(sessions)
    order = await another(
        sessions, contract.process_id, contract.parties.supervisor_id, first_day=date(2027, 2, 1)
    )
    results = await asyncio.gather(
        sessions.ask(confirmation(contract.process_id)), sessions.ask(order), return_exceptions=True
    )
    codes = [one.code if isinstance(one, Refusal) else None for one in results]
    series = await booked(sessions, contract.process_id)
    assert codes in ([None, "already_planned"], ["plan_changed", None])
    assert bool(series) is (codes[0] is None)


async def test_what_cannot_be_proposed_is_refused_by_code_and_field(sessions: House) -> None:
    unsigned = await signing(sessions)
    with pytest.raises(Refusal, match="contract_not_signed: process_id"):
        await sessions.ask(first_plan(unsigned.process_id))
    contract = await signed(sessions)
    with pytest.raises(Refusal, match="no_availability: process_id"):
        await sessions.ask(first_plan(contract.process_id))
    with pytest.raises(Refusal, match="no_plan: revision"):
        await sessions.ask(confirmation(contract.process_id))
    supervisor = contract.parties.supervisor_id
    await sessions.ask(hours(supervisor))
    with pytest.raises(Refusal, match="outside_the_contract: first_day"):
        await another(sessions, contract.process_id, supervisor, 0, first_day=date(2028, 6, 1))
    order = await another(sessions, contract.process_id, supervisor, 0)
    with pytest.raises(Refusal, match="not_yours_to_decide: proposed_by"):
        await sessions.ask(order.model_copy(update={"proposed_by": STRANGER}))
    with pytest.raises(Refusal, match="plan_changed: fingerprint"):
        await sessions.ask(order.model_copy(update={"fingerprint": "another"}))
    await sessions.ask(order)
    await sessions.ask(confirmation(contract.process_id))
    with pytest.raises(Refusal, match="already_planned: process_id"):
        await sessions.ask(order)


async def test_silence_binds_nobody_and_a_later_answer_finds_no_plan(sessions: House) -> None:
    contract = await proposed(sessions)
    sessions.move_clock(days_after(PLANNED, 7) - timedelta(minutes=1))
    assert await said(sessions, messages.PlanOverdue) == []
    sessions.move_clock(days_after(PLANNED, 7))
    [late] = await said(sessions, messages.PlanOverdue)
    assert (late.asked_id, late.until) == (MEMBERS[0], days_after(PLANNED, 14))
    sessions.move_clock(days_after(PLANNED, 14) - timedelta(minutes=1))
    assert await said(sessions, messages.PlanLapsed) == []
    assert len(await said(sessions, messages.PlanOverdue)) == 1
    sessions.move_clock(days_after(PLANNED, 14))
    [over] = await said(sessions, messages.PlanLapsed)
    assert (over.why, over.asked_id) == ("unanswered", MEMBERS[0])
    assert await sessions.rows("sessions", "select 1 from session") == []
    now = days_after(PLANNED, 14)
    with pytest.raises(Refusal, match="no_plan: revision"):
        await sessions.ask(confirmation(contract.process_id, as_of=now))
    await sessions.ask(first_plan(contract.process_id, now))
    plan = await shown(sessions, contract.process_id, STRANGER, Role.COORDINATOR, now)
    assert (plan.status, plan.over, plan.may_propose) == ("over", "unanswered", True)
    await sessions.ask(
        await another(sessions, contract.process_id, contract.parties.supervisor_id, as_of=now)
    )
    await sessions.ask(confirmation(contract.process_id, 2, as_of=now))


async def test_the_first_session_leaves_the_notice_from_the_yes(sessions: House) -> None:
    contract = await signed(sessions)
    supervisor = contract.parties.supervisor_id
    await sessions.ask(hours(supervisor))
    at = local(2027, 1, 15, 12)
    order = await another(sessions, contract.process_id, supervisor, 0, as_of=at)
    await sessions.ask(order)
    plan = await shown(sessions, contract.process_id, as_of=at)
    assert local_date(plan.sessions[0].starts_at) == date(2027, 1, 27), (
        "five working days from the third day after it, a Monday, on which it can be answered"
    )
    assert plan.until == local(2027, 1, 21, 0)
    with pytest.raises(Refusal, match="plan_too_near: revision"):
        await sessions.ask(confirmation(contract.process_id, as_of=local(2027, 1, 21, 0)))
    sessions.move_clock(local(2027, 1, 21, 0))
    [over] = await said(sessions, messages.PlanLapsed)
    assert over.why == "too_near"


async def test_who_is_asked_has_three_days_to_answer_also_where_it_is_proposed_late(sessions: House) -> None:
    """On a Wednesday, of Wednesdays: the next one with the notice could be confirmed on that same day only."""
    contract = await signed(sessions)
    supervisor = contract.parties.supervisor_id
    await sessions.ask(hours(supervisor))
    at = local(2027, 1, 20, 12)
    await sessions.ask(await another(sessions, contract.process_id, supervisor, 0, as_of=at))
    plan = await shown(sessions, contract.process_id, as_of=at)
    assert (local_date(plan.sessions[0].starts_at), plan.until) == (date(2027, 2, 3), local(2027, 1, 28, 0))


async def test_where_nothing_else_fits_it_can_still_be_confirmed_on_its_own_day(sessions: House) -> None:
    contract = await signed(sessions)
    supervisor = contract.parties.supervisor_id
    await sessions.ask(hours(supervisor, valid_until=date(2027, 1, 27)))
    at = local(2027, 1, 20, 12)
    await sessions.ask(await another(sessions, contract.process_id, supervisor, 0, as_of=at))
    plan = await shown(sessions, contract.process_id, as_of=at)
    assert [local_date(one.starts_at) for one in plan.sessions] == [date(2027, 1, 27)]
    await sessions.ask(confirmation(contract.process_id, as_of=at))


async def test_what_the_process_proposes_leaves_seven_days_to_answer(sessions: House) -> None:
    contract = await signed(sessions)
    await sessions.ask(hours(contract.parties.supervisor_id))
    at = local(2027, 1, 18, 12)
    await sessions.ask(first_plan(contract.process_id, at))
    plan = await shown(sessions, contract.process_id, as_of=at)
    assert local_date(plan.sessions[0].starts_at) == date(2027, 2, 3)
    assert plan.until and plan.until >= days_after(at, 7)


async def test_days_away_while_it_is_held_and_it_is_proposed_anew(sessions: House) -> None:
    contract = await proposed(sessions)
    supervisor = contract.parties.supervisor_id
    before = await shown(sessions, contract.process_id)
    lost = local_date(before.sessions[3].starts_at)
    days = {"supervisor_id": supervisor, "from_day": lost, "until_day": lost, "as_of": PLANNED}
    looked = await sessions.ask(messages.PreviewDaysAway(viewer=viewer(supervisor, Role.SUPERVISOR), **days))
    report = messages.ReportDaysAway(fingerprint=looked.fingerprint, reported_by=supervisor, **days)
    await sessions.ask(report)
    plan = await shown(sessions, contract.process_id)
    assert plan.revision == 2 and plan.status == "open"
    assert lost not in {local_date(one.starts_at) for one in plan.sessions}
    with pytest.raises(Refusal, match="plan_changed: revision"):
        await sessions.ask(confirmation(contract.process_id))


async def test_a_plan_waits_on_the_list_of_who_is_to_confirm_it(sessions: House) -> None:
    contract = await proposed(sessions)
    for person, waiting in ((MEMBERS[0], [contract.process_id]), (MEMBERS[1], [])):
        query = messages.ShowWaiting(viewer=viewer(person, Role.SUPERVISEE), as_of=PLANNED)
        assert (await sessions.ask(query)).plans == waiting
    await sessions.ask(confirmation(contract.process_id))
    query = messages.ShowWaiting(viewer=viewer(MEMBERS[0], Role.SUPERVISEE), as_of=PLANNED)
    assert (await sessions.ask(query)).plans == []


async def test_what_is_held_is_nobodys_session_yet(sessions: House) -> None:
    contract = await proposed(sessions)
    query = messages.ListMySessions.model_validate(
        {
            "viewer": viewer(contract.parties.supervisor_id, Role.SUPERVISOR),
            "from_": PLANNED,
            "until": datetime(2028, 1, 1, tzinfo=UTC),
        }
    )
    assert (await sessions.ask(query)).sessions == []
    [row] = await sessions.rows("sessions", "select session_id from session where number = 1")
    with pytest.raises(Refusal, match="unknown_session"):
        await sessions.ask(
            messages.ShowSession(session_id=row["session_id"], viewer=viewer(STRANGER, Role.COORDINATOR))
        )
