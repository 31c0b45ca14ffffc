"""What goes to another supervisor keeps the interval that was agreed, wherever the term has a day for that."""

from datetime import date, time, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from services.runtime.finland import days_of, local_date, start_of, to_local
from services.sessions.hours.availability import Availability, Diary, Interval
from services.sessions.planning.series import plan
from services.sessions.planning.series_terms import PlannedSession, Terms
from services.sessions.planning.windows import free_slots
from services.sessions.rescheduling.planning_again import APART, Standing
from services.sessions.rescheduling.several_again import Off, Series, handed_over, nearer
from tests.searching import examples
from tests.unit.sessions.builders import terms as agreed

PROCESS = UUID(int=1)
BEGINS = date(2028, 8, 7)


def hours(*weekdays: int, start: int = 13) -> tuple[Availability, ...]:
    days = date(2020, 1, 1), date(2042, 1, 1)
    return tuple(Availability(day, time(start), time(start + 3), *days) for day in weekdays)


def mondays(ends_on: date, count: int | None = None) -> tuple[Terms, list[PlannedSession]]:
    terms = agreed(BEGINS, ends_on, 90, count=count)
    return terms, list(plan(terms, Diary(hours(0))).sessions)


def taken_over(
    terms: Terms, series: list[PlannedSession], first: int, diary: Diary, kept: tuple[int, ...] = ()
) -> tuple[dict[int, Interval], Series]:
    """From the session of this number on, but for those that are kept: which have a time, and the series around."""
    off = [
        Off(PROCESS, one.number, one.starts_at)
        for one in series
        if one.number >= first and one.number not in kept
    ]
    stays = [one for one in series if one.number < first or one.number in kept]
    day = local_date(series[first - 2].starts_at) + timedelta(days=1)
    own = Series([terms], start_of(day), [Standing(one.number, one.starts_at) for one in stays])
    at = [one.starts_at for one in stays if one.number in kept]
    busy = (*diary.busy, *(Interval(one.starts_at, one.ends_at) for one in stays))
    found = handed_over(off, own, Diary(diary.weekly, busy), at)
    return {one.number: when for one, when in zip(off, found, strict=True) if when}, own


def shown(found: dict[int, Interval]) -> list[str]:
    return [f"{to_local(one.starts_at):%a %-d.%-m. %H}" for one in found.values()]


def near(found: dict[int, Interval], own: Series) -> list[tuple[int, int]]:
    placed = [Standing(number, when.starts_at) for number, when in found.items()]
    return [(one.number, days) for one, days in nearer(placed, own.staying, own.agreed)]


def test_a_holiday_on_the_new_weekday_brings_no_two_sessions_nearer_than_agreed() -> None:
    """The first of May 2029 is a Tuesday: those after it wait for it, until July leaves room."""
    terms, series = mondays(date(2029, 12, 14))
    first = next(one.number for one in series if local_date(one.starts_at) > date(2029, 3, 1))
    found, own = taken_over(terms, series, first, Diary(hours(1)))
    assert not near(found, own) and len(found) == len(series) - first + 1
    days = [local_date(one.starts_at) for one in found.values()]
    assert {day.weekday() for day in days} == {1} and date(2029, 5, 1) not in days, shown(found)
    assert all((b - a).days >= terms.interval_days for a, b in pairwise(days)), days


def test_a_session_may_stay_on_its_own_day_at_another_hour() -> None:
    """Whoever takes over has other hours of the same weekday: nothing goes to another week for that."""
    terms, series = mondays(date(2029, 6, 20))
    found, own = taken_over(terms, series, 5, Diary(hours(0, start=8)))
    days = [local_date(one.starts_at) for one in series[4:]]
    assert [local_date(one.starts_at) for one in found.values()] == days and not near(found, own)


def test_where_the_term_has_no_later_day_it_is_nearer_and_that_is_told() -> None:
    terms, series = mondays(date(2028, 12, 15))
    last = series[-1]
    terms = agreed(BEGINS, local_date(last.starts_at), 90)
    found, own = taken_over(terms, series, last.number, Diary(hours(3)))
    gap = local_date(found[last.number].starts_at) - local_date(series[-2].starts_at)
    assert near(found, own) == [(last.number, gap.days)] and gap.days < terms.interval_days


def test_one_between_two_that_stay_is_where_its_supervisor_would_put_it_and_that_is_told() -> None:
    terms, series = mondays(date(2029, 6, 20))
    lost = series[5]
    busy = (
        Interval(
            start_of(local_date(lost.starts_at)), start_of(local_date(lost.starts_at) + timedelta(days=1))
        ),
    )
    kept = tuple(one.number for one in series if one.number >= 5 and one is not lost)
    found, own = taken_over(terms, series, 5, Diary(hours(0), busy), kept)
    assert abs(local_date(found[6].starts_at) - local_date(lost.starts_at)) == timedelta(days=7)
    assert [days for _, days in near(found, own)] == [14]


BUSY = st.lists(st.tuples(st.integers(0, 350), st.integers(1, 28)), max_size=4)


@settings(max_examples=examples(2))
@given(
    weekdays=st.sets(st.integers(0, 4), min_size=1, max_size=3),
    first=st.integers(4, 13),
    busy=BUSY,
    more=st.integers(0, 90),
)
def test_none_is_nearer_than_agreed_where_a_later_day_is_free(
    weekdays: set[int], first: int, busy: list[tuple[int, int]], more: int
) -> None:
    """All from one on go over. Whichever is nearer has no free day left at the interval; nor have those behind it."""
    _, series = mondays(date(2029, 6, 20), count=13)
    terms = agreed(BEGINS, date(2029, 6, 20) + timedelta(days=more), 90, count=13)
    away = tuple(
        Interval(start_of(BEGINS + timedelta(days=at)), start_of(BEGINS + timedelta(days=at + length)))
        for at, length in busy
    )
    theirs = Diary(hours(*weekdays), away)
    found, own = taken_over(terms, series, first, theirs)
    rows = sorted((when.starts_at, number) for number, when in found.items())
    for number, days in near(found, own):
        assert days >= APART.days
        position = rows.index((found[number].starts_at, number))
        before = rows[position - 1][0] if position else series[first - 2].starts_at
        left = len(series) - first + 1 - position
        assert one_after_another(local_date(before), left, terms, theirs) < left, (number, shown(found))


def one_after_another(before: date, count: int, terms: Terms, diary: Diary) -> int:
    """How many of them have a day at the interval, each on the earliest."""
    found, opens = 0, before + timedelta(days=terms.interval_days)
    for day in days_of(opens, terms.ends_on) if opens <= terms.ends_on else ():
        if found < count and day >= opens and any(free_slots(day, time(13), terms, diary)):
            found, opens = found + 1, day + timedelta(days=terms.interval_days)
    return found
