"""What was called off and waits for another time is left out: none is looked for any more."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.sessions import SessionLeftOut
from services.runtime.events.announcing import announce
from services.sessions.tables import Session


async def leave_out(db: AsyncSession, row: Session, *, agreed: bool = False, over: bool = False) -> None:
    """agreed, over: as of SessionLeftOut."""
    row.replan_by = None
    facts = row.model_dump(include={"process_id", "session_id", "number", "trial"})
    await announce(db, SessionLeftOut(**facts, agreed=agreed, over=over))


async def leave_out_all(db: AsyncSession, process_id: UUID) -> None:
    """Of a process that is over, or whose trial is."""
    waiting = select(Session).where(Session.process_id == process_id, col(Session.replan_by).is_not(None))
    for row in await db.exec(waiting.order_by(col(Session.session_id)).with_for_update()):
        await leave_out(db, row, over=True)
