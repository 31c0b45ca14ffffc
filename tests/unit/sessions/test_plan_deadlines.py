"""Until when a plan is answered: three days, seven, fourteen, and never so late that no notice is left."""

from datetime import datetime, timedelta

import pytest

from services.messages.promises import Promises
from services.runtime.finland import HELSINKI
from services.sessions.notice import NoticeOwed, earliest, latest
from services.sessions.proposing.deadlines import deadlines

AN_INSTANT = timedelta(microseconds=1)
GROUP, INDIVIDUAL, NONE = NoticeOwed(working_days=5), NoticeOwed(hours=48), NoticeOwed()


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=HELSINKI)  # type: ignore[misc, arg-type]  # its parts


def test_whoever_is_asked_has_three_days_a_coordinator_seven_and_silence_ends_after_fourteen() -> None:
    found = deadlines(local(2026, 12, 4, 11), local(2027, 1, 13, 9), GROUP, Promises())
    assert found.remind_at == local(2026, 12, 7, 11)
    assert found.escalates_at == local(2026, 12, 11, 11)
    assert found.until == local(2026, 12, 18, 11)


def test_a_near_first_session_ends_it_earlier() -> None:
    found = deadlines(local(2027, 3, 1, 11), local(2027, 3, 15, 9), GROUP, Promises())
    assert found.until == local(2027, 3, 9, 0)
    assert deadlines(local(2027, 3, 1, 11), local(2027, 3, 9, 9), INDIVIDUAL, Promises()).until == local(
        2027, 3, 7, 9
    )


@pytest.mark.parametrize("owed", [GROUP, INDIVIDUAL, NONE])
@pytest.mark.parametrize("first", [local(2027, 3, 15, 9), local(2027, 3, 30, 0), local(2027, 4, 6, 16)])
def test_a_yes_before_it_leaves_the_notice_and_one_at_it_leaves_no_more(
    owed: NoticeOwed, first: datetime
) -> None:
    """By the rule that every other order about sessions keeps."""
    end = latest(owed, first)
    assert earliest(owed, end - AN_INSTANT) <= first
    assert earliest(owed, end + AN_INSTANT) > first
