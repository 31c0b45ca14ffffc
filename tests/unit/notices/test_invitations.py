"""Calendar invitations, read back as a calendar would."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from icalendar import Calendar

from services.notices.composing.invitations import (
    Method,
    Organiser,
    SessionEvent,
    attach,
    attach_all,
    invitation,
    published,
)
from services.notices.composing.letters import Recipient, compose, message_id
from services.notices.letter_kinds import LetterKind

STAMP = datetime(2027, 1, 4, 6, 30, tzinfo=UTC)
AINO = Recipient("Aino Öhman", "aino@kunta.example")
PIRKKO = Organiser("Pirkko Pilotti", "pirkko@luotsi.example")
SESSION = SessionEvent(
    calendar_uid="0199aa00-0000-7000-8000-000000000001",
    sequence=0,
    starts_at=datetime(2027, 3, 24, 7, 0, tzinfo=UTC),
    ends_at=datetime(2027, 3, 24, 8, 30, tzinfo=UTC),
    number=3,
    process_number="TO-1007",
    place="Kirjasto; huone 2, 3. krs",
    language="fi",
)


def an_ics(session: SessionEvent = SESSION, attendee: Recipient = AINO, method: Method = "REQUEST") -> bytes:
    return invitation(session, attendee, PIRKKO, method, STAMP)


def event_of(ics: bytes) -> Any:
    (event,) = Calendar.from_ical(ics).walk("VEVENT")
    return event


def test_an_invitation_reads_back_as_the_session() -> None:
    event = event_of(an_ics())
    assert event["dtstart"].dt == SESSION.starts_at
    assert event["dtend"].dt == SESSION.ends_at
    assert event["dtstart"].params["TZID"] == "Europe/Helsinki"
    assert event["location"] == SESSION.place
    assert event["class"] == "PRIVATE"
    assert event["status"] == "CONFIRMED"
    assert event["dtstamp"].dt == STAMP
    assert event["organizer"] == "mailto:pirkko@luotsi.example"


def test_a_calendar_is_told_addresses_in_ascii_letters_alone() -> None:
    event = event_of(an_ics(attendee=Recipient("Aino Öhman", "aino@työ.example")))
    assert event["attendee"] == "mailto:aino@xn--ty-gka.example"


@pytest.mark.parametrize(
    ("language", "summary"),
    [("fi", "Työnohjaus TO-1007"), ("sv", "Arbetshandledning TO-1007"), ("en", "Supervision TO-1007")],
)
def test_the_summary_tells_only_what_and_which_process(language: str, summary: str) -> None:
    assert event_of(an_ics(replace(SESSION, language=language)))["summary"] == summary


def test_request_update_and_cancellation_are_one_event_with_a_rising_sequence() -> None:
    moved = replace(
        SESSION,
        sequence=1,
        starts_at=SESSION.starts_at + timedelta(days=1),
        ends_at=SESSION.ends_at + timedelta(days=1),
    )
    events = [
        event_of(an_ics()),
        event_of(an_ics(moved)),
        event_of(an_ics(replace(moved, sequence=2), method="CANCEL")),
    ]
    assert len({event["uid"] for event in events}) == 1
    assert [int(event["sequence"]) for event in events] == [0, 1, 2]
    assert [event["status"] for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_a_published_plan_holds_every_session_and_asks_nobody() -> None:
    plan = [
        replace(SESSION, calendar_uid=f"session-{n}", starts_at=at, ends_at=at + timedelta(minutes=45))
        for n in range(16)
        if (at := SESSION.starts_at + timedelta(days=21 * n))
    ]
    calendar: Any = Calendar.from_ical(published(plan, PIRKKO, STAMP))
    assert calendar["method"] == "PUBLISH"
    found = calendar.walk("VEVENT")
    assert [event["dtstart"].dt for event in found] == [one.starts_at for one in plan]
    assert [event["uid"] for event in found] == [f"session-{n}@luotsi.invalid" for n in range(16)]
    assert {event["organizer"] for event in found} == {event_of(an_ics())["organizer"]}
    assert not [event for event in found if "attendee" in event]


@pytest.mark.parametrize("off", [0, 1, 3])
def test_each_session_that_is_called_off_goes_by_a_cancel_of_its_own_and_the_rest_by_one_file(
    off: int,
) -> None:
    """The only one stands beside the text, where mail programs look for what they act on; a CANCEL has one UID."""
    sessions = [
        replace(SESSION, calendar_uid=f"session-{n}", number=n + 1, sequence=2, cancelled=n < off)
        for n in range(off + 2)
    ]
    mail = EmailMessage()
    mail.set_content("Hei")
    attach_all(mail, sessions, AINO, PIRKKO, STAMP, "TO-1007")
    parts = [one for one in mail.walk() if one.get_content_type() == "text/calendar"]
    told = [Calendar.from_ical(one.get_content()) for one in parts]
    found = [
        (str(one["method"]), [str(e["uid"]).partition("@")[0] for e in one.walk("VEVENT")]) for one in told
    ]
    standing = ("PUBLISH", [f"session-{off}", f"session-{off + 1}"])
    assert sorted(found) == sorted([standing, *[("CANCEL", [f"session-{n}"]) for n in range(off)]])
    assert [one.get_param("method") for one in parts] == [method for method, _ in found]
    assert {str(e["status"]) for one in told for e in one.walk("VEVENT") if one["method"] == "PUBLISH"} == {
        "CONFIRMED"
    }
    files = [one.get_filename() for one in parts]
    assert len(set(files)) == len(files) and (None in files) == (off == 1)


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_the_calendar_says_its_method(method: Method) -> None:
    assert Calendar.from_ical(an_ics(method=method))["method"] == method


def test_only_the_one_attendee_is_inside() -> None:
    event = event_of(an_ics())
    assert event["attendee"] == "mailto:aino@kunta.example"
    assert event["attendee"].params["CN"] == "Aino Öhman"
    other = an_ics(attendee=Recipient("Eero", "eero@kunta.example"))
    assert event_of(other)["uid"] == event["uid"]
    assert b"aino" not in other.lower()


@pytest.mark.parametrize(
    "starts_at",
    [
        datetime(2027, 3, 27, 22, 30, tzinfo=UTC),
        datetime(2027, 3, 28, 0, 30, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
        datetime(2027, 10, 30, 23, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 2, 30, tzinfo=UTC),
        datetime(2031, 7, 1, 6, 0, tzinfo=UTC),
    ],
)
def test_the_zone_inside_gives_the_instant_back_around_the_change_of_clocks(starts_at: datetime) -> None:
    ics = an_ics(replace(SESSION, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=90)))
    calendar: Any = Calendar.from_ical(ics)
    written = calendar.walk("VEVENT")[0]["dtstart"].dt.replace(tzinfo=None)
    inside = calendar.timezones[0].to_tz(lookup_tzid=False)
    assert written.replace(tzinfo=inside).astimezone(UTC) == starts_at


def test_a_weekly_time_keeps_its_local_hour_over_the_change_of_clocks() -> None:
    spring = replace(
        SESSION,
        starts_at=datetime(2027, 3, 31, 6, 0, tzinfo=UTC),
        ends_at=datetime(2027, 3, 31, 7, 30, tzinfo=UTC),
    )
    assert b"DTSTART;TZID=Europe/Helsinki:20270324T090000" in an_ics()
    assert b"DTSTART;TZID=Europe/Helsinki:20270331T090000" in an_ics(spring)


def test_the_same_input_makes_the_same_bytes() -> None:
    assert an_ics() == an_ics()


@pytest.mark.parametrize("evil", ['A"\r\nATTENDEE:mailto:thief@evil.example', "A\nEND:VEVENT", 'A";X=y:z'])
def test_a_name_or_a_place_cannot_add_lines(evil: str) -> None:
    ics = an_ics(replace(SESSION, place=evil), Recipient(evil, "aino@kunta.example"))
    event = event_of(ics)
    assert event["attendee"] == "mailto:aino@kunta.example"
    assert {key for key, _ in event.property_items()} == {
        key for key, _ in event_of(an_ics()).property_items()
    }
    assert ics.count(b"\r\n") - ics.count(b"\r\n ") == an_ics().count(b"\r\n") - an_ics().count(b"\r\n ")


def test_a_session_without_a_place_has_no_location() -> None:
    assert "location" not in event_of(an_ics(replace(SESSION, place="")))


def test_a_session_must_end_after_it_starts_and_know_its_zone() -> None:
    with pytest.raises(ValueError, match="ends after"):
        an_ics(replace(SESSION, ends_at=SESSION.starts_at))
    with pytest.raises(ValueError, match="instant_without_offset"):
        an_ics(replace(SESSION, starts_at=datetime(2027, 3, 24, 9, 0)))


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_the_mail_carries_the_invitation_beside_the_text(method: Method) -> None:
    mail = compose(
        LetterKind.PROCESS_CLOSED,
        "fi",
        AINO,
        {"process_number": "TO-1007", "closed_on": STAMP.date()},
        message_id("n-1"),
        STAMP,
    )
    attach(mail, an_ics(method=method), method)
    read = message_from_bytes(mail.as_bytes(), policy=policy.default)
    assert isinstance(read, EmailMessage)
    assert read.get_content_type() == "multipart/alternative"
    text, calendar = list[Any](read.iter_parts())
    assert text.get_content_type() == "text/plain"
    assert text["Content-Language"] == "fi"
    assert calendar.get_content_type() == "text/calendar"
    assert calendar["Content-Type"].params["method"] == method
    assert event_of(calendar.get_payload(decode=True))["uid"] == event_of(an_ics())["uid"]
