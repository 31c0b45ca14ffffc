"""Finland's calendar against dates read from the almanac."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from services.sessions.calendar import (
    day_off,
    days_of,
    is_session_day,
    is_working_day,
    local_date,
    to_local,
    to_utc,
    working_days_before,
    working_days_between,
)

OFF_IN_2027 = {
    "01-01", "01-06", "03-26", "03-28", "03-29", "05-01", "05-06", "05-16",
    "06-25", "06-26", "11-06", "12-06", "12-24", "12-25", "12-26",
}  # fmt: skip


def test_the_days_without_sessions_of_2027_are_those_of_the_almanac() -> None:
    off = {day for day in days_of(date(2027, 1, 1), date(2027, 12, 31)) if not is_session_day(day)}
    assert off == {date.fromisoformat(f"2027-{day}") for day in OFF_IN_2027}


@pytest.mark.parametrize("year", range(2024, 2041))
def test_midsummer_eve_is_the_friday_before_midsummer_day_in_every_year(year: int) -> None:
    eves = [day for day in days_of(date(year, 1, 1), date(year, 12, 31)) if day_off(day) == "midsummer_eve"]
    assert len(eves) == 1
    assert day_off(eves[0] + timedelta(days=1)) == "public_holiday"
    assert day_off(date(year, 12, 24)) == "christmas_eve"


def test_a_working_day_is_neither_a_weekend_nor_a_day_off() -> None:
    assert is_working_day(date(2027, 1, 7))
    assert not is_working_day(date(2027, 1, 6))  # Epiphany, a Wednesday
    assert not is_working_day(date(2027, 1, 9))
    assert not is_working_day(date(2027, 6, 25))
    assert not is_working_day(date(2027, 12, 24))


def test_five_working_days_before_the_tuesday_after_easter_skip_the_long_weekend() -> None:
    assert working_days_before(date(2027, 3, 30), 5) == date(2027, 3, 19)
    assert working_days_before(date(2027, 3, 30), 0) == date(2027, 3, 30)


def test_working_days_before_an_instant_are_counted_from_its_date_in_helsinki() -> None:
    late_on_sunday_in_utc = datetime(2027, 1, 17, 22, 30, tzinfo=UTC)
    assert working_days_before(late_on_sunday_in_utc, 1) == date(2027, 1, 15)
    assert local_date(late_on_sunday_in_utc) == date(2027, 1, 18)


def test_a_negative_number_of_working_days_is_refused() -> None:
    with pytest.raises(ValueError, match="days_negative"):
        working_days_before(date(2027, 1, 4), -1)


def test_working_days_between_count_the_first_day_and_not_the_last() -> None:
    assert working_days_between(date(2027, 1, 4), date(2027, 1, 8)) == 3
    assert working_days_between(date(2027, 1, 8), date(2027, 1, 8)) == 0
    assert working_days_between(date(2027, 1, 9), date(2027, 1, 8)) == 0


def test_a_weekly_time_stays_the_same_local_time_over_both_changes_of_the_clock() -> None:
    assert to_utc(date(2027, 3, 24), time(9)) == datetime(2027, 3, 24, 7, tzinfo=UTC)
    assert to_utc(date(2027, 3, 31), time(9)) == datetime(2027, 3, 31, 6, tzinfo=UTC)
    assert to_utc(date(2027, 11, 3), time(9)) == datetime(2027, 11, 3, 7, tzinfo=UTC)


def test_a_time_that_spring_skips_lands_after_the_gap() -> None:
    instant = to_utc(date(2027, 3, 28), time(3, 30))
    assert instant == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert to_local(instant).time() == time(4, 30)


def test_a_time_that_autumn_repeats_is_the_first_one_even_when_the_second_is_meant() -> None:
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert to_utc(date(2027, 10, 31), time(3, 30)) == first
    assert to_utc(date(2027, 10, 31), time(3, 30, fold=1)) == first


def test_times_with_an_offset_and_instants_without_one_are_refused() -> None:
    with pytest.raises(ValueError, match="time_has_an_offset"):
        to_utc(date(2027, 1, 13), time(9, tzinfo=UTC))
    with pytest.raises(ValueError, match="instant_without_offset"):
        to_local(datetime.fromisoformat("2027-01-13T09:00"))
