"""A stream of events to the browser. Each has an id, so that a browser that comes back says where it was."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import StreamingResponse

_HEARTBEAT_S = 15.0
LONGEST_ID = 4000


@dataclass(frozen=True)
class Frame:
    """data: one line, no content of any process beyond what its reader may see."""

    event: str
    data: str
    id: str | None = None

    def encoded(self) -> bytes:
        number = f"id: {self.id}\n" if self.id is not None else ""
        return f"{number}event: {self.event}\ndata: {self.data}\n\n".encode()


def last_seen(request: Request) -> str | None:
    """The id that the browser got last, if it says one that can be one."""
    said = request.headers.get("last-event-id", "")
    return said if 0 < len(said) <= LONGEST_ID else None


def stream(request: Request, frames: AsyncIterator[Frame]) -> StreamingResponse:
    """Until the browser leaves or the server ends; the browser then asks again by itself."""
    ending: asyncio.Event = request.app.state.ending
    return StreamingResponse(
        _bytes(frames, ending),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


async def _next(frames: AsyncIterator[Frame]) -> Frame:
    return await anext(frames)


async def _bytes(frames: AsyncIterator[Frame], ending: asyncio.Event) -> AsyncIterator[bytes]:
    yield b"retry: 500\n\n"
    stopped = asyncio.ensure_future(ending.wait())
    coming: asyncio.Future[Frame] | None = None
    try:
        while not ending.is_set():
            coming = coming or asyncio.ensure_future(_next(frames))
            waited: set[asyncio.Future[Any]] = {coming, stopped}
            done, _ = await asyncio.wait(waited, timeout=_HEARTBEAT_S, return_when=asyncio.FIRST_COMPLETED)
            if coming in done:
                yield coming.result().encoded()
                coming = None
            elif not done:
                yield b": still here\n\n"
    except StopAsyncIteration:
        return
    finally:
        stopped.cancel()
        if coming is not None:
            coming.cancel()
            with contextlib.suppress(asyncio.CancelledError, StopAsyncIteration):
                await coming
