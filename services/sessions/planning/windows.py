"""On which days a session may fall, and which times of them are free."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from services.runtime.finland import day_off, days_of, to_local
from services.sessions.hours.availability import Diary, interval
from services.sessions.planning.series_terms import Obstacle, Terms
from services.sessions.planning.wishes import Slot

JULY = 7
A_DAY, A_WEEK = 1, 7


@dataclass(frozen=True)
class Window:
    """The days a session may fall on, both ends counted. days_at_once: of how many days, one after the other, the
    earliest that have anything free are the best; none: all are alike.
    """

    first: date
    last: date
    days_at_once: int | None = None

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def turn(self, day: date) -> int:
        """When the day is looked at: those of one number together, after those of a lower one."""
        return (day - self.first).days // self.days_at_once if self.days_at_once else 0


def first_window(terms: Terms) -> Window:
    """The first week of the agreement; of a renewal, until when the series before would go on, if that is later."""
    week = terms.starts_on + timedelta(days=6)
    return Window(terms.starts_on, max(week, terms.begins_until or week))


def window_after(previous: date, number: int, terms: Terms) -> Window:
    """The days for the next session when the one of this number is on the day `previous`."""
    closer, shortest = number <= terms.first_closer, shortest_gap(number, terms)
    longest = timedelta(days=terms.longest_interval_days)
    last = previous + (shortest + timedelta(days=terms.closer_slack_days) if closer else longest)
    return Window(previous + shortest, last, A_DAY if closer else None)


def shortest_gap(number: int, terms: Terms) -> timedelta:
    """From the session of this number to the next one."""
    closer = number <= terms.first_closer
    return timedelta(days=terms.closer_interval_days if closer else terms.interval_days)


def past_july(window: Window, terms: Terms) -> Window:
    """The window itself, or August, week by week, when it falls wholly in July and July was not agreed."""
    if terms.july_allowed or any(day.month != JULY for day in days_of(window.first, window.last)):
        return window
    return Window(date(window.first.year, 8, 1), date(window.first.year, 8, 31), A_WEEK)


def opened(window: Window, terms: Terms, diary: Diary) -> Window:
    """The window itself; where a pause stands at its beginning, the week from the day on which it goes on; then as
    `past_july` has it.
    """
    goes_on = diary.goes_on_after(window.first)
    if goes_on and goes_on <= terms.ends_on:
        window = Window(goes_on, max(window.last, goes_on + timedelta(days=6)), window.days_at_once)
    return past_july(window, terms)


def free_slots(day: date, start: time, terms: Terms, diary: Diary) -> Iterator[Slot]:
    """The day's slots that nothing forbids, at the given start time and at those the hours offer, in order."""
    if forbidden_day(day, terms) or not diary.opens_on(day):
        return
    asked = (day, start, terms.duration_minutes, terms.start_step_minutes)
    if asked not in diary.free_times:
        starts = sorted({start, *offered_on(day, terms, diary)})
        diary.free_times[asked] = [at for at in starts if taken(Slot(day, at), terms, diary) is None]
    for at in diary.free_times[asked]:
        yield Slot(day, at)


def offered_on(day: date, terms: Terms, diary: Diary) -> set[time]:
    """The local start times that the hours offer; one that autumn shows twice is the first, as in `to_utc`."""
    starts = diary.starts_on_offer(day, terms.duration_minutes, terms.start_step_minutes)
    return {to_local(at).time().replace(fold=0) for at in starts}


def obstacle(slot: Slot, terms: Terms, diary: Diary) -> Obstacle | None:
    """What forbids a session on this slot, or None."""
    return forbidden_day(slot.day, terms) or taken(slot, terms, diary)


def taken(slot: Slot, terms: Terms, diary: Diary) -> Obstacle | None:
    """Why the supervisor cannot have this slot, on a day that nothing forbids; or None."""
    wanted = interval(slot.day, slot.start, terms.duration_minutes)
    if not diary.is_available(slot.day, wanted):
        return diary.closed_as(wanted) or "supervisor_not_available"
    return (diary.closed_as(wanted) or "supervisor_busy") if diary.is_busy(wanted) else None


def forbidden_day(day: date, terms: Terms) -> Obstacle | None:
    """Why nobody has a session on this day: July unless agreed, a holiday, one of the two eves; or None."""
    return "july" if day.month == JULY and not terms.july_allowed else day_off(day)
