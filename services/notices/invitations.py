"""Calendar invitations to sessions: one event per session, one mail per attendee, nothing about its content.

Request, update and cancellation carry one UID and a rising SEQUENCE, so that calendars mend their own entry.
Source: RFC 5545 (events), RFC 5546 (REQUEST and CANCEL), RFC 6047 (in mails).
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cache
from typing import Literal
from uuid import UUID

from icalendar import Calendar, Component, Event, vCalAddress

from services.notices.letters import Recipient
from services.notices.wording import Fact, local_time, one_line, wording

Method = Literal["REQUEST", "CANCEL"]

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


@dataclass(frozen=True)
class SessionEvent:
    """One session as a calendar sees it.

    sequence: 0 at first, higher at every change that is told, the cancellation included.
    number: 1 is the first session of the process; place: may be empty; language: the attendee's.
    """

    session_id: UUID | str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    number: int
    process_number: str
    place: str
    language: str


def invitation(
    session: SessionEvent, attendee: Recipient, organiser: Recipient, method: Method, stamped_at: datetime
) -> bytes:
    """The iCalendar text that asks one attendee to a session, or calls it off.

    stamped_at: the instant at which this was decided, never the clock's.
    Raises: ValueError for naive times, or an end that is not after the start.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Luotsi//notices//EN")
    calendar.add("method", method)
    calendar.add_component(_zone())
    calendar.add_component(_event(session, attendee, organiser, method, stamped_at))
    return bytes(calendar.to_ical())


def attach(mail: EmailMessage, ics: bytes, method: Method) -> None:
    """Adds the invitation to a composed mail as the alternative that Outlook and Gmail show as an invitation.

    Must come before any other attachment.
    """
    mail.add_alternative(ics.decode(), subtype="calendar", cte="quoted-printable", params={"method": method})


@cache
def _zone() -> Component:
    """Read once: it is a third of an invitation's cost, and nobody changes it."""
    zone = Component.from_ical(_HELSINKI)
    assert isinstance(zone, Component)
    return zone


def _event(
    session: SessionEvent, attendee: Recipient, organiser: Recipient, method: Method, stamped_at: datetime
) -> Event:
    if local_time(session.ends_at) <= local_time(session.starts_at):
        raise ValueError("a session ends after it starts")
    event = Event()
    event.add("uid", f"{session.session_id}@luotsi.invalid")
    event.add("sequence", session.sequence)
    event.add("dtstamp", local_time(stamped_at).astimezone(UTC))
    event.add("dtstart", local_time(session.starts_at))
    event.add("dtend", local_time(session.ends_at))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("organizer", _person(organiser))
    event.add("attendee", _attendee(attendee))
    _add_words(event, session)
    return event


def _add_words(event: Event, session: SessionEvent) -> None:
    words = wording(session.language)
    texts = words.tables["calendar"]
    facts: dict[str, Fact] = {"process_number": session.process_number, "number": session.number}
    event.add("summary", words.fill(texts["summary"], facts))
    event.add("description", words.fill(texts["description"], facts))
    if place := one_line(session.place):
        event.add("location", place)


def _person(person: Recipient) -> vCalAddress:
    """A calendar address; a quotation mark cannot be written in a parameter (RFC 5545, 3.2)."""
    return vCalAddress.new(one_line(person.address), cn=one_line(person.name).replace('"', "'"))


def _attendee(person: Recipient) -> vCalAddress:
    """The one attendee. No reply is asked for: attendance is agreed with the supervisor, not by calendars."""
    address = _person(person)
    address.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"})
    return address
