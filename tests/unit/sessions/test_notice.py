"""How much notice a cancellation gave."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.runtime.finland import local_date, to_utc, working_days_before
from services.sessions.notice import Notice, notice_given

MONDAY_NINE = datetime(2027, 1, 18, 7, tzinfo=UTC)


def local(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return to_utc(moment.date(), moment.time())


def test_48_hours_to_the_second_are_48_and_a_second_less_is_47() -> None:
    in_time = notice_given(MONDAY_NINE - timedelta(hours=48), MONDAY_NINE)
    late = notice_given(MONDAY_NINE - timedelta(hours=48) + timedelta(seconds=1), MONDAY_NINE)
    assert (in_time.hours, late.hours) == (48, 47)


def test_the_hours_are_real_ones_when_the_clock_changes_between() -> None:
    assert notice_given(local("2027-03-27 09:00"), local("2027-03-29 09:00")).hours == 47
    assert notice_given(local("2027-10-30 09:00"), local("2027-11-01 09:00")).hours == 49


@pytest.mark.parametrize(
    ("cancelled", "working_days"),
    [
        ("2027-01-08 23:59", 6),
        ("2027-01-10 12:00", 5),  # a Sunday gives no more than the Monday after it
        ("2027-01-11 23:59", 5),
        ("2027-01-12 00:00", 4),
        ("2027-01-18 08:59", 0),
    ],
)
def test_a_groups_notice_counts_the_day_of_cancelling_and_not_the_day_of_the_session(
    cancelled: str, working_days: int
) -> None:
    notice = notice_given(local(cancelled), MONDAY_NINE)
    assert notice.working_days == working_days


def test_holidays_do_not_count_as_notice_to_a_group() -> None:
    after_easter = local("2027-03-30 09:00")
    assert notice_given(local("2027-03-22 10:00"), after_easter).working_days == 4
    assert notice_given(local("2027-03-19 10:00"), after_easter).working_days == 5


def test_cancelling_a_session_that_has_begun_gives_no_notice() -> None:
    assert notice_given(MONDAY_NINE, MONDAY_NINE) == Notice(0, 0)
    assert notice_given(MONDAY_NINE + timedelta(days=3), MONDAY_NINE) == Notice(0, 0)


def test_hours_are_real_ones_also_between_two_local_times() -> None:
    helsinki = ZoneInfo("Europe/Helsinki")
    before, after = datetime(2027, 3, 27, 9, tzinfo=helsinki), datetime(2027, 3, 29, 9, tzinfo=helsinki)
    assert notice_given(before, after).hours == 47


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC)),
    st.integers(1, 20 * 24 * 60),
    st.integers(1, 10),
)
def test_n_working_days_are_given_exactly_until_the_nth_working_day_before(
    starts_at: datetime, minutes_before: int, days: int
) -> None:
    cancelled_at = starts_at - timedelta(minutes=minutes_before)
    given_enough = notice_given(cancelled_at, starts_at).working_days >= days
    assert given_enough is (local_date(cancelled_at) <= working_days_before(starts_at, days))
