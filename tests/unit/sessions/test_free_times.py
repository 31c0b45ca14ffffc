"""Starts that are offered on one day, by instants: also in the night in which the clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from services.runtime.finland import local_date, to_local
from services.sessions.hours.availability import Availability, Diary, Interval
from services.sessions.hours.free_times import free_starts
from services.sessions.planning.series import plan
from services.sessions.planning.series_check import check
from tests.unit.sessions.builders import terms as agreed

SUNDAY = 6
AUTUMN = date(2027, 10, 31)
SPRING = date(2028, 3, 26)


def hours(start: str, end: str) -> Diary:
    whole = (date(2020, 1, 1), date(2042, 1, 1))
    return Diary((Availability(SUNDAY, time.fromisoformat(start), time.fromisoformat(end), *whole),))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def clock(starts: list[datetime]) -> list[str]:
    return [f"{to_local(one):%H:%M}" for one in starts]


def test_in_autumn_both_threes_are_offered_each_once() -> None:
    found = list(free_starts(AUTUMN, hours("02:00", "05:00"), 60))
    assert found == [at("2027-10-30 23:00") + timedelta(minutes=30 * n) for n in range(7)]
    assert clock(found) == ["02:00", "02:30", "03:00", "03:30", "03:00", "03:30", "04:00"]


def test_in_spring_no_time_that_does_not_exist_is_offered_and_none_twice() -> None:
    found = list(free_starts(SPRING, hours("02:00", "06:00"), 60))
    assert found == sorted(set(found))
    assert clock(found) == ["02:00", "02:30", "04:00", "04:30", "05:00"]


@pytest.mark.parametrize(
    ("start", "end", "offered"),
    [
        ("03:00", "04:00", []),
        ("03:15", "03:45", []),
        ("03:30", "05:00", ["04:00", "04:30"]),
        ("02:30", "03:30", ["02:30"]),
    ],
)
def test_hours_that_begin_or_end_in_what_spring_skips_offer_what_is_left(start, end, offered) -> None:
    assert clock(list(free_starts(SPRING, hours(start, end), 30))) == offered


def test_a_session_in_the_first_three_o_clock_leaves_the_second_free() -> None:
    diary = hours("03:00", "04:00")
    booked = Interval(at("2027-10-31 00:00"), at("2027-10-31 01:00"))
    assert list(free_starts(AUTUMN, Diary(diary.weekly, (booked,)), 60)) == [at("2027-10-31 01:00")]


@pytest.mark.parametrize("first", [AUTUMN - timedelta(days=7), SPRING - timedelta(days=7)])
@pytest.mark.parametrize("start", ["02:30", "03:00", "03:30", "04:00"])
def test_a_series_of_sunday_nights_is_planned_within_the_hours_over_both_changes(first, start) -> None:
    diary = hours(start, "06:00")
    terms = agreed(first, first + timedelta(days=60), 90, first_closer=0, interval_days=7)
    sessions = plan(terms, diary).sessions
    assert check(terms, diary, sessions) == ()
    assert [local_date(one.starts_at) for one in sessions] == sorted(
        {local_date(one.starts_at) for one in sessions}
    )
