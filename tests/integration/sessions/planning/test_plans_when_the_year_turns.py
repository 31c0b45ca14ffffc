"""A plan is open when the contract is paused, goes on or ends."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.messages import sessions as messages
from services.messages.contracts import ResumeProcess
from services.messages.values import Role
from services.runtime.finland import local_date
from tests.grown import copied
from tests.house import House
from tests.integration.contracts.builders import MEMBERS, show, signed
from tests.integration.contracts.test_terminating import termination
from tests.integration.intake.builders import declaration, supervisor
from tests.integration.sessions.builders import STRANGER, hours, said
from tests.integration.sessions.changes.test_amending import amendment, signed_by_all
from tests.integration.sessions.changes.test_handing_over import proposal, signed_by_members_and_new
from tests.integration.sessions.changes.test_pausing import ASKED, FROM, UNTIL, confirmed, pause
from tests.integration.sessions.proposals import booked, confirmation, first_plan, shown


@copied
async def an_open_plan(house: House) -> messages.PlanShown:
    """Proposed the day before."""
    contract = await signed(house)
    await house.ask(hours(contract.parties.supervisor_id))
    at = ASKED - timedelta(days=1)
    house.move_clock(at)
    await house.ask(first_plan(contract.process_id, at))
    await house.quiet()
    return await shown(house, contract.process_id, as_of=at)


async def test_a_pause_with_an_end_and_the_plan_goes_round_it(sessions: House) -> None:
    before = await an_open_plan(sessions)
    [event] = await said(sessions, messages.PlanProposed)
    process_id = event.process_id
    assert [one for one in before.sessions if FROM <= local_date(one.starts_at) <= UNTIL]
    contract = await show(sessions, process_id)
    sessions.move_clock(ASKED)
    await confirmed(sessions, pause(contract, until_day=UNTIL))
    after = await shown(sessions, process_id, as_of=ASKED)
    assert (after.status, after.revision) == ("open", 2)
    assert after.sessions
    assert not [one for one in after.sessions if FROM <= local_date(one.starts_at) <= UNTIL]
    await sessions.ask(confirmation(process_id, 2, as_of=ASKED))
    assert len(await booked(sessions, process_id)) == len(after.sessions)


async def test_an_open_pause_frees_it_and_its_end_has_it_proposed_again(sessions: House) -> None:
    await an_open_plan(sessions)
    [event] = await said(sessions, messages.PlanProposed)
    process_id = event.process_id
    contract = await show(sessions, process_id)
    sessions.move_clock(ASKED)
    await confirmed(sessions, pause(contract, until_day=None))
    plan = await shown(sessions, process_id, STRANGER, Role.COORDINATOR, ASKED)
    assert (plan.status, plan.over, plan.sessions) == ("over", "paused", [])
    [over] = await said(sessions, messages.PlanLapsed)
    assert over.why == "paused"

    on = date(2027, 6, 7)
    at = ASKED + timedelta(days=70)
    sessions.move_clock(at)
    goes_on = {"process_id": process_id, "on": on, "by": "supervisee", "resumed_by": MEMBERS[0], "as_of": at}
    looked = await sessions.ask(messages.PreviewResuming(process_id=process_id, on=on, as_of=at))
    await sessions.ask(ResumeProcess.model_validate(goes_on | {"ends_on": looked.ends_on}))
    await sessions.quiet()
    again = await shown(sessions, process_id, as_of=at)
    assert (again.status, again.revision) == ("open", 2)
    assert local_date(again.sessions[0].starts_at) >= on


@pytest.mark.parametrize(
    "changes", [{"sessions_agreed": 8}, {"base_interval_days": 42}, {"ends_on": date(2027, 9, 30)}], ids=str
)
async def test_a_change_of_the_contract_is_proposed_and_books_nothing(
    sessions: House, changes: dict[str, Any]
) -> None:
    """What nobody has confirmed binds nobody, whatever else they sign."""
    before = await an_open_plan(sessions)
    [event] = await said(sessions, messages.PlanProposed)
    contract = await show(sessions, event.process_id)
    sessions.move_clock(ASKED)
    draft = await sessions.ask(amendment(contract, local_date(ASKED) + timedelta(days=1), **changes))
    await signed_by_all(sessions, draft)
    assert await booked(sessions, event.process_id) == []
    assert await said(sessions, messages.SeriesAmended) == []
    after = await shown(sessions, event.process_id, as_of=ASKED)
    assert (after.status, after.revision) == ("open", 2)
    assert 0 < len(after.sessions) < len(before.sessions)
    await sessions.ask(confirmation(event.process_id, 2, as_of=ASKED))
    assert len(await booked(sessions, event.process_id)) == len(after.sessions)


@pytest.mark.parametrize("minutes", [60, 120])
async def test_another_length_is_that_of_the_days_from_which_on_it_holds(
    sessions: House, minutes: int
) -> None:
    """Also where nobody has confirmed the plan yet that it changes."""
    before = await an_open_plan(sessions)
    [event] = await said(sessions, messages.PlanProposed)
    contract = await show(sessions, event.process_id)
    sessions.move_clock(ASKED)
    first = local_date(before.sessions[2].starts_at)
    await signed_by_all(sessions, await sessions.ask(amendment(contract, first, duration_minutes=minutes)))
    plan = await shown(sessions, event.process_id, as_of=ASKED)
    assert plan.revision == 2
    await sessions.ask(confirmation(event.process_id, 2, as_of=ASKED))
    for found in (plan.sessions, await booked(sessions, event.process_id)):
        lengths = {(local_date(one.starts_at) >= first, one.ends_at - one.starts_at) for one in found}
        assert lengths == {(False, timedelta(minutes=90)), (True, timedelta(minutes=minutes))}


@pytest.mark.parametrize("for_a_while", [False, True])
async def test_each_session_is_with_who_supervises_on_its_day(sessions: House, for_a_while: bool) -> None:
    """Also where nobody had confirmed the plan when another was agreed on."""
    before = await an_open_plan(sessions)
    [event] = await said(sessions, messages.PlanProposed)
    contract = await show(sessions, event.process_id)
    other = await supervisor(sessions, "toinen@virta.example")
    await sessions.ask(hours(other))
    await sessions.ask(declaration(event.process_id, other))
    await sessions.quiet()
    sessions.move_clock(ASKED)
    first, last = (local_date(before.sessions[place].starts_at) for place in (2, 5))
    until = last if for_a_while else None
    draft = await sessions.ask(proposal(contract, other, from_day=first, until_day=until, as_of=ASKED))
    at = ASKED + timedelta(hours=1)
    await signed_by_members_and_new(sessions, draft, at)
    plan = await shown(sessions, event.process_id, as_of=ASKED)
    await sessions.ask(confirmation(event.process_id, plan.revision, as_of=ASKED))
    await sessions.quiet()
    for one in await booked(sessions, event.process_id):
        theirs = first <= local_date(one.starts_at) <= (until or date.max)
        assert one.supervisor_id == (other if theirs else contract.parties.supervisor_id), one


async def test_a_termination_frees_it(sessions: House) -> None:
    await an_open_plan(sessions)
    [event] = await said(sessions, messages.PlanProposed)
    contract = await show(sessions, event.process_id)
    told = {"last_day": date(2027, 4, 1), "as_of": ASKED}
    sessions.move_clock(ASKED)
    await sessions.ask(termination(contract, **told))
    [over] = await said(sessions, messages.PlanLapsed)
    assert over.why == "terminated"
    assert await sessions.rows("sessions", "select 1 from session") == []
