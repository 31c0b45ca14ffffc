"""One instant in several databases: nobody writes in any of them while a look at each is begun.

For as long as the locks are held whoever writes waits, as for any other row that somebody else is changing; whoever
reads does not. We ourselves never wait for a lock: of two who wait for one another the server breaks one off, and that
could be a program. Nor do we stay long where somebody may wait for us in another database.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import asyncpg

from deploy.operating.opened import opened
from deploy.running.launch import CannotStart

LOCKED_WITHIN_S = 2.0
_LOOK_AGAIN_S = 0.005
TRIES = 60
_TABLES = """
SELECT string_agg(format('%I.%I', schemaname, tablename), ', ' ORDER BY schemaname, tablename)
FROM pg_tables WHERE tableowner = current_user AND schemaname NOT IN ('pg_catalog', 'information_schema')
"""

Looks = dict[str, asyncpg.Connection]


@asynccontextmanager
async def of_all(urls: Mapping[str, str]) -> AsyncIterator[Looks]:
    """Role -> a connection that sees its database as it was at that instant, for as long as the block lasts.

    Refuses: CannotStart, where somebody writes without a pause.
    """
    async with AsyncExitStack() as stack:
        for tried in range(TRIES):
            looks = await stack.enter_async_context(_connected(urls))
            if await _begun(urls, looks):
                yield looks
                return
            await stack.aclose()
            await asyncio.sleep(random.uniform(0, LOCKED_WITHIN_S) * min(tried, 5))
    raise CannotStart("no moment was found in which nobody writes: try again when less is going on")


@asynccontextmanager
async def _connected(urls: Mapping[str, str]) -> AsyncIterator[Looks]:
    async with AsyncExitStack() as stack:
        looks = {}
        for role, url in urls.items():
            looks[role] = await opened(role, url)
            stack.push_async_callback(looks[role].close)
        yield looks


async def _begun(urls: Mapping[str, str], looks: Looks) -> bool:
    """Whether all could be locked. When this returns nothing is locked any more."""
    async with _connected(urls) as locking:
        give_up = time.monotonic() + LOCKED_WITHIN_S
        for one in locking.values():
            while not await _locked(one):
                if time.monotonic() > give_up:
                    return False
                await asyncio.sleep(_LOOK_AGAIN_S)
        for look in looks.values():
            await look.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT pg_current_snapshot()")
    return True


async def _locked(db: asyncpg.Connection) -> bool:
    """All tables at once, or none where somebody writes in one of them."""
    await db.execute("BEGIN")
    try:
        if tables := await db.fetchval(_TABLES):
            await db.execute(f"LOCK TABLE {tables} IN SHARE MODE NOWAIT")
    except asyncpg.LockNotAvailableError:
        await db.execute("ROLLBACK")
        return False
    return True
