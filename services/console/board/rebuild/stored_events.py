"""A service's stream as it is kept: how far it goes, how far our listener has come, and its messages in their order."""

import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from nats.aio.msg import Msg
from nats.errors import TimeoutError as NothingCame
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import NotFoundError

from services.runtime.events.streams import stream_name

_LISTENER = "console"
_READER = "console-rebuild"
"""One at a time: this name is all that the console may read a stream anew by (deploy/rights/table.py)."""
_AT_ONCE = 500
_FORGOTTEN_AFTER_S = 60.0


@dataclass(frozen=True)
class Reach:
    """last: the last message's number. heard_to: up to here our listener has nothing left to do."""

    began_at: datetime
    last: int
    heard_to: int


async def reach_of(jetstream: JetStreamContext, source: str) -> Reach:
    """The stream first: what our listener has then nothing left of, it has heard."""
    stream = await jetstream.stream_info(stream_name(source))
    place = await jetstream.consumer_info(stream_name(source), _LISTENER)
    idle = not place.num_pending and not place.num_ack_pending
    heard_to = stream.state.last_seq if idle else place.ack_floor.stream_seq if place.ack_floor else 0
    began_at = stream.created or datetime.min.replace(tzinfo=UTC)
    return Reach(began_at.astimezone(UTC), stream.state.last_seq, heard_to)


class StoredEvents:
    """From one number up to another, by a consumer that leaves nothing behind."""

    def __init__(self, jetstream: JetStreamContext, source: str, begin: int, end: int) -> None:
        self._jetstream = jetstream
        self._source = source
        self._next = begin
        self._end = end

    async def __aenter__(self) -> Self:
        if self._next <= self._end:
            stream = stream_name(self._source)
            await self._forget()  # where an earlier one was cut short
            await self._jetstream.add_consumer(
                stream,
                ConsumerConfig(
                    name=_READER,
                    deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
                    opt_start_seq=self._next,
                    ack_policy=AckPolicy.NONE,
                    inactive_threshold=_FORGOTTEN_AFTER_S,
                    mem_storage=True,
                    num_replicas=1,
                ),
            )
            self._reading = await self._jetstream.pull_subscribe_bind(_READER, stream)
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        if hasattr(self, "_reading"):
            await self._reading.unsubscribe()
            await self._forget()

    async def _forget(self) -> None:
        with contextlib.suppress(NotFoundError):
            await self._jetstream.delete_consumer(stream_name(self._source), _READER)

    async def some(self) -> list[Msg]:
        """The next ones; none at the end."""
        if self._next > self._end:
            return []
        try:
            messages = await self._reading.fetch(_AT_ONCE, timeout=5)
        except NothingCame:  # the last ones are not there any more
            messages = []
        wanted = [one for one in messages if one.metadata.sequence.stream <= self._end]
        over = not messages or len(wanted) < len(messages) or not messages[-1].metadata.num_pending
        self._next = self._end + 1 if over else messages[-1].metadata.sequence.stream + 1
        return wanted
