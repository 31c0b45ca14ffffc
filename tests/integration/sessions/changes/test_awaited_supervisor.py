"""What waits for another supervisor goes on by itself with the one who is agreed on, and with nobody else's word."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.messages import contracts as messages
from services.messages import sessions as of_sessions
from services.messages.contracts import ContractCard
from services.messages.directory import ReopenEntry
from services.messages.values import Role
from services.runtime.finland import local_date, morning_of, start_of
from tests.house import House
from tests.integration.contracts.builders import COORDINATOR, MEMBERS, show
from tests.integration.contracts.builders import said as said_of_contracts
from tests.integration.intake.builders import declaration, supervisor
from tests.integration.sessions.builders import cancel, hours, said, viewer
from tests.integration.sessions.changes.test_a_supervisor_leaves import LAST, ending
from tests.integration.sessions.changes.test_a_supervisor_leaves import looking as looking_at
from tests.integration.sessions.changes.test_handing_over import (
    AGREED,
    ASKED,
    FROM,
    MONDAYS,
    days,
    live,
    mondays,
    proposal,
    signed_by_members_and_new,
)
from tests.integration.sessions.changes.test_pausing import listed, pause

THEIRS = LAST + timedelta(days=11)


async def waiting(house: House) -> tuple[ContractCard, UUID, list[of_sessions.SessionCard]]:
    """Whose supervisor leaves; the sessions after the last day wait for another one."""
    contract, other, series = await mondays(house)
    later = {"valid_from": date(2028, 1, 1), "valid_until": date(2028, 12, 31)}
    await house.ask(hours(other, **MONDAYS, **later))
    await house.ask(ending(contract.parties.supervisor_id, force=True))
    await house.quiet()
    return contract, other, series


def looking(contract: ContractCard, other: UUID, **facts: Any) -> of_sessions.PreviewHandingOver:
    asked = {"process_id": contract.process_id, "supervisor_id": other, "from_day": THEIRS, "as_of": ASKED}
    asked |= {"viewer": viewer(COORDINATOR, Role.COORDINATOR)}
    return of_sessions.PreviewHandingOver.model_validate(asked | facts)


async def pauses(house: House, contract: ContractCard, at: datetime = AGREED) -> list[messages.PauseCard]:
    who = viewer(COORDINATOR, Role.COORDINATOR)
    query = messages.ShowPauses(process_id=contract.process_id, viewer=who, as_of=at)
    return (await house.ask(query)).pauses


async def test_with_the_last_signature_what_waits_is_planned_again_as_it_was_shown(sessions: House) -> None:
    contract, other, series = await waiting(sessions)
    left = [one.number for one in series if local_date(one.starts_at) > LAST]
    [waits] = await pauses(sessions, contract, ASKED)
    first = waits.from_day
    assert first > THEIRS
    seen = await sessions.ask(looking(contract, other))
    assert (seen.goes_on, seen.without_a_day) == (first, 0)
    assert [one.number for one in seen.planned] == left
    draft = await sessions.ask(proposal(contract, other, reason_code="left", from_day=THEIRS))
    asks = {"process_id": draft.process_id, "version": draft.version, "as_of": ASKED}
    query = messages.ShowHandingOver.model_validate(asks | {"viewer": viewer(MEMBERS[1], Role.SUPERVISEE)})
    told = await sessions.ask(query)
    assert told.goes_on == first
    assert told.ends_on == seen.ends_on and seen.ends_on
    assert [one.starts_at for one in told.planned] == [one.starts_at for one in seen.planned]
    await sessions.quiet()
    asked = await said_of_contracts(sessions, messages.ConsentAsked)
    assert {one.awaited for one in asked if one.supervisor_id} == {True}, "without a yes it goes on waiting"

    await signed_by_members_and_new(sessions, draft)
    now = [one for one in live(await listed(sessions, contract)) if one.number in left]
    assert [one.starts_at for one in now] == [one.starts_at for one in seen.planned]
    assert {one.supervisor_id for one in now} == {other}
    assert {one.weekday() for one in days(now)} == {0}
    assert await pauses(sessions, contract) == []
    [resumed] = await said_of_contracts(sessions, messages.ProcessResumed)
    assert (resumed.on, resumed.awaited_supervisor_id) == (first, other)
    [again] = await said(sessions, of_sessions.SeriesResumed)
    assert again.awaited_supervisor_id == other and other in again.attendee_ids
    assert [one.supervisor_id for one in again.sessions] == [other] * len(left)
    assert again.ends_on == resumed.ends_on == seen.ends_on >= days(now)[-1]


async def test_it_waits_until_the_new_ones_first_day_and_never_for_a_day_that_has_gone(
    sessions: House,
) -> None:
    contract, other, _ = await waiting(sessions)
    [waits] = await pauses(sessions, contract, ASKED)
    late = waits.from_day + timedelta(days=14)
    at = start_of(late) - timedelta(days=5)
    sessions.move_clock(at)
    from_day = late - timedelta(days=3)
    draft = await sessions.ask(proposal(contract, other, reason_code="left", from_day=from_day, as_of=at))
    await sessions.quiet()
    await signed_by_members_and_new(sessions, draft, start_of(late) + timedelta(hours=9))
    [resumed] = await said_of_contracts(sessions, messages.ProcessResumed)
    assert (resumed.from_day, resumed.on) == (waits.from_day, late)
    now = [one for one in live(await listed(sessions, contract)) if one.supervisor_id == other]
    assert now and min(days(now)) >= late + timedelta(days=7)


async def test_while_another_is_waited_for_the_days_of_agreeing_to_one_run(sessions: House) -> None:
    """Else nobody could sign it any more, nor another be proposed."""
    contract, other, _ = await waiting(sessions)
    [waits] = await pauses(sessions, contract)
    at = morning_of(waits.from_day)
    sessions.move_clock(at)
    first_day = THEIRS + timedelta(days=60)
    draft = await sessions.ask(proposal(contract, other, from_day=first_day, as_of=at))
    assert draft.lapses_at
    sessions.move_clock(draft.lapses_at)
    await sessions.quiet()
    assert (await show(sessions, contract.process_id)).open_amendment is None


async def test_who_stands_in_ends_no_wait_for_somebody_who_stays(sessions: House) -> None:
    contract, other, _ = await waiting(sessions)
    until = THEIRS + timedelta(days=30)
    assert (await sessions.ask(looking(contract, other, until_day=until))).goes_on is None
    draft = await sessions.ask(proposal(contract, other, from_day=THEIRS, until_day=until))
    await signed_by_members_and_new(sessions, draft)
    assert [one.goes_on for one in await pauses(sessions, contract)] == [None]


async def test_a_pause_that_somebody_asked_for_goes_on_by_their_word_alone(sessions: House) -> None:
    contract, other, _ = await mondays(sessions)
    await sessions.ask(pause(contract, from_day=THEIRS, as_of=ASKED))
    await sessions.quiet()
    assert (await sessions.ask(looking(contract, other))).goes_on is None
    draft = await sessions.ask(proposal(contract, other, from_day=THEIRS))
    await signed_by_members_and_new(sessions, draft)
    assert [one.goes_on for one in await pauses(sessions, contract)] == [None]
    assert await said_of_contracts(sessions, messages.ProcessResumed) == []


def reopening(contract: ContractCard, at: datetime = ASKED) -> ReopenEntry:
    facts = {"kind": "supervisor", "entry_id": contract.parties.supervisor_id, "reason": ""}
    return ReopenEntry.model_validate(facts | {"reopened_by": COORDINATOR, "as_of": at})


async def test_what_waits_goes_on_when_its_supervisor_does_not_leave_after_all(sessions: House) -> None:
    """Before it has begun it is called off: nobody's day is another."""
    contract, _other, series = await waiting(sessions)
    [listed_one] = (await sessions.ask(looking_at(contract.parties.supervisor_id))).processes
    [waits] = await pauses(sessions, contract, ASKED)
    assert listed_one.paused_from == waits.from_day
    await sessions.ask(reopening(contract))
    await sessions.quiet()
    assert await pauses(sessions, contract, ASKED) == []
    now = live(await listed(sessions, contract))
    assert [one.starts_at for one in now] == [one.starts_at for one in series]
    assert {one.supervisor_id for one in now} == {contract.parties.supervisor_id}
    [resumed] = await said_of_contracts(sessions, messages.ProcessResumed)
    assert (resumed.on, resumed.awaited_supervisor_id) == (waits.from_day, None)


async def test_a_pause_that_somebody_asked_for_outlasts_a_leaving_that_is_taken_back(sessions: House) -> None:
    contract, _other, _ = await mondays(sessions)
    await sessions.ask(pause(contract, from_day=LAST + timedelta(days=1), as_of=ASKED))
    await sessions.quiet()
    await sessions.ask(ending(contract.parties.supervisor_id))
    await sessions.quiet()
    await sessions.ask(reopening(contract))
    await sessions.quiet()
    assert [one.goes_on for one in await pauses(sessions, contract)] == [None]


async def test_what_was_called_off_before_and_finds_no_time_with_the_new_one_is_named(
    sessions: House,
) -> None:
    """Before anybody agrees, and by number in what is told when all have."""
    contract, _, series = await mondays(sessions)
    other = await supervisor(sessions, "kolmas@virta.example")
    await sessions.ask(declaration(contract.process_id, other))
    last = local_date(series[-2].starts_at)
    await sessions.ask(hours(other, **MONDAYS | {"valid_until": last}))
    draft = await sessions.ask(proposal(contract, other, reason_code="wish_of_supervisees", from_day=FROM))
    await sessions.quiet()
    for off in (series[5], series[-1]):
        await sessions.ask(cancel(off, ASKED, by="supervisor"))
    await sessions.quiet()
    seen = await sessions.ask(looking(contract, other, from_day=FROM))
    assert [one.number for one in seen.still_waiting] == [series[-1].number]
    assert seen.lost == [] and series[5].number in {one.session.number for one in seen.moved}
    asks = {"process_id": draft.process_id, "version": draft.version, "as_of": ASKED}
    query = messages.ShowHandingOver.model_validate(asks | {"viewer": viewer(MEMBERS[1], Role.SUPERVISEE)})
    assert [one.number for one in (await sessions.ask(query)).still_waiting] == [series[-1].number]
    await signed_by_members_and_new(sessions, draft)
    [told] = await said(sessions, of_sessions.SessionsHandedOver)
    assert (told.waiting, told.replanned, told.still_waiting) == (0, 1, 1)
