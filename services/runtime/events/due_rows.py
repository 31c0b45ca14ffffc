"""What falls due in rows with a time of their own, so that no process has to wake for it.

One loop sees to them. It sleeps until the next one falls due, and looks again after each commit that may have set
another time; whoever asks how the service is, and hears of a row that is due, wakes it too.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.clock import Clock
from services.runtime.commands.transactions import Transactions
from services.runtime.events.waking import Waking
from services.runtime.storage.database import looking, transaction

# For what another process of the service wrote and did not live to see to.
_LOOKS_AGAIN_S = 300.0
_NOW = sa.bindparam("now", type_=sa.DateTime(timezone=True))

SeeToOne = Callable[[AsyncSession, Clock], Awaitable[bool]]
"""Sees to one row that is due; false: none is, or another process of the service has it in hand."""


def standing(*times: tuple[Any, sa.ColumnElement[bool]]) -> sa.CompoundSelect[Any]:
    """times: a column with a time, and which rows wait for it.

    For each: how many are late, since when, and when the next one will be. Each of these reads the time's index.
    """
    return sa.union_all(
        *(
            sa.select(
                sa.select(sa.func.count()).where(which, at <= _NOW).scalar_subquery().label("late"),
                sa.select(sa.func.min(at)).where(which, at <= _NOW).scalar_subquery().label("oldest"),
                sa.select(sa.func.min(at)).where(which, at > _NOW).scalar_subquery().label("next_due"),
            )
            for at, which in times
        )
    )


class DueRows:
    """Of one loop. which: as `standing` makes it. waking: of the loop."""

    def __init__(self, clock: Clock, which: sa.CompoundSelect[Any]) -> None:
        self._clock = clock
        self._which = which
        self.waking = Waking(clock, _LOOKS_AGAIN_S)

    async def keep_seeing_to(
        self, transactions: Transactions, see_to_one: SeeToOne, looked: Callable[[], None]
    ) -> None:
        """Until cancelled; one row in one transaction. looked: called after each look that found nothing left."""
        transactions.tell_also(self.waking.tell)
        while True:
            self.waking.begin()
            looked_at = self._clock.now()
            while await _one(transactions, see_to_one):
                pass
            next_at = await self._next_at(transactions, looked_at)
            looked()
            await self.waking.next_call(next_at)

    async def report(self, connection: AsyncConnection) -> dict[str, Any]:
        """How many are due by the clock, for how long the oldest, and when the next one will be."""
        now = self._clock.now()
        found = await self._standing(connection, now)
        number = sum(row.late for row in found)
        if number:
            self.waking.tell()
        oldest = min((row.oldest for row in found if row.oldest), default=now)
        return {
            "due_now": number,
            "due_oldest_s": int((now - oldest).total_seconds()),
            "next_due": _first_of(found),
        }

    async def _next_at(self, transactions: Transactions, now: datetime) -> datetime | None:
        """When the next one will be due; what was due at `now` and still waits is in another process's hands."""
        async with looking(transactions.engine) as connection:
            return _first_of(await self._standing(connection, now))

    async def _standing(self, connection: AsyncConnection, now: datetime) -> Sequence[sa.Row[Any]]:
        found: Sequence[sa.Row[Any]] = (await connection.execute(self._which, {"now": now})).all()
        return found


async def _one(transactions: Transactions, see_to_one: SeeToOne) -> bool:
    async with transaction(transactions.engine) as db:
        clock = transactions.work(db, cause=None).clock
        found = await see_to_one(db, clock)
    transactions.committed(db)
    return found


def _first_of(standing: Sequence[sa.Row[Any]]) -> datetime | None:
    return min((row.next_due for row in standing if row.next_due), default=None)
