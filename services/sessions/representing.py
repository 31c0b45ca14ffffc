"""Who acts for the whole group: a session belongs to all of its members, and one of them signs for them."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.sessions import access
from services.sessions.tables import Session


async def refuse_another_member(db: AsyncSession, row: Session, person_id: UUID, field: str) -> None:
    """A member of the session's day moves or cancels it only if they act for all of them.

    Whom the contract names for the customer acts for that, also as one of the group.
    Refuses: not_the_representative.
    """
    process = await access.find(db, row.process_id)
    day = local_date(row.starts_at)
    if person_id == process.agreement(day).commissioner_id or person_id not in process.members(day):
        return
    if person_id != process.representative(day):
        raise Refusal("not_the_representative", field)
