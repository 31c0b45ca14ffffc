"""Events: once, in order, and never lost. The position and the effect are one transaction.

Version = last + 1: apply. Older: it was applied, acknowledge. Newer: hold until the missing one has come.
What can never succeed, or has failed ten times, is parked with its reason, and the next ones go on.
"""

import asyncio
import random
from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import TimeoutError as NatsTimeout
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError
from pydantic import ValidationError
from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.envelope import Event, events_of
from services.runtime.asking import Desk, Handler
from services.runtime.database import execute, is_away, is_collision, transaction
from services.runtime.logs import log
from services.runtime.parking import count_failure, park
from services.runtime.refusal import Refusal, Unavailable
from services.runtime.tables import position

_BATCH = 50
_IDLE_S = 2.0
_HOLD_S = 0.3
_AWAY_S = 1.0
_MOST_FAILURES = 10
_LONGEST_DELAY_S = 300.0


class ConsumerGone(Exception):
    """The broker no longer knows the consumer: the process ends, so that whoever starts it sees to it."""


class Turn(Enum):
    APPLY = "apply"
    APPLIED = "applied"
    EARLY = "early"


class Unhandleable(Exception):
    """This message can never succeed here; str(error) is the reason's code."""


async def take_turn(session: AsyncSession, source: str, aggregate_id: UUID, version: int) -> Turn:
    """Moves the position to `version` if it is the next one; the row stays locked until the commit."""
    mine = (position.c.source == source) & (position.c.aggregate_id == aggregate_id)
    if version == 1:
        first = insert(position).values(source=source, aggregate_id=aggregate_id, version=1)
        moved = await execute(session, first.on_conflict_do_nothing().returning(position.c.version))
    else:
        step = position.update().where(mine & (position.c.version == version - 1)).values(version=version)
        moved = await execute(session, step.returning(position.c.version))
    if moved.first():
        return Turn.APPLY
    last = (await execute(session, sa.select(position.c.version).where(mine))).scalar()
    return Turn.APPLIED if last is not None and last >= version else Turn.EARLY


class Listener:
    """One durable consumer of one service's stream; messages are handled one after the other."""

    def __init__(
        self, jetstream: JetStreamContext, desk: Desk, me: str, source: str, handlers: dict[str, Handler]
    ):
        self._jetstream = jetstream
        self._desk = desk
        self._me = me
        self._source = source
        self._handlers = handlers
        self._events = events_of(source)

    async def run(self) -> None:
        """Until cancelled; what is fetched and not begun goes back at once. Raises ConsumerGone."""
        pull = await self._jetstream.pull_subscribe_bind(durable=self._me, stream=self._source.upper())
        while True:
            for message in await self._fetch(pull):
                await self.take(message)

    async def _fetch(self, pull: JetStreamContext.PullSubscription) -> list[Msg]:
        try:
            return await pull.fetch(_BATCH, timeout=_IDLE_S)
        except NatsTimeout:
            return await self._still_there(pull)
        except (NatsError, TimeoutError) as error:
            log.warning("listening_interrupted", source=self._source, error_type=type(error).__name__)
            await asyncio.sleep(_AWAY_S)
            return await self._still_there(pull)

    async def _still_there(self, pull: JetStreamContext.PullSubscription) -> list[Msg]:
        try:
            await pull.consumer_info()
        except NotFoundError:
            raise ConsumerGone(f"{self._source} -> {self._me}") from None
        except (NatsError, TimeoutError):
            return []
        return []

    async def take(self, message: Msg) -> None:
        """Handles one delivery to its end: acknowledged, held, put back with a delay, or parked."""
        try:
            turn = await self._apply(message)
        except Unhandleable as error:
            await self._park(message, str(error))
        except Refusal as error:
            await self._park(message, error.code)
        except Exception as error:
            await self._put_back(message, error)
        else:
            if turn is Turn.EARLY:
                await message.nak(delay=_HOLD_S)
            else:
                await message.ack()

    async def _apply(self, message: Msg) -> Turn:
        aggregate_id, version = place_of(message)
        async with transaction(self._desk.engine) as session:
            turn = await take_turn(session, self._source, aggregate_id, version)
            if turn is Turn.APPLY:
                await self.handle(session, message)
        self._desk.committed()
        return turn

    async def handle(self, session: AsyncSession, message: Msg) -> None:
        """The effect alone, in the caller's transaction. Raises Unhandleable for what nobody can read."""
        name = (message.headers or {})["ce-type"]
        event_type = self._events.get(name)
        if event_type is None:
            raise Unhandleable("unknown_event")
        event = _read(event_type, message.data)
        if handler := self._handlers.get(name):
            await handler(event, self._desk.work(session, (message.headers or {})["ce-id"]))

    async def _put_back(self, message: Msg, error: Exception) -> None:
        if is_away(error) or is_collision(error) or isinstance(error, Unavailable):
            await message.nak(delay=_AWAY_S)
            return
        times = await count_failure(self._desk.engine, self._source, message, type(error).__name__)
        log.warning("event_failed", **_ids(message), error_type=type(error).__name__, times=times)
        if times >= _MOST_FAILURES:
            await self._park(message, f"failed: {type(error).__name__}")
        else:
            await message.nak(delay=min(2.0**times, _LONGEST_DELAY_S) * random.uniform(0.8, 1.2))

    async def _park(self, message: Msg, reason: str) -> None:
        """In a committed transaction with the position, before it is acknowledged."""
        try:
            async with transaction(self._desk.engine) as session:
                if await self._hole(session, message) is Turn.EARLY:
                    await message.nak(delay=_HOLD_S)
                    return
                await park(session, self._source, message, reason)
        except Exception as error:  # the database is away: the message comes again, and is parked then
            log.warning("parking_interrupted", error_type=type(error).__name__)
            await message.nak(delay=_AWAY_S)
            return
        log.error("event_parked", **_ids(message), reason=reason)
        await message.ack()

    async def _hole(self, session: AsyncSession, message: Msg) -> Turn:
        try:
            aggregate_id, version = place_of(message)
        except Unhandleable:
            return Turn.APPLY
        return await take_turn(session, self._source, aggregate_id, version)


def place_of(message: Msg) -> tuple[UUID, int]:
    """The aggregate and the version within it. Raises Unhandleable for an envelope that is not ours."""
    headers = message.headers or {}
    try:
        place = UUID(headers["ce-subject"]), int(headers["ce-aggversion"])
        named = headers["ce-type"] and headers["ce-id"] and message.subject.endswith(f".{headers['ce-type']}")
    except (KeyError, ValueError):
        raise Unhandleable("malformed_envelope") from None
    if not named or place[1] < 1:
        raise Unhandleable("malformed_envelope")
    return place


def _read(event_type: type[Event], body: bytes) -> Any:
    try:
        return event_type.model_validate_json(body)
    except ValidationError:
        raise Unhandleable("malformed_event") from None


def _ids(message: Msg) -> dict[str, Any]:
    headers = message.headers or {}
    return {
        "subject": message.subject,
        "event_id": headers.get("ce-id"),
        "aggregate_id": headers.get("ce-subject"),
    }
