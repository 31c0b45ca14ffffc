"""A year of sessions: the plans of 2027, read against the almanac, and the rule over many years."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.messages.wished_times import TimeOfDay
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import day_off, local_date, start_of, to_local
from services.sessions.hours.availability import Availability, Closed, Diary, Interval, interval
from services.sessions.planning.series import plan, reviews_at
from services.sessions.planning.series_check import check
from services.sessions.planning.series_terms import Conflict, Plan, PlannedSession, Terms
from services.sessions.planning.windows import JULY
from services.sessions.planning.wishes import Wishes
from tests.unit.sessions.builders import terms as agreed

YEAR_2027 = agreed(date(2027, 1, 13), date(2027, 12, 15), 90)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)


def hours(*weekdays: int, start: time = time(9), end: time = time(16)) -> tuple[Availability, ...]:
    return tuple(Availability(day, start, end, date(2020, 1, 1), date(2042, 1, 1)) for day in weekdays)


def days(result: Plan) -> list[str]:
    return [f"{local_date(session.starts_at):%d.%m.}" for session in result.sessions]


def test_a_term_that_is_gone_through_day_by_day_has_an_end() -> None:
    with pytest.raises(Refusal, match="term_too_long"):
        replace(YEAR_2027, ends_on=date(9999, 12, 31))


def test_a_booking_is_seen_by_those_that_lie_within_it_and_across_it() -> None:
    nine, ten, noon = (interval(date(2027, 1, 13), time(hour), 60) for hour in (9, 10, 12))
    long = interval(date(2027, 1, 13), time(8), 150)
    for busy in ((long,), (nine, long), (interval(date(2027, 1, 12), time(9), 60), long, nine)):
        diary = Diary(hours(WEDNESDAY), busy)
        assert diary.is_busy(nine) and diary.is_busy(ten) and not diary.is_busy(noon)


def whole_day(day: date) -> Interval:
    return interval(day, time(0), 24 * 60)


@pytest.mark.parametrize(
    ("first", "goes_on", "then"),
    [
        # Its own Wednesday, in the week from the day on which it goes on, though Thursday is free before it.
        (date(2027, 4, 1), date(2027, 5, 27), ["24.03.", "02.06.", "23.06."]),
        (date(2027, 4, 12), date(2027, 4, 16), ["24.03.", "21.04.", "12.05."]),
        # A pause that ends before the window, or begins behind its days, changes nothing of it.
        (date(2027, 4, 1), date(2027, 4, 14), ["24.03.", "14.04.", "05.05."]),
        (date(2027, 4, 15), date(2027, 4, 20), ["24.03.", "14.04.", "05.05."]),
    ],
)
def test_after_a_pause_a_series_is_on_its_own_weekday_again(
    first: date, goes_on: date, then: list[str]
) -> None:
    pause = Closed(start_of(first), start_of(goes_on), "paused")
    diary = Diary(hours(*range(5)), (pause,))
    weekly = replace(YEAR_2027, preferred_weekday=WEDNESDAY, july_allowed=True)
    found = plan(weekly, diary)
    assert days(found)[4:7] == then
    assert check(weekly, diary, found.sessions) == ()
    told = {one.reason for one in found.conflicts if first <= one.day < goes_on}
    assert told == ({"paused"} if "14.04." not in then else set())


def test_another_supervisors_day_is_told_as_that() -> None:
    day = date(2027, 4, 14)
    other = Closed(start_of(day), start_of(day + timedelta(days=1)), "another_supervisor")
    found = plan(YEAR_2027, Diary(hours(WEDNESDAY), (other,)))
    assert Conflict(6, day, "another_supervisor") in found.conflicts


def test_a_wednesday_series_of_2027_has_these_sixteen_days() -> None:
    result = plan(YEAR_2027, Diary(hours(WEDNESDAY)))
    assert days(result) == [
        "13.01.", "27.01.", "10.02.", "03.03.", "24.03.", "14.04.", "05.05.", "26.05.", "16.06.",
        "04.08.", "25.08.", "15.09.", "06.10.", "27.10.", "17.11.", "08.12.",
    ]  # fmt: skip
    assert result.conflicts == (
        Conflict(10, date(2027, 7, 7), "july"),
        Conflict(10, date(2027, 7, 14), "july"),
    )


def test_a_monday_series_goes_round_easter_monday_and_independence_day() -> None:
    result = plan(YEAR_2027, Diary(hours(MONDAY)))
    assert days(result) == [
        "18.01.", "01.02.", "15.02.", "08.03.", "05.04.", "26.04.", "17.05.", "07.06.", "28.06.",
        "02.08.", "23.08.", "13.09.", "04.10.", "25.10.", "15.11.", "13.12.",
    ]  # fmt: skip
    assert Conflict(5, date(2027, 3, 29), "public_holiday") in result.conflicts
    assert Conflict(16, date(2027, 12, 6), "public_holiday") in result.conflicts


def test_a_thursday_series_goes_round_ascension_day() -> None:
    result = plan(YEAR_2027, Diary(hours(THURSDAY)))
    assert days(result)[5:8] == ["15.04.", "13.05.", "03.06."]
    assert Conflict(7, date(2027, 5, 6), "public_holiday") in result.conflicts


def test_a_friday_series_passes_over_4_june_since_only_midsummer_eve_and_july_would_follow() -> None:
    result = plan(YEAR_2027, Diary(hours(FRIDAY)))
    assert days(result)[6:9] == ["14.05.", "11.06.", "06.08."]
    assert Conflict(8, date(2027, 6, 4), "nothing_free_after") in result.conflicts
    assert check(YEAR_2027, Diary(hours(FRIDAY)), result.sessions) == ()


def test_with_every_weekday_the_first_one_after_july_is_on_its_own_in_the_first_week_of_august() -> None:
    result = plan(YEAR_2027, Diary(hours(MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY)))
    assert days(result)[8:11] == ["16.06.", "04.08.", "25.08."]


def test_a_plan_ends_with_the_count_that_was_agreed() -> None:
    whole = plan(YEAR_2027, Diary(hours(MONDAY)))
    ten = plan(replace(YEAR_2027, count=10), Diary(hours(MONDAY)))
    assert ten.sessions == whole.sessions[:10]
    assert ten.conflicts == tuple(one for one in whole.conflicts if one.number <= 10)
    assert plan(replace(YEAR_2027, count=99), Diary(hours(MONDAY))) == whole
    with pytest.raises(Refusal, match="length_not_positive"):
        replace(YEAR_2027, count=0)


def test_july_is_used_when_it_was_agreed() -> None:
    terms = agreed(date(2027, 1, 13), date(2027, 12, 15), 90, july_allowed=True)
    assert days(plan(terms, Diary(hours(WEDNESDAY))))[9:11] == ["07.07.", "28.07."]


def test_the_local_time_stays_and_the_instant_moves_with_the_clock() -> None:
    result = plan(YEAR_2027, Diary(hours(WEDNESDAY)))
    assert {to_local(session.starts_at).time() for session in result.sessions} == {time(9)}
    assert result.sessions[4].starts_at == datetime(2027, 3, 24, 7, tzinfo=UTC)
    assert result.sessions[5].starts_at == datetime(2027, 4, 14, 6, tzinfo=UTC)
    assert result.sessions[5].ends_at == datetime(2027, 4, 14, 7, 30, tzinfo=UTC)


def test_a_second_series_of_the_same_supervisor_begins_when_the_first_ends() -> None:
    first = plan(YEAR_2027, Diary(hours(WEDNESDAY)))
    booked = tuple(Interval(session.starts_at, session.ends_at) for session in first.sessions)
    second = plan(YEAR_2027, Diary(hours(WEDNESDAY), booked))
    assert days(second) == days(first)
    assert {to_local(session.starts_at).time() for session in second.sessions} == {time(10, 30)}


def test_a_taken_day_moves_the_session_a_week_and_is_told() -> None:
    taken = whole_day(date(2027, 3, 3))
    result = plan(YEAR_2027, Diary(hours(WEDNESDAY), (taken,)))
    assert days(result)[3:5] == ["10.03.", "31.03."]
    assert Conflict(4, date(2027, 3, 3), "supervisor_busy") in result.conflicts


def test_the_same_weekday_a_week_later_is_preferred_to_another_weekday() -> None:
    taken = whole_day(date(2027, 3, 3))
    result = plan(YEAR_2027, Diary(hours(WEDNESDAY, THURSDAY), (taken,)))
    assert days(result)[3] == "10.03."


def test_a_closer_session_whose_day_is_taken_is_on_the_next_free_day() -> None:
    taken = whole_day(date(2027, 1, 27))
    result = plan(YEAR_2027, Diary(hours(WEDNESDAY, THURSDAY), (taken,)))
    assert days(result)[:4] == ["13.01.", "28.01.", "11.02.", "10.03."]
    assert Conflict(2, date(2027, 1, 27), "supervisor_busy") in result.conflicts


def test_a_week_that_is_wholly_taken_is_jumped_over_and_told() -> None:
    taken = tuple(whole_day(date(2027, 3, day)) for day in (3, 10))
    diary = Diary(hours(WEDNESDAY), taken)
    result = plan(YEAR_2027, diary)
    assert days(result)[3] == "17.03."
    assert Conflict(4, date(2027, 3, 3), "no_free_day") in result.conflicts
    assert [(found.number, found.reason) for found in check(YEAR_2027, diary, result.sessions)] == [
        (4, "too_late")
    ]


def test_an_agreed_weekday_and_time_are_kept_although_the_hours_offer_earlier_ones() -> None:
    terms = agreed(
        date(2027, 1, 13), date(2027, 12, 15), 60, preferred_weekday=THURSDAY, preferred_start=time(13, 15)
    )
    result = plan(terms, Diary(hours(WEDNESDAY, THURSDAY)))
    assert days(result)[:2] == ["14.01.", "28.01."]
    assert to_local(result.sessions[0].starts_at).time() == time(13, 15)


def test_without_any_hours_nothing_is_planned_and_the_reason_is_told() -> None:
    assert plan(YEAR_2027, Diary(())) == Plan((), (
        Conflict(1, date(2027, 1, 13), "supervisor_not_available"),
        Conflict(1, date(2027, 1, 13), "no_free_day"),
    ))  # fmt: skip


def test_hours_that_end_in_spring_end_the_series_and_tell_it() -> None:
    until_march = Availability(WEDNESDAY, time(9), time(16), date(2027, 1, 1), date(2027, 3, 31))
    result = plan(YEAR_2027, Diary((until_march,)))
    assert days(result) == ["13.01.", "27.01.", "10.02.", "03.03.", "24.03."]
    assert Conflict(6, date(2027, 4, 14), "no_free_day") in result.conflicts


def test_impossible_terms_are_refused() -> None:
    with pytest.raises(Refusal, match="length_not_positive"):
        agreed(date(2027, 1, 13), date(2027, 12, 15), duration_minutes=0)
    with pytest.raises(Refusal, match="longest_below_shortest"):
        agreed(date(2027, 1, 13), date(2027, 12, 15), 60, interval_days=29)


@pytest.mark.parametrize(
    ("count", "reviews"),
    [(1, (1, 1)), (2, (1, 1)), (3, (1, 2)), (4, (2, 3)), (12, (7, 11)), (15, (8, 14)), (16, (9, 15))],
)
def test_the_interim_review_is_at_the_middle_and_the_final_one_at_the_second_last(
    count: int, reviews: tuple[int, int]
) -> None:
    assert reviews_at(count) == reviews


def test_a_series_of_none_has_no_reviews() -> None:
    with pytest.raises(Refusal, match="no_sessions"):
        reviews_at(0)


def test_in_2027_the_interim_review_falls_into_june() -> None:
    sessions = plan(YEAR_2027, Diary(hours(WEDNESDAY))).sessions
    interim, final = reviews_at(len(sessions))
    assert local_date(sessions[interim - 1].starts_at) == date(2027, 6, 16)
    assert local_date(sessions[final - 1].starts_at) == date(2027, 11, 17)


@st.composite
def diaries(draw: st.DrawFn, year: int) -> Diary:
    weekdays = draw(st.sets(st.integers(0, 6), min_size=1))
    start = draw(st.integers(6, 18))
    taken = draw(st.lists(st.integers(0, 365), max_size=60))
    busy = tuple(whole_day(date(year, 1, 1) + timedelta(days=day)) for day in taken)
    return Diary(hours(*weekdays, start=time(start), end=time(start + 3)), busy)


def wishes() -> st.SearchStrategy[Wishes]:
    times = st.frozensets(st.sampled_from(list(TimeOfDay)))
    return st.builds(Wishes, st.frozensets(st.integers(0, 6), max_size=3), times)


@given(st.data(), st.integers(2024, 2040), st.integers(0, 30))
def test_in_any_year_a_plan_keeps_the_rule_or_tells_where_it_could_not(
    data: st.DataObject, year: int, start: int
) -> None:
    first = date(year, 1, 2) + timedelta(days=start)
    terms = agreed(first, date(year, 12, 15), 90, wishes=data.draw(wishes()))
    diary = data.draw(diaries(year))
    result = plan(terms, diary)
    told = {conflict.number for conflict in result.conflicts if conflict.reason == "no_free_day"}
    assert {found.number for found in check(terms, diary, result.sessions)} <= told
    _assert_by_plain_arithmetic(result, terms, diary, told)


def _assert_by_plain_arithmetic(result: Plan, terms: Terms, diary: Diary, told: set[int]) -> None:
    """The same rule once more, with nothing of the planner or the checker in it."""
    held = [local_date(session.starts_at) for session in result.sessions]
    for session, day in zip(result.sessions, held, strict=True):
        assert terms.starts_on <= day <= terms.ends_on
        assert day.month != JULY
        assert day_off(day) is None
        assert all(
            session.ends_at <= other.starts_at or other.ends_at <= session.starts_at for other in diary.busy
        )
    for number, (earlier, later) in enumerate(pairwise(held), start=2):
        shortest, longest = (14, 21) if number <= 3 else (21, 28)
        gap = (later - earlier).days
        whole_window_in_july = {
            (earlier + timedelta(days=n)).month for n in range(shortest, longest + 1)
        } == {JULY}
        assert gap >= shortest
        assert gap <= longest or (whole_window_in_july and later.month == 8) or number in told


@pytest.mark.parametrize("weekday", range(5))
def test_any_weekday_of_any_year_gives_twelve_to_eighteen_sessions_without_a_breach(weekday: int) -> None:
    for year in range(2024, 2041):
        terms = agreed(date(year, 1, 13), date(year, 12, 15), 90)
        diary = Diary(hours(weekday))
        result = plan(terms, diary)
        assert 12 <= len(result.sessions) <= 18, year
        assert check(terms, diary, result.sessions) == (), year


def test_every_planned_session_is_numbered_from_one() -> None:
    sessions = plan(YEAR_2027, Diary(hours(TUESDAY))).sessions
    assert [session.number for session in sessions] == list(range(1, len(sessions) + 1))
    assert isinstance(sessions[0], PlannedSession)
