"""An entry of a calendar, the same in a mail, a file and a feed: private, and without words until its writer adds them.

One UID a thing and a rising SEQUENCE, so that calendars mend their own entry. Source: RFC 5545.
"""

from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from icalendar import Calendar, Component, Event

from services.runtime.finland import comes_twice, to_local

# Summer time in Finland as rules, where libraries write a list of dates. Directive 2000/84/EC: from 01:00 UTC on
# the last Sunday of March to 01:00 UTC on the last Sunday of October.
_HELSINKI = """\
BEGIN:VTIMEZONE
TZID:Europe/Helsinki
BEGIN:STANDARD
DTSTART:19961027T040000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:EET
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19970330T030000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:EEST
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
END:DAYLIGHT
END:VTIMEZONE
"""


def calendar_of(product: str) -> Calendar:
    """Without an entry, with Helsinki's zone. product: the part of the platform that writes it."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//Luotsi//{product}//EN")
    calendar.add_component(_zone())
    return calendar


def entry_of(
    about: UUID | str,
    sequence: int,
    starts_at: datetime,
    ends_at: datetime,
    *,
    cancelled: bool,
    stamped_at: datetime,
) -> Event:
    """about: the id of what takes place. stamped_at: the instant at which this was decided, or is told.

    Raises: ValueError for naive times, or an end that is not after the start.
    """
    if to_local(ends_at).astimezone(UTC) <= to_local(starts_at).astimezone(UTC):
        raise ValueError("an entry ends after it starts")
    event = Event()
    event.add("uid", f"{about}@luotsi.invalid")
    event.add("sequence", sequence)
    event.add("dtstamp", to_local(stamped_at).astimezone(UTC))
    event.add("dtstart", _written(starts_at))
    event.add("dtend", _written(ends_at))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event


def _written(instant: datetime) -> datetime:
    """In Helsinki's time, as people know it; in UTC where that comes twice, since a calendar takes it for the first."""
    return instant.astimezone(UTC) if comes_twice(instant) else to_local(instant)


@cache
def _zone() -> Component:
    """Read once: it is a third of an entry's cost, and nobody changes it."""
    zone = Component.from_ical(_HELSINKI)
    assert isinstance(zone, Component)
    return zone
