"""Finland's time, for all: Helsinki's clock, days off by name, working days, banking days.

No other module turns an instant into a local day or back, or says which days count.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from holidays import PUBLIC, country_holidays, financial_holidays

from services.messages.values import Language
from services.runtime.left_out import open_without_entering

open_without_entering("holidays.countries", "holidays.financial")

HELSINKI = ZoneInfo("Europe/Helsinki")
ONE_DAY = timedelta(days=1)
# Eight in the morning: people are there to be reminded.
MORNING = time(8)

DayOff = Literal["public_holiday", "midsummer_eve", "christmas_eve"]

_FRIDAY = 4
TIMES_OF_A_PLAN = 8192
"""A planner of a year asks for each day's few times again and again."""
_LOCALES: dict[Language, str] = {"fi": "fi", "sv": "sv_FI", "en": "en_US"}


# --- Helsinki's clock: a local day or time and its instant ----------------------------------------------------


def to_local(instant: datetime) -> datetime:
    """An instant as Helsinki's clocks show it. Raises: ValueError for a naive one, nobody knows which it is."""
    if instant.tzinfo is None:
        raise ValueError("instant_without_offset")
    return instant.astimezone(HELSINKI)


def local_date(instant: datetime) -> date:
    """The date in Helsinki at an instant. Raises: ValueError for a naive one."""
    return to_local(instant).date()


@lru_cache(TIMES_OF_A_PLAN)
def to_utc(day: date, at: time) -> datetime:
    """The instant of a wall-clock time in Helsinki, UTC. Raises: ValueError for a time with an offset.

    A time that comes twice in autumn is the first one (2027-10-31 03:30 is 00:30Z); a time that spring skips
    is read with winter's offset, so it lands after the gap (2027-03-28 03:30 is 01:30Z, which clocks show as
    04:30).
    """
    if at.tzinfo is not None:
        raise ValueError("time_has_an_offset")
    return datetime.combine(day, at.replace(fold=0), HELSINKI).astimezone(UTC)


@lru_cache(TIMES_OF_A_PLAN)
def first_showing(day: date, at: time) -> datetime:
    """The first instant at which the day's clocks show this time or a later one, UTC.

    As `to_utc`, but for a time that spring skips, which is the end of the gap: 2027-03-28 03:30 is 01:00Z, shown as
    04:00. The gap is one whole hour, and begins with one (Directive 2000/84/EC).
    """
    instant = to_utc(day, at)
    skipped = to_local(instant).time() != at.replace(fold=0)
    return instant.replace(minute=0, second=0, microsecond=0) if skipped else instant


def comes_twice(instant: datetime) -> bool:
    """Whether Helsinki's clocks show this time once more that night, an hour before or after."""
    local = to_local(instant)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def is_summer_time(instant: datetime) -> bool:
    """Whether clocks are an hour ahead: tells the two times apart that autumn shows twice."""
    return bool(to_local(instant).dst())


def start_of(day: date) -> datetime:
    """The first instant of the local day, UTC."""
    return to_utc(day, time())


def end_of(day: date) -> datetime:
    """The first instant after the local day, UTC."""
    return start_of(day + ONE_DAY)


def morning_of(day: date) -> datetime:
    """Eight in the morning of the local day, UTC."""
    return to_utc(day, MORNING)


def next_morning(instant: datetime) -> datetime:
    """Eight in the morning of the next local day, UTC."""
    return morning_of(local_date(instant) + ONE_DAY)


def days_after(instant: datetime, days: int) -> datetime:
    """The same local time so many days later, over the changes of the clock too, UTC; no days: the instant itself."""
    local = to_local(instant)
    if not days:
        return local.astimezone(UTC)
    return to_utc(local.date() + days * ONE_DAY, local.time())


# --- days off and working days -------------------------------------------------------------------------------


def day_off(day: date) -> DayOff | None:
    """Why this is a day off, or None. A weekend alone is none."""
    if (day.month, day.day) == (12, 24):
        return "christmas_eve"
    # The Friday before Midsummer Day, which is the Saturday between 20 and 26 June.
    if day.month == 6 and day.weekday() == _FRIDAY and 19 <= day.day <= 25:
        return "midsummer_eve"
    return "public_holiday" if day in _names_of_days_off(day.year, "en") else None


def day_off_name(day: date, language: Language) -> str | None:
    """What is celebrated on a day off, or None."""
    return _names_of_days_off(day.year, language).get(day)


def is_working_day(day: date) -> bool:
    """Monday to Friday, no public holiday, neither of the two eves.

    Source: the working days of the Annual Holidays Act 162/2005, 4 §, without Saturdays; our decision, one for
    notice, reminders and tasks.
    """
    return day.weekday() <= _FRIDAY and day_off(day) is None


def working_days_after(instant: datetime, days: int) -> datetime:
    """The same local time so many working days later, not counting the day itself, UTC."""
    _check_not_negative(days)
    local = to_local(instant)
    if not days:
        return local.astimezone(UTC)
    day = local.date()
    while days:
        day += ONE_DAY
        days -= is_working_day(day)
    return to_utc(day, local.time())


def working_days_before(moment: date | datetime, days: int) -> date:
    """The local date of the nth working day before a day, not counting that day; n = 0 is the day itself.

    moment: a local date, or an instant, of which the date in Helsinki counts.
    """
    _check_not_negative(days)
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


# --- banking days --------------------------------------------------------------------------------------------


def is_banking_day(day: date) -> bool:
    """A working day on which banks move money: no closing day of TARGET either.

    Source: Finance Finland's bank holidays, which name both eves; the ECB's calendar of TARGET closing days.
    """
    return is_working_day(day) and day not in _target_closing_days(day.year)


def next_banking_day(day: date) -> date:
    """The day itself if banks are open, else the first day after it on which they are."""
    while not is_banking_day(day):
        day += ONE_DAY
    return day


def first_banking_day(year: int, month: int) -> date:
    return next_banking_day(date(year, month, 1))


def _check_not_negative(days: int) -> None:
    if days < 0:
        raise ValueError("days_negative")


@cache
def _names_of_days_off(year: int, language: Language) -> dict[date, str]:
    """With both eves, which the library counts among the public ones."""
    return dict(country_holidays("FI", years=year, language=_LOCALES[language], categories=(PUBLIC,)))


@cache
def _target_closing_days(year: int) -> frozenset[date]:
    return frozenset(financial_holidays("XECB", years=year))
