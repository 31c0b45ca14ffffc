"""A start that may have to wait for servers: it says so, with its age, and is ended by whoever wants it to."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from services.runtime.cancelling import cancel_all
from services.runtime.logs import log

T = TypeVar("T")
_FIRST_TOLD_S = 1.0
_TOLD_EVERY_S = 10.0


async def started_or_stopped(
    start: asyncio.Task[list[T]], stopped: asyncio.Task[Any], waits_for: Callable[[], str]
) -> list[T]:
    """What the start gives; nothing when the stop came first. waits_for: what is being waited for, for the log."""
    began = asyncio.get_running_loop().time()
    patience = _FIRST_TOLD_S
    while not start.done() and not stopped.done():
        await asyncio.wait({start, stopped}, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        if not start.done() and not stopped.done():
            age_s = round(asyncio.get_running_loop().time() - began, 1)
            log.warning("start_waits", waits_for=waits_for(), age_s=age_s)
            patience = _TOLD_EVERY_S
    if start.done():
        return start.result()
    await cancel_all([start])
    return []
