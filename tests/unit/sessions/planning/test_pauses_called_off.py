"""A pause that never began: each session is on its old day, or alone as near to it as there is room."""

from datetime import date, datetime, time

from services.messages.promises import Promises
from services.runtime.finland import local_date, to_local, to_utc
from services.sessions.hours.availability import Availability, Diary, interval
from services.sessions.planning.pauses import Again, Left, Stretch, usual_wish
from services.sessions.planning.series import plan
from services.sessions.rescheduling.called_off import Displaced, as_before
from services.sessions.rescheduling.planning_again import Standing
from tests.unit.sessions.builders import terms as agreed

ENDS_ON = date(2027, 12, 15)
TERMS = agreed(date(2027, 1, 13), ENDS_ON, 90)
FIRST_LEFT = 6
assert Promises().interval_days == 21


def hours(*weekdays: int) -> tuple[Availability, ...]:
    return tuple(
        Availability(day, time(13), time(16), date(2020, 1, 1), date(2042, 1, 1)) for day in weekdays
    )


SERIES = plan(TERMS, Diary(hours(0))).sessions
OPENS = to_utc(date(2027, 4, 8), time(0))


def called_off(diary: Diary, opens: datetime = OPENS) -> Again | None:
    """Of the Mondays of 2027 the sixth and all later ones were moved by the pause."""
    left = [one for one in SERIES if one.number >= FIRST_LEFT]
    standing = [Standing(one.number, one.starts_at) for one in SERIES if one.number < FIRST_LEFT]
    displaced = Displaced({one.number: one.starts_at for one in left}, {}, standing, opens)
    numbers = tuple(one.number for one in left)
    case = Left(numbers, usual_wish([one.starts_at for one in left]), None, ENDS_ON)
    return as_before(case, displaced, [Stretch(date.min, TERMS, diary)])


def moved(found: Again | None) -> list[str]:
    """Which of them have another time than they had."""
    assert found and found.ends_on == ENDS_ON and len(found.sessions) == len(SERIES) - FIRST_LEFT + 1
    before = {one.number: one.starts_at for one in SERIES}
    return [
        f"{one.number}: {to_local(one.starts_at):%a %d.%m. %H.%M}"
        for one in found.sessions
        if one.starts_at != before[one.number]
    ]


def test_all_are_on_their_old_days_where_those_are_free() -> None:
    assert moved(called_off(Diary(hours(0)))) == []


def test_one_whose_time_is_taken_or_too_near_goes_alone_and_it_is_told_what_was_taken() -> None:
    taken = interval(local_date(SERIES[7].starts_at), time(13), 180)
    found = called_off(Diary(hours(0), (taken,)), to_utc(date(2027, 4, 28), time(0)))
    assert moved(found) == ["6: Mon 03.05. 13.00", "8: Mon 31.05. 13.00"]
    assert found and [(one.number, one.reason) for one in found.conflicts] == [(8, "supervisor_busy")]


def test_with_another_supervisor_all_go_to_one_weekday_of_theirs() -> None:
    found = called_off(Diary(hours(3, 4)))
    assert {one.split()[1] for one in moved(found)} == {"Fri"}


def test_where_one_of_them_has_no_time_within_the_last_day_none_goes_back() -> None:
    """The rule of going on plans all of them then."""
    year = Availability(0, time(13), time(16), date(2020, 1, 1), date(2027, 5, 1))
    assert called_off(Diary((year,))) is None
