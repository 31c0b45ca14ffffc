"""A pause waits for another supervisor in the place of who leaves: it ends with the agreement on one."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import resuming
from services.contracts.changes.pausing import open_pause
from services.messages.contracts import ResumeProcess
from services.messages.sessions import PreviewResuming, SessionsHandedOver
from services.messages.values import Party
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date


async def go_on_with(db: AsyncSession, event: SessionsHandedOver, at: datetime, ask: Asker) -> None:
    """On their first day; no pause that somebody asked for, and not with who stands in: after them nobody holds it.

    Where it cannot be planned the pause stays, and a coordinator sees to it.
    Next: services/sessions/changes/pausing.py:go_on
    """
    said = await open_pause(db, event.process_id)
    if said is None or not said.awaits_supervisor or event.until_day:
        return
    on = max(event.from_day, said.from_day, local_date(at))
    which = {"process_id": event.process_id, "from_day": said.from_day, "on": on, "as_of": at}
    db.expunge(said)
    try:
        plan = await ask(PreviewResuming.model_validate(which))
        own = {"by": Party.SUPERVISOR, "resumed_by": event.supervisor_id, "ends_on": plan.ends_on}
        order = ResumeProcess.model_validate(which | own)
        await resuming.settle(db, order, plan, event.supervisor_id)
    except Refusal:
        return
