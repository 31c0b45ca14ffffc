"""A change that nobody has signed comes to nothing in its time, and never later than it could hold."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.messages import contracts as messages
from services.messages.contracts import EndProcess
from services.messages.sessions import SeriesCutShort
from services.messages.values import Party, Role
from services.runtime.finland import days_after, end_of, morning_of
from tests.house import House
from tests.integration.contracts.builders import COMMISSIONER, COORDINATOR, MEMBERS, said, show
from tests.integration.contracts.test_terminating import TOLD, code, previewed, termination
from tests.integration.sessions.builders import said as said_of_sessions
from tests.integration.sessions.changes.test_amending import amendment, signature
from tests.integration.sessions.changes.test_handing_over import ASKED, FROM, mondays, proposal
from tests.integration.sessions.changes.test_pausing import confirmed, goes_on, pause, with_hours

A_SECOND, A_DAY = timedelta(seconds=1), timedelta(days=1)


async def test_an_end_that_is_to_move_is_signed_before_it_has_come_or_not_at_all(sessions: House) -> None:
    """It is closed on its last morning; a signature of that day finds nothing to move any more."""
    contract, _ = await with_hours(sessions)
    last = contract.terms.ends_on
    drafted_at = morning_of(last - timedelta(days=4))
    longer: dict[str, Any] = {"ends_on": last + timedelta(days=60), "as_of": drafted_at}
    draft = await sessions.ask(amendment(contract, last, **longer))
    assert draft.lapses_at == end_of(last)
    ending = EndProcess(process_id=contract.process_id, reviewed=True, as_of=morning_of(last))
    assert (await sessions.ask(ending)).ended_as == "closed"
    late = signature(draft, Party.COMMISSIONER, morning_of(last) + A_SECOND)
    assert await code(sessions, late) == "contract_terminated"
    [ended] = await said(sessions, messages.AmendmentEnded)
    assert (ended.version, ended.ended_as) == (draft.version, "terminated")
    after = await show(sessions, contract.process_id)
    assert (after.version, after.open_amendment, after.terms.ends_on) == (1, None, last)


async def test_while_a_review_is_waited_for_nothing_is_signed_after_the_last_day(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    last = contract.terms.ends_on
    asked = {"price_cents": 28000, "as_of": morning_of(last - timedelta(days=4))}
    draft = await sessions.ask(amendment(contract, last, **asked))
    ending = EndProcess(process_id=contract.process_id, as_of=morning_of(last))
    assert (await sessions.ask(ending)).review_missing
    assert await code(sessions, signature(draft, Party.COMMISSIONER, end_of(last))) == "contract_lapsed"
    in_time = await sessions.ask(signature(draft, Party.COMMISSIONER, end_of(last) - A_SECOND))
    assert in_time.status == "signed"


async def test_where_a_pause_moves_the_end_it_may_be_signed_for_as_long(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    last = contract.terms.ends_on
    at = morning_of(last - timedelta(days=4))
    draft = await sessions.ask(amendment(contract, last, price_cents=28000, as_of=at))
    first = last - timedelta(days=2)
    await confirmed(sessions, pause(contract, from_day=first, until_day=last - A_DAY, as_of=at))
    moved = await show(sessions, contract.process_id)
    assert moved.terms.ends_on == last + 2 * A_DAY
    assert draft.lapses_at
    query = messages.ShowContract(process_id=contract.process_id, version=draft.version)
    shown = await sessions.ask(query)
    assert shown.lapses_at == days_after(draft.lapses_at, 2)


async def test_who_is_to_stand_in_is_agreed_to_before_their_last_day_is_over(sessions: House) -> None:
    contract, other, _ = await mondays(sessions)
    until = FROM + timedelta(days=1)
    draft = await sessions.ask(proposal(contract, other, until_day=until))
    assert draft.lapses_at == end_of(until) < days_after(ASKED, 14)


async def test_what_is_drafted_in_a_pause_has_its_days_from_when_it_goes_on(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    first, last = date(2027, 4, 12), date(2027, 6, 6)
    await confirmed(sessions, pause(contract, from_day=first, until_day=last))
    at = morning_of(date(2027, 4, 20))
    sessions.move_clock(at)
    draft = await sessions.ask(amendment(contract, date(2027, 9, 1), price_cents=28000, as_of=at))
    assert draft.lapses_at == morning_of(last + 15 * A_DAY)
    query = messages.ShowContract(process_id=contract.process_id, version=draft.version)
    on = date(2027, 5, 10)
    await sessions.ask(await goes_on(sessions, contract, on, from_day=first, as_of=at))
    assert (await sessions.ask(query)).lapses_at == morning_of(on + 14 * A_DAY)


async def test_what_is_drafted_in_an_open_pause_is_held_from_its_drafting_on(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    await sessions.ask(pause(contract, from_day=date(2027, 4, 12)))
    await sessions.quiet()
    at = morning_of(date(2027, 4, 20))
    sessions.move_clock(at)
    draft = await sessions.ask(amendment(contract, date(2027, 9, 1), price_cents=28000, as_of=at))
    on = date(2027, 5, 10)
    await sessions.ask(await goes_on(sessions, contract, on, as_of=at))
    query = messages.ShowContract(process_id=contract.process_id, version=draft.version)
    assert (await sessions.ask(query)).lapses_at == morning_of(on + 14 * A_DAY)


@pytest.mark.parametrize(
    ("changes", "concerned"),
    [
        ({"price_cents": 28000}, [Party.COMMISSIONER, Party.SUPERVISOR]),
        ({"duration_minutes": 120}, list(Party)),
    ],
)
async def test_before_an_early_end_whom_it_concerns_reads_that_the_open_change_falls_and_all_of_them_after_it(
    sessions: House, changes: dict[str, Any], concerned: list[Party]
) -> None:
    contract, _ = await with_hours(sessions)
    people = {Role.SUPERVISEE: MEMBERS[0], Role.COMMISSIONER: COMMISSIONER}
    people |= {Role.SUPERVISOR: contract.parties.supervisor_id, Role.COORDINATOR: COORDINATOR}
    assert {
        (await previewed(sessions, contract, who, role)).amendment_off for role, who in people.items()
    } == {False}
    await sessions.ask(amendment(contract, date(2027, 9, 1), **changes, as_of=TOLD))
    told = {
        role for role, who in people.items() if (await previewed(sessions, contract, who, role)).amendment_off
    }
    assert told == {Role.COORDINATOR, *(Role(one.value) for one in concerned)}
    await sessions.ask(termination(contract))
    await sessions.quiet()
    [ended] = await said(sessions, messages.ProcessTerminated)
    [cut] = await said_of_sessions(sessions, SeriesCutShort)
    assert ended.amendment_off == cut.amendment_off == concerned
    [over] = await said(sessions, messages.AmendmentEnded)
    assert over.told_with_end


async def test_what_an_open_pause_holds_is_signed_for_as_long_and_has_no_day_yet(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    draft = await sessions.ask(amendment(contract, date(2027, 9, 1), price_cents=28000))
    await sessions.ask(pause(contract, from_day=date(2027, 3, 10)))
    at = morning_of(date(2027, 4, 20))
    assert draft.lapses_at and draft.lapses_at < at
    sessions.move_clock(at)
    await sessions.quiet()
    query = messages.ShowContract(process_id=contract.process_id, version=draft.version)
    assert (await sessions.ask(query)).lapses_at is None
    assert (await sessions.ask(signature(draft, Party.COMMISSIONER, at))).status == "signed"
