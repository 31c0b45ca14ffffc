"""Many messages at once to one stream: why it took one not, in the order in which they were sent."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Protocol

from nats.aio.client import Client as Nats
from nats.aio.msg import Msg
from nats.errors import TimeoutError as NoAnswer
from nats.js.api import Header
from nats.js.errors import APIError, NoStreamResponseError

_ANSWERED_WITHIN_S = 5.0
_NOBODY_LISTENS = "503"


class Message(Protocol):
    """What is sent. headers: of text."""

    @property
    def subject(self) -> str: ...
    @property
    def payload(self) -> bytes: ...
    @property
    def headers(self) -> Mapping[str, str]: ...


class Sending:
    """stream: which one it has to be that takes them.

    As nats-py sends them, each has a task, a future and a word of chance of its own, which is as much again as sending
    it; here all of them have one clock, and their answers come under their places. One batch at a time.
    """

    def __init__(self, nats: Nats, stream: str) -> None:
        self.stream = stream
        self._nats = nats
        self._inbox = nats.new_inbox()
        self._hears = False
        self._batch = 0
        self._answers: dict[int, Exception | None] = {}
        self._awaited: set[int] = set()
        self._all_answered = asyncio.Event()

    async def send(self, messages: Sequence[Message]) -> list[Exception | None]:
        """None: it is in the stream, and so for ever. Raises NoAnswer where one is not answered in time: all of them
        may be there.
        """
        await self._hear()
        self._batch += 1
        self._answers, self._awaited = {}, set(range(len(messages)))
        self._all_answered.clear()
        for place, message in enumerate(messages):
            await self._send(place, message)
        await self._until_all_are_answered()
        return [self._answers[place] for place in range(len(messages))]

    async def _send(self, place: int, message: Message) -> None:
        headers = {**message.headers, Header.EXPECTED_STREAM: self.stream}
        reply = f"{self._inbox}.{self._batch}.{place}"
        try:
            await self._nats.publish(message.subject, message.payload, reply=reply, headers=headers)
        except Exception as error:  # it never left, or the connection is lost: those after it say so too
            self._note(place, error)

    async def _until_all_are_answered(self) -> None:
        if not self._awaited:
            return
        try:
            async with asyncio.timeout(_ANSWERED_WITHIN_S):
                await self._all_answered.wait()
        except TimeoutError:
            raise NoAnswer from None

    async def _hear(self) -> None:
        """Once; a connection that comes back knows it still."""
        if not self._hears:
            await self._nats.subscribe(f"{self._inbox}.*.*", cb=self._take)
            self._hears = True

    async def _take(self, answer: Msg) -> None:
        batch, place = answer.subject.rsplit(".", 2)[1:]
        if batch == str(self._batch):  # the one before was given up
            self._note(int(place), _why_not(answer))

    def _note(self, place: int, why_not: Exception | None) -> None:
        if place in self._awaited:
            self._awaited.remove(place)
            self._answers[place] = why_not
            if not self._awaited:
                self._all_answered.set()


def _why_not(answer: Msg) -> Exception | None:
    if (answer.headers or {}).get("Status") == _NOBODY_LISTENS:
        return NoStreamResponseError()
    try:
        if error := json.loads(answer.data).get("error"):
            APIError.from_error(error)  # raises the one that it is
    except Exception as refused:  # or what is no answer of a stream
        return refused
    return None
