"""Messages of one durable consumer as the broker hands them out: asked for by the batch, taken as they come."""

import asyncio
import contextlib
import json
import re
from collections import deque
from enum import Enum
from types import TracebackType
from typing import Self

from nats.aio.client import Client as Nats
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error as NatsError

from services.runtime.broker.connection import Comebacks
from services.runtime.broker.jetstream import API
from services.runtime.logs import log

BATCH = 50
_WORD_IS_LATE_S = 5.0
_EXPIRED = "408"
# How often it was delivered, its places in the stream and in the consumer, when, and how many come after it.
_NUMBERS = r"[0-9]{1,19}(?:\.[0-9]{1,19}){4}"
# Stream and consumer; before them a domain and an account, where there are some, and then a word of chance at the end.
# nats-py's own reading of it takes ten times as long, and of most messages nobody asks for that.
_HANDED_OUT = re.compile(rf"\$JS\.ACK\.[^.]+\.[^.]+\.(?:{_NUMBERS}|[^.]+\.[^.]+\.{_NUMBERS}(?:\..+)?)")


class Word(Enum):
    """Why nothing has come. EXPIRED: there was nothing; NO: what was asked is not answered any more."""

    EXPIRED = "expired"
    NO = "no"


def is_handed_out(message: Msg) -> bool:
    """By a stream, which says where in it. Anything else was laid here by somebody who knows the inbox."""
    return bool(_HANDED_OUT.fullmatch(message.reply))


class Pull:
    """waiting: what has come and is not in anybody's hands; given back at the end of the block.

    At most one batch is asked for at a time. Of a connection that was lost and came back nothing asked is left.
    """

    def __init__(self, nats: Nats, comebacks: Comebacks, stream: str, durable: str) -> None:
        self.waiting: deque[Msg] = deque()
        self._nats = nats
        self._comebacks = comebacks
        self._durable = durable
        self._next = f"{API}.CONSUMER.MSG.NEXT.{stream}.{durable}"
        self._inbox = nats.new_inbox()
        self._open = 0
        self._word: Word | None = None
        self._news = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._subscription: Subscription = await self._nats.subscribe(self._inbox, cb=self._take)
        self._comebacks.add(self._start_over)
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._comebacks.remove(self._start_over)
        with contextlib.suppress(NatsError):
            await self._subscription.unsubscribe()  # first: what goes back must not come here again
            while self.waiting:
                await self.waiting.popleft().nak()

    async def more(self, idle_s: float) -> Word | None:
        """Returns as soon as something waits; else why nothing does, after `idle_s` at the latest or a little more."""
        if self.waiting:
            return None
        self._news.clear()
        self._word = None
        if self._open <= 0:
            await self._ask(idle_s)
        try:
            async with asyncio.timeout(idle_s + _WORD_IS_LATE_S):
                await self._news.wait()
        except TimeoutError:
            self._open = 0
            return Word.NO
        return None if self.waiting else self._word

    async def _ask(self, idle_s: float) -> None:
        asked = {"batch": BATCH, "expires": int(idle_s * 1e9)}
        self._open = BATCH  # first: it may be answered, or forgotten, while it is sent
        try:
            await self._nats.publish(self._next, json.dumps(asked).encode(), reply=self._inbox)
        except BaseException:
            self._open = 0
            raise

    async def _take(self, message: Msg) -> None:
        if message.reply and not is_handed_out(message):
            log.warning("message_of_no_stream", durable=self._durable)
            return
        if message.reply:
            self.waiting.append(message)
            self._open -= 1
        else:  # the broker's own word: what was asked is over
            self._open = 0
            expired = (message.headers or {}).get("Status") == _EXPIRED
            self._word = Word.EXPIRED if expired else Word.NO
        self._news.set()

    def _start_over(self) -> None:
        self._open = 0
        self._word = Word.EXPIRED
        self._news.set()
