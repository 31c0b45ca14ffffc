"""The session that stands on the first day of what is about to change: it is no more as it was, and whoever types the
day is to know so before it is sent.
"""

from datetime import date
from uuid import UUID

from services.messages.sessions import ListSessions, SessionCard
from services.runtime.finland import local_date
from services.web.pages.visit import Visit


async def session_on(visit: Visit, process_id: UUID, day: date) -> SessionCard | None:
    """None where none is to be held on that day."""
    listed = await visit.ask(ListSessions(process_id=process_id, viewer=visit.viewer))
    planned = (one for one in listed.sessions if one.status == "planned" and not one.trial)
    return next((one for one in planned if local_date(one.starts_at) == day), None)
