"""What a pause comes to: which sessions it takes out or charges, and when those that are left are held."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.finland import start_of
from services.sessions import contract_facts
from services.sessions.planning.pauses import Asked, Left, taken_out, with_notice
from services.sessions.rescheduling import displaced, left_sessions
from services.sessions.rescheduling.called_off import Displaced, as_before
from services.sessions.rescheduling.left_sessions import HELD_OR_TO_BE, Agreed, Outcome, agreed_on
from services.sessions.rescheduling.planning_again import Standing
from services.sessions.tables import Pause, Session


async def outcome(
    db: AsyncSession, agreed: Agreed, asked: Asked, latest: date | None, so_far: Pause | None = None
) -> Outcome:
    """What a pause comes to. so_far: as it is known, where it ends now; what it has taken out is planned again.

    Of one whose end was agreed, what is planned too near for another time stays: it would come later, not sooner.
    """
    rows = await left_sessions.of_contract(db, agreed[0].process_id)
    found = _left(agreed, asked, rows, so_far)
    if asked.goes_on is None:
        return found
    ends_on = agreed[-1].ends_on - timedelta(days=so_far.moved_days if so_far else 0)
    if so_far and asked.goes_on == asked.from_day:
        back = await _given_back(db, agreed, asked, rows, found, so_far, ends_on)
        if back:
            return back
    if so_far and so_far.goes_on:
        latest = min(latest or date.max, agreed[-1].ends_on)  # ended sooner, it never makes the end later
    extends = _moves_the_end(agreed, asked, so_far)
    again = await left_sessions.plan_left(
        db, agreed, asked, latest, rows, found, ends_on, extends=extends, pause=asked.from_day
    )
    return replace(found, again=again)


def _left(agreed: Agreed, asked: Asked, rows: Sequence[Session], so_far: Pause | None) -> Outcome:
    """Not planned yet."""
    first = start_of(asked.from_day)
    if so_far and so_far.goes_on:
        first = max(first, start_of(with_notice(asked.asked_at, _resuming_days(agreed, asked))))
    planned = [one for one in rows if one.status == "planned"]
    ahead = [one for one in planned if one.starts_at > asked.asked_at and one.starts_at >= first]
    notice = {one.starts_at: contract_facts.notice_of(agreed_on(agreed, one.starts_at)) for one in ahead}
    taken = taken_out(notice, asked)
    paused = [one for one in ahead if one.starts_at in taken.paused]
    charged = [one for one in ahead if one.starts_at in taken.charged]
    later = [one for one in ahead if one not in paused and one not in charged]
    out = so_far.numbers if so_far else []
    return Outcome(paused, charged, later, sorted({*out, *(one.number for one in (*paused, *later))}))


def _moves_the_end(agreed: Agreed, asked: Asked, so_far: Pause | None) -> bool:
    """Not called off before it began; nor where all have signed another last day since it was known how long it is."""
    extends = contract_facts.promises_of(agreed_on(agreed, asked.asked_at)).pause_extends
    if so_far is None:
        return extends
    begins = asked.goes_on != asked.from_day
    return extends and begins and (so_far.goes_on is None or so_far.moved_days > 0)


async def _given_back(
    db: AsyncSession,
    agreed: Agreed,
    asked: Asked,
    rows: Sequence[Session],
    found: Outcome,
    so_far: Pause,
    ends_on: date,
) -> Outcome | None:
    """A pause that is called off before its first day gives back what it took, and what one called off before it had:
    that may lie before its days by now. None: where not all of that is as it left it, or finds a time.
    """
    opens = start_of(with_notice(asked.asked_at, _resuming_days(agreed, asked)))
    moved = {one["number"] for one in so_far.displaced}
    again = [one for one in rows if one.status == "planned" and one.starts_at >= opens]
    later = [one for one in again if one in found.later or one.number in moved]
    wider = replace(found, later=later, numbers=sorted({*found.numbers, *(one.number for one in later)}))
    back = _going_back(rows, wider, so_far, opens)
    if back is None:
        return None
    left = Left(tuple(wider.numbers), None, None, ends_on)
    stretches = await left_sessions.stretches(db, agreed, asked, wider, asked.from_day)
    planned = await asyncio.to_thread(as_before, left, back, stretches)
    return replace(wider, again=planned) if planned else None


def _resuming_days(agreed: Agreed, asked: Asked) -> int:
    return contract_facts.promises_of(agreed_on(agreed, asked.asked_at)).resuming_working_days


def _going_back(rows: Sequence[Session], found: Outcome, so_far: Pause, opens: datetime) -> Displaced | None:
    planned = displaced.times_of(one for one in rows if one.status == "planned")
    was = displaced.before(so_far, planned, found.numbers)
    if was is None:
        return None
    stays = {number: at for number, at in planned.items() if number in found.numbers and number not in was}
    others = [one for one in rows if one not in found.later and one.status in HELD_OR_TO_BE]
    return Displaced(was, stays, [Standing(one.number, one.starts_at) for one in others], opens)
