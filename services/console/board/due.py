"""Until when people have to act; Helsinki decides what a day is."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_HELSINKI = ZoneInfo("Europe/Helsinki")
_FRIDAY = 4

# Domain, part 2: a screening is decided in two working days, the next steps in three; a review in 14 days.
SCREENING_WORKING_DAYS = 2
STEP_WORKING_DAYS = 3
REVIEW_DAYS = 14


def working_days_after(instant: datetime, days: int) -> datetime:
    """The same local time so many working days (Monday to Friday) later, UTC."""
    local = instant.astimezone(_HELSINKI)
    while days:
        local += timedelta(days=1)
        days -= local.weekday() <= _FRIDAY
    return local.astimezone(ZoneInfo("UTC"))


def days_after(instant: datetime, days: int) -> datetime:
    """The same local time so many days later, over daylight-saving changes too, UTC."""
    return (instant.astimezone(_HELSINKI) + timedelta(days=days)).astimezone(ZoneInfo("UTC"))


def end_of(day: date) -> datetime:
    """The first instant after the local day, UTC."""
    return datetime.combine(day + timedelta(days=1), time(), _HELSINKI).astimezone(ZoneInfo("UTC"))
