"""When a sending loop looks again: at once after a commit of ours, else every now and then."""

import asyncio
import contextlib
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import Session

_POLL_S = 0.25


@contextmanager
def woken_by_commits(engine: AsyncEngine) -> Iterator[asyncio.Event]:
    """Rings after every handler's commit; the loops' own are made on bare connections and do not ring."""
    woken = asyncio.Event()

    def ring(session: Session) -> None:
        if session.get_bind() is engine.sync_engine:
            woken.set()

    sa.event.listen(Session, "after_commit", ring)
    try:
        yield woken
    finally:
        sa.event.remove(Session, "after_commit", ring)


async def until(woken: asyncio.Event) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_POLL_S):
            await woken.wait()
