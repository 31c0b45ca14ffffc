"""Rows that have been kept for as long as they are kept, and go: by themselves, a few at a time.

Whatever ends in between is gone on with at the next time; again is no harm. See `services/messages/keep_times.py`.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from services.messages import keep_times
from services.runtime.clock import Clock
from services.runtime.logs import log
from services.runtime.storage.tables import failure, parked

FIRST_AFTER_S = 600.0
AGAIN_AFTER_S = 24 * 3600.0
_AT_ONCE = 1000
_BREATH_S = 0.05


@dataclass(frozen=True)
class Old:
    """Rows of one table, once `ended` is longer ago than they are kept. which: only those, of its rows.

    by_the_platform: ended by its clock, which may have been moved; else by the machine's.
    """

    table: sa.Table
    ended: Any
    kept: timedelta
    which: sa.ColumnElement[bool] | None = None
    by_the_platform: bool = False


RUNTIME = (
    Old(parked, parked.c.replayed_at, keep_times.HANDLED_IN_THE_END),
    Old(failure, failure.c.since, keep_times.FAILURES),
)
"""Of every service."""


async def keep_forgetting(engine: AsyncEngine, clock: Clock, rows: Sequence[Old]) -> None:
    """Until cancelled. Raises what the database raises: the caller begins again."""
    await asyncio.sleep(FIRST_AFTER_S)
    while True:
        await forget(engine, clock.now(), rows)
        await asyncio.sleep(AGAIN_AFTER_S)


async def forget(engine: AsyncEngine, platform_now: datetime, rows: Sequence[Old]) -> int:
    """All that is old by now; how many rows. Each batch is a transaction of its own."""
    total = 0
    for old in rows:
        gone = 0
        while some := await _forget_some(engine, old, platform_now):
            gone += some
            await asyncio.sleep(_BREATH_S)
        if gone:
            log.info("rows_forgotten", table=old.table.name, rows=gone)
        total += gone
    return total


async def _forget_some(engine: AsyncEngine, old: Old, platform_now: datetime) -> int:
    """By the rows' places: not every table has a key of one column."""
    place: Any = sa.literal_column(f'"{old.table.name}".ctid')
    now: Any = sa.literal(platform_now) if old.by_the_platform else sa.func.now()
    which = [] if old.which is None else [old.which]
    found = sa.select(place).select_from(old.table).where(old.ended < now - old.kept, *which)
    some = found.limit(_AT_ONCE).with_for_update(skip_locked=True).correlate(None)
    going = old.table.delete().where(place == sa.any_(sa.func.array(some.scalar_subquery())))
    async with engine.begin() as connection:
        return int((await connection.execute(going)).rowcount)
