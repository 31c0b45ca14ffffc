"""The times to which a session could go, as its pages show them: by day."""

from datetime import date, datetime
from itertools import groupby

from services.console.pages.sessions.opened_session import Opened
from services.messages.sessions import FreeTimes, ListFreeTimes
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.web.pages.visit import Visit
from services.wording.formats import Formats


async def free_times(visit: Visit, opened: Opened, first: date | None) -> FreeTimes | None:
    """None for a session that cannot be moved any more."""
    query = ListFreeTimes(
        session_id=opened.card.session_id, viewer=visit.viewer, from_day=first, as_of=visit.now
    )
    try:
        return await visit.ask(query)
    except Refusal as refusal:
        if refusal.code == "session_not_open":
            return None
        raise


def grouped(visit: Visit, times: list[datetime]) -> list[tuple[str, list[tuple[str, str]]]]:
    formats = Formats(visit.language)
    days = groupby(times, key=lambda at: local_date(at))
    return [
        (formats.short_day(day), [(at.isoformat(), formats.time(at)) for at in those]) for day, those in days
    ]
