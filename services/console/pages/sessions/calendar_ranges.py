"""Stretches of days that a calendar shows at once, and how to turn to the one before and after. Local days only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from services.runtime.finland import start_of

View = Literal["week", "month", "agenda"]
A_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)
_AGENDA = 4 * A_WEEK


@dataclass(frozen=True)
class Span:
    """first counts, until does not. before, after: a day of the stretch that comes there."""

    first: date
    until: date
    before: date
    after: date

    @property
    def begins(self) -> datetime:
        return start_of(self.first)

    @property
    def ends(self) -> datetime:
        return start_of(self.until)

    def days(self) -> Iterator[date]:
        return (self.first + n * A_DAY for n in range((self.until - self.first).days))


def span_of(view: View, day: date) -> Span:
    """week: from Monday. month: the whole weeks that hold it. agenda: four weeks from that week on."""
    monday = day - day.weekday() * A_DAY
    if view == "week":
        return Span(monday, monday + A_WEEK, monday - A_WEEK, monday + A_WEEK)
    if view == "agenda":
        return Span(monday, monday + _AGENDA, monday - _AGENDA, monday + _AGENDA)
    first = day.replace(day=1)
    after = (first + 31 * A_DAY).replace(day=1)
    last = after - A_DAY
    before = (first - A_DAY).replace(day=1)
    return Span(first - first.weekday() * A_DAY, last + (7 - last.weekday()) * A_DAY, before, after)
