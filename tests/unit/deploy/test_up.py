"""Ctrl-C ends the work, also when what it waits for swallows the news."""

import asyncio
import contextlib
from typing import Any, cast

import pytest

from deploy import up
from tests.patience import PATIENCE_S


async def test_what_was_not_interrupted_gives_its_result():
    async def work() -> int:
        return 7

    assert await up.unless(asyncio.Event(), work()) == 7


async def test_work_that_swallows_a_cancellation_is_cancelled_again(monkeypatch):
    monkeypatch.setattr(up, "CANCELLED_AGAIN_AFTER_S", 0.01)
    interrupted, swallowed = asyncio.Event(), 0

    async def work() -> int:
        nonlocal swallowed
        interrupted.set()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        swallowed += 1
        return await asyncio.Event().wait()

    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(up.unless(interrupted, work()), PATIENCE_S)
    assert swallowed == 1


async def test_work_that_ends_by_itself_when_it_is_interrupted_ends_well():
    interrupted = asyncio.Event()

    async def work() -> int:
        interrupted.set()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        return 0

    assert await up.unless(interrupted, work()) == 0


async def test_what_fails_tells_so():
    async def work() -> int:
        raise LookupError("no such thing")

    with pytest.raises(LookupError):
        await up.unless(asyncio.Event(), work())


async def test_who_stops_it_before_the_addresses_are_said_has_stopped_it_well(monkeypatch):
    monkeypatch.setattr(up, "whereabouts", lambda *_: "Running")
    interrupted = asyncio.Event()

    class Starting:
        installation = None

        def pids(self) -> dict[str, int]:
            return {}

        async def said_by(self, _: str) -> str:
            interrupted.set()
            await asyncio.Event().wait()
            return ""

    async def work() -> int:
        await up.stay(cast(Any, Starting()))
        return 0

    assert await asyncio.wait_for(up.unless(interrupted, work()), PATIENCE_S) == 0
