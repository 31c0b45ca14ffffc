"""Who is a supervisee of a session: sessions alone knows whose day it was, whomever the newest terms name still."""

import asyncio
from collections.abc import Iterable
from uuid import UUID

from sqlmodel import col, select

from services.billing.tables import BillableItem, DatedTerms
from services.messages.sessions import ShowSession
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.storage.database import among


async def is_named(work: Work, process_id: UUID, person_id: UUID) -> bool:
    """In any version of its terms: also of who belonged to it once."""
    mine = DatedTerms.process_id == process_id, col(DatedTerms.supervisee_ids).contains([person_id])
    return (await work.db.exec(select(DatedTerms.version).where(*mine).limit(1))).first() is not None


async def own_sessions(
    work: Work, process_id: UUID, person_id: UUID, session_ids: Iterable[UUID]
) -> set[UUID]:
    """Those about which the person may say something: of the days on which they belonged to it."""
    if not await is_named(work, process_id, person_id):
        return set()
    asked = sorted(set(session_ids))
    were_at = await asyncio.gather(*(_was_at(work, one, person_id) for one in asked))
    return {one for one, was_at in zip(asked, were_at, strict=True) if was_at}


async def owns_all(work: Work, process_id: UUID, person_id: UUID, item_ids: Iterable[UUID]) -> bool:
    """Of items, as of own_sessions; what came of no session is the customer's alone."""
    theirs = BillableItem.process_id == process_id, among(BillableItem.item_id, list(item_ids))
    found = {one.session_id for one in await work.db.exec(select(BillableItem).where(*theirs))}
    sessions = {one for one in found if one}
    return sessions == found == await own_sessions(work, process_id, person_id, sessions)


async def _was_at(work: Work, session_id: UUID, person_id: UUID) -> bool:
    viewer = Viewer(person_id=person_id, role=Role.SUPERVISEE)
    try:
        await work.ask(ShowSession(session_id=session_id, viewer=viewer))
    except Refusal as refused:
        if refused.code != "unknown_session":
            raise
        return False
    return True
