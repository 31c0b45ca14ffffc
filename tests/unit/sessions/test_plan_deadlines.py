"""Until when a plan is answered: three days, seven, fourteen, and never so late that no notice is left."""

from datetime import datetime, timedelta

import pytest

from services.messages.promises import Promises
from services.runtime.finland import HELSINKI
from services.sessions.notice import NoticeOwed, earliest, latest
from services.sessions.proposing.deadlines import deadlines, opens

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


def test_there_are_three_days_to_answer_or_the_next_working_day_where_they_cost_a_session() -> None:
    on_a_friday = local(2027, 1, 15, 12)
    told = [earliest(GROUP, local(2027, 1, 18, 12))] * 2
    assert opens(on_a_friday, GROUP, Promises(), by_itself=False) == told
    assert opens(on_a_friday, GROUP, Promises(), by_itself=True) == [
        earliest(GROUP, local(2027, 1, 22, 12)),
        *told,
    ]


@pytest.mark.parametrize("owed", [GROUP, INDIVIDUAL, NONE])
@pytest.mark.parametrize("by_itself", [False, True])
def test_the_first_session_is_never_so_near_that_there_is_no_day_to_answer(
    owed: NoticeOwed, by_itself: bool
) -> None:
    for day in range(1, 29):
        proposed_at = local(2027, 3, day, 18)
        for at in opens(proposed_at, owed, Promises(), by_itself=by_itself):
            assert deadlines(proposed_at, at, owed, Promises()).until - proposed_at >= timedelta(hours=24)
