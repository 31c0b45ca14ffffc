"""A service's stream as it is kept: how far it goes, how far our listener has come, and its messages in their order."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from nats.aio.client import Client as Nats
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.errors import ServiceUnavailableError

from services.runtime.broker.jetstream import API, jetstream
from services.runtime.events.streams import stream_name

_LISTENER = "console"
_AT_ONCE = 500
_AGAIN_S = 0.1
_ANSWERS_WITHIN_S = 5.0
_NUMBER = "Nats-Sequence"
_STATUS, _OVER = "Status", ("204", "404")


@dataclass(frozen=True)
class Reach:
    """last: the last message's number. heard_to: up to here our listener has nothing left to do."""

    began_at: datetime
    last: int
    heard_to: int


async def reach_of(streams: JetStreamContext, source: str) -> Reach:
    """The stream first: what our listener has then nothing left of, it has heard."""
    stream = await streams.stream_info(stream_name(source))
    place = await streams.consumer_info(stream_name(source), _LISTENER)
    idle = not place.num_pending and not place.num_ack_pending
    heard_to = stream.state.last_seq if idle else place.ack_floor.stream_seq if place.ack_floor else 0
    began_at = stream.created or datetime.min.replace(tzinfo=UTC)
    return Reach(began_at.astimezone(UTC), stream.state.last_seq, heard_to)


class StoredEvents:
    """From one number up to another, as they lie in the stream. No consumer is made for it: who may make one may have
    the broker lay what is in the stream wherever it likes.
    """

    def __init__(self, nats: Nats, source: str, begin: int, end: int) -> None:
        self._nats = nats
        self._stream = stream_name(source)
        self._next = begin
        self._end = end

    async def some(self) -> list[Msg]:
        """The next ones; none at the end."""
        while self._next <= self._end:
            found = await self._from_here()
            if found:
                self._next = found[-1].metadata.sequence.stream + 1
                return [one for one in found if one.metadata.sequence.stream <= self._end]
            if await self._is_over():
                break
            await asyncio.sleep(_AGAIN_S)  # who answered is a copy that has not all of it yet
        return []

    async def _is_over(self) -> bool:
        """The last ones are not there any more: it is another stream."""
        info = await jetstream(self._nats).stream_info(self._stream)
        return info.state.last_seq < self._next

    async def _from_here(self) -> list[Msg]:
        inbox = self._nats.new_inbox()
        heard = await self._nats.subscribe(inbox)
        try:
            asked = {"seq": self._next, "batch": min(_AT_ONCE, self._end - self._next + 1)}
            subject = f"{API}.DIRECT.GET.{self._stream}"
            await self._nats.publish(subject, json.dumps(asked).encode(), reply=inbox)
            found: list[Msg] = []
            while _NUMBER in ((told := await heard.next_msg(_ANSWERS_WITHIN_S)).headers or {}):
                found.append(_as_it_is_heard(told))
        finally:
            await heard.unsubscribe()
        if (told.headers or {}).get(_STATUS) not in _OVER:
            raise ServiceUnavailableError
        return found


def _as_it_is_heard(message: Msg) -> Msg:
    """With its own subject and headers, and its number where a listener looks for it."""
    told: Mapping[str, str] = message.headers or {}
    number = int(told[_NUMBER])
    place = Msg.Metadata(
        sequence=Msg.Metadata.SequencePair(stream=number, consumer=number),
        num_pending=int(told["Nats-Num-Pending"]),
        num_delivered=1,
        timestamp=datetime.fromisoformat(told["Nats-Time-Stamp"]),
        stream=told["Nats-Stream"],
        consumer="",
    )
    own = {name: word for name, word in told.items() if name not in _OF_THE_BROKER}
    return Msg(message._client, told["Nats-Subject"], data=message.data, headers=own, _metadata=place)


_OF_THE_BROKER = {
    _NUMBER,
    "Nats-Stream",
    "Nats-Subject",
    "Nats-Time-Stamp",
    "Nats-Num-Pending",
    "Nats-Last-Sequence",
}
