"""A word without content, from one process to others: look now. One that gets lost is no harm."""

import asyncio
import contextlib
from collections.abc import Callable

from nats.aio.client import Client as Nats
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

RESTED = "rested"
"""Behind it, whose: what was due of it is done. Whoever moves the clock waits for that."""
CLOCK_MOVED = "clock.moved"


class Neighbours:
    def __init__(self, nats: Nats, subject: str) -> None:
        self._nats = nats
        self._subject = subject
        self._telling: set[asyncio.Task[None]] = set()

    def tell(self) -> None:
        """At once, and without waiting for it."""
        task = asyncio.ensure_future(self._tell())
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _tell(self) -> None:
        with contextlib.suppress(NatsError, OSError):
            await self._nats.publish(self._subject)

    async def hear(self, told: Callable[[], None]) -> None:
        """From now on; of what we tell ourselves too."""

        async def hears(_: Msg) -> None:
            told()

        await self._nats.subscribe(self._subject, cb=hears)
