"""Who is in the group of a signed contract on a day: those who signed for it and who joined, without who has left."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.tables import Contract, Joining, Leaver
from services.runtime.storage.database import among_asked


async def members(db: AsyncSession, contract: Contract, day: date) -> list[UUID]:
    """In the order in which they came; whoever comes later is none yet."""
    gone = await away(db, [contract.process_id], day)
    return [one for one in contract.supervisee_ids if (contract.process_id, one) not in gone]


async def staying(db: AsyncSession, contract: Contract) -> list[UUID]:
    """Of all days to come: also who is only to come."""
    return await members(db, contract, date.max)


async def to_come(db: AsyncSession, contract: Contract, today: date) -> list[tuple[UUID, date]]:
    """Who has consented to join and is to come, with their first day; without who has left before it."""
    stay = await staying(db, contract)
    later = select(Joining).where(
        Joining.process_id == contract.process_id,
        col(Joining.consented_at).is_not(None),
        col(Joining.from_day) > today,
    )
    found = await db.exec(later.order_by(col(Joining.from_day), col(Joining.person_id)))
    return [(one.person_id, one.from_day) for one in found if one.person_id in stay]


_LEFT = select(Leaver.process_id, Leaver.person_id).where(among_asked(Leaver.process_id))
_LATER = select(Joining.process_id, Joining.person_id).where(
    among_asked(Joining.process_id),
    col(Joining.consented_at).is_not(None),
    col(Joining.from_day) > sa.bindparam("day", type_=sa.Date()),
)
_AWAY = _LEFT.union_all(_LATER)


async def away(db: AsyncSession, process_ids: Sequence[UUID], day: date) -> set[tuple[UUID, UUID]]:
    """Who has left a process's group, and who comes to it later than on the day."""
    asked = {"ids": list(process_ids), "day": day}
    found = await db.exec(_AWAY, params=asked)  # type: ignore[call-overload]  # it takes more than selects
    return {(one.process_id, one.person_id) for one in found}
