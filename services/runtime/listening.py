"""Events: once, in order, and never lost. The position and the effect are one transaction.

Version = last + 1: apply. Older: it was applied, acknowledge. Newer: hold until the missing one has come.
What can never succeed, or has failed ten times, is parked with its reason, and the next ones go on.
"""

import random
from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.envelope import events_of
from services.runtime import passing_over
from services.runtime.asking import Handler, Transactions
from services.runtime.away import pause_after
from services.runtime.consuming import Consumption
from services.runtime.database import execute, is_collision, transaction
from services.runtime.delivery import (
    NotYetKnown,
    Unhandleable,
    heard_of,
    may_be_wanted,
    place_in,
    place_of,
    read_event,
)
from services.runtime.logs import log
from services.runtime.parking import count_failure, held_for, kept_message, park
from services.runtime.refusal import Refusal
from services.runtime.tables import position

_HOLD_S = 0.3
_HOLD_LONGER = 1.3
_LONGEST_HOLD_S = 10.0
_HELD_FOR_S = 3600.0
"""A release is on every machine within an hour: so long may an event wait for who will know it."""
_AGAIN_S = 1.0
_MOST_FAILURES = 10
_LONGEST_DELAY_S = 300.0


class Turn(Enum):
    APPLY = "apply"
    APPLIED = "applied"
    EARLY = "early"


async def take_turn(db: AsyncSession, source: str, aggregate_id: UUID, version: int) -> Turn:
    """Moves the position to `version` if it is the next one; the row stays locked until the commit."""
    mine = (position.c.source == source) & (position.c.aggregate_id == aggregate_id)
    if version == 1:
        first = insert(position).values(source=source, aggregate_id=aggregate_id, version=1)
        moved = await execute(db, first.on_conflict_do_nothing().returning(position.c.version))
    else:
        step = position.update().where(mine & (position.c.version == version - 1)).values(version=version)
        moved = await execute(db, step.returning(position.c.version))
    if moved.first():
        return Turn.APPLY
    last = (await execute(db, sa.select(position.c.version).where(mine))).scalar()
    return Turn.APPLIED if last is not None and last >= version else Turn.EARLY


class Listener:
    """One durable consumer of one service's stream; messages are handled one after the other."""

    def __init__(
        self,
        jetstream: JetStreamContext,
        transactions: Transactions,
        me: str,
        source: str,
        handlers: dict[str, Handler],
    ):
        self._transactions = transactions
        self._dependencies = transactions.dependencies
        self._consumption = Consumption(jetstream, self._dependencies, me, source)
        self._source = source
        self._handlers = handlers
        self._events = events_of(source)

    async def run(self) -> None:
        """Until cancelled; first what an older release passed over."""
        while await self._hear_one_passed_over():
            pass
        await self._consumption.run(self.take)

    async def _hear_one_passed_over(self) -> bool:
        """What an older version did not know, and we do. Whether there was one, or there may be."""
        try:
            async with transaction(self._transactions.engine) as db:
                row = await passing_over.take_known(db, self._source, self._events)
                if row is None:
                    return False
                await self._hear_late(db, row)
            self._transactions.committed(db)
        except Exception as error:
            await self._consumption.wait_out(error)
        return True

    async def _hear_late(self, db: AsyncSession, row: sa.RowMapping) -> None:
        message = kept_message(row)
        try:
            async with db.begin_nested():
                await self.handle(db, message)
        except Exception as error:
            if await self._dependencies.who_is_away(error):
                raise
            await park(db, self._source, message, _reason(error), stream_seq=row["stream_seq"])

    async def take(self, message: Msg) -> None:
        """Handles one delivery to its end: acknowledged, held, put back with a delay, or parked."""
        try:
            turn = await self._apply(message)
        except NotYetKnown as error:
            await self._hold_for_a_newer_version(message, str(error))
        except (Unhandleable, Refusal) as error:
            await self._park(message, _reason(error))
        except Exception as error:
            await self._put_back(message, error)
        else:
            self._dependencies.done(_place(message))
            await (_hold(message) if turn is Turn.EARLY else message.ack())

    async def _apply(self, message: Msg) -> Turn:
        aggregate_id, version = place_of(message)
        async with transaction(self._transactions.engine) as db:
            turn = await take_turn(db, self._source, aggregate_id, version)
            if turn is Turn.APPLY:
                await self.handle(db, message)
        self._transactions.committed(db)
        return turn

    async def handle(self, db: AsyncSession, message: Msg) -> None:
        """The effect alone, in the caller's transaction. Raises Unhandleable for what nobody can read."""
        name = (message.headers or {})["ce-type"]
        if handler := self._handlers.get(name):
            heard = heard_of(message.headers or {})
            same = self._transactions.same
            await same.learn(db)
            event = same.read(read_event(self._events[name], message.data))
            await handler(event, self._transactions.work(db, str(heard.event_id), heard))
        elif name not in self._events:
            await self._pass_over(db, message, name)

    async def _pass_over(self, db: AsyncSession, message: Msg, name: str) -> None:
        """An event of a newer speaker: nobody here waits for it. Raises NotYetKnown where somebody may."""
        if may_be_wanted(name, self._handlers):
            raise NotYetKnown("unknown_event")
        await passing_over.keep(db, self._source, message)
        log.info("event_passed_over", **_ids(message))

    async def hear_again(self, db: AsyncSession, message: Msg) -> bool:
        """In the caller's transaction, as if it had just come; False: it was parked, or is not the next one."""
        try:
            async with db.begin_nested():
                turn = await take_turn(db, self._source, *place_of(message))
                if turn is Turn.APPLY:
                    await self.handle(db, message)
                return turn is Turn.APPLY
        except Exception as error:
            if await self._dependencies.who_is_away(error):
                raise
            reason = _reason(error)
        if await self._skip_its_place(db, message) is Turn.APPLY:
            await park(db, self._source, message, reason, again=True)
        return False

    async def _hold_for_a_newer_version(self, message: Msg, reason: str) -> None:
        """Its aggregate waits with it, so that the order stays; when nobody has come to know it, it is parked."""
        try:
            age_s = await held_for(self._transactions.engine, self._source, message, reason)
        except Exception as error:
            await message.nak(delay=await self._dependencies.pause_for(error, _place(message)) or _AGAIN_S)
            return
        if age_s >= _HELD_FOR_S:
            await self._park(message, reason)
            return
        log.warning("event_held", **_ids(message), reason=reason, age_s=round(age_s, 1))
        await message.nak(delay=pause_after(age_s))

    async def _put_back(self, message: Msg, error: Exception) -> None:
        """For who is away it waits, and comes again for ever; what fails though everybody answers is counted."""
        pause = await self._dependencies.pause_for(error, _place(message))
        if pause is not None:
            await message.nak(delay=pause)
            return
        try:
            times = await self._count(message, error)
        except Exception as interruption:
            await message.nak(
                delay=await self._dependencies.pause_for(interruption, _place(message)) or _AGAIN_S
            )
            return
        if times >= _MOST_FAILURES:
            await self._park(message, _reason(error))
            return
        first = _HOLD_S if is_collision(error) else 1.0
        delay = min(first * 2.0**times, _LONGEST_DELAY_S)
        await message.nak(delay=delay * random.uniform(0.8, 1.2))

    async def _count(self, message: Msg, error: Exception) -> int:
        """How often it has failed now."""
        kind = type(error).__name__
        times = await count_failure(self._transactions.engine, self._source, message, kind)
        log.warning("event_failed", **_ids(message), error_type=kind, times=times)
        return times

    async def _park(self, message: Msg, reason: str) -> None:
        """In a committed transaction with the position, before it is acknowledged."""
        try:
            async with transaction(self._transactions.engine) as db:
                turn = await self._skip_its_place(db, message)
                if turn is Turn.APPLY:
                    await park(db, self._source, message, reason)
        except Exception as error:  # the message comes again, and is parked then
            log.warning("parking_interrupted", error_type=type(error).__name__)
            await message.nak(delay=await self._dependencies.pause_for(error, _place(message)) or _AGAIN_S)
            return
        self._dependencies.done(_place(message))
        if turn is Turn.EARLY:
            await _hold(message)
            return
        if turn is Turn.APPLY:
            log.error("event_parked", **_ids(message), reason=reason)
        await message.ack()

    async def _skip_its_place(self, db: AsyncSession, message: Msg) -> Turn:
        """Its place, where one can be read, is passed, so that the aggregate's next ones go on."""
        place = place_in(message.headers or {})
        return await take_turn(db, self._source, *place) if place else Turn.APPLY


async def _hold(message: Msg) -> None:
    """Until the missing one has come: soon at first, then less and less often."""
    tried = message.metadata.num_delivered or 1
    await message.nak(delay=min(_HOLD_S * _HOLD_LONGER ** (tried - 1), _LONGEST_HOLD_S))


def _place(message: Msg) -> tuple[str, int]:
    """The message's own, for whoever waits with it."""
    return message.subject, message.metadata.sequence.stream


def _reason(error: Exception) -> str:
    if isinstance(error, Unhandleable):
        return str(error)
    return error.code if isinstance(error, Refusal) else f"failed: {type(error).__name__}"


def _ids(message: Msg) -> dict[str, Any]:
    headers = message.headers or {}
    return {
        "subject": message.subject,
        "event_id": headers.get("ce-id"),
        "aggregate_id": headers.get("ce-subject"),
    }
