"""What people do in the demo year, and when: real input with natural keys, so that doing it again is safe.

An act is a local time, a person and a command. What depends on what came out (dates of sessions, an opened
review) is asked from the services, never remembered.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from services.messages.envelope import Command
from services.runtime.finland import HELSINKI, is_working_day, to_local, working_days_after

Order = Command[Any]
Ask = Callable[[Order], Awaitable[Any]]
Look = Callable[[Ask], Awaitable[Order]]
"""The page is looked at first, and what it shows is in the order."""
Fill = Callable[[Ask, Order], Awaitable[Order]]
"""The order as the page has filled it in: asked again of what was sent already, it says the same."""


@dataclass(frozen=True)
class Act:
    """who does what, at a local time; `orders` are the commands that their page would send.

    press: one that needs what the page shows then. fill: what the page has filled into an order of these.
    """

    at: datetime
    who: str
    what: str
    orders: tuple[Order, ...] = ()
    press: Look | None = None
    fill: Fill | None = None


@dataclass(frozen=True)
class Check:
    """what must hold of a year, and what was seen of it."""

    what: str
    held: bool
    seen: str = ""


@dataclass(frozen=True)
class Calendar:
    """The year's fixed days: the arranging begins on `start`, a working day of the year before.

    ends_on: the contracts' last day; an earlier one than the demo's makes a shorter year of the same kind.
    """

    year: int
    start: date
    ends_on: date

    @classmethod
    def whole(cls, year: int, start: date) -> "Calendar":
        """The demo's own: contracts from mid-January to mid-December."""
        return cls(year, start, date(year, 12, 15))

    def working_day(self, number: int, hour: int, minute: int = 0) -> datetime:
        """So many working days after the start, at a local time."""
        return to_local(working_days_after(local(self.start, hour, minute), number))

    @property
    def starts_on(self) -> date:
        return date(self.year, 1, 13)

    @property
    def over(self) -> datetime:
        """When the last invoices have gone out: after the next month's first banking day."""
        next_month = self.ends_on.replace(day=1) + timedelta(days=31)
        return local(next_month.replace(day=8), 12)


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), HELSINKI)


def calendar_for(year: int | None, today: date) -> Calendar:
    """Inquiries come in from the last November day on, or from tomorrow if that has passed.

    year: of the contracts; none: the next one whose arranging can still be done. Raises ValueError: too late.
    """
    wanted = year or today.year + 1
    first = date(wanted - 1, 11, 30)
    start = max(first, today + timedelta(days=1))
    while not is_working_day(start):
        start += timedelta(days=1)
    if start <= date(wanted - 1, 12, 18):
        return Calendar.whole(wanted, start)
    if year is None:
        return calendar_for(wanted + 1, today)
    raise ValueError(f"the arranging for {year} would have to begin before today: give a later year")
