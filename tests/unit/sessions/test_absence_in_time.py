"""When cancelling is still free: only then is anybody asked whether to cancel what nobody can come to."""

from datetime import date, datetime, time

import pytest

from services.runtime.finland import to_utc
from services.sessions.notice import NoticeOwed
from services.sessions.recording.absences import gives_notice


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return to_utc(date(2027, month, day), time(hour, minute))


@pytest.mark.parametrize(
    "of, said_at, starts_at, in_time",
    [
        ("group", at(3, 15, 23, 59), at(3, 22, 9), True),
        ("group", at(3, 16, 0), at(3, 22, 9), False),
        ("individual", at(3, 8, 13), at(3, 10, 13), True),
        ("individual", at(3, 8, 13, 1), at(3, 10, 13), False),
        ("group", at(3, 22, 9), at(3, 22, 9), False),
    ],
)
def test_in_time_is_what_the_contract_lets_be_cancelled_free_of_charge(
    of: str, said_at: datetime, starts_at: datetime, *, in_time: bool
) -> None:
    agreed = {"group": NoticeOwed(working_days=5), "individual": NoticeOwed(hours=48)}[of]
    assert gives_notice(agreed, said_at, starts_at) is in_time
