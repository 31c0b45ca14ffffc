"""Who is a supervisee of a session: of the group as it is now, and who has left it, of their own days."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import col, select

from services.billing.items.terms import latest
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
    """Those about which the person may say something. Of who has left, sessions knows which days were theirs."""
    asked, terms = set(session_ids), await latest(work.db, process_id)
    if terms and person_id in terms.supervisee_ids:
        return asked
    if not await is_named(work, process_id, person_id):
        return set()
    return {one for one in sorted(asked) if await _was_at(work, one, person_id)}


async def owns_all(work: Work, process_id: UUID, person_id: UUID, item_ids: Iterable[UUID]) -> bool:
    """Of items, as of own_sessions; what came of no session is theirs alone who belong to it now."""
    theirs = BillableItem.process_id == process_id, among(BillableItem.item_id, list(item_ids))
    found = {one.session_id or one.item_id for one in await work.db.exec(select(BillableItem).where(*theirs))}
    return found == await own_sessions(work, process_id, person_id, found)


async def _was_at(work: Work, session_id: UUID, person_id: UUID) -> bool:
    viewer = Viewer(person_id=person_id, role=Role.SUPERVISEE)
    try:
        await work.ask(ShowSession(session_id=session_id, viewer=viewer))
    except Refusal as refused:
        if refused.code != "unknown_session":
            raise
        return False
    return True
