"""A signed contract is paused: its last day moves, and what was waited for waits.

How it goes on, or is not paused after all, is in `resuming.py`.
"""

from datetime import date, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import amendments
from services.contracts.changes.pauses_shown import is_terminated, pauses_of, shown, standing
from services.contracts.ending import continuation
from services.contracts.papers import promised_times, versions
from services.contracts.tables import Contract, Pause
from services.messages import contracts as messages
from services.messages import sessions
from services.messages.values import Utc
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import ONE_DAY, local_date, morning_of, start_of, working_days_after

_OF_ITSELF = {"process_id", "by", "from_day", "until_day", "paused_at", "awaits_supervisor"}


async def pause(db: AsyncSession, order: messages.PauseProcess, ask: Asker) -> messages.PauseShown:
    """The same said again, nothing more.

    Refuses: see PauseProcess; of its days and its plan by the owner of the sessions.
    Next: services/sessions/changes/pausing.py:take_out
    """
    seen = await signed(db, order.process_id, lock=False)
    if await _is_said(db, order):
        return await shown(db, seen, order.as_of)
    await _refuse_overlapping(db, order)
    db.expunge(seen)
    wanted = order.model_dump(include={"process_id", "by", "from_day", "until_day", "as_of"})
    plan = await ask(sessions.PreviewPause(**wanted))
    contract = await signed(db, order.process_id, lock=True)
    await _refuse_overlapping(db, order)
    if order.until_day and plan.ends_on != order.ends_on:
        raise Refusal("plan_changed", "ends_on")
    said = _kept(order, contract)
    db.add(said)
    if said.goes_on:
        await amendments.hold_over(db, order.process_id, said.from_day, said.goes_on)
    await end_on(db, contract, plan.ends_on or contract.ends_on, order.as_of)
    await announce(db, _paused(contract, said, plan.latest))
    return await shown(db, contract, order.as_of)


async def remind(db: AsyncSession, order: messages.RemindOfPause) -> None:
    """Once. Refuses: unknown_process."""
    contract = await versions.find(db, order.process_id)
    said = await open_pause(db, order.process_id)
    if said is None or said.reminded_at or order.as_of < long_at(contract, said.from_day):
        return
    said.reminded_at = order.as_of
    days = promised_times.promises_of(contract).contract_working_days
    act_by = working_days_after(order.as_of, days)
    told = {"process_id": order.process_id, "from_day": said.from_day, "act_by": act_by}
    await db.flush()
    await announce(db, messages.PauseOverdue.model_validate(told))


async def end_with_contract(db: AsyncSession, process_id: UUID, at: Utc) -> None:
    """A termination ends the pause that goes on, and takes back the one that lies ahead."""
    today = local_date(at)
    for said in await pauses_of(db, process_id):
        if said.goes_on is None or said.goes_on > today:
            said.goes_on, said.resumed_at = max(said.from_day, today), at


async def open_pause(db: AsyncSession, process_id: UUID) -> Pause | None:
    """The one of which nobody has said yet when it goes on."""
    return next((one for one in await pauses_of(db, process_id) if one.goes_on is None), None)


def end_so_far(contract: Contract, said: Pause | None, today: date) -> date:
    """The last day, were it to go on today."""
    moves = said is not None and promised_times.promises_of(contract).pause_extends
    return contract.ends_on + max(today - said.from_day, timedelta(0)) if said and moves else contract.ends_on


async def signed(db: AsyncSession, process_id: UUID, *, lock: bool) -> Contract:
    """Refuses: unknown_process, contract_not_signed, process_ended, already_terminated."""
    contract = await versions.find(db, process_id, lock=lock)
    if contract.status != "signed":
        raise Refusal("contract_not_signed", "process_id")
    if await continuation.has_ended(db, process_id):
        raise Refusal("process_ended", "process_id")
    if await is_terminated(db, process_id):
        raise Refusal("already_terminated", "process_id")
    return contract


async def _is_said(db: AsyncSession, order: messages.PauseProcess) -> bool:
    """Whether this very pause is known."""
    same = {"by", "from_day", "until_day", "reason_code"}
    wanted = order.model_dump(include=same)
    return any(
        one.model_dump(include=same) == wanted and one.reason == order.reason.strip()
        for one in standing(await pauses_of(db, order.process_id), local_date(order.as_of))
    )


async def _refuse_overlapping(db: AsyncSession, order: messages.PauseProcess) -> None:
    """Refuses: already_paused."""
    last, today = order.until_day or date.max, local_date(order.as_of)
    for one in standing(await pauses_of(db, order.process_id), today):
        if one.goes_on is None or (one.from_day <= last and order.from_day < one.goes_on):
            raise Refusal("already_paused", "from_day")


def _kept(order: messages.PauseProcess, contract: Contract) -> Pause:
    return Pause(
        **order.model_dump(
            include={"process_id", "by", "reason_code", "from_day", "until_day", "awaits_supervisor"}
        ),
        paused_at=order.as_of,
        person_id=order.paused_by,
        reason=order.reason.strip(),
        agreed_until=contract.ends_on,
        goes_on=order.until_day + ONE_DAY if order.until_day else None,
    )


async def end_on(db: AsyncSession, contract: Contract, ends_on: date, at: Utc) -> None:
    """How it goes on is asked again, where nobody has chosen, once the last day is another."""
    if ends_on != contract.ends_on:
        contract.ends_on = ends_on
        await continuation.follow_end(db, contract, at)
    await db.flush()


def long_at(contract: Contract, from_day: date) -> Utc:
    days = promised_times.promises_of(contract).longest_pause_days
    return morning_of(from_day + timedelta(days=days))


def _paused(contract: Contract, said: Pause, latest: date | None) -> messages.ProcessPaused:
    return messages.ProcessPaused.model_validate(
        {
            **said.model_dump(include=_OF_ITSELF),
            "stops_at": start_of(said.from_day),
            "goes_on_at": start_of(said.goes_on) if said.goes_on else None,
            "ask_again_at": None if said.goes_on else long_at(contract, said.from_day),
            **end_of(contract, latest),
        }
    )


def end_of(contract: Contract, latest: date | None) -> dict[str, object]:
    return {
        "version": contract.version,
        "ends_on": contract.ends_on,
        "ends_at": promised_times.last_morning(contract),
        "continuation_reminders_at": promised_times.continuation_reminders(contract),
        "latest": latest,
    }
