"""The last day of a contract that is terminated: a pure rule."""

from calendar import monthrange
from datetime import date, timedelta

from services.messages.contracts import NoticePeriod

_MONTHS_A_YEAR = 12


def last_day(told_on: date, notice: NoticePeriod) -> date:
    """Months end on the day of the same number, and where that month has none, on its last day.

    Source: Act 150/1930, 3 §. 31 January and one month is 28 February; days are counted from the day after.
    """
    if notice.unit == "days":
        return told_on + timedelta(days=notice.number)
    years, month = divmod(told_on.month - 1 + notice.number, _MONTHS_A_YEAR)
    year, month = told_on.year + years, month + 1
    return date(year, month, min(told_on.day, monthrange(year, month)[1]))
