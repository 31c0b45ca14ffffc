"""A session that its supervisor calls off gets another time: the worked cases of the Mondays of 2027, and the edges."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from services.messages.values import CancellationTier
from services.runtime.finland import local_date, to_local, to_utc
from services.sessions.hours.availability import Availability, Diary, Interval, interval
from services.sessions.notice import NoticeOwed, earliest, owed
from services.sessions.planning.series import plan
from services.sessions.rescheduling.planning_again import Lost, another_time
from tests.unit.sessions.builders import terms as agreed

MONDAYS_2027 = agreed(date(2027, 1, 13), date(2027, 12, 15), 90)
GROUP, INDIVIDUAL = NoticeOwed(working_days=5), NoticeOwed(hours=48)


def hours(*weekdays: int, start: int = 13, end: int = 16) -> tuple[Availability, ...]:
    return tuple(
        Availability(day, time(start), time(end), date(2020, 1, 1), date(2042, 1, 1)) for day in weekdays
    )


SERIES = plan(MONDAYS_2027, Diary(hours(0))).sessions


def lost(number: int, told: datetime, notice: NoticeOwed = GROUP) -> Lost:
    days = [local_date(one.starts_at) for one in SERIES]
    others = [one.number for one in SERIES if one.number != number]
    return Lost(
        starts_at=SERIES[number - 1].starts_at,
        earliest=earliest(notice, told),
        previous=days[number - 2] if number > 1 else None,
        next=days[number] if number < len(SERIES) else None,
        last=days[others[-1] - 1],
        last_number=others[-1],
    )


def diary(*busy: Interval, weekdays: tuple[int, ...] = (0,)) -> Diary:
    """With the rest of the series in it."""
    booked = tuple(Interval(one.starts_at, one.ends_at) for one in SERIES)
    return Diary(hours(*weekdays), (*booked, *busy))


def becomes(case: Lost, free: Diary) -> str | None:
    found = another_time(case, [MONDAYS_2027], free)
    return f"{to_local(found.starts_at):%a %d.%m. %H:%M}" if found else None


def at(month: int, day: int, hour: int = 9) -> datetime:
    return to_utc(date(2027, month, day), time(hour))


@pytest.mark.parametrize(
    ("number", "told", "expected"),
    [
        (4, at(3, 1), "Mon 15.03. 13:00"),
        (4, at(3, 8, 8), "Mon 15.03. 13:00"),
        (5, at(4, 2), "Mon 12.04. 13:00"),
        (16, at(12, 10), None),
    ],
)
def test_a_supervisors_cancellation_becomes_the_nearest_free_time(
    number: int, told: datetime, expected: str | None
) -> None:
    assert becomes(lost(number, told), diary()) == expected


def test_the_notice_that_is_owed_is_the_contracts() -> None:
    assert earliest(GROUP, at(3, 1)) == to_utc(date(2027, 3, 6), time(0))
    assert earliest(GROUP, at(4, 2)) == to_utc(date(2027, 4, 9), time(0))
    assert earliest(INDIVIDUAL, at(3, 1, 14)) == at(3, 3, 14)
    tiers = [
        CancellationTier(notice_hours=48, percent=0),
        CancellationTier(notice_hours=72, percent=0),
        CancellationTier(notice_hours=24, percent=50),
    ]
    assert owed(tiers) == NoticeOwed(hours=48)
    assert owed([CancellationTier(notice_working_days=5, percent=50)]) == NoticeOwed(
        working_days=5, frees=False
    )
    assert owed([]) == NoticeOwed(frees=False)


def test_another_time_of_the_usual_weekday_comes_before_another_weekday() -> None:
    one = interval(date(2027, 3, 15), time(13), 60)
    other = [interval(date(2027, 3, 22), time(13), 60)]
    assert becomes(lost(4, at(3, 1)), diary(one, weekdays=(0, 1))) == "Mon 22.03. 13:00"
    assert becomes(lost(4, at(3, 1)), diary(one, *other, weekdays=(0, 1))) == "Mon 15.03. 14:00"
    full = [interval(date(2027, 3, day), time(13), 180) for day in (15, 22)]
    assert becomes(lost(4, at(3, 1)), diary(*full, weekdays=(0, 1))) == "Tue 09.03. 13:00"


def test_the_lost_day_itself_is_no_other_time() -> None:
    wide = Diary(hours(0, start=9), diary().busy)
    assert becomes(lost(4, at(2, 24)), wide) == "Mon 15.03. 13:00"


def test_between_full_neighbours_it_comes_after_the_last_session_and_never_after_the_end() -> None:
    full = [interval(date(2027, 3, day), time(13), 180) for day in (15, 22)]
    longer = agreed(date(2027, 1, 13), date(2028, 2, 15), 90)
    found = another_time(lost(4, at(3, 1)), [longer], diary(*full))
    assert found and local_date(found.starts_at) == date(2028, 1, 3)
    taken = [interval(date(2028, 1, day), time(13), 180) for day in (3, 10)]
    found = another_time(lost(4, at(3, 1)), [longer], diary(*full, *taken))
    assert found and local_date(found.starts_at) == date(2028, 1, 17)
    assert becomes(lost(4, at(3, 1)), diary(*full)) is None


def test_july_holidays_and_nearer_than_a_week_are_no_other_time() -> None:
    for number in range(1, len(SERIES) + 1):
        case = lost(number, SERIES[number - 1].starts_at - timedelta(hours=1))
        found = another_time(case, [MONDAYS_2027], diary(weekdays=(0, 1, 2, 3, 4)))
        if found is None:
            continue
        day = local_date(found.starts_at)
        assert day.month != 7 and found.starts_at >= case.earliest and day <= MONDAYS_2027.ends_on
        apart = [abs(day - other) for other in (case.previous, case.next) if other]
        assert min(apart) >= timedelta(days=7)


def test_an_individual_is_given_two_days_to_the_minute() -> None:
    in_time = datetime(2027, 3, 13, 11, tzinfo=UTC)
    assert becomes(lost(4, in_time, INDIVIDUAL), diary()) == "Mon 15.03. 13:00"
    assert becomes(lost(4, in_time + timedelta(minutes=1), INDIVIDUAL), diary()) == "Mon 22.03. 13:00"
