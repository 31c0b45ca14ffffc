"""Numbers that the doors' texts say: a text writes %(code_minutes)s and is filled in when it is translated.

Each stands where the rule is that goes by it; a number that one page alone knows is given by the page.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, get_args

from services.messages import keep_times
from services.messages.contracts import LONGEST_PLACE, MOST_DAYS, MOST_MONTHS
from services.messages.directory import (
    EXPIRES_SOON,
    FIRST_LINK_GOOD_FOR,
    MOST_DAYS_OF_PUBLIC,
    MOST_ROWS,
    WORKING_DAYS_FOR_HR,
)
from services.messages.notices import CODE_GOOD_FOR, MOST_CODES_AN_HOUR
from services.messages.promises import IntervalDays, PaymentDays
from services.messages.values import YEARS, Minutes
from services.runtime.far_days import LONGEST_TERM_YEARS, UNUSUAL_TERM_YEARS
from services.web.feed import addresses
from services.web.http import limits
from services.web.sign_in import browser_sessions
from services.web.sign_in.by_code import codes

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_PLACE = re.compile(r"%\((\w+)\)s")


def _bounds(name: str, annotated: Any) -> dict[str, int]:
    """least_... and most_... of a number that a form takes."""
    [field] = get_args(annotated)[1:]
    least, most = field.metadata
    return {f"least_{name}": least.ge, f"most_{name}": most.le}


NUMBERS: Mapping[str, int] = {
    "code_minutes": CODE_GOOD_FOR // _MINUTE,
    "codes_an_hour": MOST_CODES_AN_HOUR,
    "ask_code_minutes": round(limits.SIGN_IN_OF_ALL.every_s / 60),
    "code_tries": codes.TRIES,
    "locked_minutes": codes.LOCKED_FOR // _MINUTE,
    "refused_days": keep_times.REFUSED_CODES.days,
    "sign_in_hours": browser_sessions.LONGEST // _HOUR,
    "idle_minutes": browser_sessions.IDLE // _MINUTE,
    "first_link_minutes": FIRST_LINK_GOOD_FOR // _MINUTE,
    "expires_soon_days": EXPIRES_SOON.days,
    "admission_days": WORKING_DAYS_FOR_HR,
    "public_payment_days": MOST_DAYS_OF_PUBLIC,
    "most_feeds": addresses.MOST,
    "most_notice_months": MOST_MONTHS,
    "most_notice_days": MOST_DAYS,
    "longest_place": LONGEST_PLACE,
    "most_rows": MOST_ROWS,
    "longest_term_years": LONGEST_TERM_YEARS,
    "unusual_term_years": UNUSUAL_TERM_YEARS,
    "first_year": YEARS[0],
    "last_year": YEARS[-1],
    **_bounds("minutes", Minutes),
    **_bounds("payment_days", PaymentDays),
    **_bounds("interval_days", IntervalDays),
}


def with_numbers(text: str, numbers: Mapping[str, int] = NUMBERS) -> str:
    """Places that are none of these stay for the page to fill."""
    if "%(" not in text:
        return text
    return _PLACE.sub(lambda place: str(numbers.get(place[1], place[0])), text)
