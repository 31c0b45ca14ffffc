"""How long a door waits for the rest of a request, by a clock that the test moves."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from uvicorn import Config
from uvicorn.server import ServerState

from services.web.http.callers import Callers
from services.web.http.half_sent import (
    BYTES_A_SECOND,
    KEPT_OPEN_S,
    LARGEST_HEAD,
    LONGEST_S,
    WITHIN_S,
    Bounded,
)

HEAD = b"POST /form HTTP/1.1\r\nhost: door.example\r\ncontent-length: 100000\r\n\r\n"
LARGE_HEAD = HEAD.replace(b"100000", b"5100000")
GET = b"GET / HTTP/1.1\r\nhost: door.example\r\n\r\n"


class Timer:
    def __init__(self, at: float, call: Callable[[], None]) -> None:
        self.at, self.call, self.is_on = at, call, True

    def cancel(self) -> None:
        self.is_on = False


class Loop:
    """The test's own time; tasks run on the loop that is there."""

    def __init__(self) -> None:
        self.now, self.timers = 0.0, list[Timer]()

    def time(self) -> float:
        return self.now

    def call_later(self, after: float, call: Callable[[], None]) -> Timer:
        self.timers.append(Timer(self.now + after, call))
        return self.timers[-1]

    def create_task(self, *told: Any, **by: Any) -> asyncio.Task[Any]:
        return asyncio.get_running_loop().create_task(*told, **by)

    def passes(self, seconds: float) -> None:
        until = self.now + seconds
        while due := [one for one in self.timers if one.is_on and one.at <= until]:
            first = min(due, key=lambda one: one.at)
            self.now, first.is_on = max(self.now, first.at), False
            first.call()
        self.now = until


class Line(asyncio.Transport):
    """What the door says to the visitor, and whether it has hung up."""

    def __init__(self) -> None:
        super().__init__()
        self.said, self.is_over = b"", False

    def write(self, data: Any) -> None:
        self.said += data

    def close(self) -> None:
        self.is_over = True

    def is_closing(self) -> bool:
        return self.is_over

    @property
    def is_open(self) -> bool:
        return not self.is_over

    def pause_reading(self) -> None:
        """A test's visitor sends nothing by itself."""

    def resume_reading(self) -> None:
        """As above."""


class Visit:
    """One connection to a door whose page reads what it is sent, or does not."""

    def __init__(self, *, reads: bool = True) -> None:
        self.loop, self.line, self.heard = Loop(), Line(), list[str]()
        self._reads = reads
        told = Config(
            self._page,
            log_config=None,
            interface="asgi3",
            timeout_keep_alive=KEPT_OPEN_S,
        )
        self.door = Bounded(told, ServerState(), {}, self.loop, callers=Callers([]))
        self.door.connection_made(self.line)

    async def _page(self, scope: Any, receive: Any, send: Any) -> None:
        while self._reads:
            message = await receive()
            self.heard.append(message["type"])
            if message["type"] == "http.disconnect":
                return
            if not message.get("more_body"):
                await send({"type": "http.response.start", "status": 204, "headers": []})
                await send({"type": "http.response.body", "body": b""})
                return
        await asyncio.Event().wait()

    async def sends(self, data: bytes, then_passes: float = 0) -> None:
        self.door.data_received(data)
        for _ in range(5):
            await asyncio.sleep(0)
        self.loop.passes(then_passes)


@pytest.mark.parametrize("half", [b"GET / HTTP/1.1\r\nhost: do", b"\r\n", b"G", HEAD, HEAD + b"a=1"])
async def test_half_a_request_is_waited_for_and_then_told_that_it_took_too_long(half: bytes) -> None:
    visit = Visit()
    await visit.sends(half, WITHIN_S - 1)
    assert visit.line.is_open
    visit.loop.passes(2)
    assert visit.line.is_over and visit.line.said.startswith(b"HTTP/1.1 408 ")


async def test_one_byte_now_and_then_keeps_no_connection() -> None:
    visit = Visit()
    await visit.sends(HEAD)
    for _ in range(4):
        await visit.sends(b"a", WITHIN_S / 3)
    assert visit.line.is_over


async def test_a_large_body_over_a_slow_line_comes_through() -> None:
    visit = Visit()
    await visit.sends(HEAD)
    for _ in range(20):
        await visit.sends(b"a" * 5000, 5000 / BYTES_A_SECOND)
    visit.loop.passes(WITHIN_S + 1)
    assert visit.line.said.startswith(b"HTTP/1.1 204 ") and visit.line.is_open


async def test_however_much_has_come_the_rest_is_not_waited_for_for_long() -> None:
    visit = Visit()
    await visit.sends(LARGE_HEAD)
    for _ in range(50):
        await visit.sends(b"a" * 100_000)
    visit.loop.passes(LONGEST_S - 1)
    assert visit.line.is_open
    visit.loop.passes(2)
    assert visit.line.is_over and visit.line.said.startswith(b"HTTP/1.1 408 ")


async def test_whoever_sends_nothing_is_waited_for_as_long_as_between_two_requests() -> None:
    visit = Visit()
    visit.loop.passes(KEPT_OPEN_S - 1)
    assert visit.line.is_open
    visit.loop.passes(2)
    assert visit.line.is_over and not visit.line.said


async def test_what_comes_at_once_is_answered_and_nothing_is_set_for_it() -> None:
    visit = Visit()
    for _ in range(2):
        await visit.sends(GET, WITHIN_S + 1)
    assert visit.line.said.count(b"HTTP/1.1 204 ") == 2 and visit.line.is_open


async def test_the_page_hears_that_the_visitor_has_gone() -> None:
    visit = Visit()
    await visit.sends(HEAD + b"a=1", WITHIN_S + 1)
    visit.door.connection_lost(None)
    for _ in range(5):
        await asyncio.sleep(0)
    assert visit.heard == ["http.request", "http.disconnect"] and b"204" not in visit.line.said


async def test_who_is_held_back_by_us_is_not_called_slow() -> None:
    visit = Visit(reads=False)
    await visit.sends(HEAD + b"a" * 99_000, 10 * WITHIN_S)
    assert visit.line.is_open


async def test_half_a_request_behind_one_that_is_being_answered_does_not_end_its_answer() -> None:
    visit = Visit(reads=False)
    await visit.sends(GET + b"GET / HT", 10 * WITHIN_S)
    assert visit.line.is_open and not visit.line.said


async def test_a_head_without_an_end_is_refused_for_its_size() -> None:
    visit = Visit()
    await visit.sends(b"GET / HTTP/1.1\r\nx-long: " + b"a" * LARGEST_HEAD)
    assert visit.line.is_over and visit.line.said.startswith(b"HTTP/1.1 431 ")
