"""Free times: when a session could begin instead of when it does."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import ONE_DAY, day_off, days_of, local_date
from services.runtime.policy import can
from services.sessions import access
from services.sessions.contract_facts import covers, in_force, length_on, term
from services.sessions.hours import changing_hands
from services.sessions.hours.availability import Diary, Interval
from services.sessions.hours.diary import diary_of
from services.sessions.notice import LEAST_AHEAD
from services.sessions.planning import holding
from services.sessions.showing.session_card import can_change
from services.sessions.tables import Agreement, Session

STEP_MINUTES = 30
ONE_MINUTE = timedelta(minutes=1)
ENOUGH = 60
"""Starts in one answer; the day on which it is reached is told to its end."""
ABOUT_THE_SAME_TIME = timedelta(weeks=1)
"""Before the session's own day: whoever moves one looks for a time near it."""
LOOK_AHEAD = timedelta(weeks=8)
"""How far one answer looks, when little is free."""


async def of_session(db: AsyncSession, query: messages.ListFreeTimes) -> messages.FreeTimes:
    """Also for one that waits for a time, its own where that is free again. July is as good as any month: it is exempt.

    Refuses: unknown_session, session_not_open.
    """
    moved, process = await access.session_reached(db, query.session_id, query.viewer)
    whose = process.session(moved, local_date(query.as_of))
    if not can(query.viewer, "move_session", whose):
        raise Refusal("unknown_session", "session_id")
    waits = moved.replan_by is not None and can(query.viewer, "replan_session", whose)
    if not (waits or can_change(moved, query.as_of)):
        raise Refusal("session_not_open", "session_id")
    starts_on, ends_on = term(process.versions)
    wanted = query.from_day or local_date(moved.starts_at) - ABOUT_THE_SAME_TIME
    first = max(starts_on, local_date(query.as_of), wanted)
    whoever = waits and not moved.trial
    diaries = await _diaries(db, moved, process.versions, first, whoever=whoever)
    last = min(ends_on, min(first, ends_on) + LOOK_AHEAD)
    plans = query.viewer.role in (Role.SUPERVISOR, Role.COORDINATOR)
    soonest = query.as_of if plans else query.as_of + LEAST_AHEAD
    times: list[datetime] = []
    for day in days_of(first, last):
        minutes = length_on(process.versions, moved, day) // ONE_MINUTE
        whose_day = in_force(process.versions, day).supervisor_id if whoever else moved.supervisor_id
        free = free_starts(day, diaries[whose_day], minutes) if covers(process.versions, day) else ()
        times += _later(free, query.as_of, soonest, None if waits else moved.starts_at)
        if len(times) >= ENOUGH:
            last = day
            break
    return messages.FreeTimes(
        times=times, first_day=first, next_day=_next(last, ends_on), not_before=None if plans else soonest
    )


def _later(
    free: Iterable[datetime], now: datetime, soonest: datetime, own: datetime | None
) -> list[datetime]:
    """own: when what is moved begins now."""
    return [at for at in free if at > now and at >= soonest and at != own]


async def _diaries(
    db: AsyncSession, moved: Session, versions: Sequence[Agreement], since: date, *, whoever: bool
) -> dict[UUID, Diary]:
    """Closed when it would be refused, whatever the hours are. whoever: it has no supervisor before it has a day, and
    is theirs whose day that is: who has called it off may have left.
    """
    people = {one.supervisor_id for one in versions} if whoever else {moved.supervisor_id}
    paused = await holding.closed(db, moved.process_id)
    itself = col(Session.session_id) == moved.session_id
    found = {}
    for one in sorted(people):
        closed = paused + await changing_hands.closed(db, versions, moved.process_id, one)
        found[one] = await diary_of(db, one, besides=itself, since=since, closed=closed)
    return found


def free_starts(day: date, diary: Diary, minutes: int) -> Iterator[datetime]:
    """The day's free starts in UTC, half an hour apart from the beginning of each stretch of hours; in order."""
    if day_off(day):
        return
    for at in sorted(set(diary.starts_on_offer(day, minutes, STEP_MINUTES))):
        if not diary.is_busy(Interval(at, at + timedelta(minutes=minutes))):
            yield at


def _next(day: date, ends_on: date) -> date | None:
    return day + ONE_DAY if day < ends_on else None
