"""What stands in the form as it was recorded is sent as it was recorded, whatever a clock can show of it."""

from datetime import UTC, date, datetime, time

import pytest

from services.console.pages.sessions.correcting import RecordAgainForm, _shown, _told_at
from services.runtime.finland import to_utc


@pytest.mark.parametrize(
    "recorded",
    [
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
        datetime(2027, 3, 8, 11, 0, 59, tzinfo=UTC),
    ],
)
def test_a_record_that_is_sent_as_it_is_shown_keeps_its_instant(recorded: datetime) -> None:
    day, at = _shown(recorded)
    typed = RecordAgainForm.model_validate(
        {"outcome": "cancelled", "told_on": day, "told_at": at, "revision": 1}
    )
    assert _told_at(typed, recorded) == recorded
    other = typed.model_copy(update={"told_at": time(5, 15)})
    assert _told_at(other, recorded) == to_utc(date.fromisoformat(day or ""), time(5, 15))


def test_what_was_not_recorded_is_read_as_typed_and_what_is_not_typed_is_nothing() -> None:
    typed = RecordAgainForm.model_validate(
        {"outcome": "cancelled", "told_on": "2027-03-08", "told_at": "09:00", "revision": 1}
    )
    assert _told_at(typed, None) == datetime(2027, 3, 8, 7, tzinfo=UTC)
    assert _told_at(typed.model_copy(update={"told_at": None}), None) is None
