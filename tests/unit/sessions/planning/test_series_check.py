"""The checker finds each way to break the agreement; every case is one change to a good plan."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from services.sessions.hours.availability import Availability, Diary, Interval, interval
from services.sessions.planning.series import plan
from services.sessions.planning.series_check import check
from services.sessions.planning.series_terms import PlannedSession
from tests.unit.sessions.builders import terms as agreed

TERMS = agreed(date(2027, 1, 13), date(2027, 12, 15), 90)
WORKING_WEEK = tuple(
    Availability(day, time(9), time(16), date(2027, 1, 1), date(2027, 12, 31)) for day in range(5)
)
DIARY = Diary(WORKING_WEEK)
GOOD = plan(TERMS, DIARY).sessions


def on(number: int, day: date, start: time = time(9)) -> PlannedSession:
    when = interval(day, start, TERMS.duration_minutes)
    return PlannedSession(number, when.starts_at, when.ends_at)


def with_session(changed: PlannedSession) -> tuple[PlannedSession, ...]:
    return tuple(changed if session.number == changed.number else session for session in GOOD)


def reasons(sessions: tuple[PlannedSession, ...], diary: Diary = DIARY) -> set[tuple[int, str]]:
    return {(found.number, found.reason) for found in check(TERMS, diary, sessions)}


def test_a_good_plan_has_no_breach() -> None:
    assert reasons(GOOD) == set()


@pytest.mark.parametrize(
    ("changed", "breach"),
    [
        (on(1, date(2027, 1, 12)), (1, "outside_agreement")),
        (on(1, date(2027, 1, 21)), (1, "too_late")),
        (on(2, date(2027, 1, 26)), (2, "too_early")),
        (on(2, date(2027, 1, 28)), (2, "earlier_day_was_free")),
        (on(4, date(2027, 3, 2)), (4, "too_early")),
        (on(4, date(2027, 3, 11)), (4, "too_late")),
        (on(5, date(2027, 3, 29)), (5, "public_holiday")),
        (on(9, date(2027, 6, 25)), (9, "midsummer_eve")),
        (on(10, date(2027, 7, 7)), (10, "july")),
        (on(10, date(2027, 8, 11)), (10, "earlier_day_was_free")),
        (on(16, date(2027, 12, 16)), (16, "outside_agreement")),
        (on(6, date(2027, 4, 17)), (6, "supervisor_not_available")),
        (on(6, date(2027, 4, 14), time(15)), (6, "supervisor_not_available")),
        (replace(GOOD[5], ends_at=GOOD[5].ends_at + timedelta(minutes=1)), (6, "wrong_length")),
    ],
)
def test_one_wrong_session_is_named_with_its_reason(changed: PlannedSession, breach: tuple[int, str]) -> None:
    assert breach in reasons(with_session(changed))


def test_a_double_booking_is_named() -> None:
    other = Interval(GOOD[2].starts_at + timedelta(minutes=89), GOOD[2].ends_at + timedelta(hours=1))
    assert reasons(GOOD, Diary(WORKING_WEEK, (other,))) == {(3, "supervisor_busy")}


def test_a_booking_that_begins_when_the_session_ends_is_no_breach() -> None:
    other = Interval(GOOD[2].ends_at, GOOD[2].ends_at + timedelta(hours=1))
    assert reasons(GOOD, Diary(WORKING_WEEK, (other,))) == set()


def test_a_missing_session_and_a_doubled_one_are_named() -> None:
    assert (5, "number_out_of_sequence") in reasons(GOOD[:3] + GOOD[4:])
    assert (3, "overlaps_previous") in reasons((*GOOD[:3], GOOD[2], *GOOD[3:]))
