"""What a pause that is called off hands on to one that stands."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from services.sessions.rescheduling import displaced
from services.sessions.tables import Pause

DAY = datetime(2027, 3, 1, 11, 0, tzinfo=UTC)
FIRST, SECOND, THIRD = DAY, DAY + timedelta(days=30), DAY + timedelta(days=60)


def pause(asked: int, was: datetime, became: datetime | None, moved_days: int = 0) -> Pause:
    return Pause(
        process_id=UUID(int=1),
        paused_at=DAY - timedelta(days=90 - asked),
        from_day=date(2027, 3, 1),
        numbers=[],
        moved_days=moved_days,
        displaced=displaced.kept([], {5: was}, {5: became} if became else {}),
    )


def kept(one: Pause) -> list[tuple[int, str, str | None]]:
    return [(each["number"], each["was"], each["became"]) for each in one.displaced]


def test_the_one_that_stands_gives_back_what_there_was_before_both() -> None:
    earlier, later = pause(1, FIRST, SECOND, moved_days=3), pause(2, SECOND, THIRD, moved_days=20)
    displaced.inherit(earlier, [later], {5: THIRD}, {5: SECOND})
    assert kept(later) == [(5, FIRST.isoformat(), SECOND.isoformat())]
    assert (earlier.moved_days, later.moved_days) == (0, 23)


def test_the_latest_that_is_called_off_first_hands_on_what_it_alone_had_taken() -> None:
    earlier, later = pause(1, FIRST, SECOND), pause(2, SECOND, THIRD)
    displaced.inherit(later, [earlier], {5: THIRD}, {5: SECOND})
    assert kept(earlier) == [(5, FIRST.isoformat(), SECOND.isoformat())]


def test_what_somebody_has_moved_since_is_handed_on_by_nobody() -> None:
    earlier, later = pause(1, FIRST, SECOND), pause(2, SECOND, THIRD)
    displaced.inherit(earlier, [later], {5: THIRD + timedelta(days=1)}, {5: SECOND})
    assert kept(later) == [(5, SECOND.isoformat(), THIRD.isoformat())]


def test_what_is_out_is_told_by_its_new_time_alone() -> None:
    earlier, later = pause(1, FIRST, SECOND), pause(2, SECOND, None)
    displaced.inherit(earlier, [later], {}, {5: THIRD})
    assert kept(later) == [(5, FIRST.isoformat(), THIRD.isoformat())]
