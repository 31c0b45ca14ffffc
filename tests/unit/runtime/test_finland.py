"""Finland's time against dates read from the almanac."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from services.runtime.finland import (
    HELSINKI,
    day_off,
    day_off_name,
    days_after,
    days_of,
    end_of,
    first_banking_day,
    first_showing,
    is_banking_day,
    is_working_day,
    local_date,
    morning_of,
    next_banking_day,
    next_morning,
    start_of,
    to_local,
    to_utc,
    working_days_after,
    working_days_before,
    working_days_between,
)

OFF_IN_2027 = {
    "01-01", "01-06", "03-26", "03-28", "03-29", "05-01", "05-06", "05-16",
    "06-25", "06-26", "11-06", "12-06", "12-24", "12-25", "12-26",
}  # fmt: skip


def test_the_days_without_sessions_of_2027_are_those_of_the_almanac() -> None:
    off = {day for day in days_of(date(2027, 1, 1), date(2027, 12, 31)) if day_off(day)}
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


@pytest.mark.parametrize("year", range(2026, 2041))
def test_every_day_off_has_a_name_in_every_language_and_no_other_day_has_one(year: int) -> None:
    for day in days_of(date(year, 1, 1), date(year, 12, 31)):
        names = [day_off_name(day, language) for language in ("fi", "sv", "en")]
        assert all(names) if day_off(day) else not any(names), day


@pytest.mark.parametrize(
    ("since", "days", "due"),
    [
        ("2026-12-04 09:30", 2, "2026-12-08 09:30"),  # Independence Day is a Sunday: only the weekend
        ("2026-12-23 15:00", 2, "2026-12-29 15:00"),  # Christmas Eve and Christmas Day, then the weekend
        ("2027-01-05 08:00", 1, "2027-01-07 08:00"),  # Epiphany
        ("2027-03-25 10:00", 2, "2027-03-31 10:00"),  # Easter, and the clocks go forward
        ("2027-06-24 12:00", 1, "2027-06-28 12:00"),  # Midsummer Eve
        ("2027-06-24 12:00", 0, "2027-06-24 12:00"),
    ],
)
def test_a_deadline_of_working_days_passes_over_days_off_and_keeps_the_time(since, days, due) -> None:
    assert working_days_after(local(since), days) == local(due)


def test_the_edges_of_a_local_day_and_its_morning() -> None:
    day = date(2027, 3, 28)  # of 23 hours
    assert start_of(day) == datetime(2027, 3, 27, 22, tzinfo=UTC)
    assert end_of(day) == datetime(2027, 3, 28, 21, tzinfo=UTC)
    assert morning_of(day) == datetime(2027, 3, 28, 5, tzinfo=UTC)
    assert next_morning(datetime(2027, 3, 27, 22, 30, tzinfo=UTC)) == datetime(2027, 3, 29, 5, tzinfo=UTC)
    assert days_after(datetime(2027, 3, 27, 10, tzinfo=UTC), 1) == datetime(2027, 3, 28, 9, tzinfo=UTC)


@pytest.mark.parametrize("year", range(2026, 2041))
def test_banks_are_closed_whenever_nobody_works(year: int) -> None:
    days = list(days_of(date(year, 1, 1), date(year, 12, 31)))
    assert not [day for day in days if is_banking_day(day) and not is_working_day(day)]
    assert first_banking_day(year, 1) == next(day for day in days if is_banking_day(day))


def test_the_next_banking_day_comes_after_the_eve_and_the_holidays_behind_it() -> None:
    assert next_banking_day(date(2026, 12, 24)) == date(2026, 12, 28)
    assert next_banking_day(date(2027, 6, 25)) == date(2027, 6, 28)


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
    with pytest.raises(ValueError, match="days_negative"):
        working_days_after(datetime(2027, 1, 4, tzinfo=UTC), -1)


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


@pytest.mark.parametrize(
    "text", ["2027-10-31 00:30", "2027-10-31 01:30", "2027-03-28 01:30", "2027-06-01 09:00"]
)
def test_no_days_after_an_instant_is_the_instant_itself_in_the_doubled_hour_too(text: str) -> None:
    instant = datetime.fromisoformat(text).replace(tzinfo=UTC)
    assert days_after(instant, 0) == working_days_after(instant, 0) == instant


def test_hours_that_begin_in_what_spring_skips_begin_when_it_is_over() -> None:
    day = date(2027, 3, 28)
    for at in (time(3), time(3, 15), time(3, 59, 59), time(4)):
        assert first_showing(day, at) == datetime(2027, 3, 28, 1, tzinfo=UTC)
    assert first_showing(day, time(4, 15)) == datetime(2027, 3, 28, 1, 15, tzinfo=UTC)
    assert first_showing(date(2027, 10, 31), time(3, 30)) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_times_with_an_offset_and_instants_without_one_are_refused() -> None:
    with pytest.raises(ValueError, match="time_has_an_offset"):
        to_utc(date(2027, 1, 13), time(9, tzinfo=UTC))
    with pytest.raises(ValueError, match="instant_without_offset"):
        to_local(datetime.fromisoformat("2027-01-13T09:00"))


def local(text: str) -> datetime:
    """A time as Helsinki's clocks show it."""
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)
