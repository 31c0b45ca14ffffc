"""By when a renewal's draft is completed, or comes to nothing: kept with it, and said whenever it is another day.

Those who chose that it goes on wait for us, and the supervisor's place is held. A first contract's draft has no end.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import promised_times
from services.contracts.tables import Contract
from services.messages.contracts import DraftDated
from services.runtime.events.announcing import announce


async def keep(db: AsyncSession, draft: Contract, since: datetime) -> None:
    """since: from when on it is our work, or its first day is another."""
    lapses_at = promised_times.draft_expiry(draft, since)
    if lapses_at is None or lapses_at == draft.draft_lapses_at:
        return
    draft.draft_lapses_at = lapses_at
    draft.draft_last_call_at = promised_times.draft_last_call(draft, lapses_at, since)
    await db.flush()
    facts = draft.model_dump(include={"process_id", "version"})
    await announce(db, DraftDated(**facts, lapses_at=lapses_at))
