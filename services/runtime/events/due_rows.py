"""What falls due in rows with a time of their own, so that no process has to wake for it.

One loop sees to them. It sleeps until the next one falls due, and looks again after each commit that may have set
another time; whoever asks how the service is, and hears of a row that is due, wakes it too. A row that cannot be seen
to is laid aside, and keeps no other waiting (`laying_aside`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.clock import Clock
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Transactions
from services.runtime.events.handling import reason_of
from services.runtime.events.laying_aside import (
    InHand,
    any_laid_aside,
    in_hand,
    is_not_laid_aside,
    lay_aside,
    name_of,
    see_only,
    settle,
)
from services.runtime.events.waking import Waking
from services.runtime.logs import log
from services.runtime.storage.database import is_collision, is_lost, looking, spelled_out, transaction

# For what another process of the service wrote and did not live to see to.
_LOOKS_AGAIN_S = 300.0
_TRIES = 4
"""Where the error may have passed: a collision, or somebody who was away and is back when one looks."""
_NOW = sa.bindparam("now", type_=sa.DateTime(timezone=True))

SeeToOne = Callable[[AsyncSession, Clock], Awaitable[bool]]
"""Sees to one row that is due; false: none is, or another process of the service has it in hand.

It finds the row by `laying_aside.first_due`.
"""
Falls = tuple[Any, sa.ColumnElement[bool], Any]
"""A column with a time, which rows wait for it, and the column by which they are known."""


class FallDue:
    """What is asked of rows with these times. Put together where a service is loaded: before it is born, where many are
    born of one that has loaded them all.
    """

    def __init__(self, *times: Falls) -> None:
        self.firsts = _firsts(times)
        self.counted = _counted(times)
        self.still_due = sa.union_all(
            *(sa.select(name_of(key)).where(which, at <= _NOW) for at, which, key in times)
        )


@dataclass(frozen=True)
class _Standing:
    """Of all times together. late: how many rows. oldest: since when the first of them is. next_due: the next one."""

    late: int
    oldest: datetime | None
    next_due: datetime | None
    laid_aside: bool


def _first(at: Any, *which: sa.ColumnElement[bool]) -> sa.ScalarSelect[Any]:
    """Read from the index's end: a `min` over rows that are looked up elsewhere too would read all of them."""
    return sa.select(at).where(*which).order_by(at).limit(1).scalar_subquery()


def _firsts(times: Sequence[Falls]) -> sa.Select[Any]:
    """The first of each, late or not; and whether any is laid aside."""
    return spelled_out(sa.select(any_laid_aside(), *(_first(at, which) for at, which, _key in times)))


def _counted(times: Sequence[Falls]) -> sa.CompoundSelect[Any]:
    """For each: how many are late, since when, and when the next one will be."""
    counted = sa.union_all(
        *(
            sa.select(
                sa.select(sa.func.count()).where(*late).scalar_subquery().label("late"),
                _first(at, *late).label("oldest"),
                _first(at, which, at > _NOW).label("next_due"),
            )
            for at, which, key in times
            for late in [(which, at <= _NOW, is_not_laid_aside(key))]
        )
    )
    return spelled_out(counted)


class DueRows:
    """Of one loop. asked: of its rows. waking: of the loop."""

    def __init__(self, clock: Clock, asked: FallDue) -> None:
        self._clock = clock
        self._asked = asked
        self.waking = Waking(clock, _LOOKS_AGAIN_S)

    async def keep_seeing_to(
        self, transactions: Transactions, see_to_one: SeeToOne, looked: Callable[[bool], None]
    ) -> None:
        """Until cancelled; one row in one transaction. looked: called when nothing is left, with whether
        there was something.
        """
        transactions.tell_also(self.waking.tell)

        async def again(name: str) -> None:
            await self._again(transactions, see_to_one, name)

        transactions.see_again = again
        while True:
            self.waking.begin()
            looked_at, has_seen = self._clock.now(), False
            found = await self._look(transactions, looked_at)
            if found.late:
                while await self._one(transactions, see_to_one):
                    has_seen = True
                # What was due at the first look and still waits is in another process's hands.
                found = await self._look(transactions, looked_at)
            looked(has_seen)
            await self.waking.next_call(found.next_due)

    async def report(self, connection: AsyncConnection) -> dict[str, Any]:
        """How many are due by the clock, for how long the oldest, and when the next one will be."""
        now = self._clock.now()
        found = await self._standing(connection, now)
        if found.late:
            self.waking.tell()
        return {
            "due_now": found.late,
            "due_oldest_s": int((now - (found.oldest or now)).total_seconds()),
            "next_due": found.next_due,
        }

    async def _one(self, transactions: Transactions, see_to_one: SeeToOne) -> bool:
        """Raises what is nobody's row's fault: a server that is away."""
        try:
            return await _carry_out(transactions, see_to_one)
        except _Failed as failed:
            await _lay_aside(transactions, failed)
            return True

    async def _again(self, transactions: Transactions, see_to_one: SeeToOne, name: str) -> None:
        """Refuses: still_refused."""
        try:
            await _carry_out(transactions, see_to_one, name)
        except _Failed as failed:
            await _lay_aside(transactions, failed)
            raise Refusal("still_refused", "parked_id", failed.reason) from None
        await settle(transactions.engine, self._asked.still_due, self._clock.now())

    async def _look(self, transactions: Transactions, now: datetime) -> _Standing:
        """One question, and most of the time all: what woke the loop seldom is a row that is due."""
        async with looking(transactions.engine) as connection:
            found = await self._standing(connection, now)
        if found.laid_aside:
            await settle(transactions.engine, self._asked.still_due, now)
        return found

    async def _standing(self, connection: AsyncConnection, now: datetime) -> _Standing:
        """Counted only where something is late: most looks find nothing."""
        laid_aside, *firsts = (await connection.execute(self._asked.firsts)).one()
        first = _earliest(firsts)
        if not laid_aside and (first is None or first > now):
            return _Standing(0, None, first, laid_aside=False)
        found = (await connection.execute(self._asked.counted, {"now": now})).all()
        return _Standing(
            sum(row.late for row in found),
            _earliest(row.oldest for row in found),
            _earliest(row.next_due for row in found),
            laid_aside,
        )


class _Failed(Exception):
    """A row, by a fault that is its own."""

    def __init__(self, row: InHand, error: Exception) -> None:
        super().__init__()
        self.row = row
        self.reason = reason_of(error)


async def _carry_out(transactions: Transactions, see_to_one: SeeToOne, only: str | None = None) -> bool:
    """What may have passed is tried again. Raises _Failed, and what is nobody's row's fault."""
    dependencies = transactions.dependencies
    for attempt in range(_TRIES):
        row = None
        try:
            async with transaction(transactions.engine) as db:
                clock = transactions.work(db, cause=None).clock
                if only:
                    see_only(db, only)
                try:
                    found = await see_to_one(db, clock)
                    await db.flush()
                finally:
                    row = in_hand(db)
            transactions.committed(db)
            return found
        except Exception as error:
            is_last = attempt == _TRIES - 1
            if not is_last and (is_collision(error) or is_lost(error)):
                await asyncio.sleep(0.01 * (attempt + 1))
            elif row is None or await dependencies.who_is_away(error):
                raise
            elif is_last or not dependencies.may_have_been(error):
                raise _Failed(row, error) from error
    raise AssertionError("unreachable")


async def _lay_aside(transactions: Transactions, failed: _Failed) -> None:
    await lay_aside(transactions.engine, failed.row, failed.reason)
    log.error("due_row_laid_aside", row=failed.row.name, reason=failed.reason)


def _earliest(times: Iterable[datetime | None]) -> datetime | None:
    return min((one for one in times if one), default=None)
