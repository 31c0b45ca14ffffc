"""The reviews that wait for one supervisor: of the processes that are theirs on the day, whoever had them before."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.values import Role
from services.runtime.finland import local_date
from services.sessions import access
from services.sessions.tables import Agreement, Review

MOST = 50
"""Reviews in one answer."""


async def awaited_of(db: AsyncSession, query: messages.ShowWaiting) -> list[messages.ReviewToHold]:
    """The longest open first."""
    if query.viewer.role is not Role.SUPERVISOR:
        return []
    who, today = query.viewer.person_id, local_date(query.as_of)
    own = (col(Agreement.process_id) == col(Review.process_id)) & (col(Agreement.supervisor_id) == who)
    waiting = select(Review).where(Review.status == "open", select(Agreement.version).where(own).exists())
    rows = (await db.exec(waiting.order_by(col(Review.opened_at), col(Review.process_id)).limit(MOST))).all()
    processes = {one: await access.find(db, one) for one in {row.process_id for row in rows}}
    mine = [row for row in rows if processes[row.process_id].agreement(today).supervisor_id == who]
    return [
        messages.ReviewToHold.model_validate(row.model_dump(include={"process_id", "kind"})) for row in mine
    ]
