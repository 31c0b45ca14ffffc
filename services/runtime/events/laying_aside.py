"""Rows that fall due and cannot be seen to: laid aside with their reason and told as parked messages are.

Each is tried again after longer and longer pauses by the machine's clock, or on order; the others go on meanwhile.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid6 import uuid7

from services.messages.operations import FALLS_DUE
from services.runtime.storage.database import among, execute, transaction
from services.runtime.storage.tables import failure, parked

_FIRST_PAUSE_S = 60
_MOST_DOUBLED = 10
"""The longest pause is about 17 hours."""
_IN_HAND, _ONLY = "due row in hand", "only this due row"
_PLACE = 0
"""What fell due came by no stream."""

_pause_s = _FIRST_PAUSE_S * sa.func.power(2, sa.func.least(failure.c.times - 1, _MOST_DOUBLED))
_pause = sa.func.make_interval(0, 0, 0, 0, 0, 0, _pause_s, type_=sa.Interval)
_rests = (failure.c.source == FALLS_DUE) & (failure.c.since + _pause > sa.func.clock_timestamp())
_waits = (parked.c.source == FALLS_DUE) & parked.c.replayed_at.is_(None)


@dataclass(frozen=True)
class InHand:
    """process_id: whose row it is, where that is known."""

    table: str
    key: UUID
    process_id: UUID | None

    @property
    def name(self) -> str:
        return f"{self.table}:{self.key}"


@cache
def is_not_laid_aside(key: Any) -> sa.ColumnElement[bool]:
    """key: the column by which a row is known."""
    return ~sa.exists().where(_rests, failure.c.stream_seq == _PLACE, failure.c.event_id == name_of(key))


def name_of(key: Any) -> sa.ColumnElement[str]:
    """By which it is told of."""
    return sa.literal(f"{key.table.name}:") + sa.cast(key, sa.Text)


async def first_due(db: AsyncSession, waiting: Any, key: Any) -> Any | None:
    """The first row, or its key where no more is selected. Whatever is wrong with it is its own from now on."""
    only: str | None = db.info.get(_ONLY)
    mine = is_not_laid_aside(key) if only is None else name_of(key) == only
    found = (await db.exec(waiting.where(mine).limit(1))).first()
    if found is not None:
        known = found if isinstance(found, UUID) else getattr(found, key.key)
        of_process = known if key.key == "process_id" else getattr(found, "process_id", None)
        db.info[_IN_HAND] = InHand(key.table.name, known, of_process)
    return found


def in_hand(db: AsyncSession) -> InHand | None:
    """Which row it was, after it has failed too."""
    found: InHand | None = db.info.get(_IN_HAND)
    return found


def see_only(db: AsyncSession, name: str) -> None:
    """To this row, also where it is laid aside."""
    db.info[_ONLY] = name


async def lay_aside(engine: AsyncEngine, row: InHand, reason: str) -> None:
    """In a transaction of its own. Once more: its next pause is twice as long."""
    about = {"source": FALLS_DUE, "stream_seq": _PLACE, "event_id": row.name}
    counting = insert(failure).values(**about, times=1, error_type=reason, since=sa.func.clock_timestamp())
    more = {"times": failure.c.times + 1, "error_type": reason, "since": sa.func.clock_timestamp()}
    told = about | {"id": uuid7(), "subject": f"{FALLS_DUE}.{row.table}", "aggregate_id": row.process_id}
    telling = insert(parked).values(**told, headers={}, payload=b"", reason=reason)
    async with transaction(engine) as db:
        await execute(db, counting.on_conflict_do_update(index_elements=list(about), set_=more))
        again = {"replayed_at": None, "reason": reason}
        await execute(db, telling.on_conflict_do_update(constraint="parked_once", set_=again))


async def laid_aside(engine: AsyncEngine, parked_id: UUID) -> str | None:
    """The name of the row that is told under this id; none: it is no row that fell due, or waits no longer."""
    asked = sa.select(parked.c.event_id).where(parked.c.id == parked_id, _waits)
    async with transaction(engine) as db:
        found: str | None = (await execute(db, asked)).scalar()
    return found


async def settle(engine: AsyncEngine, still_due: Any, now: datetime) -> None:
    """What is due no longer, as it was seen to or somebody acted: it is told no more, and its pauses are forgotten.

    still_due: selects the names of all that is due at `now`.
    """
    over = parked.c.event_id != sa.all_(still_due.scalar_subquery())
    ending = parked.update().where(_waits, over).values(replayed_at=sa.func.now())
    async with transaction(engine) as db:
        ended = (await execute(db, ending.returning(parked.c.event_id), {"now": now})).scalars().all()
        mine = (failure.c.source == FALLS_DUE) & among(failure.c.event_id, ended)
        await execute(db, failure.delete().where(mine))


def any_laid_aside() -> sa.ColumnElement[bool]:
    """Whether one is told of."""
    return sa.exists().where(_waits)
