"""Absolute instants from dates and from how long people have to act; Helsinki decides what a day is."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")
FRIDAY = 4


def working_days_after(instant: datetime, days: int) -> datetime:
    """The same local time so many working days (Monday to Friday) later.

    A public holiday in between makes a reminder come a day early, never late.
    """
    local = instant.astimezone(HELSINKI)
    while days:
        local += timedelta(days=1)
        days -= local.weekday() <= FRIDAY
    return local


def days_after(instant: datetime, days: int) -> datetime:
    """The same local time so many days later, over daylight-saving changes too."""
    return instant.astimezone(HELSINKI) + timedelta(days=days)


def end_of(day: date) -> datetime:
    """The first instant after the local day."""
    return datetime.combine(day + timedelta(days=1), time(), HELSINKI)


def morning_of(day: date) -> datetime:
    """Eight in the morning of the local day, when people are there to be reminded."""
    return datetime.combine(day, time(8), HELSINKI)


def next_morning(instant: datetime) -> datetime:
    """Eight in the morning of the next local day."""
    return morning_of(instant.astimezone(HELSINKI).date() + timedelta(days=1))
