"""Events: once, in order, and never lost. The position and the effect are one transaction, of as many events as wait.

Where one of them fails, nothing of the transaction stays: those before it are applied one by one, and it alone is set
back.
"""

import asyncio
import time
from collections import deque
from itertools import islice

import sqlalchemy as sa
from nats.aio.msg import Msg
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.commands.transactions import Transactions
from services.runtime.events import passing_over
from services.runtime.events.consuming import Consumption
from services.runtime.events.handling import Handling, reason_of
from services.runtime.events.parking import kept_message, park
from services.runtime.events.positions import Turn, move_all
from services.runtime.events.setbacks import Setbacks, hold, place_of_message
from services.runtime.same_person.same_people import takes_over
from services.runtime.storage.database import is_collision, is_lost, one_step, savepoint, transaction

_MOST_AT_ONCE = 50
_WORTH_LOOKING_AHEAD = 2
"""So many behind the first one: a look and a move cost two statements, and a turn of its own costs each event one."""
_LONGEST_TRANSACTION_S = 0.1
"""What an event locks stays locked until the last one is applied: those that take long are not kept together."""


class Listener:
    """One durable consumer of one service's stream; messages are handled one after the other."""

    def __init__(self, consumption: Consumption, transactions: Transactions, handling: Handling) -> None:
        self.handling = handling
        self._consumption = consumption
        self._transactions = transactions
        self._dependencies = transactions.dependencies
        self._setbacks = Setbacks(transactions.engine, transactions.dependencies, handling)

    async def run(self) -> None:
        """Until cancelled; first what an older release passed over."""
        while await self._hear_one_passed_over():
            pass
        self._consumption.waits_for_nobody()
        await self._consumption.run(self.take)

    async def _hear_one_passed_over(self) -> bool:
        """What an older version did not know, and we do. Whether there was one, or there may be."""
        try:
            async with self._transactions.hearing_late, transaction(self._transactions.engine) as db:
                row = await passing_over.take_known(db, self.handling.source, self.handling.events)
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
            async with savepoint(db):
                await self.handling.handle(db, message)
        except Exception as error:
            if await self._dependencies.who_was_away(error):
                raise
            await park(db, self.handling.source, message, reason_of(error), stream_seq=row["stream_seq"])

    async def take(self, waiting: deque[Msg], stop: asyncio.Event) -> float:
        """Brings some deliveries to their end: acknowledged, held, put back with a delay, or parked.

        Returns for how many seconds nothing else is worth trying.
        """
        if len(waiting) == 1 and self.handling.only_moves(waiting[0]):
            return await self._pass_by(waiting.popleft())
        taken: list[Msg] = []
        turns: list[Turn] = []
        try:
            async with transaction(self._transactions.engine) as db:
                await self._apply_some(db, waiting, stop, taken, turns)
            self._transactions.committed(db)
        except Exception as error:
            if not taken:  # the question that all of them share: whose fault it was, shows when each is alone
                return await self._take_alone(waiting.popleft())
            return await self._one_by_one(taken, turns, error)
        for message, turn in zip(taken, turns, strict=True):
            await self._finish(message, turn)
        return 0.0

    async def _pass_by(self, message: Msg) -> float:
        """Half of what is said changes nothing at a listener: its turn is one statement, with nothing around it."""
        try:
            async with one_step(self._transactions.engine) as db:
                turn = await self.handling.apply(db, message)
        except Exception as error:
            return await self._one_by_one([message], [], error)
        await self._finish(message, turn)
        return 0.0

    async def _apply_some(
        self,
        db: AsyncSession,
        waiting: deque[Msg],
        stop: asyncio.Event,
        taken: list[Msg],
        turns: list[Turn],
    ) -> None:
        """One at least. taken, turns: what is in this transaction; with one turn less, the last one has failed, and
        with none taken the look ahead has.
        """
        ends = time.monotonic() + _LONGEST_TRANSACTION_S
        if len(waiting) > _WORTH_LOOKING_AHEAD:
            await self.handling.look_ahead(db, list(islice(waiting, _MOST_AT_ONCE)))
        taken.append(waiting.popleft())
        turns.append(await self.handling.apply(db, taken[-1]))
        while waiting and len(taken) < _MOST_AT_ONCE and not takes_over(db):
            if stop.is_set() or time.monotonic() > ends:
                break
            taken.append(waiting.popleft())
            turns.append(await self.handling.apply(db, taken[-1]))
        await move_all(db)

    async def _one_by_one(self, taken: list[Msg], turns: list[Turn], error: Exception) -> float:
        """Those that have not failed themselves: each in its own transaction. The one that has, is set back for it;
        what it met may have been of the others' making, or a connection that had died before.
        """
        applied = taken[: len(turns)]
        pause = 0.0
        for message in applied:
            pause = max(pause, await self._take_alone(message))
        for message in taken[len(turns) :]:
            again = is_lost(error) or (applied and is_collision(error))
            own = self._take_alone(message) if again else self._setbacks.of(message, error)
            pause = max(pause, await own)
        return pause

    async def _take_alone(self, message: Msg) -> float:
        try:
            async with transaction(self._transactions.engine) as db:
                turn = await self.handling.apply(db, message)
            self._transactions.committed(db)
        except Exception as error:
            return await self._setbacks.of(message, error)
        await self._finish(message, turn)
        return 0.0

    async def _finish(self, message: Msg, turn: Turn) -> None:
        if self._dependencies.somebody_is_away:
            self._dependencies.done(place_of_message(message))
        await (hold(message) if turn is Turn.EARLY else self._consumption.acknowledge(message))
