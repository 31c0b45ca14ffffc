"""Ending what runs."""

import asyncio
from collections.abc import Iterable
from typing import Any

_CANCEL_AGAIN_S = 3.0


async def cancel_all(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancels until every task has ended, however it ends.

    Once is not enough: up to Python 3.11 `asyncio.wait_for`, which nats-py stands on, loses a cancellation that
    comes in the moment in which what it waits for is done, and the loop around it would go on for ever.
    """
    running = {task for task in tasks if not task.done()}
    while running:
        for task in running:
            task.cancel()
        _, running = await asyncio.wait(running, timeout=_CANCEL_AGAIN_S)
