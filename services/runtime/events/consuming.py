"""A listener's place in one stream: what comes is brought to its end in the order in which it came."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from nats.aio.client import Client as Nats
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.errors import NotFoundError

from services.runtime.away import Dependencies
from services.runtime.broker.connection import Comebacks
from services.runtime.broker.jetstream import jetstream
from services.runtime.events.pulling import BATCH, Pull, Word
from services.runtime.events.streams import consumer, declare_consumer, stream_name
from services.runtime.logs import log

Take = Callable[[deque[Msg], asyncio.Event], Awaitable[float]]
"""Takes from the left, at least one and as many as it likes, and brings them to their end; not more once the event is
set. Returns for how many seconds nothing else is worth trying.
"""
_IDLE_S = 30.0
_AGAIN_S = 1.0
_LONGEST_WAIT_S = 5.0


class ConsumerGone(Exception):
    """The broker no longer knows the consumer."""


class Consumption:
    """Of the events of one service, by the durable consumer that bears the listener's name."""

    def __init__(
        self,
        nats: Nats,
        comebacks: Comebacks,
        dependencies: Dependencies,
        me: str,
        source: str,
        *,
        makes: bool,
    ) -> None:
        """makes: a consumer that is missing; else who asks is told so until the operator has. Whoever makes one says
        where the broker lays what it hands out.
        """
        self._nats = nats
        self._comebacks = comebacks
        self._jetstream = jetstream(nats)
        self._dependencies = dependencies
        self._me = me
        self._source = source
        self._makes = makes
        self._acknowledged: deque[str] = deque(maxlen=2 * BATCH)
        self._saying_again: asyncio.Task[None] | None = None

    async def run(self, take: Take) -> None:
        """Until cancelled. A consumer that somebody deleted and that is made again hears everything from the first
        event on, and the positions say what was applied.
        """
        self._comebacks.add(self._acknowledge_again)
        try:
            while True:
                try:
                    await self._bring_to(take)
                except ConsumerGone:
                    log.warning("consumer_gone", source=self._source)
                    await self._until_it_is_there_again()
        finally:
            self._comebacks.remove(self._acknowledge_again)

    async def acknowledge(self, message: Msg) -> None:
        """It has come to its end."""
        self._acknowledged.append(message.reply)
        await message.ack()

    def _acknowledge_again(self) -> None:
        """What a broker was told in its last moments it may have lost: it would bring it all once more."""

        async def say() -> None:
            with contextlib.suppress(NatsError):
                for reply in list(self._acknowledged):
                    await self._nats.publish(reply, b"+ACK")

        self._saying_again = asyncio.ensure_future(say())

    async def wait_out(self, error: Exception) -> None:
        """What keeps us from listening: somebody is away, or something is tried again."""
        pause = await self._dependencies.pause_for(error, self._source)
        if pause is None:
            log.warning("listening_interrupted", source=self._source, error_type=type(error).__name__)
        await asyncio.sleep(min(pause or _AGAIN_S, _LONGEST_WAIT_S))

    def waits_for_nobody(self) -> None:
        """Whoever it waited for has answered, also where nothing comes for long."""
        self._dependencies.done(self._source)

    async def _until_it_is_there_again(self) -> None:
        """Its stream may be gone as well: its speaker sees to that."""
        while True:
            try:
                if self._makes:
                    await declare_consumer(self._jetstream, stream_name(self._source), consumer(self._me))
                else:
                    await self._jetstream.consumer_info(stream_name(self._source), self._me)
            except (NatsError, TimeoutError) as error:
                if isinstance(error, NotFoundError) and not self._makes:
                    log.error("consumer_missing", source=self._source)
                await self.wait_out(error)
            else:
                return

    async def _bring_to(self, take: Take) -> None:
        """Until cancelled: what is in hand is finished, the rest goes back at once. Raises ConsumerGone."""
        pull = Pull(self._nats, self._comebacks, stream_name(self._source), self._me)
        async with pull:
            while True:
                await self._until_something_waits(pull)
                stop = asyncio.Event()
                pause = await _to_its_end(take(pull.waiting, stop), stop)
                await asyncio.sleep(min(pause, _LONGEST_WAIT_S))

    async def _until_something_waits(self, pull: Pull) -> None:
        while not pull.waiting:
            try:
                word = await pull.more(_IDLE_S)
            except NatsError as error:
                await self.wait_out(error)
                continue
            if word is Word.NO:
                await self._see_whether_it_is_there()
            else:
                self._dependencies.done(self._source)

    async def _see_whether_it_is_there(self) -> None:
        try:
            await self._jetstream.consumer_info(stream_name(self._source), self._me)
        except NotFoundError:
            raise ConsumerGone(f"{self._source} -> {self._me}") from None
        except (NatsError, TimeoutError) as error:
            await self.wait_out(error)
        else:
            self._dependencies.done(self._source)
            await asyncio.sleep(_AGAIN_S)  # it moves, or its server does


async def _to_its_end(work: Coroutine[Any, Any, float] | Awaitable[float], stop: asyncio.Event) -> float:
    """Also when we are cancelled meanwhile: then `stop` is set first."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        stop.set()
        while not task.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait([task])
        raise
