"""Sessions laid out: none hides another, and what finds no room is counted."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from services.console.board.queries.session_calendar import Meeting
from services.console.pages.sessions import calendar_grid
from services.console.pages.sessions.calendar_grid import Entry
from services.console.pages.sessions.calendar_ranges import span_of
from services.wording.formats import Formats

MONDAY = date(2027, 1, 11)
SUNDAY = MONDAY + timedelta(days=6)


def entry(begins: int, ends: int, day: date = MONDAY) -> Entry:
    """Hours of the day."""
    return Entry(day, begins * 60, ends * 60, "", "", f"{begins}-{ends}", "/sessions/1", "planned")


def lanes(*entries: Entry) -> dict[str, int]:
    return {one.title: one.lane for one in calendar_grid.in_lanes(entries)}


def week(*entries: Entry) -> tuple[list[dict], int]:
    return calendar_grid.week(span_of("week", MONDAY), entries, str, lambda _day: None, MONDAY)


def month(*entries: Entry) -> list[list[dict]]:
    def more(day: date, number: int) -> tuple[str, str]:
        return f"/{day}", f"{number} more"

    return calendar_grid.month(
        span_of("month", MONDAY), MONDAY, entries, str, lambda _day: None, more, MONDAY
    )


def test_what_follows_stands_below_and_what_overlaps_beside():
    assert lanes(entry(9, 11), entry(10, 12), entry(11, 13)) == {"9-11": 0, "10-12": 1, "11-13": 0}


def test_the_week_shows_a_weekend_only_where_something_is_on_it():
    assert [day["date"].weekday() for day in week()[0]] == [0, 1, 2, 3, 4]
    assert [day["date"].weekday() for day in week(entry(9, 10, SUNDAY))[0]] == [0, 1, 2, 3, 4, 6]


def test_a_fourth_at_the_same_time_finds_no_room_and_is_counted():
    days, left_out = week(*(entry(9, 10) for _ in range(4)))
    assert [one["beside"] for one in days[0]["events"]] == [None, 2, 3] and left_out == 1


def test_the_hours_reach_from_the_earliest_to_the_latest():
    assert calendar_grid.hours([]) == (8, 17)
    assert calendar_grid.hours([entry(7, 8), entry(19, 21)]) == (7, 21)
    late = Entry(MONDAY, 23 * 60, 25 * 60, "", "", "", "", "planned")
    assert calendar_grid.hours([late]) == (8, 24)


def test_a_crowded_day_of_the_month_shows_three_and_how_many_more():
    cells = {cell["number"]: cell for cell in month(*(entry(hour, hour + 1) for hour in range(8, 14)))[2]}
    titles = [one["title"] for one in cells[11]["events"]]
    assert titles == ["8-9", "9-10", "10-11", "3 more"] and cells[11]["today"]
    assert [len(one) for one in month()] == [7] * 5


@pytest.mark.parametrize(
    ("begins", "minutes", "shown"),
    [
        ("2027-10-30 23:30", 180, (150, 270)),  # 2.30 to 4.30, in four hours less one
        ("2027-10-31 00:30", 45, (210, 255)),  # 3.30 to 3.15: the clock shows nothing later
        ("2027-03-28 00:30", 60, (150, 270)),  # 2.30 to 4.30, in an hour
        ("2027-01-11 07:00", 90, (540, 630)),
        ("2027-01-11 21:30", 60, (1410, 1470)),
    ],
)
def test_an_entry_reaches_to_where_the_clock_stands_at_its_end(begins, minutes, shown):
    starts_at = datetime.fromisoformat(begins).replace(tzinfo=UTC)
    ends_at = starts_at + timedelta(minutes=minutes)
    meeting = Meeting(
        session_id=uuid4(),
        process_id=uuid4(),
        process_number="TO-1007",
        organisation_name=None,
        contact_id=None,
        supervisor_id=uuid4(),
        number=1,
        starts_at=starts_at,
        ends_at=ends_at,
        status="planned",
        overdue_at=None,
    )
    drawn = calendar_grid.entry(meeting, "", Formats("fi"))
    assert (drawn.from_, drawn.to) == shown


def test_in_the_night_of_the_doubled_hour_a_months_day_stays_in_the_order_of_its_instants():
    formats, night = Formats("fi"), datetime(2027, 10, 31, tzinfo=UTC)
    begins = [night + timedelta(minutes=minutes) for minutes in (30, 60)]
    meetings = [
        Meeting(
            uuid4(), uuid4(), "TO-1001", None, None, uuid4(), 1, at, at + timedelta(minutes=30), "held", None
        )
        for at in begins
    ]
    entries = [calendar_grid.entry(one, "", formats) for one in meetings]
    day, span = night.date(), span_of("month", night.date())
    weeks = calendar_grid.month(span, day, entries, str, lambda _day: None, lambda *_: ("", ""), day)
    [shown] = [cell["events"] for week in weeks for cell in week if cell["events"]]
    assert [one["start"] for one in shown] == ["3.30 (kesäaikaa)", "3.00 (talviaikaa)"]
