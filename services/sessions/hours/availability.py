"""When a supervisor can hold a session on a given day: weekly hours, and what is already booked."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Literal

from services.runtime.finland import TIMES_OF_A_PLAN, first_showing, local_date, to_utc


@dataclass(frozen=True)
class Availability:
    """Weekly hours in Helsinki's local time, in force from valid_from to valid_until, both days counted.

    weekday: 0 is Monday. A session fits when one entry contains the whole of it.
    """

    weekday: int
    from_time: time
    until_time: time
    valid_from: date
    valid_until: date

    def covers(self, day: date) -> bool:
        return self.weekday == day.weekday() and self.valid_from <= day <= self.valid_until

    def holds_in(self, first: date, last: date) -> bool:
        """On any of these days, both counted."""
        return self.valid_from <= last and first <= self.valid_until

    def fits(self, start: time, length: timedelta) -> bool:
        """Whether a session that begins then is within it, as clocks usually go."""
        ends = datetime.combine(date.min, start) + length
        return self.from_time <= start and ends <= datetime.combine(date.min, self.until_time)

    def on(self, day: date) -> "Interval":
        """From when until when on a day that it covers: an hour longer or shorter where the clocks change within."""
        return Interval(first_showing(day, self.from_time), first_showing(day, self.until_time))


@dataclass(frozen=True)
class Interval:
    """A stretch of time in UTC; the end is not part of it, so one session may begin when another ends."""

    starts_at: datetime
    ends_at: datetime

    def contains(self, other: "Interval") -> bool:
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at

    def overlaps(self, other: "Interval") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True)
class Closed(Interval):
    """When a process has no session, and why that is."""

    why: Literal["paused", "another_supervisor"]


@dataclass(frozen=True)
class Diary:
    """One supervisor's hours and bookings; busy is all that is booked, without the series being planned."""

    weekly: tuple[Availability, ...]
    busy: tuple[Interval, ...] = ()

    def opens_on(self, day: date) -> bool:
        return bool(self._open_on(day))

    def is_available(self, day: date, wanted: Interval) -> bool:
        return any(hours.contains(wanted) for hours in self._open_on(day))

    def is_busy(self, wanted: Interval) -> bool:
        """Whether anything that begins before its end ends after its beginning."""
        starts, latest_ends = self._in_order
        begun = bisect_left(starts, wanted.ends_at)
        return begun > 0 and latest_ends[begun - 1] > wanted.starts_at

    def closed_as(self, wanted: Interval) -> Literal["paused", "another_supervisor"] | None:
        """Why the process has none then; None where something else may be booked."""
        return next((one.why for one in self._closed if one.overlaps(wanted)), None)

    def goes_on_after(self, day: date) -> date | None:
        """The first day after the pause that the day is in; None where it is in none."""
        noon = to_utc(day, time(12))
        of_it = (one for one in self._closed if one.why == "paused" and one.starts_at <= noon < one.ends_at)
        pause = next(of_it, None)
        return local_date(pause.ends_at) if pause else None

    @cached_property
    def _closed(self) -> list[Closed]:
        return [one for one in self.busy if isinstance(one, Closed)]

    def has_room(self, wanted: Interval) -> bool:
        return self.is_available(local_date(wanted.starts_at), wanted) and not self.is_busy(wanted)

    @cached_property
    def _in_order(self) -> tuple[list[datetime], list[datetime]]:
        """Beginnings, and at each the latest end so far: a planner asks a full diary some ten thousand times."""
        ordered = sorted(self.busy, key=lambda one: one.starts_at)
        ends = accumulate((one.ends_at for one in ordered), max)
        return [one.starts_at for one in ordered], list(ends)

    def starts_on_offer(self, day: date, duration_minutes: int, step_minutes: int) -> Iterator[datetime]:
        """The day's starts in UTC, booked or not: from the beginning of each entry, a step of real minutes apart."""
        for open_hours in self._open_on(day):
            start = open_hours.starts_at
            while start + timedelta(minutes=duration_minutes) <= open_hours.ends_at:
                yield start
                start += timedelta(minutes=step_minutes)

    @cached_property
    def free_times(self) -> dict[tuple[date, time, int, int], list[time]]:
        """By day, a start besides those on offer, length and step: a planner comes back to the same days for each of
        several sessions (planning/windows.py:free_slots).
        """
        return {}

    def _open_on(self, day: date) -> list[Interval]:
        if day not in self._hours:
            self._hours[day] = [hours.on(day) for hours in self.weekly if hours.covers(day)]
        return self._hours[day]

    @cached_property
    def _hours(self) -> dict[date, list[Interval]]:
        """Of the days that were asked for: a planner asks for each of them at every start that it offers."""
        return {}


@lru_cache(TIMES_OF_A_PLAN)
def interval(day: date, start: time, duration_minutes: int) -> Interval:
    """The session that begins at a local time; its length is in real minutes, whatever the clocks do."""
    starts_at = to_utc(day, start)
    return Interval(starts_at, starts_at + timedelta(minutes=duration_minutes))
