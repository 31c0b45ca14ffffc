"""A pause is asked before a version that is signed takes effect: each session goes by the version of its own day."""

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.messages import sessions as messages
from services.messages.contracts import Clause, ContractCard, ShowAmendment
from services.messages.sessions import SessionCard
from services.messages.values import Role
from services.runtime.finland import ONE_DAY, local_date
from tests.house import House
from tests.integration.contracts.builders import MEMBERS, show
from tests.integration.sessions.builders import said, viewer
from tests.integration.sessions.changes.test_amended_ends import still_planned
from tests.integration.sessions.changes.test_amending import FROM as CHANGED_FROM
from tests.integration.sessions.changes.test_amending import amendment, signed_by_all
from tests.integration.sessions.changes.test_handing_over import (
    ASKED,
    mondays,
    proposal,
    signed_by_members_and_new,
)
from tests.integration.sessions.changes.test_handing_over import FROM as STANDS_IN_FROM
from tests.integration.sessions.changes.test_handing_over import UNTIL as STANDS_IN_UNTIL
from tests.integration.sessions.changes.test_pauses_called_off import last_day
from tests.integration.sessions.changes.test_pauses_ended_sooner import IN_IT, SOON, SOONER, ends
from tests.integration.sessions.changes.test_pausing import FROM, UNTIL, confirmed, listed, pause, with_hours

SIGNED = ASKED + timedelta(hours=1)
TOO_NEAR = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def gaps(sessions: list[SessionCard]) -> list[int]:
    days = [local_date(one.starts_at) for one in sessions]
    return [(later - day).days for day, later in itertools.pairwise(days)]


async def test_another_length_and_interval_hold_from_their_day_on_whatever_is_planned_again(
    sessions: House,
) -> None:
    contract, _ = await with_hours(sessions)
    draft = await sessions.ask(amendment(contract, duration_minutes=120, base_interval_days=28))
    await signed_by_all(sessions, draft)
    agreed = len(await still_planned(sessions, contract))
    plan = await confirmed(sessions, pause(contract, from_day=date(2027, 4, 5), until_day=date(2027, 4, 25)))
    now = await still_planned(sessions, contract)
    assert len(now) == agreed
    assert [one.starts_at for one in now if local_date(one.starts_at) > date(2027, 4, 25)] == [
        one.starts_at for one in plan.planned
    ]
    for one in now:
        minutes = 120 if local_date(one.starts_at) >= CHANGED_FROM else 90
        assert one.ends_at - one.starts_at == timedelta(minutes=minutes)
    before = [one for one in now if date(2027, 4, 25) < local_date(one.starts_at) < CHANGED_FROM]
    after = [one for one in now if local_date(one.starts_at) >= CHANGED_FROM]
    assert before
    assert min(gaps([before[-1], *after])) >= 28


async def test_who_stands_in_holds_what_falls_into_their_days_and_the_first_one_the_rest(
    sessions: House,
) -> None:
    contract, other, _ = await mondays(sessions)
    first = contract.parties.supervisor_id
    draft = await sessions.ask(proposal(contract, other, until_day=STANDS_IN_UNTIL))
    await signed_by_members_and_new(sessions, draft, SIGNED)
    # Over the first days of who stands in: what was the first one's on 5 April is theirs now.
    days = {"from_day": date(2027, 4, 5), "until_day": date(2027, 4, 15), "as_of": SIGNED}
    await confirmed(sessions, pause(contract, by="supervisor", paused_by=first, **days))
    now = await still_planned(sessions, contract)
    held = {local_date(one.starts_at): one.supervisor_id for one in now}
    assert [who for day, who in held.items() if STANDS_IN_FROM <= day <= STANDS_IN_UNTIL]
    for day, who in held.items():
        assert who == (other if STANDS_IN_FROM <= day <= STANDS_IN_UNTIL else first)
    [told] = await said(sessions, messages.SeriesPaused)
    assert {first, other} <= set(told.attendee_ids)
    assert {one.session_id: one.supervisor_id for one in told.sessions} == {
        one.session_id: one.supervisor_id for one in now if one.starts_at > ASKED
    }


async def test_no_session_is_left_after_a_last_day_that_is_nearer_than_the_notice(sessions: House) -> None:
    """All have signed that it ends then, so that what was too near to be moved is not held either."""
    contract, series = await with_hours(sessions)
    near = next(one for one in series if one.starts_at > TOO_NEAR)
    told_at = near.starts_at - timedelta(days=2)
    sessions.move_clock(told_at)
    ends_on = local_date(near.starts_at) - ONE_DAY
    draft = await sessions.ask(
        amendment(contract, effective_from=local_date(told_at), ends_on=ends_on, as_of=told_at)
    )
    card = await signed_by_all(sessions, draft, told_at)
    assert card.terms.ends_on == ends_on == (await show(sessions, contract.process_id)).terms.ends_on
    left = [local_date(one.starts_at) for one in await still_planned(sessions, contract)]
    assert max(left, default=ends_on) <= ends_on
    [amended] = await said(sessions, messages.SeriesAmended)
    assert near.session_id in amended.taken_ids


async def test_a_change_after_a_pause_is_shown_without_the_day_that_the_pause_has_moved(
    sessions: House,
) -> None:
    contract, _ = await with_hours(sessions)
    await confirmed(sessions, pause(contract, from_day=date(2027, 4, 5), until_day=date(2027, 4, 25)))
    draft = await sessions.ask(amendment(contract, clauses={Clause.PLACE: "Kirjaston kokoushuone."}))
    who = viewer(MEMBERS[1], Role.SUPERVISEE)
    asked = ShowAmendment(process_id=contract.process_id, viewer=who, version=draft.version)
    [changed] = (await sessions.ask(asked)).compared
    assert (changed.clause, changed.new) == (Clause.PLACE, "Kirjaston kokoushuone.")


async def test_a_change_that_was_drafted_before_a_pause_is_shown_without_the_day_that_the_pause_moves(
    sessions: House,
) -> None:
    """Also once all have signed it: the last day that holds stands on both sides."""
    contract, _ = await with_hours(sessions)
    draft = await sessions.ask(amendment(contract, duration_minutes=60, clauses={Clause.PLACE: "Kirjasto."}))
    await confirmed(sessions, pause(contract, from_day=date(2027, 4, 5), until_day=date(2027, 4, 25)))
    moved = (await show(sessions, contract.process_id)).terms.ends_on
    assert moved > contract.terms.ends_on
    query = {"process_id": contract.process_id, "viewer": viewer(MEMBERS[1], Role.SUPERVISEE)}
    asked = ShowAmendment(**query, version=draft.version)
    for all_have_signed in (False, True):
        if all_have_signed:
            await signed_by_all(sessions, draft)
        compared = {one.clause: one for one in (await sessions.ask(asked)).compared}
        series = compared.pop(Clause.DURATION_AND_AMOUNT)
        shown_day = f"{moved.day}.{moved.month}.{moved.year}"
        assert series.old and shown_day in series.old and "90 minuuttia" in series.old
        assert series.new and shown_day in series.new and "60 minuuttia" in series.new
        assert Clause.PLACE in compared


async def numbered(house: House, contract: ContractCard, more: int, at: datetime) -> None:
    """All agree on another number, in the midst of what is paused; the last day they leave as it is."""
    last = max(one.number for one in await listed(house, contract))
    changes: dict[str, Any] = {"sessions_agreed": last + more, "as_of": at}
    await signed_by_all(house, await house.ask(amendment(contract, **changes)), at)


@pytest.mark.parametrize("more", [2, -3], ids=["more", "fewer"])
@pytest.mark.parametrize("at", [SOON, IN_IT], ids=["before it", "in it"])
async def test_what_is_ended_sooner_after_another_number_ends_by_as_many_days_sooner(
    sessions: House, more: int, at: datetime
) -> None:
    contract, _ = await with_hours(sessions)
    await confirmed(sessions, pause(contract, until_day=UNTIL))
    sessions.move_clock(at)
    moved = await last_day(sessions, contract)
    await numbered(sessions, contract, more, at)
    assert await last_day(sessions, contract) == moved
    await sessions.ask(await ends(sessions, contract, SOONER, at))
    await sessions.quiet()
    by_its_days = contract.terms.ends_on + (SOONER - FROM)
    last = max(local_date(one.starts_at) for one in await still_planned(sessions, contract))
    assert max(by_its_days, last) == await last_day(sessions, contract) < moved


@pytest.mark.parametrize("more", [2, -3], ids=["more", "fewer"])
@pytest.mark.parametrize("until", [UNTIL, None], ids=["until a day", "open"])
async def test_what_is_called_off_after_another_number_gives_the_last_day_back(
    sessions: House, more: int, until: date | None
) -> None:
    contract, _ = await with_hours(sessions)
    await confirmed(sessions, pause(contract, until_day=until))
    sessions.move_clock(SOON)
    await numbered(sessions, contract, more, SOON)
    await sessions.ask(await ends(sessions, contract, FROM, SOON))
    await sessions.quiet()
    assert await last_day(sessions, contract) == contract.terms.ends_on


async def test_a_last_day_that_all_have_signed_in_a_pause_is_not_moved_by_its_end(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    await confirmed(sessions, pause(contract, until_day=UNTIL))
    sessions.move_clock(IN_IT)
    signed = date(2028, 4, 30)
    await signed_by_all(sessions, await sessions.ask(amendment(contract, ends_on=signed, as_of=IN_IT)), IN_IT)
    await sessions.ask(await ends(sessions, contract, SOONER, IN_IT))
    await sessions.quiet()
    assert await last_day(sessions, contract) == signed


async def test_the_days_of_an_open_pause_count_from_the_number_that_is_agreed_in_it(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    await confirmed(sessions, pause(contract))
    sessions.move_clock(IN_IT)
    await numbered(sessions, contract, -3, IN_IT)
    await sessions.ask(await ends(sessions, contract, UNTIL, IN_IT))
    await sessions.ask(await ends(sessions, contract, SOONER, IN_IT))
    await sessions.quiet()
    assert await last_day(sessions, contract) == contract.terms.ends_on + (SOONER - FROM)
