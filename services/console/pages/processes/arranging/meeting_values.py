"""The form by which the three-way meeting gets a time and a place: it begins with those that it has."""

from datetime import timedelta
from typing import Any

from services.messages.contracts import MeetingShown
from services.runtime.finland import to_local
from services.web.pages.forms import Filled, Form
from services.web.pages.visit import Visit

_USUAL = timedelta(hours=1)
"""[ours] As ArrangeMeeting has it."""


def meeting_form(visit: Visit, meeting: MeetingShown | None, sent: Filled[Any]) -> Filled[Any]:
    """What was sent and is not right yet, or what is agreed. sent: by whichever form of the page."""
    if visit.request.method == "POST" and visit.request.url.path.endswith("/meeting/arrange"):
        return sent
    if meeting is None or meeting.starts_at is None:
        return Filled[Form]({"meeting_minutes": int(_USUAL.total_seconds()) // 60})
    begins = to_local(meeting.starts_at)
    lasts = meeting.ends_at - meeting.starts_at if meeting.ends_at else _USUAL
    return Filled[Form](
        {
            "day": begins.date().isoformat(),
            "start": f"{begins:%H:%M}",
            "meeting_minutes": int(lasts.total_seconds()) // 60,
            "meeting_place": meeting.place,
        }
    )
