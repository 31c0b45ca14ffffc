"""A pause is over: on the day that somebody names, sooner than was agreed, or before it has begun."""

from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import amendments
from services.contracts.changes.pauses_shown import pauses_of, shown, standing
from services.contracts.changes.pausing import end_of, end_on, signed
from services.contracts.tables import Contract, Pause
from services.messages import contracts as messages
from services.messages import sessions
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date, start_of


async def resume(db: AsyncSession, order: messages.ResumeProcess, ask: Asker) -> messages.PauseShown:
    """The same said again, nothing more. Refuses: see ResumeProcess.

    Next: services/sessions/changes/pausing.py:go_on
    """
    seen = await signed(db, order.process_id, lock=False)
    if await _is_said(db, order):
        return await shown(db, seen, order.as_of)
    await _meant(db, order)
    db.expunge(seen)
    wanted = order.model_dump(include={"process_id", "from_day", "on", "as_of"})
    plan = await ask(sessions.PreviewResuming(**wanted))
    return await settle(db, order, plan)


async def settle(
    db: AsyncSession,
    order: messages.ResumeProcess,
    plan: sessions.PausePlan,
    awaited_supervisor_id: UUID | None = None,
) -> messages.PauseShown:
    """plan: as it was asked for. awaited_supervisor_id: as of ProcessResumed. Refuses: see ResumeProcess."""
    contract = await signed(db, order.process_id, lock=True)
    said = await _meant(db, order)
    if plan.ends_on != order.ends_on:
        raise Refusal("plan_changed", "ends_on")
    was_to_go_on, known_at = said.goes_on, said.resumed_at or said.paused_at
    said.goes_on, said.resumed_at, said.resumed_by = order.on, order.as_of, order.resumed_by
    if was_to_go_on:
        await amendments.hold_less(db, order.process_id, was_to_go_on, order.on, known_at)
    else:
        await amendments.hold_over(db, order.process_id, said.from_day, order.on)
    await end_on(db, contract, order.ends_on, order.as_of)
    told = _resumed(contract, said, order, was_to_go_on, plan)
    await announce(db, told.model_copy(update={"awaited_supervisor_id": awaited_supervisor_id}))
    return await shown(db, contract, order.as_of)


async def _is_said(db: AsyncSession, order: messages.ResumeProcess) -> bool:
    """Of those that may be meant, the one that was asked for last: the same days may have been called off before."""
    meant = [one for one in await pauses_of(db, order.process_id) if order.from_day in (None, one.from_day)]
    last = max(meant, key=lambda one: one.paused_at, default=None)
    return last is not None and (last.goes_on, last.resumed_by) == (order.on, order.resumed_by)


async def _meant(db: AsyncSession, order: messages.ResumeProcess) -> Pause:
    """An open one may have got its end while it was looked at. Refuses: not_paused, resumes_by_itself, plan_changed."""
    today = local_date(order.as_of)
    known = [
        one
        for one in standing(await pauses_of(db, order.process_id), today)
        if order.from_day in (None, one.from_day)
    ]
    if not known:
        raise Refusal("not_paused", "process_id")
    found = next((one for one in known if one.goes_on is None), known[0])
    if found.goes_on and order.on >= found.goes_on:
        raise Refusal("resumes_by_itself", "on")
    if found.goes_on and order.from_day is None:
        raise Refusal("plan_changed", "ends_on")
    return found


def _resumed(
    contract: Contract,
    said: Pause,
    order: messages.ResumeProcess,
    was_to_go_on: date | None,
    plan: sessions.PausePlan,
) -> messages.ProcessResumed:
    return messages.ProcessResumed.model_validate(
        {
            **said.model_dump(include={"process_id", "paused_at", "from_day"}),
            "by": order.by,
            "on": order.on,
            "goes_on_at": start_of(order.on),
            "resumed_at": order.as_of,
            "was_to_go_on": was_to_go_on,
            **end_of(contract, plan.latest),
        }
    )
