"""Planning a series: which days a year of sessions falls on, and what stood in the way of better ones.

Days and times are Helsinki's; a weekly time stays the same local time all year. Checker: series_check.py.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import product

from services.runtime.commands.refusal import Refusal
from services.runtime.finland import ONE_DAY, days_of
from services.sessions.hours.availability import Diary, interval
from services.sessions.planning.series_terms import OF_THE_TIME, Conflict, Plan, PlannedSession, Terms
from services.sessions.planning.windows import (
    A_DAY,
    Window,
    first_window,
    forbidden_day,
    free_slots,
    obstacle,
    offered_on,
    opened,
    window_after,
)
from services.sessions.planning.wishes import ANY_TIME, Slot, Wish


def plan(terms: Terms, diary: Diary) -> Plan:
    """The sessions from starts_on to ends_on, and every conflict over the whole horizon.

    The first session sets weekday and time for the rest, unless terms name them. In each window, best first:
    that weekday at that time, that weekday at another time, another day at that time, another day and time;
    the earlier day among equals; passing over a day that would leave the next session none. Closer sessions take
    the earliest day instead, the one after July the earliest week; the one after a pause has the week from the day on
    which it goes on. Before all that, a weekday that was wished, then a part of
    the day that was. Ends with the count, or when nothing is free up to ends_on.
    """
    sessions: list[PlannedSession] = []
    conflicts: list[Conflict] = []
    window, wish = first_window(terms), _first_wish(terms, diary)
    while len(sessions) != terms.count and (days := opened(window, terms, diary)).first <= terms.ends_on:
        number = len(sessions) + 1
        slot = _best(number, days, wish, terms, diary)
        conflicts += _passed_over(number, window, wish, slot, terms, diary)
        if slot is None:
            slot = _after(days, number, wish, terms, diary)
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


def _best(number: int, window: Window, wish: Wish, terms: Terms, diary: Diary) -> Slot | None:
    days = days_of(window.first, min(window.last, terms.ends_on))
    free = [slot for day in days for slot in free_slots(day, wish.start, terms, diary)]
    free.sort(key=lambda slot: wish.rank(slot, window.turn(slot.day)))
    best = free[0] if free else None
    if window.days_at_once:
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
    window = opened(window_after(slot.day, number, terms), terms, diary)
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
        week = Window(first, first + timedelta(days=6), A_DAY)
        if slot := _best(number, week, wish, terms, diary):
            return slot
        first = week.last + ONE_DAY
    return None


def _passed_over(
    number: int, agreed: Window, wish: Wish, chosen: Slot | None, terms: Terms, diary: Diary
) -> list[Conflict]:
    """The wished weekdays, and a closer session's own day, that rank before the chosen slot."""
    window = opened(agreed, terms, diary)
    found = []
    for day in days_of(agreed.first, min(window.last, terms.ends_on)):
        wished = wish.names(day) or (agreed.days_at_once == A_DAY and day == agreed.first)
        slot = Slot(day, wish.start)
        last = wish.rank(chosen, window.turn(chosen.day)) if chosen else None
        ahead = last is None or wish.rank(slot, window.turn(day)) < last
        if wished and ahead and (day in agreed or day in window):
            reason = obstacle(slot, terms, diary) or "nothing_free_after"
            found.append(Conflict(number, day, reason, slot.start if reason in OF_THE_TIME else None))
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
            yield from (Slot(day, start) for start in sorted(offered_on(day, terms, diary)))


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
