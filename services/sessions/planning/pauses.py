"""A pause as a rule: which sessions it takes out, how those that are left are planned again, and when all of it ends.

A pause begins at the first instant of its first day, and the process goes on at the first instant of another.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from services.runtime.far_days import LONGEST_TERM_YEARS, years_after
from services.runtime.finland import (
    ONE_DAY,
    days_after,
    local_date,
    start_of,
    to_local,
    working_days_between,
)
from services.sessions.hours.availability import Diary
from services.sessions.notice import NoticeOwed, earliest
from services.sessions.planning.series import plan
from services.sessions.planning.series_terms import Conflict, PlannedSession, Terms
from services.sessions.planning.wishes import ANY_TIME, Wish

_ROOM = timedelta(days=366)
"""[ours] How far past the new end it is looked for the sessions that are left."""


@dataclass(frozen=True)
class Asked:
    """until_day: the last day of it; none: open. at_no_cost: the supervisor's own pause."""

    asked_at: datetime
    from_day: date
    until_day: date | None = None
    at_no_cost: bool = False

    @property
    def goes_on(self) -> date | None:
        return self.until_day + ONE_DAY if self.until_day else None

    def takes_out(self, starts_at: datetime) -> bool:
        day = local_date(starts_at)
        return starts_at > self.asked_at and self.from_day <= day <= (self.until_day or date.max)


@dataclass(frozen=True)
class Taken:
    """The beginnings of the sessions that leave the diary for nothing, and of those that were called off too late."""

    paused: tuple[datetime, ...] = ()
    charged: tuple[datetime, ...] = ()


def taken_out(owed: Mapping[datetime, NoticeOwed], asked: Asked) -> Taken:
    """owed: of the planned sessions. A pause that is asked late pays for the late ones alone."""
    in_it = sorted(at for at in owed if asked.takes_out(at))
    in_time = [at for at in in_it if asked.at_no_cost or at >= earliest(owed[at], asked.asked_at)]
    return Taken(paused=tuple(in_time), charged=tuple(at for at in in_it if at not in in_time))


@dataclass(frozen=True)
class Left:
    """What is to be planned again. numbers: of the sessions that are left, in their order.

    last_used: the day of the last session that was held or is charged. wish: their weekday and time.
    ends_on: the last day as it was agreed. extends: it moves by the pause. latest: a day that it does not pass.
    """

    numbers: tuple[int, ...]
    wish: Wish | None
    last_used: date | None
    ends_on: date
    extends: bool = True
    latest: date | None = None


@dataclass(frozen=True)
class Stretch:
    """What holds from a day on: the terms, whose days and count are not looked at, and the diary of whoever holds the
    sessions then, without what is planned again.
    """

    from_day: date
    terms: Terms
    diary: Diary


@dataclass(frozen=True)
class Again:
    """sessions: with the numbers that they had. lost: how many found no day. ends_on: the last day from now on."""

    sessions: tuple[PlannedSession, ...]
    conflicts: tuple[Conflict, ...]
    ends_on: date
    lost: int = 0


def plan_again(
    left: Left, pause: tuple[date, date], asked_at: datetime, notice_days: int, stretches: Sequence[Stretch]
) -> Again:
    """As many sessions as are left, from the day on which it goes on, none closer than the others of its own day.

    pause: its first day, and the day on which it goes on. notice_days: working days from the order to the first of
    them. stretches: of what is agreed, the first one first.
    """
    from_day, goes_on = pause
    moved_end = left.ends_on + (goes_on - from_day if left.extends else timedelta(0))
    first = max(goes_on, with_notice(asked_at, notice_days))
    sessions: list[PlannedSession] = []
    conflicts: list[Conflict] = []
    last_used = left.last_used
    for stretch, until in one_after_the_other(stretches, _last_possible(left, moved_end, first)):
        numbers = left.numbers[len(sessions) :]
        begins = max(first, stretch.from_day, _after(last_used, stretch.terms))
        if not numbers or until < begins:
            continue
        found = plan(_terms(stretch, left.wish, (begins, until), len(numbers)), stretch.diary)
        pairs = zip(found.sessions, numbers, strict=False)
        sessions += (replace(one, number=number) for one, number in pairs)
        conflicts += (replace(one, number=_numbered(one.number, numbers)) for one in found.conflicts)
        last_used = local_date(sessions[-1].starts_at) if sessions else last_used
    ends = max([_capped(moved_end, left), *([last_used] if last_used else [])])
    return Again(tuple(sessions), tuple(conflicts), ends, lost=len(left.numbers) - len(sessions))


def held_over(due_at: datetime, from_day: date, goes_on: date) -> datetime:
    """A deadline that a pause holds: as much time is left at its end as there was when it began.

    Counted in days, so that it falls at the same local time; one that comes before the pause stays.
    """
    return days_after(due_at, (goes_on - from_day).days) if due_at >= start_of(from_day) else due_at


def with_notice(asked_at: datetime, notice_days: int) -> date:
    """The first day on which a session may be planned again."""
    day = local_date(asked_at)
    while working_days_between(local_date(asked_at), day) < notice_days:
        day += ONE_DAY
    return day


def usual_wish(starts: Sequence[datetime]) -> Wish | None:
    """The weekday and time that most of them have, of equals the one that comes first; none of none."""
    shown = [to_local(at) for at in sorted(starts)]
    counted = Counter((at.weekday(), at.time().replace(fold=0)) for at in shown)
    return Wish(*counted.most_common(1)[0][0]) if counted else None


def one_after_the_other(stretches: Sequence[Stretch], last: date) -> Iterator[tuple[Stretch, date]]:
    """Each with its last day."""
    ends = [*(one.from_day - ONE_DAY for one in stretches[1:]), last]
    for stretch, until in zip(stretches, ends, strict=True):
        yield stretch, min(until, last)


def _terms(stretch: Stretch, wish: Wish | None, days: tuple[date, date], count: int) -> Terms:
    """Of the series' own weekday and time what whoever holds it has at all; the first session sets the rest."""
    terms, weekday, start = stretch.terms, None, None
    if wish:
        hours = [one for one in stretch.diary.weekly if one.weekday == wish.weekday and one.holds_in(*days)]
        weekday = wish.weekday if hours else None
        lasts = timedelta(minutes=terms.duration_minutes)
        start = wish.start if any(one.fits(wish.start, lasts) for one in hours) else None
    return replace(
        terms,
        starts_on=days[0],
        ends_on=days[1],
        count=count,
        first_closer=0,
        preferred_weekday=weekday,
        preferred_start=start,
        wishes=ANY_TIME if wish else terms.wishes,
    )


def _after(last_used: date | None, terms: Terms) -> date:
    return last_used + timedelta(days=terms.interval_days) if last_used else date.min


def _last_possible(left: Left, moved_end: date, first: date) -> date:
    """Of a pause that moves the end, the last session may lie behind it."""
    if not left.extends:
        return left.ends_on
    longest = years_after(first, LONGEST_TERM_YEARS) - ONE_DAY
    return min(_capped(moved_end + _ROOM, left), longest)


def _capped(day: date, left: Left) -> date:
    """Nothing that was agreed is taken away by a day that it may not pass."""
    return max(left.ends_on, min(day, left.latest)) if left.latest else day


def _numbered(position: int, numbers: Sequence[int]) -> int:
    return numbers[position - 1] if position <= len(numbers) else numbers[-1]
