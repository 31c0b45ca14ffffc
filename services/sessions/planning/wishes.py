"""Which times suit a series better than others: what people wish, and the weekday and time that it keeps to."""

from dataclasses import dataclass
from datetime import date, time

from services.messages.wished_times import TimeOfDay


@dataclass(frozen=True)
class Slot:
    """A local day and start time."""

    day: date
    start: time


@dataclass(frozen=True)
class Wishes:
    """The weekdays (0 is Monday) and parts of the day that suit whoever meets; none of them: any."""

    weekdays: frozenset[int] = frozenset()
    times: frozenset[TimeOfDay] = frozenset()

    def unsuited(self, slot: Slot) -> tuple[bool, bool]:
        """Whether its weekday does not suit, and whether its time does not; the weekday weighs more."""
        return not self.suits_day(slot.day), not self.suits_time(slot.start)

    def that_hold(self, weekday: int, start: time) -> "Wishes":
        """Without those that the series' own weekday and time do not fulfil: what nobody offers is waited for once."""
        weekdays = self.weekdays if weekday in self.weekdays else frozenset[int]()
        return Wishes(weekdays, self.times if self.suits_time(start) else frozenset[TimeOfDay]())

    def suits_day(self, day: date) -> bool:
        return not self.weekdays or day.weekday() in self.weekdays

    def suits_time(self, start: time) -> bool:
        return not self.times or TimeOfDay.of(start) in self.times


ANY_TIME = Wishes()


@dataclass(frozen=True)
class Wish:
    """The weekday and local time that a series keeps to when it can, and what people wished before there was one."""

    weekday: int
    start: time
    wishes: Wishes = ANY_TIME

    def rank(self, slot: Slot, turn: int) -> tuple[bool, bool, int, bool, bool, date, time]:
        """Sorts slots best first: what suits comes before what does not, whatever else speaks for it. turn: of its day
        in the window (`windows.py:Window.turn`).
        """
        kept = (slot.day.weekday() != self.weekday, slot.start != self.start)
        return (*self.wishes.unsuited(slot), turn, *kept, slot.day, slot.start)

    def names(self, day: date) -> bool:
        """The series' own weekday, or one that was wished."""
        return day.weekday() == self.weekday or day.weekday() in self.wishes.weekdays
