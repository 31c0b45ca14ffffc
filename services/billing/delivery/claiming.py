"""Which document a process has in hand, among several that deliver: by a lock that ends with its connection.

No transaction is open meanwhile, however long an operator takes. A process that is killed holds nothing any more.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.runtime.storage.database import looking

_STAYS_OPEN = sa.text("SET idle_session_timeout = 0")
"""The server would end a connection that is not used for so long, and the lock with it."""
_AS_BEFORE = sa.text("RESET idle_session_timeout")


class Claims:
    """Over one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.has_one = False

    async def take(self, invoice_id: UUID) -> bool:
        """false: another has it in hand."""
        key = sa.func.hashtextextended(str(invoice_id), 0)
        if not await self._connection.scalar(sa.select(sa.func.pg_try_advisory_lock(key))):
            return False
        self.has_one = True
        await self._connection.execute(_STAYS_OPEN)
        return True

    async def let_go(self) -> None:
        await self._connection.execute(sa.select(sa.func.pg_advisory_unlock_all()))
        await self._connection.execute(_AS_BEFORE)


@asynccontextmanager
async def claiming(engine: AsyncEngine) -> AsyncIterator[Claims]:
    """What is taken in the block is let go at its end."""
    async with looking(engine) as connection:
        claims = Claims(connection)
        try:
            yield claims
            if claims.has_one:
                await claims.let_go()
        except BaseException:
            if claims.has_one:
                # Back in the pool it would keep the lock.
                await connection.invalidate()
            raise
