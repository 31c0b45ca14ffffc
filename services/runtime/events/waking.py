"""When a loop looks again: when it is told, when its time has come, and now and then in any case.

Whoever writes in the same program tells it, after the commit and outside of it. The slow look is for what nobody
here could tell of: another process of the same kind that died between its commit and the work that follows.
"""

import asyncio
import contextlib
import time
from datetime import datetime
from random import SystemRandom

from services.runtime.clock import Clock, MovableClock, SystemClock

_LOOKS_AGAIN_S = 20.0
_CLOCK_IS_READ_EVERY_S = 0.25
"""Where it can be moved: whoever moves it says so, and what was said is lost now and then."""


_chance = SystemRandom()


def about(seconds: float) -> float:
    """A fifth more or less, so that those who began together do not go on together."""
    return seconds * _chance.uniform(0.8, 1.2)


class Waking:
    """Of one loop: `begin`, look, `next_call`. clock: by which its times come. looks_again_s: in any case."""

    def __init__(self, clock: Clock | None = None, looks_again_s: float | None = None) -> None:
        self._clock = clock or SystemClock()
        self._looks_again_s = _LOOKS_AGAIN_S if looks_again_s is None else looks_again_s
        self._is_told = False
        self._woken = asyncio.Event()
        if isinstance(self._clock, MovableClock):
            self._clock.call_when_moved(self)

    def tell(self) -> None:
        """There may be something to do."""
        self._is_told = True
        self._woken.set()

    def clock_moved(self) -> None:
        """Its time may have come."""
        self._woken.set()

    def begin(self) -> None:
        """Before it looks: what is told from now on is for the next look."""
        self._is_told = False

    async def next_call(self, at: datetime | None = None) -> None:
        """at: when something will be due, where that is known."""
        ends = time.monotonic() + about(self._looks_again_s)
        while not self._is_told:
            self._woken.clear()
            pause = min(ends - time.monotonic(), self._longest_pause(at))
            if pause <= 0:
                return
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._woken.wait()

    def _longest_pause(self, at: datetime | None) -> float:
        if at is None:
            return self._looks_again_s * 2
        left = (at - self._clock.now()).total_seconds()
        return min(left, _CLOCK_IS_READ_EVERY_S) if isinstance(self._clock, MovableClock) else left
