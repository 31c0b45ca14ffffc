"""Invoicing months, written `2027-03`, in Helsinki local time."""

from calendar import monthrange
from datetime import date, datetime, time

from services.runtime.finland import first_banking_day, to_utc

# Before the working day begins, and after the night's payments have been booked.
RUN_TIME = time(6)


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def last_day(period: str) -> date:
    year, month = _parts(period)
    return date(year, month, monthrange(year, month)[1])


def month_after(period: str) -> str:
    year, month = _parts(period)
    return month_of(date(year + month // 12, month % 12 + 1, 1))


def run_at(period: str) -> datetime:
    """When the month is invoiced: on the next month's first banking day, 06:00 in Helsinki; in UTC."""
    day = first_banking_day(*_parts(month_after(period)))
    return to_utc(day, RUN_TIME)


def _parts(period: str) -> tuple[int, int]:
    year, month = period.split("-")
    return int(year), int(month)
