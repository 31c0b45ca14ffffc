"""How what was chosen to follow on each of many contracts stands, for their cards."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.ending import successors
from services.contracts.papers import versions
from services.contracts.tables import Continuation, Contract
from services.messages.contracts import Renewal
from services.runtime.storage.database import among


async def of_all(db: AsyncSession, going: Mapping[UUID, Continuation]) -> dict[UUID, Renewal]:
    """By the process before it; nothing of what nobody has chosen to renew. Its signed change counts, as of any."""
    follows = {one.successor_id for one in going.values() if one.successor_id}
    if not follows:
        return {}
    papers = select(Contract).where(versions.is_the_one(), among(Contract.process_id, follows))
    found = {one.process_id: one for one in await db.exec(papers)}
    return {
        process_id: successors.state_of(found.get(one.successor_id))
        for process_id, one in going.items()
        if one.successor_id
    }
