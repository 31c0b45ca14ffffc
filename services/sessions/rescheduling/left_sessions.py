"""The sessions that a pause leaves: which they are, and the rows that they become when they are planned again."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.finland import ONE_DAY, local_date, start_of
from services.runtime.storage.database import among, take_in
from services.sessions import contract_facts
from services.sessions.hours.availability import Diary, Interval
from services.sessions.hours.diary import book, diary_of
from services.sessions.notice import earliest
from services.sessions.planning import holding
from services.sessions.planning.booking import rows_so_far, session_id_of, terms_of
from services.sessions.planning.confirming import confirm_by
from services.sessions.planning.pauses import (
    Again,
    Asked,
    Left,
    Stretch,
    plan_again,
    taken_out,
    usual_wish,
    with_notice,
)
from services.sessions.planning.series_terms import PlannedSession
from services.sessions.recording.lateness import was_late
from services.sessions.rescheduling import displaced
from services.sessions.rescheduling.called_off import Displaced, as_before
from services.sessions.rescheduling.planning_again import Standing
from services.sessions.tables import Agreement, Pause, Session

Agreed = Sequence[Agreement]
"""As of `contract_facts.by_day`."""

_HELD_OR_TO_BE = ("planned", "held", "no_show")


@dataclass(frozen=True)
class Outcome:
    """paused, charged: rows that leave the diary. later: planned after the pause. again: none while it is open.

    numbers: of all that are left.
    """

    paused: list[Session]
    charged: list[Session]
    later: list[Session]
    numbers: list[int]
    again: Again | None = None


async def outcome(
    db: AsyncSession, agreed: Agreed, asked: Asked, latest: date | None, so_far: Pause | None = None
) -> Outcome:
    """What a pause comes to. so_far: as it is known, where it ends now; what it has taken out is planned again.

    Of one whose end was agreed, what is planned too near for another time stays: it would come later, not sooner.
    """
    rows = await _rows(db, agreed[0].process_id)
    first = start_of(asked.from_day)
    promises = contract_facts.promises_of(_of(agreed, asked.asked_at))
    if so_far and so_far.goes_on:
        first = max(first, start_of(with_notice(asked.asked_at, promises.resuming_working_days)))
    planned = [one for one in rows if one.status == "planned"]
    ahead = [one for one in planned if one.starts_at > asked.asked_at and one.starts_at >= first]
    notice = {one.starts_at: contract_facts.notice_of(_of(agreed, one.starts_at)) for one in ahead}
    taken = taken_out(notice, asked)
    paused = [one for one in ahead if one.starts_at in taken.paused]
    charged = [one for one in ahead if one.starts_at in taken.charged]
    later = [one for one in ahead if one not in paused and one not in charged]
    out = so_far.numbers if so_far else []
    left = sorted({*out, *(one.number for one in (*paused, *later))})
    found = Outcome(paused, charged, later, left)
    if asked.goes_on is None:
        return found
    ends_on = agreed[-1].ends_on - timedelta(days=so_far.moved_days if so_far else 0)
    if so_far and asked.goes_on == asked.from_day:
        back = await _given_back(db, agreed, asked, rows, found, so_far, ends_on)
        if back:
            return back
    extends = promises.pause_extends
    again = await _planned(db, agreed, asked, latest, rows, found, ends_on, extends=extends)
    return replace(found, again=again)


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
    stretches = await _stretches(db, agreed, asked, wider)
    planned = await asyncio.to_thread(as_before, left, back, stretches)
    return replace(wider, again=planned) if planned else None


def _resuming_days(agreed: Agreed, asked: Asked) -> int:
    return contract_facts.promises_of(_of(agreed, asked.asked_at)).resuming_working_days


def _going_back(rows: Sequence[Session], found: Outcome, so_far: Pause, opens: datetime) -> Displaced | None:
    planned = displaced.times_of(one for one in rows if one.status == "planned")
    was = displaced.before(so_far, planned, found.numbers)
    if was is None:
        return None
    stays = {number: at for number, at in planned.items() if number in found.numbers and number not in was}
    others = [one for one in rows if one not in found.later and one.status in _HELD_OR_TO_BE]
    return Displaced(was, stays, [Standing(one.number, one.starts_at) for one in others], opens)


async def after_change(db: AsyncSession, agreed: Agreed, at: datetime, from_day: date) -> Outcome:
    """What becomes of the sessions from a day on, by an agreement that is another than they were planned by.

    Whatever has happened, lies before that day or is too near to be moved stays, and has its place in the count.
    What lies after the last day does not: that no session is held then was signed by all.
    """
    rows, agreement = await _rows(db, agreed[0].process_id), contract_facts.in_force(agreed, from_day)
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
    again = await _planned(db, agreed, asked, None, rows, rest, agreed[-1].ends_on, extends=False, after=stay)
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
    rows = await _rows(db, agreed[0].process_id)
    _, used = _later_and_used(agreed, rows, at, from_day)
    waiting = [one for one in rows if one.replan_by and one.starts_at >= start_of(from_day)]
    last_first = sorted(waiting, key=lambda one: one.number, reverse=True)
    return last_first[: max(0, len(used) - number)]


async def in_place(db: AsyncSession, agreed: Agreed, day: date) -> int:
    """How many have their place in the contract's count before that day: no fewer are agreed from it on."""
    rows = await _rows(db, agreed[0].process_id) if agreed else []
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
        now = _of(agreed, row.starts_at)
        if local_date(row.starts_at) > now.ends_on:
            break
        ends_at = row.starts_at + timedelta(minutes=now.duration_minutes)
        stay.append((now, PlannedSession(number, row.starts_at, ends_at)))
    for agreement in {one.supervisor_id: one for one, _ in stay}.values():
        diary = await _diary(db, agreement, asked, found)
        own = [each for one, each in stay if one.supervisor_id == agreement.supervisor_id]
        if not all(diary.has_room(Interval(one.starts_at, one.ends_at)) for one in own):
            return ()
    return tuple(each for _, each in stay)


def _has_its_place(agreed: Agreed, row: Session) -> bool:
    """In the contract's count: held, to be held, charged, or waiting for another time."""
    counted = row.status in ("planned", "held", "no_show") or row.replan_by is not None
    return counted or _was_late(agreed, row)


async def rows_of(
    db: AsyncSession, agreed: Agreed, found: Again, later: Sequence[Session]
) -> list[tuple[Session | None, Session]]:
    """Each session of the plan as a row to be, with the row that it is now; none for a new one.

    One that keeps its time stays the same meeting, so that calendars hear nothing of it; the others that there are take
    the times that are left, in order.
    """
    kept = {one.starts_at: one for one in later}
    moving = [one for one in later if one.starts_at not in {each.starts_at for each in found.sessions}]
    before = await rows_so_far(db, agreed[0].process_id)
    told: list[tuple[Session | None, Session]] = []
    for one in found.sessions:
        row = kept.get(one.starts_at) or (moving.pop(0) if moving else None)
        before += row is None
        now = _of(agreed, one.starts_at)
        told.append((row, _row(now, one, row, session_id_of(now.process_id, before))))
    return told


@dataclass(frozen=True)
class Booked:
    """sessions: all that are left, by their numbers; changed: of those that are new, or have another time or number."""

    sessions: Sequence[Session] = ()
    changed: Sequence[UUID] = ()


async def book_again(db: AsyncSession, agreed: Agreed, found: Outcome, ends_on: date) -> Booked:
    """Writes the plan, as far as it lies within the last day; what is planned there and has no place in it goes out.

    Refuses: slot_taken.
    """
    assert found.again
    pairs = await rows_of(db, agreed, found.again, found.later)
    pairs = [pair for pair in pairs if local_date(pair[1].starts_at) <= ends_on]
    before = {row.session_id: row.sequence for row in found.later}
    for row in found.later:  # numbers are free before others take them
        row.status, row.sequence = "paused", row.sequence + 1
    await db.flush()
    booked = [_taken_in(now, will) if now else will for now, will in pairs]
    await book(db, booked)
    changed = [row.session_id for row in booked if before.get(row.session_id) != row.sequence]
    return Booked(booked, changed)


def _taken_in(now: Session, will: Session) -> Session:
    take_in(now, will.model_dump())
    return now


def _row(agreement: Agreement, one: PlannedSession, now: Session | None, new_id: UUID) -> Session:
    """As it will be; not yet in the database."""
    ends_at = one.ends_at
    facts: dict[str, Any] = {
        "number": one.number,
        "starts_at": one.starts_at,
        "ends_at": ends_at,
        "status": "planned",
        "supervisor_id": agreement.supervisor_id,
    }
    facts["confirm_by"] = confirm_by(ends_at, contract_facts.promises_of(agreement))
    if now is None:
        own: dict[str, Any] = {
            "session_id": new_id,
            "calendar_uid": new_id,
            "process_id": agreement.process_id,
        }
        return Session(**own, **facts)
    same = (now.number, now.starts_at, now.ends_at) == (one.number, one.starts_at, ends_at)
    return Session(**now.model_dump() | facts | {"sequence": now.sequence + (not same)})


async def _planned(
    db: AsyncSession,
    agreed: Agreed,
    asked: Asked,
    latest: date | None,
    rows: Sequence[Session],
    found: Outcome,
    ends_on: date,
    *,
    extends: bool,
    after: Sequence[PlannedSession] = (),
) -> Again:
    """In a thread, as every plan. ends_on: the last day but for the pause; extends: it moves by that. after: those
    that keep their days, which come before.
    """
    assert asked.goes_on
    promises = contract_facts.promises_of(_of(agreed, asked.asked_at))
    usual = [one.starts_at for one in rows if one.status in (*_HELD_OR_TO_BE, "paused")]
    left = Left(
        numbers=tuple(found.numbers),
        wish=usual_wish(usual),
        last_used=local_date(after[-1].starts_at) if after else _last_used(agreed, rows, found),
        ends_on=ends_on,
        extends=extends,
        latest=latest,
    )
    pause, notice_days = (asked.from_day, asked.goes_on), promises.resuming_working_days
    stretches = await _stretches(db, agreed, asked, found)
    return await asyncio.to_thread(plan_again, left, pause, asked.asked_at, notice_days, stretches)


async def _stretches(db: AsyncSession, agreed: Agreed, asked: Asked, found: Outcome) -> list[Stretch]:
    return [
        Stretch(one.effective_from, terms_of(one, asked.asked_at), await _diary(db, one, asked, found))
        for one in agreed
    ]


async def _diary(db: AsyncSession, agreement: Agreement, asked: Asked, found: Outcome) -> Diary:
    """Without what is planned again, and without the other pauses' days."""
    again = [*found.paused, *found.charged, *found.later]
    itself = among(Session.session_id, [one.session_id for one in again])
    closed = await holding.closed(db, agreement.process_id, besides=asked.from_day)
    since = local_date(asked.asked_at)
    return await diary_of(db, agreement.supervisor_id, besides=itself, since=since, closed=closed)


def _last_used(agreed: Agreed, rows: Sequence[Session], found: Outcome) -> date | None:
    """The day of the last that was or is to be held before, or that is charged."""
    again = [*found.paused, *found.later]
    used = [
        one.starts_at
        for one in rows
        if one in found.charged
        or (one not in again and one.status in _HELD_OR_TO_BE)
        or _was_late(agreed, one)
    ]
    return local_date(max(used)) if used else None


def _was_late(agreed: Agreed, row: Session) -> bool:
    return was_late(row, contract_facts.notice_of(_of(agreed, row.starts_at)))


def _of(agreed: Agreed, at: datetime) -> Agreement:
    return contract_facts.in_force(agreed, local_date(at))


async def _rows(db: AsyncSession, process_id: UUID) -> Sequence[Session]:
    """All that the contract has had, by their time."""
    own = (col(Session.process_id) == process_id) & ~col(Session.trial)
    mine = select(Session).where(own, Session.status != "proposed")
    return (await db.exec(mine.order_by(sa.asc(col(Session.starts_at))))).all()
