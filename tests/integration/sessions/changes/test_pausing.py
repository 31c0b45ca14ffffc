"""A signed contract is paused and goes on: who may, what becomes of its sessions, reviews and last day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.messages import sessions as messages
from services.messages.contracts import (
    ContractCard,
    PauseOverdue,
    PauseProcess,
    ProcessPaused,
    ProcessResumed,
    RemindOfPause,
    ResumeProcess,
    ShowPauses,
)
from services.messages.values import Party, Role
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import days_after, local_date, morning_of, start_of
from tests.house import House
from tests.integration.contracts.builders import COMMISSIONER, MEMBERS, show
from tests.integration.contracts.builders import said as said_of_contracts
from tests.integration.contracts.test_terminating import code, termination
from tests.integration.directory.builders import person, relate
from tests.integration.sessions.builders import STRANGER, held, hours, move, planned, said, viewer

ASKED = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
FROM, UNTIL = date(2027, 4, 5), date(2027, 5, 30)
WHY = "Kanarialintu: sairausloma"


def pause(contract: ContractCard, **facts: Any) -> PauseProcess:
    order = {
        "process_id": contract.process_id,
        "by": "supervisee",
        "from_day": FROM,
        "until_day": None,
        "reason_code": "illness",
        "reason": WHY,
        "paused_by": MEMBERS[0],
        "as_of": ASKED,
    }
    return PauseProcess.model_validate(order | facts)


async def shown(house: House, order: PauseProcess) -> messages.PausePlan:
    wanted = order.model_dump(include={"process_id", "by", "from_day", "until_day", "as_of"})
    plan: messages.PausePlan = await house.ask(messages.PreviewPause(**wanted))
    return plan


async def confirmed(house: House, order: PauseProcess) -> messages.PausePlan:
    """What is shown before the press is what is pressed."""
    plan = await shown(house, order)
    await house.ask(order.model_copy(update={"ends_on": plan.ends_on}))
    await house.quiet()
    return plan


async def goes_on(house: House, contract: ContractCard, on: date, **facts: Any) -> ResumeProcess:
    told = {"process_id": contract.process_id, "on": on, "as_of": facts.pop("as_of", ASKED)}
    told |= {"from_day": facts.pop("from_day", None)}
    plan = await house.ask(messages.PreviewResuming.model_validate(told))
    order = told | {"by": "supervisee", "resumed_by": MEMBERS[0], "ends_on": plan.ends_on}
    return ResumeProcess.model_validate(order | facts)


async def listed(house: House, contract: ContractCard) -> list[messages.SessionCard]:
    return (await house.ask(messages.ListSessions(process_id=contract.process_id))).sessions


async def with_hours(house: House) -> tuple[ContractCard, list[messages.SessionCard]]:
    """The supervisor's Wednesdays of the year after, too."""
    contract, series = await planned(house)
    later = {"valid_from": date(2028, 1, 1), "valid_until": date(2028, 12, 31)}
    await house.ask(hours(contract.parties.supervisor_id, **later))
    house.move_clock(ASKED)
    return contract, series


async def test_a_pause_takes_its_sessions_out_and_all_that_are_left_are_planned_again(
    sessions: House,
) -> None:
    contract, series = await with_hours(sessions)
    order = pause(contract, until_day=UNTIL)
    plan = await shown(sessions, order)
    in_it = [one for one in series if FROM <= local_date(one.starts_at) <= UNTIL]
    before = [one for one in series if local_date(one.starts_at) < FROM]
    assert in_it
    assert [one.session_id for one in plan.paused] == [one.session_id for one in in_it]
    assert (plan.charged, plan.lost) == ([], 0)
    assert len(before) + len(plan.planned) == len(series)
    assert [one.number for one in plan.planned] == [one.number for one in series[len(before) :]]
    assert all(local_date(one.starts_at) > UNTIL for one in plan.planned)
    # Nothing is kept of a look.
    assert await listed(sessions, contract) == series

    await confirmed(sessions, order)
    [told] = await said(sessions, messages.SeriesPaused)
    assert told.paused_ids == [one.session_id for one in in_it]
    assert [one.starts_at for one in told.sessions] == [one.starts_at for one in plan.planned]
    assert [one.session_id for one in told.sessions] == [one.session_id for one in plan.planned]
    now = await listed(sessions, contract)
    assert [one.number for one in now if one.status == "planned"] == [one.number for one in series]
    assert {one.session_id for one in now if one.status == "paused"} == {one.session_id for one in in_it}
    # What keeps its day keeps its entry in everybody's calendar.
    kept = {one.starts_at: one.session_id for one in series}
    assert all(kept.get(one.starts_at, one.session_id) == one.session_id for one in now)
    after = await show(sessions, contract.process_id)
    length = UNTIL - FROM + timedelta(days=1)
    assert after.terms.ends_on == plan.ends_on
    assert after.terms.ends_on >= contract.terms.ends_on + length

    [paused] = await said_of_contracts(sessions, ProcessPaused)
    assert (paused.stops_at, paused.goes_on_at) == (start_of(FROM), start_of(UNTIL + timedelta(days=1)))
    assert paused.ends_at == morning_of(after.terms.ends_on)
    assert "illness" not in paused.model_dump_json() + told.model_dump_json()
    assert WHY not in paused.model_dump_json() + told.model_dump_json()
    # Nothing is moved into the pause.
    assert await code(sessions, move(now[-1], in_it[0].starts_at, as_of=ASKED)) == "contract_paused"


async def test_a_pause_that_is_asked_late_pays_for_the_late_session_alone(sessions: House) -> None:
    contract, series = await with_hours(sessions)
    late = next(one for one in series if local_date(one.starts_at) > local_date(ASKED))
    at = late.starts_at - timedelta(days=1)
    sessions.move_clock(at)
    order = pause(contract, from_day=local_date(late.starts_at), until_day=UNTIL, as_of=at)
    plan = await confirmed(sessions, order)
    assert [one.session_id for one in plan.charged] == [late.session_id]
    [cancelled] = await said(sessions, messages.SessionCancelled)
    assert (cancelled.session_id, cancelled.cancelled_by, cancelled.notice_working_days) == (
        late.session_id,
        "supervisee",
        1,
    )
    assert late.number not in [one.number for one in plan.planned]


async def test_the_supervisors_pause_costs_nothing(sessions: House) -> None:
    contract, series = await with_hours(sessions)
    late = next(one for one in series if local_date(one.starts_at) > local_date(ASKED))
    at = late.starts_at - timedelta(hours=2)
    sessions.move_clock(at)
    own = {"by": "supervisor", "paused_by": contract.parties.supervisor_id}
    plan = await confirmed(sessions, pause(contract, from_day=local_date(at), as_of=at, **own))
    assert plan.charged == []
    assert plan.paused[0].session_id == late.session_id
    assert await said(sessions, messages.SessionCancelled) == []


async def test_an_open_pause_goes_on_on_the_day_that_somebody_names(sessions: House) -> None:
    contract, series = await with_hours(sessions)
    plan = await confirmed(sessions, pause(contract))
    assert (plan.planned, plan.ends_on) == ([], None)
    assert (await show(sessions, contract.process_id)).terms.ends_on == contract.terms.ends_on
    out = [one for one in await listed(sessions, contract) if one.status == "paused"]
    assert [one.session_id for one in out] == [
        one.session_id for one in series if local_date(one.starts_at) >= FROM
    ]
    at = datetime(2027, 8, 2, 9, 0, tzinfo=UTC)
    sessions.move_clock(at)
    order = await goes_on(sessions, contract, date(2027, 8, 9), as_of=at)
    for _ in range(2):
        await sessions.ask(order)
    [told] = await said(sessions, messages.SeriesResumed)
    assert [one.number for one in told.sessions] == [one.number for one in out]
    assert local_date(told.sessions[0].starts_at) >= date(2027, 8, 9)
    [resumed] = await said_of_contracts(sessions, ProcessResumed)
    assert resumed.ends_on == order.ends_on >= contract.terms.ends_on + (date(2027, 8, 9) - FROM)
    now = await listed(sessions, contract)
    assert [one.number for one in now if one.status == "planned"] == [one.number for one in series]
    assert await code(sessions, order.model_copy(update={"on": date(2027, 8, 10)})) == "resumes_by_itself"


async def test_only_who_speaks_for_a_party_pauses_and_the_parties_are_not_told_why(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    for by, person_id in (
        ("supervisee", MEMBERS[1]),
        ("supervisor", MEMBERS[0]),
        ("commissioner", STRANGER),
        ("commissioner", contract.parties.supervisor_id),
    ):
        order = pause(contract, by=by, paused_by=person_id)
        assert await code(sessions, order) == "not_yours_to_decide", (by, person_id)
    coordinator = await person(sessions, "Kaisa")
    await relate(sessions, coordinator, "coordinator")
    await confirmed(sessions, pause(contract, by="commissioner", paused_by=coordinator))
    assert (
        await code(
            sessions,
            (await goes_on(sessions, contract, FROM)).model_copy(update={"resumed_by": MEMBERS[2]}),
        )
        == "not_yours_to_decide"
    )
    for person_id, role, party, may in (
        (COMMISSIONER, Role.COMMISSIONER, Party.COMMISSIONER, True),
        (MEMBERS[0], Role.SUPERVISEE, Party.SUPERVISEE, True),
        (MEMBERS[1], Role.SUPERVISEE, None, False),
        (contract.parties.supervisor_id, Role.SUPERVISOR, Party.SUPERVISOR, True),
        (coordinator, Role.COORDINATOR, None, True),
    ):
        organisation = contract.terms.organisation_id if role is Role.COMMISSIONER else None
        query = {
            "process_id": contract.process_id,
            "viewer": viewer(person_id, role, organisation),
            "as_of": ASKED,
        }
        found = await sessions.ask(ShowPauses.model_validate(query))
        [one] = found.pauses
        assert (found.as_party, found.may_resume, found.may_pause) == (party, may, False), role
        assert (one.by, one.from_day, one.until_day) == (Party.COMMISSIONER, FROM, None)
        reads = role is Role.COORDINATOR
        assert (one.reason_code, one.reason) == (("illness", WHY) if reads else (None, "")), role
    stranger = {
        "process_id": contract.process_id,
        "viewer": viewer(STRANGER, Role.SUPERVISOR),
        "as_of": ASKED,
    }
    assert await code(sessions, ShowPauses.model_validate(stranger)) == "unknown_process"


async def test_what_cannot_be_is_refused_by_code_and_field_and_nothing_is_half_done(sessions: House) -> None:
    contract, series = await with_hours(sessions)
    yesterday = local_date(ASKED) - timedelta(days=1)
    for facts, wanted, field in (
        ({"from_day": yesterday}, "day_is_past", "from_day"),
        ({"from_day": contract.terms.ends_on + timedelta(days=1)}, "outside_the_contract", "from_day"),
        ({"until_day": FROM - timedelta(days=1)}, "ends_before_start", "until_day"),
        ({"until_day": FROM + timedelta(days=182)}, "pause_too_long", "until_day"),
        ({"until_day": UNTIL, "ends_on": contract.terms.ends_on}, "plan_changed", "ends_on"),
    ):
        with pytest.raises(Refusal) as refused:
            await sessions.ask(pause(contract, **facts))
        assert (refused.value.code, refused.value.field) == (wanted, field)
    assert await code(sessions, PauseProcess(**pause(contract).model_dump() | {"process_id": STRANGER})) == (
        "unknown_process"
    )
    assert await listed(sessions, contract) == series
    assert await sessions.rows("contracts", "SELECT * FROM pause") == []

    await confirmed(sessions, pause(contract, until_day=UNTIL))
    assert await code(sessions, pause(contract, from_day=UNTIL)) == "already_paused"
    told = {
        "process_id": contract.process_id,
        "on": UNTIL + timedelta(days=1),
        "as_of": ASKED,
        "by": "supervisee",
    }
    order = ResumeProcess.model_validate(told | {"ends_on": contract.terms.ends_on, "resumed_by": MEMBERS[0]})
    assert await code(sessions, order) == "resumes_by_itself"


async def test_an_open_pause_is_gone_on_from_no_sooner_than_it_begins(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    told = {"process_id": contract.process_id, "on": FROM, "as_of": ASKED}
    assert await code(sessions, messages.PreviewResuming.model_validate(told)) == "not_paused"
    await confirmed(sessions, pause(contract))
    for on, wanted in (
        (FROM - timedelta(days=1), "before_the_pause"),
        (local_date(ASKED) - timedelta(days=1), "day_is_past"),
    ):
        query = messages.PreviewResuming.model_validate(told | {"on": on})
        assert await code(sessions, query) == wanted


async def test_a_review_and_a_session_to_record_have_as_much_time_left_after_the_pause(
    sessions: House,
) -> None:
    contract, series = await with_hours(sessions)
    last = max((one for one in series if local_date(one.starts_at) < FROM), key=lambda one: one.starts_at)
    opened = start_of(FROM) - timedelta(days=4, hours=-9)
    sessions.move_clock(opened)
    open_it = messages.OpenReview(process_id=contract.process_id, kind="interim", as_of=opened)
    due_at = (await sessions.ask(open_it)).due_at
    assert due_at
    await confirmed(sessions, pause(contract, as_of=opened))
    # While it is open, nothing is chased, however long it is.
    sessions.move_clock(datetime(2027, 7, 1, 9, tzinfo=UTC))
    assert await said(sessions, messages.ReviewOverdue) == []
    on = date(2027, 7, 5)
    at = datetime(2027, 7, 1, 9, tzinfo=UTC)
    await sessions.ask(await goes_on(sessions, contract, on, as_of=at))
    [told] = await said(sessions, messages.SeriesResumed)
    later = days_after(due_at, (on - FROM).days)
    assert [(one.kind, one.due_at) for one in told.held] == [("interim", later)]
    sessions.move_clock(later - timedelta(minutes=1))
    assert await said(sessions, messages.ReviewOverdue) == []
    sessions.move_clock(later + timedelta(minutes=1))
    assert len(await said(sessions, messages.ReviewOverdue)) == 1
    assert last.status == "planned"


async def test_a_termination_ends_the_pause_and_its_notice_runs_through_it(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    await confirmed(sessions, pause(contract))
    at = datetime(2027, 8, 15, 9, tzinfo=UTC)
    sessions.move_clock(at)
    await sessions.ask(termination(contract))
    await sessions.quiet()
    assert await sessions.rows("sessions", "SELECT 1 FROM pause WHERE goes_on IS NULL") == []
    assert await code(sessions, pause(contract, from_day=date(2027, 8, 20), as_of=at)) == "already_terminated"
    assert [one.status for one in await listed(sessions, contract)].count("paused") > 0


async def test_an_open_pause_that_is_long_asks_a_coordinator_once(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    await confirmed(sessions, pause(contract))
    [paused] = await said_of_contracts(sessions, ProcessPaused)
    assert paused.ask_again_at == morning_of(FROM + timedelta(days=182))
    for at in (paused.ask_again_at - timedelta(minutes=1), paused.ask_again_at, paused.ask_again_at):
        await sessions.ask(RemindOfPause(process_id=contract.process_id, as_of=at))
    [overdue] = await said_of_contracts(sessions, PauseOverdue)
    assert overdue.from_day == FROM


async def test_the_same_pause_said_again_is_one_pause(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    for _ in range(2):
        await confirmed_again(sessions, pause(contract))
    assert len(await said_of_contracts(sessions, ProcessPaused)) == 1
    assert await code(sessions, pause(contract, reason_code="holiday")) == "already_paused"
    await sessions.ask(await goes_on(sessions, contract, FROM))
    assert len(await said(sessions, messages.SeriesResumed)) == 1


async def confirmed_again(house: House, order: PauseProcess) -> None:
    await house.ask(order)
    await house.quiet()


async def test_what_was_held_before_the_pause_is_recorded_during_it(sessions: House) -> None:
    contract, series = await with_hours(sessions)
    first = series[0]
    await confirmed(sessions, pause(contract))
    sessions.move_clock(start_of(FROM) + timedelta(days=3))
    await sessions.ask(held(first, contract.parties.supervisor_id))
    assert len(await said(sessions, messages.SessionHeld)) == 1


async def test_what_finds_no_day_is_left_and_waits_for_a_coordinator_who_finds_one(sessions: House) -> None:
    contract, series = await planned(sessions)
    sessions.move_clock(ASKED)
    plan = await confirmed(sessions, pause(contract, until_day=UNTIL))
    assert plan.lost > 0 and plan.ends_on
    numbers = [one.number for one in series]
    [told] = await said(sessions, messages.SeriesPaused)
    without = numbers[-plan.lost :]
    assert [one.number for one in told.waiting] == without
    waiting = [one for one in await listed(sessions, contract) if one.waits]
    assert [one.number for one in waiting] == without and {one.status for one in waiting} == {"paused"}
    # Whoever coordinates finds a day for one, and leaves another out as agreed.
    coordinator = await person(sessions, "Kaisa")
    await relate(sessions, coordinator, "coordinator")
    day = start_of(plan.ends_on) + timedelta(hours=10)
    facts = {"session_id": waiting[0].session_id, "planned_by": coordinator, "as_of": ASKED}
    found = await sessions.ask(messages.ReplanSession.model_validate(facts | {"starts_at": day}))
    assert (found.number, found.status) == (without[0], "planned")
    # Once there are hours, the pause that is called off has a day for the others too.
    later = {"valid_from": date(2028, 1, 1), "valid_until": date(2028, 12, 31)}
    await sessions.ask(hours(contract.parties.supervisor_id, **later))
    on = {"process_id": contract.process_id, "on": FROM, "from_day": FROM, "as_of": ASKED}
    ends_on = (await sessions.ask(messages.PreviewResuming.model_validate(on))).ends_on
    order = on | {"by": "supervisee", "resumed_by": MEMBERS[0], "ends_on": ends_on}
    await sessions.ask(ResumeProcess.model_validate(order))
    await sessions.quiet()
    now = await listed(sessions, contract)
    assert [one.number for one in now if one.status == "planned"] == numbers
    assert not any(one.waits for one in now)


async def test_what_waits_after_a_pause_is_left_out_once(sessions: House) -> None:
    contract, _ = await planned(sessions)
    sessions.move_clock(ASKED)
    await confirmed(sessions, pause(contract, until_day=UNTIL))
    coordinator = await person(sessions, "Kaisa")
    await relate(sessions, coordinator, "coordinator")
    first = next(one for one in await listed(sessions, contract) if one.waits)
    facts = {"session_id": first.session_id, "planned_by": coordinator, "as_of": ASKED}
    for _time in range(2):
        assert not (await sessions.ask(messages.ReplanSession.model_validate(facts))).waits
    assert len(await said(sessions, messages.SessionLeftOut)) == 1
