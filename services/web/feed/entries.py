"""Sessions as a calendar's entries: which process, which session of it, where; and not a word more."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from fastapi.responses import Response
from icalendar import Calendar

from services.messages.contracts import ProcessPlaces
from services.messages.sessions import SessionCard
from services.runtime.calendar_entries import calendar_of, entry_of
from services.runtime.finland import local_date
from services.web.pages.languages import marked as _

Say = Callable[[str], str]
"""A marked text in the reader's language."""


def calendar_file(
    sessions: Iterable[SessionCard],
    numbers: Mapping[UUID, str],
    say: Say,
    told_at: datetime,
    name: str,
    places: Mapping[UUID, ProcessPlaces] | None = None,
) -> bytes:
    """numbers: of the processes, by id; without its number an entry says only that it is supervision. places: where
    their sessions are on which days, as far as the reader may know it.

    The words are those of the mailed invitations, so that an entry reads the same whichever came first. name: the
    calendar's own, as the reader's programme shows it.
    """
    calendar = _named(name)
    supervision, number_of = say(_("Supervision")), say(_("Session %(number)s"))
    for one in sessions:
        entry = entry_of(
            one.entry,
            one.sequence,
            one.starts_at,
            one.ends_at,
            cancelled=one.status in ("cancelled", "paused"),
            stamped_at=told_at,
        )
        entry.add("summary", f"{supervision} {numbers.get(one.process_id, '')}".rstrip())
        entry.add("description", number_of % {"number": one.number})
        if place := one.place or _agreed(one, places or {}):
            entry.add("location", place)
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _agreed(session: SessionCard, places: Mapping[UUID, ProcessPlaces]) -> str:
    known = places.get(session.process_id)
    return known.on(local_date(session.starts_at)) if known else ""


def _named(name: str) -> Calendar:
    calendar = calendar_of("calendar")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Europe/Helsinki")
    return calendar


def as_file(content: bytes, name: str) -> Response:
    """name: of the file, without its ending. Kept by nobody on the way."""
    return Response(
        content,
        media_type="text/calendar; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="{name}.ics"',
            "cache-control": "no-store",
        },
    )
