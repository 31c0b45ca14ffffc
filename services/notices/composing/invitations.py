"""Sessions for calendars: a plan published at once, or one event a session and attendee; nothing about its content.

Plan, request, update and cancellation carry one UID and a rising SEQUENCE, so that calendars mend their own entry.
Source: RFC 5545 (events), RFC 5546 (PUBLISH, REQUEST and CANCEL), RFC 6047 (in mails).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Literal
from uuid import UUID

from icalendar import Event, vCalAddress

from services.notices.composing.letters import Recipient
from services.notices.composing.mail_domains import on_the_wire
from services.notices.wording import Fact, one_line, wording
from services.runtime.calendar_entries import calendar_of, entry_of

Method = Literal["REQUEST", "CANCEL"]


@dataclass(frozen=True)
class Organiser(Recipient):
    """sent_by: the address that the mails come from, where it is another."""

    sent_by: str = ""


@dataclass(frozen=True)
class SessionEvent:
    """One session as a calendar sees it.

    sequence: 0 at first, higher at every change that is told, the cancellation included.
    number: 1 is the first session of the process, or of its trial; place: may be empty; language: the attendee's.
    meeting: it is no session, but the three parties' meeting before the contract; number is nothing then.
    cancelled: it is called off. organiser: its own, where several sessions that are told together have several.
    """

    calendar_uid: UUID | str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    number: int
    process_number: str
    place: str
    language: str
    cancelled: bool = False
    organiser: Organiser | None = None
    trial: bool = False
    meeting: bool = False


def invitation(
    session: SessionEvent, attendee: Recipient, organiser: Organiser, method: Method, stamped_at: datetime
) -> bytes:
    """The iCalendar text that asks one attendee to a session, or calls it off.

    stamped_at: the instant at which this was decided, never the clock's.
    Raises: ValueError for naive times, or an end that is not after the start.
    """
    calendar = calendar_of("notices")
    calendar.add("method", method)
    event = _event(session, organiser, stamped_at, cancelled=method == "CANCEL")
    event.add("attendee", _attendee(attendee))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def published(sessions: Iterable[SessionEvent], organiser: Organiser, stamped_at: datetime) -> bytes:
    """The iCalendar text of a whole plan: nobody in it is asked anything, so it names no attendee (RFC 5546, 3.2.1).

    stamped_at, Raises: as of `invitation`.
    """
    calendar = calendar_of("notices")
    calendar.add("method", "PUBLISH")
    for one in sessions:
        calendar.add_component(_event(one, one.organiser or organiser, stamped_at, cancelled=False))
    return bytes(calendar.to_ical())


def attach_all(
    mail: EmailMessage,
    sessions: Sequence[SessionEvent],
    attendee: Recipient,
    organiser: Organiser,
    stamped_at: datetime,
    name: str,
) -> None:
    """What stands as one published file; what is called off by a CANCEL of its own, which alone takes it out.

    A CANCEL speaks of one UID (RFC 5546, 3.2.5). Where it is the only one, mail programs act on it by themselves; of
    several each is a file to open. name: of the files, without its ending.
    """
    off, stand = [one for one in sessions if one.cancelled], [one for one in sessions if not one.cancelled]
    cancels = [invitation(one, attendee, one.organiser or organiser, "CANCEL", stamped_at) for one in off]
    if len(cancels) == 1:
        attach(mail, cancels.pop(), "CANCEL")
    if stand:
        _attach_file(mail, published(stand, organiser, stamped_at), "PUBLISH", f"{name}.ics")
    for one, ics in zip(off, cancels, strict=False):
        _attach_file(mail, ics, "CANCEL", f"{one.process_number}-{one.number}-cancel.ics")


def _attach_file(mail: EmailMessage, ics: bytes, method: str, name: str) -> None:
    """As a file that its reader opens."""
    params = {"method": method}
    mail.add_attachment(
        ics.decode(), subtype="calendar", cte="quoted-printable", filename=name, params=params
    )


def attach(mail: EmailMessage, ics: bytes, method: Method) -> None:
    """Adds the invitation to a composed mail as the alternative that Outlook and Gmail show as an invitation.

    Must come before any other attachment.
    """
    mail.add_alternative(ics.decode(), subtype="calendar", cte="quoted-printable", params={"method": method})


def _event(session: SessionEvent, organiser: Organiser, stamped_at: datetime, *, cancelled: bool) -> Event:
    event = entry_of(
        session.calendar_uid,
        session.sequence,
        session.starts_at,
        session.ends_at,
        cancelled=cancelled,
        stamped_at=stamped_at,
    )
    event.add("organizer", _organiser(organiser))
    _add_words(event, session)
    return event


def _add_words(event: Event, session: SessionEvent) -> None:
    words = wording(session.language)
    texts = words.tables["calendar"]
    facts: dict[str, Fact] = {"process_number": session.process_number, "number": session.number}
    facts |= {"trial": 1} if session.trial else {}
    event.add("summary", words.fill(texts["summary"], facts))
    event.add("description", texts["meeting"] if session.meeting else words.fill(texts["description"], facts))
    if place := one_line(session.place):
        event.add("location", place)


def _person(person: Recipient) -> vCalAddress:
    """A calendar address; a quotation mark cannot be written in a parameter (RFC 5545, 3.2)."""
    return vCalAddress.new(on_the_wire(one_line(person.address)), cn=one_line(person.name).replace('"', "'"))


def _organiser(organiser: Organiser) -> vCalAddress:
    """Who is answered; the mail is another's, who acts for them (RFC 5545, 3.2.18)."""
    address = _person(organiser)
    if organiser.sent_by and organiser.sent_by != organiser.address:
        address.params["SENT-BY"] = f"mailto:{on_the_wire(organiser.sent_by)}"
    return address


def _attendee(person: Recipient) -> vCalAddress:
    """The one attendee. No reply is asked for: attendance is agreed with the supervisor, not by calendars."""
    address = _person(person)
    address.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"})
    return address
