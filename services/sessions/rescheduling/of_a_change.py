"""What becomes of the sessions by an agreement that is another than they were planned by."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.finland import ONE_DAY, local_date, start_of
from services.sessions import contract_facts
from services.sessions.hours.availability import Interval
from services.sessions.notice import earliest
from services.sessions.planning.pauses import Asked
from services.sessions.planning.series_terms import PlannedSession
from services.sessions.rescheduling import left_sessions
from services.sessions.rescheduling.left_sessions import Agreed, Outcome
from services.sessions.tables import Session


async def after_change(db: AsyncSession, agreed: Agreed, at: datetime, from_day: date) -> Outcome:
    """What becomes of the sessions from a day on, by an agreement that is another than they were planned by.

    Whatever has happened, lies before that day or is too near to be moved stays, and has its place in the count.
    What lies after the last day does not: that no session is held then was signed by all.
    """
    rows = await left_sessions.of_contract(db, agreed[0].process_id)
    agreement = contract_facts.in_force(agreed, from_day)
    later, used = _later_and_used(agreed, rows, at, from_day)
    asked = Asked(at, from_day, from_day - ONE_DAY)
    numbers = sorted(one.number for one in later)
    if agreement.sessions_agreed is not None:
        left = max(0, agreement.sessions_agreed - len(used))
        every = range(1, len(used) + left + 1 + max(used, default=0))
        numbers = [number for number in every if number not in used][:left]
    found = Outcome([], [], later, numbers)
    stay = await _on_their_days(db, agreed, asked, found)
    rest = Outcome([], [], later, numbers[len(stay) :])
    ends_on = agreed[-1].ends_on
    again = await left_sessions.plan_left(
        db, agreed, asked, None, rows, rest, ends_on, extends=False, after=stay
    )
    return Outcome([], [], later, numbers, replace(again, sessions=(*stay, *again.sessions)))


def _later_and_used(
    agreed: Agreed, rows: Sequence[Session], at: datetime, from_day: date
) -> tuple[list[Session], set[int]]:
    """What may still be planned otherwise from a day on, and the numbers of what has its place whatever is agreed."""
    agreement = contract_facts.in_force(agreed, from_day)
    opens = max(start_of(from_day), earliest(contract_facts.notice_of(agreement), at))
    opens = min(opens, start_of(agreement.ends_on + ONE_DAY))
    later = [one for one in rows if one.status == "planned" and one.starts_at >= opens]
    return later, {one.number for one in rows if one not in later and _has_its_place(agreed, one)}


async def waiting_beyond(db: AsyncSession, agreed: Agreed, at: datetime, from_day: date) -> list[Session]:
    """Those that wait for another time and are more than are agreed from a day on, the last ones."""
    number = contract_facts.in_force(agreed, from_day).sessions_agreed
    if number is None:
        return []
    rows = await left_sessions.of_contract(db, agreed[0].process_id)
    _, used = _later_and_used(agreed, rows, at, from_day)
    waiting = [one for one in rows if one.replan_by and one.starts_at >= start_of(from_day)]
    last_first = sorted(waiting, key=lambda one: one.number, reverse=True)
    return last_first[: max(0, len(used) - number)]


async def in_place(db: AsyncSession, agreed: Agreed, day: date) -> int:
    """How many have their place in the contract's count before that day: no fewer are agreed from it on."""
    rows = await left_sessions.of_contract(db, agreed[0].process_id) if agreed else []
    return len({row.number for row in rows if row.starts_at < start_of(day) and _has_its_place(agreed, row)})


async def _on_their_days(
    db: AsyncSession, agreed: Agreed, asked: Asked, found: Outcome
) -> tuple[PlannedSession, ...]:
    """Where the interval stays what it was, all of them in their place, as long as they last now; none where it does
    not, or one of them has no room there: then all are planned again.
    """
    by_now = contract_facts.in_force(agreed, asked.from_day)
    before = [one for one in agreed if one.effective_from < by_now.effective_from]
    if not before or before[-1].base_interval_days != by_now.base_interval_days:
        return ()
    stay = []
    for number, row in zip(found.numbers, found.later, strict=False):
        now = left_sessions.agreed_on(agreed, row.starts_at)
        if local_date(row.starts_at) > now.ends_on:
            break
        ends_at = row.starts_at + timedelta(minutes=now.duration_minutes)
        stay.append((now, PlannedSession(number, row.starts_at, ends_at)))
    for agreement in {one.supervisor_id: one for one, _ in stay}.values():
        diary = await left_sessions.diary(db, agreement, asked, found)
        own = [each for one, each in stay if one.supervisor_id == agreement.supervisor_id]
        if not all(diary.has_room(Interval(one.starts_at, one.ends_at)) for one in own):
            return ()
    return tuple(each for _, each in stay)


def _has_its_place(agreed: Agreed, row: Session) -> bool:
    """In the contract's count: held, to be held, charged, or waiting for another time."""
    counted = row.status in ("planned", "held", "no_show") or row.replan_by is not None
    return counted or left_sessions.is_late(agreed, row)
