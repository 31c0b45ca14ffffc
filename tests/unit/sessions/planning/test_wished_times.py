"""A year of sessions on the weekdays and at the times that were wished, as far as the supervisor has them."""

from dataclasses import replace
from datetime import date, time

import pytest

from services.messages.wished_times import TimeOfDay
from services.runtime.finland import local_date, to_local
from services.sessions.hours.availability import Availability, Diary, Interval, interval
from services.sessions.planning.series import plan
from services.sessions.planning.series_check import check
from services.sessions.planning.series_terms import Conflict, Plan
from services.sessions.planning.wishes import ANY_TIME, Wishes
from tests.unit.sessions.builders import terms as agreed

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)
YEAR_2027 = agreed(date(2027, 1, 13), date(2027, 12, 15), 90)
MORNING, AFTERNOON, EVENING = TimeOfDay


def hours(*weekdays: int, start: int = 9, end: int = 19) -> tuple[Availability, ...]:
    return tuple(
        Availability(day, time(start), time(end), date(2020, 1, 1), date(2042, 1, 1)) for day in weekdays
    )


WORKING_WEEK = hours(MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY)


def wished(*weekdays: int, times: tuple[TimeOfDay, ...] = ()) -> Wishes:
    return Wishes(frozenset(weekdays), frozenset(times))


def planned(wishes: Wishes, weekly: tuple[Availability, ...], *busy: Interval) -> Plan:
    terms, diary = replace(YEAR_2027, wishes=wishes), Diary(weekly, busy)
    found = plan(terms, diary)
    told = {one.number for one in found.conflicts if one.reason == "no_free_day"}
    assert {breach.number for breach in check(terms, diary, found.sessions)} <= told
    return found


def weekdays(found: Plan) -> set[int]:
    return {local_date(one.starts_at).weekday() for one in found.sessions}


def starts(found: Plan) -> set[time]:
    return {to_local(one.starts_at).time() for one in found.sessions}


def taken(*days: date, from_hour: int = 0, hours: int = 24) -> tuple[Interval, ...]:
    return tuple(interval(day, time(from_hour), hours * 60) for day in days)


@pytest.mark.parametrize(
    ("start", "part"),
    [
        (time(0), MORNING), (time(11, 59), MORNING), (time(12), AFTERNOON), (time(15, 59), AFTERNOON),
        (time(16), EVENING), (time(23, 59), EVENING),
    ],
)  # fmt: skip
def test_noon_and_four_o_clock_divide_the_day(start: time, part: TimeOfDay) -> None:
    assert TimeOfDay.of(start) is part


def test_a_year_keeps_to_the_weekdays_and_the_part_of_the_day_that_were_wished() -> None:
    found = planned(wished(TUESDAY, THURSDAY, times=(AFTERNOON,)), WORKING_WEEK)
    assert len(found.sessions) == 16
    assert weekdays(found) <= {TUESDAY, THURSDAY}
    assert starts(found) == {time(12)}


@pytest.mark.parametrize("weekday", range(5))
def test_each_single_weekday_that_is_wished_is_every_sessions(weekday: int) -> None:
    assert weekdays(planned(wished(weekday), WORKING_WEEK)) == {weekday}


@pytest.mark.parametrize("part", TimeOfDay)
def test_each_part_of_the_day_that_is_wished_is_every_sessions(part: TimeOfDay) -> None:
    found = planned(wished(times=(part,)), WORKING_WEEK)
    assert {TimeOfDay.of(start) for start in starts(found)} == {part}


def test_where_nothing_is_wished_the_year_is_as_it_always_was() -> None:
    everything = wished(*range(7), times=tuple(TimeOfDay))
    for weekly in (WORKING_WEEK, hours(MONDAY), hours(FRIDAY)):
        usual = planned(ANY_TIME, weekly)
        assert (
            planned(everything, weekly).sessions == usual.sessions == plan(YEAR_2027, Diary(weekly)).sessions
        )


def test_another_wished_weekday_comes_before_one_that_does_not_suit() -> None:
    away = taken(date(2027, 3, 2), date(2027, 3, 9))
    found = planned(wished(TUESDAY, FRIDAY), hours(TUESDAY, WEDNESDAY, FRIDAY), *away)
    assert weekdays(found) == {TUESDAY, FRIDAY}


def test_another_wished_weekday_at_a_time_that_suits_comes_before_the_usual_one_at_a_time_that_does_not() -> (
    None
):
    mornings = taken(date(2027, 3, 4), date(2027, 3, 11), from_hour=9, hours=3)
    found = planned(wished(TUESDAY, THURSDAY, times=(MORNING,)), WORKING_WEEK, *mornings)
    assert local_date(found.sessions[3].starts_at) == date(2027, 3, 9)
    assert {TimeOfDay.of(start) for start in starts(found)} == {MORNING}


def test_the_weekday_weighs_more_than_the_time_where_the_supervisor_has_not_both() -> None:
    weekly = hours(TUESDAY, start=9, end=12) + hours(WEDNESDAY, start=16, end=19)
    found = planned(wished(TUESDAY, times=(EVENING,)), weekly)
    assert (weekdays(found), starts(found)) == ({TUESDAY}, {time(9)})


def test_a_first_day_that_is_taken_does_not_turn_the_year_to_a_weekday_that_does_not_suit() -> None:
    found = planned(wished(THURSDAY), WORKING_WEEK, *taken(date(2027, 1, 14)))
    assert local_date(found.sessions[0].starts_at).weekday() != THURSDAY
    assert {local_date(one.starts_at).weekday() for one in found.sessions[1:]} == {THURSDAY}
    assert Conflict(1, date(2027, 1, 14), "supervisor_busy") in found.conflicts


def test_a_wish_that_the_supervisor_never_meets_is_told_once_and_changes_no_day() -> None:
    found = planned(wished(MONDAY, times=(EVENING,)), hours(WEDNESDAY, start=9, end=12))
    usual = plan(YEAR_2027, Diary(hours(WEDNESDAY, start=9, end=12)))
    assert found.sessions == usual.sessions
    assert set(found.conflicts) - set(usual.conflicts) == {
        Conflict(1, date(2027, 1, 18), "supervisor_not_available")
    }


def test_after_a_window_without_room_no_wish_is_waited_for_longer_than_a_week() -> None:
    away = taken(*(date(2027, 3, day) for day in range(1, 22)))
    mondays_from_autumn = Availability(MONDAY, time(9), time(12), date(2027, 9, 1), date(2027, 12, 31))
    found = planned(wished(MONDAY), (*hours(THURSDAY), mondays_from_autumn), *away)
    assert local_date(found.sessions[3].starts_at) == date(2027, 3, 25)
    assert local_date(found.sessions[-1].starts_at).weekday() == MONDAY
