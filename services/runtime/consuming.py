"""A listener's place in one stream: messages are fetched from it and brought to their end one after the other."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from typing import Any

from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from services.runtime.away import Dependencies
from services.runtime.logs import log
from services.runtime.streams import consumer, declare_consumer, stream_name

Take = Callable[[Msg], Coroutine[Any, Any, None]]
_BATCH = 50
_IDLE_S = 2.0
_AGAIN_S = 1.0
_LONGEST_WAIT_S = 5.0


class ConsumerGone(Exception):
    """The broker no longer knows the consumer."""


class Consumption:
    """Of the events of one service, by the durable consumer that bears the listener's name."""

    def __init__(self, jetstream: JetStreamContext, dependencies: Dependencies, me: str, source: str) -> None:
        self._jetstream = jetstream
        self._dependencies = dependencies
        self._me = me
        self._source = source

    async def run(self, take: Take) -> None:
        """Until cancelled. A consumer that somebody deleted is made again: it hears everything from the first event
        on, and the positions say what was applied.
        """
        while True:
            try:
                await self._bring_to(take)
            except ConsumerGone:
                log.warning("consumer_gone", source=self._source)
                await self._declare_again()

    async def wait_out(self, error: Exception) -> None:
        """What keeps us from listening: somebody is away, or something is tried again."""
        pause = await self._dependencies.pause_for(error, self._source)
        if pause is None:
            log.warning("listening_interrupted", source=self._source, error_type=type(error).__name__)
        await asyncio.sleep(min(pause or _AGAIN_S, _LONGEST_WAIT_S))

    async def _declare_again(self) -> None:
        while True:
            try:
                await declare_consumer(self._jetstream, stream_name(self._source), consumer(self._me))
            except (NatsError, TimeoutError) as error:  # its stream is gone as well: its speaker sees to that
                await self.wait_out(error)
            else:
                return

    async def _bring_to(self, take: Take) -> None:
        """Until cancelled: what is in hand is finished, the rest goes back at once. Raises ConsumerGone."""
        stream = stream_name(self._source)
        pull = await self._jetstream.pull_subscribe_bind(durable=self._me, stream=stream)
        waiting: list[Msg] = []
        try:
            while True:
                waiting = await self._fetch(pull)
                while waiting:
                    await _to_its_end(take(waiting.pop(0)))
        finally:
            with contextlib.suppress(NatsError):
                await pull.unsubscribe()  # first: what goes back must not come here again
                for message in waiting:
                    await message.nak()

    async def _fetch(self, pull: JetStreamContext.PullSubscription) -> list[Msg]:
        try:
            found = await pull.fetch(_BATCH, timeout=_IDLE_S)
        except TimeoutError:  # nothing has come: nats-py raises its own or the plain one
            return await self._still_there(pull)
        except NatsError as error:
            await self.wait_out(error)
            return await self._still_there(pull)
        self._dependencies.done(self._source)
        return found

    async def _still_there(self, pull: JetStreamContext.PullSubscription) -> list[Msg]:
        try:
            await pull.consumer_info()
        except NotFoundError:
            raise ConsumerGone(f"{self._source} -> {self._me}") from None
        except (NatsError, TimeoutError) as error:
            await self.wait_out(error)
        else:
            self._dependencies.done(self._source)
        return []


async def _to_its_end(work: Coroutine[Any, Any, None]) -> None:
    """Also when we are cancelled meanwhile."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait([task])
        raise
