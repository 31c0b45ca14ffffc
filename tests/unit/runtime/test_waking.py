"""A loop looks again when it is told, when its time has come, and now and then in any case."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.runtime.clock import MovableClock
from services.runtime.events import waking
from services.runtime.events.waking import Waking
from tests.patience import PATIENCE_S

NEVER_S = PATIENCE_S * 60
A_YEAR = timedelta(days=365)


async def ends(call: asyncio.Task[None]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        await call


async def test_what_is_told_while_it_looks_is_for_its_next_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waking, "_LOOKS_AGAIN_S", NEVER_S)
    told = Waking()
    told.begin()
    told.tell()
    await ends(asyncio.create_task(told.next_call()))


async def test_it_looks_when_a_clock_that_is_moved_reaches_its_time(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(waking, "_LOOKS_AGAIN_S", NEVER_S)
    clock = MovableClock(tmp_path / "clock.json")
    due = datetime.now(UTC) + A_YEAR
    call = asyncio.create_task(Waking(clock).next_call(due))
    await asyncio.sleep(0)
    assert not call.done()
    clock.move_to(due)
    await ends(call)


async def test_whoever_moves_the_clock_wakes_who_waits_for_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nobody has to read it all the time: they are told, where they do not look for a long time."""
    for bound in ("_LOOKS_AGAIN_S", "_CLOCK_IS_READ_EVERY_S"):
        monkeypatch.setattr(waking, bound, NEVER_S)
    clock = MovableClock(tmp_path / "clock.json")
    due = datetime.now(UTC) + A_YEAR
    call = asyncio.create_task(Waking(clock).next_call(due))
    await asyncio.sleep(0)
    clock.move_to(due)
    await ends(call)


async def test_it_looks_now_and_then_also_when_nobody_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waking, "_LOOKS_AGAIN_S", 0.01)
    await ends(asyncio.create_task(Waking().next_call(datetime.now(UTC) + A_YEAR)))
