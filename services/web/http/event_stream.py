"""A stream of events to the browser. Each has an id, so that a browser that comes back says where it was."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import StreamingResponse

from services.runtime.commands.refusal import Fault, Refusal

_HEARTBEAT_S = 5.0
"""How long a stream may outlive what let its reader in."""
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


_ENDED = Frame("ended", "{}")


def last_seen(request: Request) -> str | None:
    """The id that the browser got last, if it says one that can be one."""
    said = request.headers.get("last-event-id", "")
    return said if 0 < len(said) <= LONGEST_ID else None


def stream(
    request: Request, frames: AsyncGenerator[Frame, None], goes_on: Callable[[], Awaitable[bool]]
) -> StreamingResponse:
    """Until the browser leaves, the server ends, or what opened it holds no more; asked at each heartbeat.

    The last of these is told (`ended`), and a browser stops asking; otherwise it asks again by itself.
    """
    ending: asyncio.Event = request.app.state.ending
    return StreamingResponse(
        _bytes(frames, ending, goes_on),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


async def _bytes(
    frames: AsyncGenerator[Frame, None], ending: asyncio.Event, goes_on: Callable[[], Awaitable[bool]]
) -> AsyncIterator[bytes]:
    yield b"retry: 500\n\n"
    beats = asyncio.get_running_loop().time
    asked_at = beats()
    stopped = asyncio.ensure_future(ending.wait())
    coming: asyncio.Future[Frame] | None = None
    try:
        while not ending.is_set():
            coming = coming or asyncio.ensure_future(_next(frames))
            waited: set[asyncio.Future[Any]] = {coming, stopped}
            left = max(0.0, asked_at + _HEARTBEAT_S - beats())
            await asyncio.wait(waited, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            # By the clock, and before anything more is told: a busy stream is asked about as a quiet one is.
            if beats() - asked_at >= _HEARTBEAT_S:
                if not await goes_on():
                    yield _ENDED.encoded()
                    return
                asked_at = beats()
                yield b": still here\n\n"
            if coming.done():
                yield coming.result().encoded()
                coming = None
    except (StopAsyncIteration, Fault, Refusal):  # who cannot be asked now is, when the browser comes again
        return
    finally:
        stopped.cancel()
        await _close(frames, coming)


async def _next(frames: AsyncGenerator[Frame, None]) -> Frame:
    return await anext(frames)


async def _close(frames: AsyncGenerator[Frame, None], coming: asyncio.Future[Frame] | None) -> None:
    if coming is not None:
        coming.cancel()
        with contextlib.suppress(asyncio.CancelledError, StopAsyncIteration):
            await coming
    await frames.aclose()
