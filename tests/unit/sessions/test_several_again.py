"""Sessions that one supervisor calls off together: each by the rule of one, and none in the way of another."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from services.runtime.finland import local_date, to_local, to_utc
from services.sessions.hours.availability import Availability, Diary, Interval
from services.sessions.hours.away import whole_days
from services.sessions.notice import NoticeOwed, earliest
from services.sessions.planning.series import plan
from services.sessions.rescheduling.planning_again import Standing
from services.sessions.rescheduling.several_again import Off, Series, on_one_weekday, other_times
from tests.unit.sessions.builders import terms as agreed

ONE, OTHER = uuid4(), uuid4()
TERMS = agreed(date(2027, 1, 13), date(2027, 12, 15), 90)
GROUP = NoticeOwed(working_days=5)


def hours(*weekdays: int) -> tuple[Availability, ...]:
    return tuple(
        Availability(day, time(13), time(16), date(2020, 1, 1), date(2042, 1, 1)) for day in weekdays
    )


ONES = plan(TERMS, Diary(hours(0))).sessions
OTHERS = plan(TERMS, Diary(hours(0), tuple(Interval(one.starts_at, one.ends_at) for one in ONES))).sessions
DAYS = {ONE: {one.number: one for one in ONES}, OTHER: {one.number: one for one in OTHERS}}


def told(month: int, day: int) -> datetime:
    return to_utc(date(2027, month, day), time(8))


def away(
    first: date, last: date, at: datetime, *, both: bool = True, weekdays: tuple[int, ...] = (0,)
) -> list[tuple[UUID, int, str | None]]:
    """What becomes of the sessions of those days: of which process, which, and when it is instead."""
    days, processes = whole_days(first, last), [ONE, OTHER] if both else [ONE]
    off = [
        Off(process_id, one.number, one.starts_at)
        for process_id in processes
        for one in DAYS[process_id].values()
        if days.starts_at <= one.starts_at < days.ends_at
    ]
    off.sort(key=lambda one: one.starts_at)
    gone = {(one.process_id, one.number) for one in off}
    staying = {
        process_id: [one for one in DAYS[process_id].values() if (process_id, one.number) not in gone]
        for process_id in processes
    }
    series = {
        process_id: Series(
            [TERMS], earliest(GROUP, at), [Standing(one.number, one.starts_at) for one in staying[process_id]]
        )
        for process_id in processes
    }
    busy = [Interval(one.starts_at, one.ends_at) for those in staying.values() for one in those]
    found = other_times(off, series, Diary(hours(*weekdays), (*busy, days)))
    return [
        (one.process_id, one.number, f"{to_local(when.starts_at):%a %d.%m. %H:%M}" if when else None)
        for one, when in zip(off, found, strict=True)
    ]


def test_one_session_of_one_series_is_planned_again_as_it_would_be_alone() -> None:
    assert away(date(2027, 3, 8), date(2027, 3, 12), told(3, 1), both=False) == [(ONE, 4, "Mon 15.03. 13:00")]
    assert away(date(2027, 12, 13), date(2027, 12, 15), told(12, 10), both=False) == [(ONE, 16, None)]


def test_nothing_comes_on_a_day_away_and_no_two_at_one_time() -> None:
    first, last = date(2027, 3, 8), date(2027, 4, 9)
    found = away(first, last, told(3, 5), weekdays=(0, 1, 2, 3))
    times = [when for _, _, when in found if when]
    assert {process_id for process_id, _, _ in found} == {ONE, OTHER} and len(found) > 3
    assert len(times) == len(set(times)), found
    for when in times:
        day = datetime.strptime(f"{when[4:10]}2027", "%d.%m.%Y").date()
        assert not first <= day <= last, found


def test_two_of_one_series_that_are_lost_together_keep_their_order_and_a_week_between_them() -> None:
    first, second = ONES[3], ONES[4]
    days = local_date(first.starts_at), local_date(second.starts_at)
    found = away(*days, told(3, 1), both=False, weekdays=(0, 1, 2, 3, 4))
    assert [number for _, number, _ in found] == [4, 5]
    times = [datetime.strptime(f"{when[4:10]}2027", "%d.%m.%Y") for _, _, when in found if when]
    assert len(times) == 2 and times[1] - times[0] >= timedelta(days=7), found


def test_no_days_call_off_nothing() -> None:
    assert away(date(2027, 7, 5), date(2027, 7, 9), told(7, 1)) == []


def test_what_stays_what_is_paused_and_what_has_got_a_time_are_all_in_the_way() -> None:
    """A Monday's one place: who is called off on the 8th would come on the 15th, and then on no other Monday."""
    lost = ONES[3]
    off = [Off(ONE, lost.number, lost.starts_at)]
    staying = [Standing(one.number, one.starts_at) for one in ONES if one.number != lost.number]
    own = Series([TERMS], earliest(GROUP, told(3, 1)), staying)
    free = Diary((Availability(0, time(13), time(14, 30), date(2020, 1, 1), date(2042, 1, 1)),))
    [there] = other_times(off, {ONE: own}, free)
    assert there is not None and local_date(there.starts_at) == date(2027, 3, 15)
    in_the_way = {
        "the supervisor's diary": other_times(off, {ONE: own}, Diary(free.weekly, (there,))),
        "a pause of its own": other_times(off, {ONE: replace(own, closed=(there,))}, free),
        "who came first": other_times([Off(OTHER, 4, lost.starts_at), *off], {ONE: own, OTHER: own}, free)[
            1:
        ],
    }
    for what, found in in_the_way.items():
        assert found[0] is None or not found[0].overlaps(there), what


def test_what_another_supervisor_takes_over_is_on_one_weekday_of_theirs_also_after_july() -> None:
    """A Monday's nearest is the Friday before it; of the one in the first days of August that is July's."""
    off = [Off(ONE, one.number, one.starts_at) for one in ONES[4:]]
    own = Series(
        [TERMS], earliest(GROUP, told(3, 9)), [Standing(one.number, one.starts_at) for one in ONES[:4]]
    )
    theirs = Diary(hours(3, 4))
    each = [to_local(when.starts_at) for when in other_times(off, {ONE: own}, theirs) if when]
    assert {at.weekday() for at in each} == {3, 4}
    found = on_one_weekday(off, {ONE: own}, theirs)
    assert [f"{to_local(when.starts_at):%a %H:%M}" for when in found if when] == ["Fri 13:00"] * len(off)


def test_no_session_is_lost_for_the_sake_of_a_weekday() -> None:
    """Who takes over has a single Friday, and Thursdays: where the Friday is the usual one, it is not waited for."""
    off = [Off(ONE, one.number, one.starts_at) for one in ONES[12:]]
    staying = [Standing(one.number, one.starts_at) for one in ONES[:12]]
    own = Series([TERMS], earliest(GROUP, told(9, 20)), staying)
    theirs = Diary(hours(3))
    alike = other_times(off, {ONE: own}, theirs)
    assert on_one_weekday(off, {ONE: own}, theirs) == alike
    kept = [to_utc(date(2027, 9, 24), time(13))] * 9
    assert len([one for one in on_one_weekday(off, {ONE: own}, theirs, kept) if one]) >= len(
        [one for one in alike if one]
    )
