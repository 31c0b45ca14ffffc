"""A contract is to be ready before its first day, however long was promised."""

from datetime import UTC, date, datetime

from services.runtime.finland import end_of, morning_of, start_of
from services.runtime.provider.readiness import escalated_at, ready_by

WEDNESDAY = datetime(2027, 3, 3, 9, 0, tzinfo=UTC)
PROMISED = datetime(2027, 3, 12, 9, 0, tzinfo=UTC)
MONDAY = date(2027, 3, 8)
FRIDAY = date(2027, 3, 5)


def test_it_is_ready_on_the_last_working_day_before_the_first_day() -> None:
    assert ready_by(PROMISED, WEDNESDAY, MONDAY) == end_of(FRIDAY)
    assert ready_by(PROMISED, WEDNESDAY, date(2027, 3, 31)) == PROMISED


def test_what_begins_on_a_day_off_has_until_the_first_day_and_what_begins_after_it_has_what_was_promised() -> (
    None
):
    sunday = datetime(2027, 3, 7, 9, 0, tzinfo=UTC)
    assert ready_by(PROMISED, sunday, MONDAY) == start_of(MONDAY)
    assert ready_by(PROMISED, WEDNESDAY, date(2027, 3, 3)) == PROMISED


def test_it_is_escalated_in_the_morning_of_the_first_day_at_the_latest() -> None:
    assert escalated_at(end_of(FRIDAY), 4, MONDAY) == morning_of(MONDAY)
    assert escalated_at(WEDNESDAY, 1, MONDAY) == datetime(2027, 3, 4, 9, 0, tzinfo=UTC)
    assert escalated_at(PROMISED, 2, MONDAY) == datetime(2027, 3, 16, 9, 0, tzinfo=UTC)
