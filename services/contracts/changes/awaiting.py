"""A pause waits for another supervisor in the place of who leaves: it ends with the agreement on one, or when nobody
leaves after all.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import resuming
from services.contracts.changes.pausing import open_pause
from services.contracts.tables import Pause
from services.messages.contracts import ResumeProcess
from services.messages.sessions import PreviewResuming, SessionsHandedOver, SupervisorStays
from services.messages.values import Party
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date


async def go_on_with(db: AsyncSession, event: SessionsHandedOver, at: datetime, ask: Asker) -> None:
    """On their first day; not with who stands in: after them nobody holds it.

    Next: services/sessions/changes/pausing.py:go_on
    """
    if event.until_day is None:
        on = max(event.from_day, local_date(at))
        await _go_on(db, ask, event, on, at, awaited_supervisor_id=event.supervisor_id)


async def go_on_with_same(db: AsyncSession, event: SupervisorStays, at: datetime, ask: Asker) -> None:
    """At once; a pause that has not begun is called off.

    Next: services/sessions/changes/pausing.py:go_on
    """
    await _go_on(db, ask, event, local_date(at), at)


async def _go_on(
    db: AsyncSession,
    ask: Asker,
    event: SessionsHandedOver | SupervisorStays,
    on: date,
    at: datetime,
    awaited_supervisor_id: UUID | None = None,
) -> None:
    """No pause that somebody asked for. Where it cannot be planned the pause stays, and a coordinator sees to it."""
    said = await open_pause(db, event.process_id)
    if said is None or not said.awaits_supervisor:
        return
    which = _which(said, max(on, said.from_day), at)
    db.expunge(said)
    try:
        plan = await ask(PreviewResuming.model_validate(which))
        own = {"by": Party.SUPERVISOR, "resumed_by": event.supervisor_id, "ends_on": plan.ends_on}
        await resuming.settle(db, ResumeProcess.model_validate(which | own), plan, awaited_supervisor_id)
    except Refusal:
        return


def _which(said: Pause, on: date, at: datetime) -> dict[str, Any]:
    return {"process_id": said.process_id, "from_day": said.from_day, "on": on, "as_of": at}
