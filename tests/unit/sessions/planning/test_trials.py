"""Trial sessions: as many as were agreed, one to three weeks apart, by their last day."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.runtime.finland import day_off, local_date
from services.sessions.hours.availability import Availability, Diary, interval
from services.sessions.planning.trials import LONGEST_GAP_DAYS, SHORTEST_GAP_DAYS, plan
from services.sessions.planning.windows import JULY

MONDAYS = Diary((Availability(0, time(13), time(16), date(2020, 1, 1), date(2042, 1, 1)),))


def days(first_day: date, ends_by: date, count: int, diary: Diary = MONDAYS) -> list[date]:
    return [local_date(one.starts_at) for one in plan(first_day, ends_by, count, 90, diary).sessions]


def test_trial_sessions_are_a_week_apart_where_the_supervisor_is_free() -> None:
    assert days(date(2027, 1, 13), date(2027, 3, 1), 3) == [
        date(2027, 1, 18), date(2027, 1, 25), date(2027, 2, 1),
    ]  # fmt: skip


def test_one_waits_for_a_later_week_where_the_supervisor_is_busy() -> None:
    busy = interval(date(2027, 1, 25), time(12), 300)
    found = days(date(2027, 1, 13), date(2027, 3, 1), 2, Diary(MONDAYS.weekly, (busy,)))
    assert found == [date(2027, 1, 18), date(2027, 2, 1)]


@pytest.mark.parametrize(
    ("first_day", "ends_by"),
    [(date(2027, 1, 13), date(2027, 1, 24)), (date(2027, 6, 28), date(2027, 9, 1))],
    ids=["the last day comes before", "July lies between"],
)
def test_what_does_not_fit_is_left_out(first_day: date, ends_by: date) -> None:
    assert len(days(first_day, ends_by, 3)) == 1


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(0, 90), st.integers(1, 3))
def test_whatever_the_days_are_the_rule_is_kept(first_day: date, length: int, count: int) -> None:
    ends_by = first_day + timedelta(days=length)
    found = days(first_day, ends_by, count)
    assert len(found) <= count
    assert all(first_day <= day <= ends_by and day.month != JULY and not day_off(day) for day in found)
    gaps = [(later - earlier).days for earlier, later in pairwise(found)]
    assert all(SHORTEST_GAP_DAYS <= gap <= LONGEST_GAP_DAYS for gap in gaps)
