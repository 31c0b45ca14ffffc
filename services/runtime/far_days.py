"""How far from today a day may lie that somebody types: what is farther is a slip of the finger.

The years are ours, by the longest that anything goes on: a contract five, a price list ten, a training for good.
"""

from datetime import date, datetime

from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date

LONGEST_TERM_YEARS = 5
UNUSUAL_TERM_YEARS = 3
BEGINS_WITHIN_YEARS = 2
"""What is asked for, and offered: its first day is no later."""


def refuse_far(field: str, day: date, as_of: datetime, *, years_back: int, years_ahead: int) -> None:
    """Refuses: day_too_early, day_too_late."""
    today = local_date(as_of)
    if day < years_after(today, -years_back):
        raise Refusal("day_too_early", field, f"is more than {years_back} years ago")
    if day > years_after(today, years_ahead):
        raise Refusal("day_too_late", field, f"is more than {years_ahead} years ahead")


def refuse_long(field: str, first: date, last: date, *, is_confirmed: bool) -> None:
    """Of a term, both days counted. Refuses: term_too_long, term_unconfirmed (longer than usual: is it meant?)."""
    if last >= years_after(first, LONGEST_TERM_YEARS):
        raise Refusal("term_too_long", field, f"is more than {LONGEST_TERM_YEARS} years after the first day")
    if is_unusual(first, last) and not is_confirmed:
        raise Refusal(
            "term_unconfirmed", field, f"is more than {UNUSUAL_TERM_YEARS} years after the first day"
        )


def is_unusual(first: date, last: date) -> bool:
    """Whether a term is so long that it is asked once more whether it is meant."""
    return last >= years_after(first, UNUSUAL_TERM_YEARS)


def years_after(day: date, years: int) -> date:
    """The same date of another year; 28 February for a leap day that it does not have."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
