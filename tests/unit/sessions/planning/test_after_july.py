"""After July a series is on its own weekday and time again, however often it is planned."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.runtime.finland import local_date, to_local
from services.sessions.hours.availability import Availability, Diary, Interval, interval
from services.sessions.planning.pauses import Left, Stretch, plan_again
from services.sessions.planning.series import plan
from services.sessions.planning.series_check import check
from services.sessions.planning.series_terms import PlannedSession
from services.sessions.planning.windows import JULY
from services.sessions.planning.wishes import Wish, Wishes
from services.sessions.rescheduling.series_again import Moving, rest_of
from tests.unit.sessions.builders import terms as agreed

TUESDAY, THURSDAY, NINE = 1, 3, time(9)
OWN = Wish(TUESDAY, NINE)
YEAR = agreed(date(2027, 1, 12), date(2027, 12, 15), 90)
WORKING_WEEK = tuple(
    Availability(day, NINE, time(16), date(2020, 1, 1), date(2042, 1, 1)) for day in range(5)
)


def august(sessions: Sequence[PlannedSession]) -> str:
    """The first one after July."""
    first = next(at for at in (to_local(one.starts_at) for one in sessions) if at.month > JULY)
    return f"{first:%a %d.%m. %H.%M}"


def planned(diary: Diary) -> Sequence[PlannedSession]:
    return plan(replace(YEAR, preferred_start=NINE), diary).sessions


def wished(diary: Diary) -> Sequence[PlannedSession]:
    return plan(replace(YEAR, preferred_start=NINE, wishes=Wishes(frozenset({TUESDAY}))), diary).sessions


def moved(diary: Diary) -> Sequence[PlannedSession]:
    opens = datetime(2027, 3, 1, tzinfo=UTC)
    moving = Moving(5, 9, OWN.weekday, OWN.start, opens, before=(date(2027, 3, 15), 4))
    return rest_of([YEAR], moving, diary).sessions


def amended(diary: Diary) -> Sequence[PlannedSession]:
    day = date(2027, 3, 1)
    left = Left(tuple(range(4, 13)), OWN, date(2027, 2, 16), YEAR.ends_on, extends=False)
    told = datetime(2027, 2, 20, tzinfo=UTC)
    return plan_again(left, (day, day), told, 0, [Stretch(day, YEAR, diary)]).sessions


@pytest.mark.parametrize("again", [planned, wished, moved, amended])
@pytest.mark.parametrize(
    ("taken", "then"),
    [
        ((), "Tue 03.08. 09.00"),
        # Its own weekday at another time comes before another weekday, as in any window.
        ((interval(date(2027, 8, 3), NINE, 90),), "Tue 03.08. 10.30"),
        ((interval(date(2027, 8, 1), time(0), 7 * 1440),), "Tue 10.08. 09.00"),
    ],
    ids=["it is free", "its time is taken", "its week is taken"],
)
def test_after_july_a_series_of_tuesdays_goes_on_on_a_tuesday(
    again: Callable[[Diary], Sequence[PlannedSession]], taken: tuple[Interval, ...], then: str
) -> None:
    assert august(again(Diary(WORKING_WEEK, taken))) == then


@pytest.mark.parametrize("again", [planned, moved, amended])
def test_no_week_of_august_is_waited_through_for_its_own_weekday(
    again: Callable[[Diary], Sequence[PlannedSession]],
) -> None:
    """Unless it was wished with the inquiry."""
    taken = Diary(WORKING_WEEK, (interval(date(2027, 8, 3), time(0), 1440),))
    assert august(again(taken)) == "Mon 02.08. 09.00"
    assert august(wished(taken)) == "Tue 10.08. 09.00"


@pytest.mark.parametrize(
    ("hours", "own"),
    [
        (("09:00", "12:00"), Wish(TUESDAY, NINE)),
        (("09:00", "12:00"), Wish(THURSDAY, time(13))),
        (("13:00", "16:00"), Wish(TUESDAY, NINE)),
    ],
    ids=["another weekday", "another time", "both"],
)
def test_with_another_supervisor_it_keeps_one_weekday_and_time_of_theirs_also_after_july(
    hours: tuple[str, str], own: Wish
) -> None:
    """Who takes over has Wednesdays and Thursdays; the first that is left falls on a Thursday."""
    begins, until = (time.fromisoformat(one) for one in hours)
    weekly = tuple(
        Availability(day, begins, until, date(2020, 1, 1), date(2042, 1, 1)) for day in (2, THURSDAY)
    )
    day = date(2027, 3, 11)
    left = Left(tuple(range(4, 15)), own, date(2027, 2, 16), YEAR.ends_on, extends=False)
    told = datetime(2027, 2, 20, tzinfo=UTC)
    found = plan_again(left, (day, day), told, 0, [Stretch(day, YEAR, Diary(weekly))]).sessions
    assert august(found) == f"Thu 05.08. {hours[0].replace(':', '.')}"
    assert {to_local(one.starts_at).weekday() for one in found} == {THURSDAY}


@st.composite
def diaries(draw: st.DrawFn) -> Diary:
    hours = [replace(one, weekday=day) for day, one in enumerate((*WORKING_WEEK, *WORKING_WEEK[:2]))]
    taken = draw(st.lists(st.tuples(st.integers(0, 364), st.integers(8, 15)), max_size=80))
    first = date(2027, 1, 1)
    busy = (interval(first + timedelta(days=day), time(hour), 120) for day, hour in taken)
    return Diary(tuple(draw(st.sets(st.sampled_from(hours), min_size=1))), tuple(busy))


@given(diaries(), st.integers(0, 6), st.integers(0, 30))
def test_no_week_in_which_a_series_goes_on_has_room_on_its_own_weekday_and_is_used_on_another(
    diary: Diary, weekday: int, later: int
) -> None:
    """By plain arithmetic, with nothing of the planner in it."""
    starts_on = YEAR.starts_on + timedelta(days=later)
    terms = replace(YEAR, starts_on=starts_on, preferred_weekday=weekday, preferred_start=NINE)
    found = plan(terms, diary)
    told = {one.number for one in found.conflicts if one.reason == "no_free_day"}
    assert {one.number for one in check(terms, diary, found.sessions)} <= told
    for earlier, one in pairwise(found.sessions):
        day, begins = local_date(one.starts_at), local_date(earlier.starts_at) + timedelta(days=21)
        if one.number <= 3 or {(begins + timedelta(days=n)).month for n in range(8)} != {JULY}:
            continue
        week = date(2027, 8, 1) + timedelta(days=(day - date(2027, 8, 1)).days // 7 * 7)
        own = next(week + timedelta(days=n) for n in range(7) if (week.weekday() + n) % 7 == weekday)
        assert day == own or not _has_room(own, diary)


def _has_room(day: date, diary: Diary) -> bool:
    halves = [time(hour, minute) for hour in range(8, 16) for minute in (0, 30)]
    return any(diary.has_room(interval(day, at, 90)) for at in halves)
