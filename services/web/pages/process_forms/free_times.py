"""The times to which a session could go, as the pages of both doors show them: by day, with the way to later ones."""

from itertools import groupby
from typing import Any

from services.messages.sessions import FreeTimes
from services.runtime.finland import local_date
from services.web.pages.visit import Visit
from services.wording.formats import Formats


def as_shown(visit: Visit, free: FreeTimes | None) -> dict[str, Any]:
    """What `macros/calendar.html` draws: each day's name and its times, as an instant and as they are read.

    free: none for a session that can no longer go anywhere, and then the page is not open.
    """
    formats = Formats(visit.language)
    by_day = groupby(free.times if free else [], key=lambda at: local_date(at))
    days = [
        (formats.short_day(day), [(at.isoformat(), formats.time(at)) for at in those])
        for day, those in by_day
    ]
    first, later = (free.first_day, free.next_day) if free else (None, None)
    not_before = free.not_before if free else None
    return {
        "days": days,
        "first": first,
        "later": later,
        "is_open": free is not None,
        "not_before": not_before,
    }
