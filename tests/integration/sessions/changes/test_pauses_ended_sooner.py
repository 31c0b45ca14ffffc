"""A pause whose end was agreed is called off, or is over sooner: its sessions come again, and the end moves back."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.messages import sessions as messages
from services.messages.contracts import ContractCard, ProcessResumed, ResumeProcess, ShowPauses
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import ONE_DAY, days_after, local_date, start_of
from tests.house import House
from tests.integration.contracts.builders import MEMBERS, show
from tests.integration.contracts.builders import said as said_of_contracts
from tests.integration.contracts.test_terminating import code, termination
from tests.integration.sessions.builders import said, viewer
from tests.integration.sessions.changes.test_amending import amendment, signed_by_all
from tests.integration.sessions.changes.test_pausing import (
    ASKED,
    FROM,
    UNTIL,
    confirmed,
    listed,
    pause,
    with_hours,
)

SOON = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)
IN_IT = datetime(2027, 4, 12, 9, 0, tzinfo=UTC)
SOONER = date(2027, 4, 26)


async def ends(house: House, contract: ContractCard, on: date, at: datetime, **facts: Any) -> ResumeProcess:
    told = {"process_id": contract.process_id, "from_day": FROM, "on": on, "as_of": at}
    plan = await house.ask(messages.PreviewResuming.model_validate(told))
    order = told | {"by": "supervisee", "resumed_by": MEMBERS[0], "ends_on": plan.ends_on}
    return ResumeProcess.model_validate(order | facts)


async def live(house: House, contract: ContractCard) -> list[tuple[int, datetime]]:
    return [(one.number, one.starts_at) for one in await listed(house, contract) if one.status == "planned"]


async def test_what_is_called_off_before_it_begins_is_as_if_it_had_never_been(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    before = await live(sessions, contract)
    await confirmed(sessions, pause(contract, until_day=UNTIL))
    assert await live(sessions, contract) != before
    sessions.move_clock(SOON)
    order = await ends(sessions, contract, FROM, SOON)
    for _ in range(2):
        await sessions.ask(order)
    await sessions.quiet()
    assert await live(sessions, contract) == before
    assert (await show(sessions, contract.process_id)).terms.ends_on == contract.terms.ends_on
    [told] = await said(sessions, messages.SeriesResumed)
    assert (told.from_day, told.on, told.was_to_go_on) == (FROM, FROM, UNTIL + ONE_DAY)
    [resumed] = await said_of_contracts(sessions, ProcessResumed)
    assert (resumed.goes_on_at, resumed.ends_on) == (start_of(FROM), contract.terms.ends_on)
    query = {"process_id": contract.process_id, "viewer": viewer(MEMBERS[0], Role.SUPERVISEE), "as_of": SOON}
    shown = await sessions.ask(ShowPauses.model_validate(query))
    assert (shown.pauses, shown.may_pause, shown.may_end_sooner) == ([], True, False)
    # The same days may be asked for again, and days around them.
    again = pause(contract, from_day=FROM - timedelta(days=7), until_day=UNTIL, as_of=SOON)
    await confirmed(sessions, again)
    assert len(await said(sessions, messages.SeriesPaused)) == 2


async def test_a_pause_that_is_over_sooner_has_its_sessions_come_sooner_and_the_end_moves_back(
    sessions: House,
) -> None:
    contract, _ = await with_hours(sessions)
    await confirmed(sessions, pause(contract, until_day=UNTIL))
    then = (await show(sessions, contract.process_id)).terms.ends_on
    after_it = await live(sessions, contract)
    sessions.move_clock(IN_IT)
    await sessions.ask(await ends(sessions, contract, SOONER, IN_IT))
    await sessions.quiet()
    now = await live(sessions, contract)
    ends_on = (await show(sessions, contract.process_id)).terms.ends_on
    assert [number for number, _ in now] == [number for number, _ in after_it]
    first = next(at for _, at in now if local_date(at) >= FROM)
    assert SOONER <= local_date(first) < min(local_date(at) for _, at in after_it if local_date(at) > UNTIL)
    assert contract.terms.ends_on + (SOONER - FROM) <= ends_on < then
    query = {"process_id": contract.process_id, "viewer": viewer(MEMBERS[0], Role.SUPERVISEE), "as_of": IN_IT}
    [told] = (await sessions.ask(ShowPauses.model_validate(query))).pauses
    assert (told.until_day, told.goes_on) == (SOONER - ONE_DAY, SOONER)
    # Ended sooner once more, as it is known by then.
    order = await ends(sessions, contract, SOONER - timedelta(days=5), IN_IT)
    await sessions.ask(order)
    assert (await show(sessions, contract.process_id)).terms.ends_on == order.ends_on <= ends_on
    assert [one.was_to_go_on for one in await said_of_contracts(sessions, ProcessResumed)] == [
        UNTIL + ONE_DAY,
        SOONER,
    ]


async def test_what_was_said_of_an_open_pause_does_not_hold_once_somebody_has_said_its_end(
    sessions: House,
) -> None:
    contract, _ = await with_hours(sessions)
    await confirmed(sessions, pause(contract))
    sessions.move_clock(IN_IT)
    looked_at = await ends(sessions, contract, SOONER, IN_IT, from_day=None)
    await sessions.ask(await ends(sessions, contract, UNTIL, IN_IT, from_day=None))
    assert await code(sessions, looked_at) == "plan_changed"
    await sessions.ask(await ends(sessions, contract, SOONER, IN_IT))


async def test_what_is_planned_too_near_for_another_time_stays_where_it_is(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    await confirmed(sessions, pause(contract, until_day=UNTIL))
    planned = await live(sessions, contract)
    near = next(at for _, at in planned if local_date(at) > UNTIL)
    at = max(start_of(UNTIL - timedelta(days=1)), near - timedelta(days=3))
    sessions.move_clock(at)
    assert local_date(at) <= UNTIL
    await sessions.ask(await ends(sessions, contract, UNTIL, at))
    await sessions.quiet()
    assert near in [one for _, one in await live(sessions, contract)]


async def test_a_review_is_due_by_as_many_days_sooner_as_the_pause_is_shorter(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    opened = start_of(FROM) - timedelta(days=4, hours=-9)
    sessions.move_clock(opened)
    open_it = messages.OpenReview(process_id=contract.process_id, kind="interim", as_of=opened)
    due_at = (await sessions.ask(open_it)).due_at
    assert due_at
    await confirmed(sessions, pause(contract, until_day=UNTIL, as_of=opened))
    sessions.move_clock(IN_IT)
    await sessions.ask(await ends(sessions, contract, SOONER, IN_IT))
    [told] = await said(sessions, messages.SeriesResumed)
    later = days_after(due_at, (SOONER - FROM).days)
    assert [(one.kind, one.due_at) for one in told.held] == [("interim", later)]


async def test_a_last_day_that_all_have_signed_since_does_not_move_back(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    await confirmed(sessions, pause(contract, until_day=UNTIL))
    last_day = date(2028, 4, 30)
    draft = await sessions.ask(amendment(contract, ends_on=last_day, as_of=SOON))
    await signed_by_all(sessions, draft, SOON)
    sessions.move_clock(SOON)
    await sessions.ask(await ends(sessions, contract, FROM, SOON))
    assert (await show(sessions, contract.process_id)).terms.ends_on == last_day


async def test_it_is_ended_sooner_by_the_same_people_and_refused_by_code_and_field(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    await confirmed(sessions, pause(contract, until_day=UNTIL))
    sessions.move_clock(SOON)
    order = await ends(sessions, contract, SOONER, SOON)
    for changed, wanted, field in (
        ({"resumed_by": MEMBERS[1]}, "not_yours_to_decide", "resumed_by"),
        ({"on": UNTIL + ONE_DAY}, "resumes_by_itself", "on"),
        ({"on": FROM - ONE_DAY}, "before_the_pause", "on"),
        ({"on": local_date(SOON) - ONE_DAY}, "day_is_past", "on"),
        ({"from_day": FROM + ONE_DAY}, "not_paused", "process_id"),
        ({"ends_on": contract.terms.ends_on}, "plan_changed", "ends_on"),
    ):
        with pytest.raises(Refusal) as refused:
            await sessions.ask(order.model_copy(update=changed))
        assert (refused.value.code, refused.value.field) == (wanted, field)
    assert await said(sessions, messages.SeriesResumed) == []
    await sessions.ask(order)
    await sessions.ask(termination(contract, as_of=SOON, last_day=date(2027, 4, 2)))
    await sessions.quiet()
    assert await code(sessions, order.model_copy(update={"on": FROM})) == "already_terminated"


async def test_a_termination_ends_also_a_pause_whose_end_was_agreed(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    await confirmed(sessions, pause(contract, until_day=UNTIL))
    sessions.move_clock(IN_IT)
    await sessions.ask(termination(contract, as_of=IN_IT, last_day=date(2027, 5, 12)))
    await sessions.quiet()
    [row] = await sessions.rows("sessions", "SELECT goes_on FROM pause")
    assert row["goes_on"] == local_date(IN_IT)


async def test_an_end_that_takes_a_pause_with_it_says_what_stays_out_of_the_days_that_are_left(
    sessions: House,
) -> None:
    contract, _ = await with_hours(sessions)
    plan = await confirmed(sessions, pause(contract, until_day=UNTIL))
    sessions.move_clock(IN_IT)
    last_day = date(2027, 5, 12)
    out = [one.session_id for one in plan.paused if IN_IT < one.starts_at < start_of(last_day + ONE_DAY)]
    told = {"process_id": contract.process_id, "last_day": last_day, "as_of": IN_IT}
    told |= {"viewer": viewer(MEMBERS[0], Role.SUPERVISEE)}
    seen = await sessions.ask(messages.PreviewEnding.model_validate(told))
    assert out and [one.session_id for one in seen.stay_out] == out
    at_once = await sessions.ask(messages.PreviewEnding.model_validate(told | {"last_day": None}))
    assert at_once.stay_out == []
    await sessions.ask(termination(contract, as_of=IN_IT, last_day=last_day))
    await sessions.quiet()
    [cut] = await said(sessions, messages.SeriesCutShort)
    assert cut.stay_out == len(out)


async def test_what_was_planned_again_within_the_days_that_are_left_does_not_stay_out(
    sessions: House,
) -> None:
    contract, _ = await with_hours(sessions)
    plan = await confirmed(sessions, pause(contract, until_day=UNTIL))
    last_day = plan.planned[-1].starts_at.date()
    told = {"process_id": contract.process_id, "last_day": last_day, "as_of": ASKED}
    told |= {"viewer": viewer(MEMBERS[0], Role.SUPERVISEE)}
    seen = await sessions.ask(messages.PreviewEnding.model_validate(told))
    assert plan.paused and seen.stay_out == []
