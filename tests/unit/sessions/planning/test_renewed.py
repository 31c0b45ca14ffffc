"""A renewal's series: it goes on after the year before as that one did, and brings nobody together sooner."""

from datetime import date, time

import pytest

from services.runtime.finland import local_date
from services.sessions.hours.availability import Availability, Diary, interval
from services.sessions.planning.renewed import following
from services.sessions.planning.series import plan
from services.sessions.planning.series_check import check
from services.sessions.planning.series_terms import Plan
from tests.unit.sessions.builders import terms as agreed

WEDNESDAY, FRIDAY = 2, 4
YEAR_2028 = agreed(date(2027, 12, 16), date(2028, 12, 15), 90)


def diary(weekday: int, *busy: date) -> Diary:
    hours = Availability(weekday, time(9), time(16), date(2020, 1, 1), date(2042, 1, 1))
    return Diary((hours,), tuple(interval(day, time(8), 600) for day in busy))


def days(found: Plan) -> list[str]:
    return [f"{local_date(one.starts_at):%d.%m.%Y}" for one in found.sessions[:3]]


def test_the_first_session_is_an_interval_after_the_last_one_of_the_year_before():
    terms, free = following(YEAR_2028, date(2027, 12, 8)), diary(WEDNESDAY)
    found = plan(terms, free)
    assert days(found) == ["29.12.2027", "19.01.2028", "09.02.2028"]
    assert check(terms, free, found.sessions) == ()


@pytest.mark.parametrize(("busy", "first"), [(29, "05.01.2028"), (22, "29.12.2027")])
def test_it_may_be_a_week_later_and_no_day_earlier(busy, first):
    terms = following(YEAR_2028, date(2027, 12, 8))
    assert days(plan(terms, diary(WEDNESDAY, date(2027, 12, busy))))[0] == first


def test_people_who_know_each_other_need_no_closer_start():
    found = plan(following(YEAR_2028, None), diary(FRIDAY))
    assert days(found) == ["17.12.2027", "07.01.2028", "28.01.2028"]


def test_a_year_that_ended_long_after_its_last_session_begins_in_its_first_week():
    terms = following(YEAR_2028, date(2027, 10, 6))
    assert terms.starts_on == date(2027, 12, 16)
    assert days(plan(terms, diary(FRIDAY)))[0] == "17.12.2027"
