"""A supervisor does not leave after all: what a pause kept waiting for another one need not wait any more."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.sessions import SupervisorStays
from services.runtime.events.announcing import announce
from services.sessions import contract_facts
from services.sessions.tables import Pause


async def tell(db: AsyncSession, supervisor_id: UUID) -> None:
    """Only once their days are free again here: whoever hears it asks for days with them.

    Next: services/contracts/changes/awaiting.py:go_on_with_same
    """
    waits = select(Pause.process_id).where(col(Pause.goes_on).is_(None), col(Pause.awaits_supervisor))
    for process_id in (await db.exec(waits.order_by(col(Pause.process_id)))).all():
        agreed = contract_facts.by_day(await contract_facts.versions(db, process_id))
        if agreed[-1].supervisor_id == supervisor_id:
            await announce(db, SupervisorStays(process_id=process_id, supervisor_id=supervisor_id))
