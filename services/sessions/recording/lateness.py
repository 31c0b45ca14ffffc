"""Whether a session that was called off counts as used: it does where it was too late to call it off for nothing."""

from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.finland import local_date
from services.sessions import contract_facts
from services.sessions.notice import NoticeOwed, earliest
from services.sessions.tables import Session


def was_late(row: Session, owed: NoticeOwed) -> bool:
    """The customer called it off when that was charged already. owed: of the contract of its day."""
    told = row.told_at or row.settled_at
    theirs = row.status == "cancelled" and row.cancelled_by in ("supervisee", "commissioner")
    return theirs and told is not None and row.starts_at < earliest(owed, told)


async def is_unused(db: AsyncSession, row: Session) -> bool:
    """It was called off for nothing, by the contract of its day; whether another day is looked for is said apart."""
    if row.trial or row.status != "cancelled":
        return False
    versions = await contract_facts.of_session(db, row)
    owed = contract_facts.notice_of(contract_facts.in_force(versions, local_date(row.starts_at)))
    return not was_late(row, owed)
