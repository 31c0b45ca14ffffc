"""Finland's calendar and Helsinki's clock: days for sessions, working days, local time and UTC.

No other module of this service turns local time into UTC or back.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from holidays import PUBLIC, country_holidays

HELSINKI = ZoneInfo("Europe/Helsinki")
JULY = 7
ONE_DAY = timedelta(days=1)

DayOff = Literal["public_holiday", "midsummer_eve", "christmas_eve"]


def day_off(day: date) -> DayOff | None:
    """Why no session is held on this day, or None. Weekends are a matter of availability."""
    if (day.month, day.day) == (12, 24):
        return "christmas_eve"
    # The Friday before Midsummer Day, which is the Saturday between 20 and 26 June.
    if day.month == 6 and day.weekday() == 4 and 19 <= day.day <= 25:
        return "midsummer_eve"
    return "public_holiday" if day in _public_holidays(day.year) else None


def is_session_day(day: date) -> bool:
    """False on a public holiday, Midsummer Eve and Christmas Eve."""
    return day_off(day) is None


def is_working_day(day: date) -> bool:
    """Monday to Friday, except holidays and the two eves (as in the Annual Holidays Act 162/2005, 4 §)."""
    return day.weekday() < 5 and day_off(day) is None


def working_days_before(moment: date | datetime, days: int) -> date:
    """The local date of the nth working day before a day, not counting that day; n = 0 is the day itself.

    moment: a local date, or an aware instant, of which the date in Helsinki counts.
    """
    if days < 0:
        raise ValueError("days_negative")
    day = local_date(moment) if isinstance(moment, datetime) else moment
    while days:
        day -= ONE_DAY
        days -= is_working_day(day)
    return day


def working_days_between(first: date, until: date) -> int:
    """How many working days: `first` counts, `until` does not; 0 when until <= first."""
    return sum(is_working_day(day) for day in days_of(first, until - ONE_DAY))


def days_of(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both counted; none when last < first."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def to_utc(day: date, at: time) -> datetime:
    """The instant of a wall-clock time in Helsinki.

    A time that comes twice in autumn is the first one (2027-10-31 03:30 is 00:30Z); a time that spring skips
    is read with winter's offset, so it lands after the gap (2027-03-28 03:30 is 01:30Z, which clocks show as
    04:30).
    """
    if at.tzinfo is not None:
        raise ValueError("time_has_an_offset")
    return datetime.combine(day, at.replace(fold=0), HELSINKI).astimezone(UTC)


def to_local(instant: datetime) -> datetime:
    """An aware instant as Helsinki's clocks show it."""
    if instant.tzinfo is None:
        raise ValueError("instant_without_offset")
    return instant.astimezone(HELSINKI)


def local_date(instant: datetime) -> date:
    """The date in Helsinki at an aware instant."""
    return to_local(instant).date()


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("FI", years=year, categories=(PUBLIC,)))
