"""A session moved with less notice than was owed: the time that was given up costs what cancelling it would."""

from uuid import uuid5

from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.items import recording, terms
from services.billing.items.cancellation import Notice
from services.billing.tables import BillableItem
from services.messages.billing import ItemKind
from services.messages.sessions import SessionMoved


async def record(db: AsyncSession, event: SessionMoved) -> None:
    """Keeps an item where it costs something; what was moved in time leaves none, for the session is one already.

    Natural key: the session and its how manieth change. It uses none of the agreed sessions. Raises TermsNotKnownYet.
    """
    if event.free or event.party == "supervisor" or event.performed_on is None:
        return
    item_id = uuid5(event.session_id, f"moved {event.sequence}")
    if await db.get(BillableItem, item_id):
        return
    notice = Notice(event.party, event.notice_hours, event.notice_working_days)
    holding = await terms.in_force_for_item(
        db, event.process_id, event.performed_on, event.minutes, trial=event.trial
    )
    if not terms.percent_for(ItemKind.LATE_MOVED, notice, holding):
        return
    facts = event.model_dump(include={"session_id", "process_id", "performed_on", "minutes"})
    await recording.keep(db, item_id, ItemKind.LATE_MOVED, event.number, facts, notice, holding)
