"""Planning a series: which days a year of sessions falls on, and what stood in the way of better ones.

Days and times are Helsinki's; a weekly time stays the same local time all year. Checker: series_check.py.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import Literal

from services.runtime.commands.refusal import Refusal
from services.runtime.far_days import refuse_long
from services.runtime.finland import ONE_DAY, DayOff, day_off, days_of, to_local
from services.sessions.hours.availability import Diary, interval
from services.sessions.planning.wishes import ANY_TIME, Slot, Wish, Wishes

JULY = 7

Obstacle = DayOff | Literal["july", "supervisor_not_available", "supervisor_busy"]
Reason = Obstacle | Literal["no_free_day", "nothing_free_after"]


@dataclass(frozen=True)
class Terms:
    """What was agreed about a series.

    first_closer: how many gaps at the beginning are short; 2 brings the first three sessions together.
    closer_slack_days: how far a closer session may slip; a week reaches the same weekday again.
    count: how many sessions at most; None: as many as there is room for. begins_until: the first one, if it can be;
    None: within the first week.
    preferred_weekday (0 is Monday), preferred_start (local): None leaves them to the wishes and the supervisor's hours.
    Refuses: "length_not_positive", "longest_below_shortest", "term_too_long" (it is gone through day by day).
    """

    starts_on: date
    ends_on: date
    duration_minutes: int
    interval_days: int
    longest_interval_days: int
    first_closer: int
    closer_interval_days: int
    closer_slack_days: int
    july_allowed: bool = False
    preferred_weekday: int | None = None
    preferred_start: time | None = None
    wishes: Wishes = ANY_TIME
    start_step_minutes: int = 30
    count: int | None = None
    begins_until: date | None = None

    def __post_init__(self) -> None:
        lengths = (
            self.duration_minutes,
            self.start_step_minutes,
            self.interval_days,
            self.closer_interval_days,
            1 if self.count is None else self.count,
        )
        if min(lengths) < 1:
            raise Refusal("length_not_positive")
        if self.longest_interval_days < self.interval_days or self.closer_slack_days < 0:
            raise Refusal("longest_below_shortest")
        refuse_long("ends_on", self.starts_on, self.ends_on, is_confirmed=True)


@dataclass(frozen=True)
class PlannedSession:
    """number counts from 1; both instants in UTC."""

    number: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Conflict:
    """Why a day that suits the series better was passed over for the session of this number.

    "nothing_free_after": it was free, but would have left the next session without a day. "no_free_day":
    nothing was free in that session's window, which begins on this day; it was planned after the window
    instead, or not at all when the plan has no session of this number.
    """

    number: int
    day: date
    reason: Reason


@dataclass(frozen=True)
class Plan:
    """May be empty: then nothing was free, or the agreement lies within July."""

    sessions: tuple[PlannedSession, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True)
class Window:
    """The days a session may fall on, both ends counted; in_order: the earliest free day is the best one."""

    first: date
    last: date
    in_order: bool = False

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def plan(terms: Terms, diary: Diary) -> Plan:
    """The sessions from starts_on to ends_on, and every conflict over the whole horizon.

    The first session sets weekday and time for the rest, unless terms name them. In each window, best first:
    that weekday at that time, that weekday at another time, another day at that time, another day and time;
    the earlier day among equals; passing over a day that would leave the next session none. Closer sessions,
    and the one after July, take the earliest day instead. Before all that, a weekday that was wished, then a part of
    the day that was. Ends with the count, or when nothing is free up to ends_on.
    """
    sessions: list[PlannedSession] = []
    conflicts: list[Conflict] = []
    window, wish = first_window(terms), _first_wish(terms, diary)
    while len(sessions) != terms.count and past_july(window, terms).first <= terms.ends_on:
        number = len(sessions) + 1
        slot = _best(number, past_july(window, terms), wish, terms, diary)
        conflicts += _passed_over(number, window, wish, slot, terms, diary)
        if slot is None:
            slot = _after(window, number, wish, terms, diary)
        if slot is None:
            break
        wish = _lasting_wish(terms, slot, wish) if number == 1 else wish
        sessions.append(_planned(number, slot, terms))
        window = window_after(slot.day, number, terms)
    return Plan(tuple(sessions), tuple(conflicts))


def reviews_at(count: int) -> tuple[int, int]:
    """The numbers of the sessions at which the interim and the final review are held, in a series of `count`.

    Interim: the middle one, of two middle ones the later, as the first sessions lie closer together. Final:
    the second-last. A series of one or two has both at the first. Refuses: "no_sessions" when count < 1.
    """
    if count < 1:
        raise Refusal("no_sessions")
    final = max(1, count - 1)
    return max(1, min(count // 2 + 1, final - 1)), final


def first_window(terms: Terms) -> Window:
    """The first week of the agreement; of a renewal, until when the series before would go on, if that is later."""
    week = terms.starts_on + timedelta(days=6)
    return Window(terms.starts_on, max(week, terms.begins_until or week))


def window_after(previous: date, number: int, terms: Terms) -> Window:
    """The days for the next session when the one of this number is on the day `previous`."""
    closer = number <= terms.first_closer
    shortest = terms.closer_interval_days if closer else terms.interval_days
    longest = shortest + terms.closer_slack_days if closer else terms.longest_interval_days
    return Window(previous + timedelta(days=shortest), previous + timedelta(days=longest), in_order=closer)


def past_july(window: Window, terms: Terms) -> Window:
    """The window itself, or August in order when it falls wholly in July and July was not agreed."""
    if terms.july_allowed or any(day.month != JULY for day in days_of(window.first, window.last)):
        return window
    return Window(date(window.first.year, 8, 1), date(window.first.year, 8, 31), in_order=True)


def free_slots(day: date, start: time, terms: Terms, diary: Diary) -> Iterator[Slot]:
    """The day's slots that nothing forbids, at the given start time and at those the hours offer, in order."""
    if forbidden_day(day, terms):
        return
    asked = (day, start, terms.duration_minutes, terms.start_step_minutes)
    if asked not in diary.free_times:
        starts = sorted({start, *_offered(day, terms, diary)})
        diary.free_times[asked] = [at for at in starts if taken(Slot(day, at), terms, diary) is None]
    for at in diary.free_times[asked]:
        yield Slot(day, at)


def _offered(day: date, terms: Terms, diary: Diary) -> set[time]:
    """The local start times that the hours offer; one that autumn shows twice is the first, as in `to_utc`."""
    starts = diary.starts_on_offer(day, terms.duration_minutes, terms.start_step_minutes)
    return {to_local(at).time().replace(fold=0) for at in starts}


def obstacle(slot: Slot, terms: Terms, diary: Diary) -> Obstacle | None:
    """What forbids a session on this slot, or None."""
    return forbidden_day(slot.day, terms) or taken(slot, terms, diary)


def taken(
    slot: Slot, terms: Terms, diary: Diary
) -> Literal["supervisor_not_available", "supervisor_busy"] | None:
    """Why the supervisor cannot have this slot, on a day that nothing forbids; or None."""
    wanted = interval(slot.day, slot.start, terms.duration_minutes)
    if not diary.is_available(slot.day, wanted):
        return "supervisor_not_available"
    return "supervisor_busy" if diary.is_busy(wanted) else None


def forbidden_day(day: date, terms: Terms) -> Obstacle | None:
    """Why nobody has a session on this day: July unless agreed, a holiday, one of the two eves; or None."""
    return "july" if day.month == JULY and not terms.july_allowed else day_off(day)


def _best(number: int, window: Window, wish: Wish, terms: Terms, diary: Diary) -> Slot | None:
    days = days_of(window.first, min(window.last, terms.ends_on))
    free = [slot for day in days for slot in free_slots(day, wish.start, terms, diary)]
    free.sort(key=lambda slot: wish.rank(slot, window.in_order))
    best = free[0] if free else None
    if window.in_order:
        return best
    return _one_that_goes_on(number, free, wish, terms, diary) or best


def _one_that_goes_on(
    number: int, in_order: Iterable[Slot], wish: Wish, terms: Terms, diary: Diary
) -> Slot | None:
    """The first that leaves the next session a day and time that suit; where none does, any."""
    of_each_day: dict[date, Slot] = {}
    for slot in in_order:
        of_each_day.setdefault(slot.day, slot)
    for wishes in dict.fromkeys((wish.wishes, ANY_TIME)):
        sought = replace(wish, wishes=wishes)
        for slot in of_each_day.values():
            if _goes_on(number, slot, sought, terms, diary):
                return slot
    return None


def _goes_on(number: int, slot: Slot, wish: Wish, terms: Terms, diary: Diary) -> bool:
    """True when the session after this one has a day, or the agreement ends first.

    A Friday three weeks before Midsummer Eve is the case in point: after it come only the eve and July.
    """
    window = past_july(window_after(slot.day, number, terms), terms)
    days = days_of(window.first, window.last)
    return window.last > terms.ends_on or _has_free_slot(days, wish, terms, diary)


def _has_free_slot(days: Iterable[date], wish: Wish, terms: Terms, diary: Diary) -> bool:
    """Looks no further than the first one that suits."""
    free = (slot for day in days for slot in free_slots(day, wish.start, terms, diary))
    return any(not any(wish.wishes.unsuited(slot)) for slot in free)


def _after(window: Window, number: int, wish: Wish, terms: Terms, diary: Diary) -> Slot | None:
    """From the first week after it in which anything is free: no wish is waited for longer."""
    first = window.last + ONE_DAY
    while first <= terms.ends_on:
        week = Window(first, first + timedelta(days=6), in_order=True)
        if slot := _best(number, week, wish, terms, diary):
            return slot
        first = week.last + ONE_DAY
    return None


def _passed_over(
    number: int, agreed: Window, wish: Wish, chosen: Slot | None, terms: Terms, diary: Diary
) -> list[Conflict]:
    """The wished weekdays, and a closer session's own day, that rank before the chosen slot."""
    window = past_july(agreed, terms)
    found = []
    for day in days_of(agreed.first, min(window.last, terms.ends_on)):
        wished = wish.names(day) or (agreed.in_order and day == agreed.first)
        slot = Slot(day, wish.start)
        ahead = chosen is None or wish.rank(slot, window.in_order) < wish.rank(chosen, window.in_order)
        if wished and ahead and (day in agreed or day in window):
            found.append(Conflict(number, day, obstacle(slot, terms, diary) or "nothing_free_after"))
    if chosen is None and (number == 1 or window.last <= terms.ends_on):
        found.append(Conflict(number, agreed.first, "no_free_day"))
    return found


def _first_wish(terms: Terms, diary: Diary) -> Wish:
    """Weekday and time to look for first: those agreed, else the first that suits best of what the hours offer."""
    sought = Slot(terms.starts_on, time(9))
    for unsuited in product((False, True), repeat=2):
        offered = (slot for slot in _all_offered(terms, diary) if terms.wishes.unsuited(slot) == unsuited)
        if found := next(offered, None):
            sought = found
            break
    return _agreed(terms, Wish(sought.day.weekday(), sought.start, terms.wishes))


def _all_offered(terms: Terms, diary: Diary) -> Iterator[Slot]:
    for day in days_of(terms.starts_on, terms.ends_on):
        if forbidden_day(day, terms) is None and terms.preferred_weekday in (None, day.weekday()):
            yield from (Slot(day, start) for start in sorted(_offered(day, terms, diary)))


def _lasting_wish(terms: Terms, slot: Slot, sought: Wish) -> Wish:
    """What the first session sets for the rest, as far as it suits; what was sought for it stays where it does not."""
    wishes = terms.wishes
    weekday = slot.day.weekday() if wishes.suits_day(slot.day) else sought.weekday
    start = slot.start if wishes.suits_time(slot.start) else sought.start
    return _agreed(terms, Wish(weekday, start, wishes.that_hold(weekday, start)))


def _agreed(terms: Terms, wish: Wish) -> Wish:
    """The wish, as far as the terms leave it open."""
    weekday = wish.weekday if terms.preferred_weekday is None else terms.preferred_weekday
    return replace(wish, weekday=weekday, start=terms.preferred_start or wish.start)


def _planned(number: int, slot: Slot, terms: Terms) -> PlannedSession:
    when = interval(slot.day, slot.start, terms.duration_minutes)
    return PlannedSession(number, when.starts_at, when.ends_at)
