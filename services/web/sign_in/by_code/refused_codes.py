"""Codes that were typed for somebody's address and refused: counted by days, for them and who looks after people.

The count alone is kept: a code that was typed wrongly is nearly the right one.
"""

from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.keep_times import REFUSED_CODES
from services.messages.operations import CountRefusedCodes, RefusedCodes
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.policy import may
from services.runtime.storage.database import execute
from services.web.tables import refused_code

_MINE = refused_code.c


async def count_one(db: AsyncSession, person_id: UUID | None, now: datetime) -> None:
    """The same statement for an address that nobody has, so that its time does not tell."""
    somebody = sa.literal(person_id, sa.Uuid())
    row = sa.select(somebody, sa.literal(now.astimezone(UTC).date()), sa.literal(1))
    kept = insert(refused_code).from_select(["person_id", "day", "times"], row.where(somebody.is_not(None)))
    more = kept.on_conflict_do_update(index_elements=["person_id", "day"], set_={"times": _MINE.times + 1})
    await execute(db, more)


async def count(query: CountRefusedCodes, work: Work, now: datetime) -> RefusedCodes:
    """now: by the machine's clock, as codes are. Refuses: unknown_person."""
    if query.person_id != query.viewer.person_id and not may(query.viewer.role, "manage_people"):
        raise Refusal("unknown_person", "person_id")
    since = (now.astimezone(UTC) - REFUSED_CODES).date()
    counted = (
        sa.func.coalesce(sa.func.sum(_MINE.times), 0).label("times"),
        sa.func.max(_MINE.day).label("latest"),
    )
    theirs = sa.select(*counted).where(_MINE.person_id == query.person_id, _MINE.day >= since)
    return RefusedCodes.model_validate(dict((await execute(work.db, theirs)).mappings().one()))
