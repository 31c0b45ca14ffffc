"""Processes that Temporal holds for ended, or no longer has, while their owners hold them for open: they begin anew.

Whoever ended one there, by a slip or on purpose, in whatever way: a process is over when its owners say so.
"""

from collections.abc import AsyncIterator
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from services.runtime.commands.transactions import Transactions
from services.runtime.storage.database import question, transaction
from workflows.lost import beginning_anew, begun
from workflows.running_processes import Ended, Processes

MOST_AT_ONCE = 50
"""Of each kind in one look: about each its owners are asked."""


class EndedFromOutside:
    """One worker's looks. What it has found to be over is not asked about again."""

    def __init__(self, processes: Processes, engine: AsyncEngine, transactions: Transactions) -> None:
        self._processes, self._engine, self._transactions = processes, engine, transactions
        self._over: set[str] = set()
        self._may_be_over: set[str] = set()
        self._after: UUID | None = None

    async def look(self) -> None:
        async for ended in self._newest():
            if await self._processes.goes_on(ended.process_id):
                self._over.add(ended.run_id)
            elif ended.by_itself and ended.run_id not in self._may_be_over:
                # Its owners may be about to hear of it: they are asked at the next look.
                self._may_be_over.add(ended.run_id)
            else:
                await self._begin_again(ended.process_id)
                self._over.add(ended.run_id)
                self._may_be_over.discard(ended.run_id)
        for process_id in await self._some_of_all():
            if await self._processes.is_gone(process_id):
                await self._begin_again(process_id)

    async def _newest(self) -> AsyncIterator[Ended]:
        looked_at = 0
        async for ended in self._processes.ended():
            if ended.run_id not in self._over:
                yield ended
                looked_at += 1
            if looked_at == MOST_AT_ONCE:
                return

    async def _some_of_all(self) -> list[UUID]:
        """The next of those that were ever begun, from the first again after the last."""
        async with question(self._engine) as db:
            ids = await begun.by_id(db, self._after, MOST_AT_ONCE)
        self._after = ids[-1] if len(ids) == MOST_AT_ONCE else None
        return ids

    async def _begin_again(self, process_id: UUID) -> None:
        async with transaction(self._engine) as db:
            await beginning_anew.begin_again(self._transactions.work(db, None), process_id)
