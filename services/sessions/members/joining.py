"""Who has consented to join a group is in its roster from their day on; a group that is large enough is settled."""

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.contracts import MemberJoined
from services.runtime.storage.database import execute
from services.sessions import access, contract_facts
from services.sessions.members import representatives, roster
from services.sessions.tables import Leaving


async def join(db: AsyncSession, event: MemberJoined) -> None:
    """Who had left and comes back may leave again: their earlier word is done with."""
    await contract_facts.lock(db, event.process_id)
    await roster.join(db, event.process_id, event.person_id, event.from_day)
    theirs = col(Leaving.process_id) == event.process_id, col(Leaving.person_id) == event.person_id
    await execute(db, sa.delete(Leaving).where(*theirs))
    process = await access.find(db, event.process_id)
    await representatives.ask_newcomer(db, event.process_id, event.person_id, event.from_day)
    members = process.members(event.from_day)
    if process.representative(event.from_day):
        await representatives.settle(db, process, event.process_id, members, event.from_day)
