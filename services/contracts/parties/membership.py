"""Who is in the group of a signed contract on a day: those who signed for it and who joined, without who has left."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.tables import Contract, Joining, Leaver
from services.runtime.storage.database import among


async def members(db: AsyncSession, contract: Contract, day: date) -> list[UUID]:
    """In the order in which they came; whoever comes later is none yet."""
    gone = await away(db, [contract.process_id], day)
    return [one for one in contract.supervisee_ids if (contract.process_id, one) not in gone]


async def staying(db: AsyncSession, contract: Contract) -> list[UUID]:
    """Of all days to come: also who is only to come."""
    return await members(db, contract, date.max)


async def away(db: AsyncSession, process_ids: Sequence[UUID], day: date) -> set[tuple[UUID, UUID]]:
    """Who has left a process's group, and who comes to it later than on the day."""
    left = await db.exec(select(Leaver).where(among(Leaver.process_id, process_ids)))
    later = await db.exec(
        select(Joining).where(
            among(Joining.process_id, process_ids),
            col(Joining.consented_at).is_not(None),
            Joining.from_day > day,
        )
    )
    return {(one.process_id, one.person_id) for one in [*left, *later]}
