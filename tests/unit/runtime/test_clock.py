"""The clock goes forward only, for every process of one machine, and nowhere else by hand."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.runtime.clock import MovableClock, SystemClock, clock_from

NEAR = timedelta(seconds=5)


def test_a_moved_clock_shows_the_new_time_and_goes_on(tmp_path: Path) -> None:
    clock = MovableClock(tmp_path / "clock.json")
    there = datetime(2127, 3, 1, 8, tzinfo=UTC)
    clock.move_to(there)
    first, second = clock.now(), clock.now()
    assert there <= first <= second < there + NEAR


def test_another_reader_of_the_file_sees_every_move(tmp_path: Path) -> None:
    mover, reader = (MovableClock(tmp_path / "clock.json") for _ in range(2))
    for year in (2127, 2128, 2129):
        there = datetime(year, 1, 1, tzinfo=UTC)
        mover.move_to(there)
        assert there <= reader.now() < there + NEAR


def test_a_move_outlives_the_one_who_made_it(tmp_path: Path) -> None:
    there = datetime(2127, 1, 1, tzinfo=UTC)
    MovableClock(tmp_path / "clock.json").move_to(there)
    assert there <= MovableClock(tmp_path / "clock.json").now() < there + NEAR


def test_the_clock_never_goes_back_and_a_refused_move_changes_nothing(tmp_path: Path) -> None:
    clock = MovableClock(tmp_path / "clock.json")
    there = datetime(2127, 1, 1, tzinfo=UTC)
    clock.move_to(there)
    with pytest.raises(ValueError, match="forward"):
        clock.move_to(there - timedelta(days=1))
    assert clock.now() >= there


def test_without_a_file_it_is_the_machines_time(tmp_path: Path) -> None:
    now = MovableClock(tmp_path / "none.json").now()
    assert abs(now - SystemClock().now()) < NEAR and now.tzinfo is UTC


@pytest.mark.parametrize(("profile", "file"), [("production", "clock.json"), ("local", None)])
def test_outside_the_local_profile_there_is_only_the_machines_clock(
    tmp_path: Path, profile: str, file: str | None
) -> None:
    MovableClock(tmp_path / "clock.json").move_to(datetime(2127, 1, 1, tzinfo=UTC))
    clock = clock_from(profile, tmp_path / file if file else None)
    assert isinstance(clock, SystemClock) and not hasattr(clock, "move_to")
    assert clock.now() < datetime(2100, 1, 1, tzinfo=UTC)


def test_in_the_local_profile_the_clock_can_be_moved(tmp_path: Path) -> None:
    assert isinstance(clock_from("local", tmp_path / "clock.json"), MovableClock)
