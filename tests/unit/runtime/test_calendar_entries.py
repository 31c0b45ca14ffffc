"""An entry of a calendar, read back as a calendar would, around the changes of the clock."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar, Event

from services.runtime.calendar_entries import calendar_of, entry_of

FIRST_HALF_PAST_THREE = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def entry(starts_at: datetime, minutes: int = 45) -> Event:
    ends_at = starts_at + timedelta(minutes=minutes)
    return entry_of("one", 0, starts_at, ends_at, cancelled=False, stamped_at=starts_at)


def read_back(event: Event) -> Any:
    calendar = calendar_of("tests")
    calendar.add_component(event)
    (found,) = Calendar.from_ical(calendar.to_ical()).walk("VEVENT")
    return found


@pytest.mark.parametrize("begins_after", [-HOUR, timedelta(0), HOUR / 2, HOUR, 2 * HOUR])
@pytest.mark.parametrize("minutes", [15, 45, 90, 180])
def test_a_session_in_the_night_of_the_doubled_hour_keeps_its_instants(
    begins_after: timedelta, minutes: int
) -> None:
    starts_at = FIRST_HALF_PAST_THREE + begins_after
    found = read_back(entry(starts_at, minutes))
    assert found["dtstart"].dt == starts_at
    assert found["dtend"].dt.astimezone(UTC) == starts_at + timedelta(minutes=minutes)
    assert found["dtstart"].dt.astimezone(UTC) == starts_at


def test_the_two_half_past_threes_of_one_night_are_an_hour_apart_in_a_calendar() -> None:
    """RFC 5545, 3.3.5: a local time that comes twice is the first one, so neither is written as a local time."""
    first, second = (entry(FIRST_HALF_PAST_THREE + later) for later in (timedelta(0), HOUR))
    assert b"DTSTART:20271031T003000Z" in first.to_ical()
    assert b"DTSTART:20271031T013000Z" in second.to_ical()


def test_an_entry_that_ends_as_it_begins_on_the_clock_alone_is_one_of_an_hour() -> None:
    found = read_back(entry(FIRST_HALF_PAST_THREE, 60))
    assert found["dtend"].dt - found["dtstart"].dt == HOUR


def test_an_entry_of_any_other_night_is_written_in_helsinkis_time() -> None:
    spring = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)
    assert b"DTSTART;TZID=Europe/Helsinki:20270328T023000" in entry(spring).to_ical()
    assert b"DTEND;TZID=Europe/Helsinki:20270328T041500" in entry(spring).to_ical()


@pytest.mark.parametrize("starts_at", [FIRST_HALF_PAST_THREE, FIRST_HALF_PAST_THREE + HOUR])
def test_an_entry_that_does_not_end_after_it_starts_is_refused_in_the_doubled_hour_too(
    starts_at: datetime,
) -> None:
    with pytest.raises(ValueError, match="ends after"):
        entry(starts_at, -30)
