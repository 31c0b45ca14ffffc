"""Finnish banking days: when a bank moves money, and so when an invoice may fall due."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

from services.runtime.refusal import Refusal


def is_banking_day(day: date) -> bool:
    """No Saturday, Sunday, Finnish public holiday, Midsummer Eve, Christmas Eve or TARGET closing day."""
    return day.weekday() < 5 and day not in _closed_days(day.year)


def next_banking_day(day: date) -> date:
    """The day itself if banks are open, else the first day after it on which they are."""
    while not is_banking_day(day):
        day += timedelta(days=1)
    return day


def first_banking_day(year: int, month: int) -> date:
    """The month's first banking day: when the previous month is invoiced."""
    return next_banking_day(date(year, month, 1))


def due_on(issued_on: date, days: int) -> date:
    """The due day: so many days after the invoice's, moved to the next banking day.

    Refuses: "payment_days_invalid" (negative).
    """
    if days < 0:
        raise Refusal("payment_days_invalid")
    return next_banking_day(issued_on + timedelta(days=days))


@lru_cache(maxsize=64)
def _closed_days(year: int) -> frozenset[date]:
    """Both eves are named here, because not every source counts them as public holidays."""
    finland = holidays.country_holidays("FI", years=year)
    target = holidays.financial_holidays("XECB", years=year)
    return frozenset({*finland, *target, _midsummer_eve(year), date(year, 12, 24)})


def _midsummer_eve(year: int) -> date:
    """The Friday between 19 and 25 June."""
    latest = date(year, 6, 25)
    return latest - timedelta(days=(latest.weekday() - 4) % 7)
