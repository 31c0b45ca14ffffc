"""Whether a process waits for another supervisor: asked by what changes it and by what is signed of that."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.tables import Pause


async def awaits_supervisor(db: AsyncSession, process_id: UUID) -> bool:
    """It stands still because its supervisor leaves: then a no leaves it waiting, and not as it was."""
    open_ = select(Pause).where(Pause.process_id == process_id, col(Pause.goes_on).is_(None))
    return any(one.awaits_supervisor for one in await db.exec(open_))
