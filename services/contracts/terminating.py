"""A party ends a signed contract before its last day: by its notice, and with all that hangs on the end."""

from datetime import date
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts import continuation, contract_cards, pausing, promised_times, versions
from services.contracts.notice_periods import last_day
from services.contracts.speaking import party_of, speaks
from services.contracts.tables import Contract, Pause, Termination
from services.messages import contracts as messages
from services.messages.values import Party, Role, Utc
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.policy import can


async def preview(db: AsyncSession, query: messages.PreviewTermination) -> messages.TerminationPreview:
    """Refuses: unknown_process, contract_not_signed."""
    contract = await versions.find(db, query.process_id, lock=False)
    if not can(query.viewer, "terminate_process", contract_cards.belongs_of(contract)):
        raise Refusal("unknown_process", "process_id")
    if contract.status != "signed":
        raise Refusal("contract_not_signed", "process_id")
    said = await db.get(Termination, contract.process_id)
    open_still = said is None and not await continuation.has_ended(db, contract.process_id)
    shown = _shown(contract, said, await pausing.open_pause(db, contract.process_id), query.as_of)
    today = local_date(query.as_of)
    acts = open_still and await speaks(db, query.viewer, contract, today)
    as_party = await party_of(db, query.viewer, contract, today)
    told: dict[str, object] = {"may_terminate": acts, "as_party": as_party}
    if query.viewer.role is not Role.COORDINATOR:
        told |= {"reason_code": None, "reason": ""}
    return shown.model_copy(update=told)


async def terminate(db: AsyncSession, order: messages.TerminateProcess) -> messages.TerminationPreview:
    """The same said again, nothing more. The choice how to go on is made by it: it closes.

    Refuses: unknown_process, contract_not_signed, reason_missing, process_ended, already_terminated, last_day_changed.

    Next: services/sessions/ending.py:end_early
    """
    contract = await continuation.signed(db, order.process_id)
    reason = order.reason.strip()
    if order.waives_review and not reason:
        raise Refusal("reason_missing", "reason", "is needed")
    if said := await db.get(Termination, order.process_id):
        if not _is_said(said, order, reason):
            raise Refusal("already_terminated", "process_id")
        return _shown(contract, said, None, order.as_of)
    await continuation.close_early(db, contract, order.terminated_by, order.as_of)
    ends_on = _last_day(contract, await pausing.open_pause(db, contract.process_id), order.as_of)
    if order.last_day != ends_on:
        raise Refusal("last_day_changed", "last_day")
    said = await _keep(db, contract, order, reason, ends_on)
    await announce(db, _told(contract, said))
    return _shown(contract, said, None, order.as_of)


def _is_said(said: Termination, order: messages.TerminateProcess, reason: str) -> bool:
    names = ("by", "reason_code", "waives_review")
    return said.reason == reason and all(getattr(said, name) == getattr(order, name) for name in names)


async def _keep(
    db: AsyncSession, contract: Contract, order: messages.TerminateProcess, reason: str, ends_on: date
) -> Termination:
    said = Termination(
        **order.model_dump(include={"process_id", "by", "reason_code", "waives_review"}),
        person_id=order.terminated_by,
        reason=reason,
        agreed_until=contract.ends_on,
        last_day=ends_on,
        terminated_at=order.as_of,
    )
    db.add(said)
    contract.ends_on = ends_on
    await pausing.end_with_contract(db, contract.process_id, order.as_of)
    await db.flush()
    return said


def _last_day(contract: Contract, paused: Pause | None, at: Utc) -> date:
    """Not after the day that was agreed: a notice makes no contract longer, and runs through a pause."""
    notice, today = messages.NoticePeriod.model_validate(contract.notice), local_date(at)
    return min(pausing.end_so_far(contract, paused, today), last_day(today, notice))


def _shown(
    contract: Contract, said: Termination | None, paused: Pause | None, at: Utc
) -> messages.TerminationPreview:
    agreed: dict[str, Any] = {
        "notice": messages.NoticePeriod.model_validate(contract.notice),
        "fee_percent": contract.termination_fee_percent,
        "may_terminate": False,
    }
    if said is None:
        return messages.TerminationPreview(last_day=_last_day(contract, paused, at), **agreed)
    told = said.model_dump(include={"last_day", "by", "reason_code", "reason"})
    return messages.TerminationPreview(**told, **agreed, already=True)


def _told(contract: Contract, said: Termination) -> messages.ProcessTerminated:
    return messages.ProcessTerminated(
        process_id=contract.process_id,
        version=contract.version,
        by=Party(said.by),
        last_day=said.last_day,
        ends_at=promised_times.last_morning(contract),
        final_review="waived" if said.waives_review else "open",
        terminated_at=said.terminated_at,
    )
