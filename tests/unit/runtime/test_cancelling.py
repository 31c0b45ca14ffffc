"""Ending a service's loops: none may go on because a cancellation was lost."""

import asyncio

import pytest

from services.runtime import cancelling
from services.runtime.cancelling import cancel_all


async def test_a_loop_that_loses_a_cancellation_is_cancelled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cancelling, "_CANCEL_AGAIN_S", 0.01)
    lost = 0

    async def loses_the_first() -> None:
        nonlocal lost
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                lost += 1
                if lost > 1:
                    raise

    task = asyncio.create_task(loses_the_first())
    await asyncio.sleep(0)
    await cancel_all([task])
    assert task.cancelled() and lost == 2


async def test_a_loop_that_has_broken_down_already_is_left_as_it_is() -> None:
    async def breaks() -> None:
        raise LookupError

    task = asyncio.create_task(breaks())
    await asyncio.wait([task])
    await cancel_all([task])
    assert isinstance(task.exception(), LookupError)
