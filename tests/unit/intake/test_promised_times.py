"""When the steps before the contract fall due."""

from datetime import UTC, date, datetime

from services.intake import promised_times
from services.messages.promises import Promises

# The Thursday before Easter; Sunday the clocks change to summer time.
BEFORE_EASTER = datetime(2027, 3, 25, 10, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)


def test_a_screening_is_due_in_two_working_days_and_a_weekend_is_none() -> None:
    assert promised_times.screening(Promises(), FRIDAY) == [
        datetime(2026, 12, 1, 8, 0, tzinfo=UTC),
        datetime(2026, 12, 3, 8, 0, tzinfo=UTC),
    ]


def test_what_is_due_in_working_days_passes_over_easter_monday_and_the_change_to_summer_time() -> None:
    assert promised_times.screening(Promises(), BEFORE_EASTER)[0] == datetime(2027, 3, 31, 9, 0, tzinfo=UTC)


def test_an_answer_is_reminded_of_in_the_morning_and_awaited_through_the_last_day() -> None:
    last_day = date(2027, 3, 29)
    sent_at = datetime(2027, 3, 25, 6, 0, tzinfo=UTC)
    assert promised_times.answering(Promises(), sent_at, last_day) == [
        datetime(2027, 3, 26, 6, 0, tzinfo=UTC)
    ]
    assert promised_times.expiry(last_day) == datetime(2027, 3, 29, 21, 0, tzinfo=UTC)


def test_a_proposal_for_a_few_days_is_reminded_of_neither_with_itself_nor_within_a_day_of_it() -> None:
    sent_at = datetime(2027, 3, 24, 9, 0, tzinfo=UTC)
    for days in range(2):
        assert promised_times.answering(Promises(), sent_at, date(2027, 3, 24 + days)) == []
    for days in range(2, 6):
        assert promised_times.answering(Promises(), sent_at, date(2027, 3, 24 + days)) == [
            datetime(2027, 3, 26, 6, 0, tzinfo=UTC)
        ]
