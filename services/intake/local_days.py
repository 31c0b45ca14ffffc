"""Agreements speak of days in Helsinki; messages carry instants."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

_HELSINKI = ZoneInfo("Europe/Helsinki")


def local_day(instant: datetime) -> date:
    """The calendar day in Helsinki at an aware instant."""
    return instant.astimezone(_HELSINKI).date()
