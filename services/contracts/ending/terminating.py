"""A party ends a signed contract before its last day: by its notice, and with all that hangs on the end."""

from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import pausing
from services.contracts.ending import (
    choosing_anew,
    consumers,
    continuation,
    terminations,
    what_follows,
)
from services.contracts.ending.notice_periods import last_day
from services.contracts.papers import versions
from services.contracts.parties.speaking import are_one, party_of, speaks
from services.contracts.showing import belonging
from services.contracts.tables import Contract, Pause, Termination
from services.messages import contracts as messages
from services.messages.values import Party, Role, Utc
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.runtime.policy import can


async def preview(
    db: AsyncSession, query: messages.PreviewTermination, *, lapsed: bool
) -> messages.TerminationPreview:
    """lapsed: a credential of the supervisor's has. Refuses: unknown_process, contract_not_signed."""
    contract = await versions.find(db, query.process_id, lock=False)
    held = await versions.in_force(db, query.process_id, local_date(query.as_of))
    if not can(query.viewer, "terminate_process", belonging.belongs_of(held)):
        raise Refusal("unknown_process", "process_id")
    if contract.status != "signed":
        raise Refusal("contract_not_signed", "process_id")
    said = await terminations.latest(db, contract.process_id)
    shown = _shown(contract, said, await pausing.open_pause(db, contract.process_id), query.as_of)
    today = local_date(query.as_of)
    ended = await continuation.is_over(db, contract, query.as_of)
    acts = not ended and await speaks(db, query.viewer, contract, today)
    as_party = await party_of(db, query.viewer, contract, today)
    is_coordinator = query.viewer.role is Role.COORDINATOR
    withdraws_until = await consumers.withdraws_until(db, contract, query.as_of) if acts else None
    at_once = acts and not (said and said.how == "at_once")
    told: dict[str, object] = {
        "may_terminate": acts and said is None,
        "as_party": as_party,
        "at_once_by": _at_once_by(as_party, asks=lapsed or bool(withdraws_until)) if at_once else [],
        "withdraws_until": withdraws_until if at_once and as_party is not Party.SUPERVISOR else None,
        "may_agree": acts and contract.ends_on > today,
        "may_confirm": is_coordinator and shown.to_confirm,
        "begins_on": contract.starts_on if contract.starts_on > today else None,
    }
    told |= {} if said else await what_follows.shown(db, contract, query.viewer, today)
    if not is_coordinator:
        told |= {"reason_code": None, "reason": ""}
    return shown.model_copy(update=told | {"alone": await are_one(db, contract, today)})


def _at_once_by(as_party: Party | None, *, asks: bool) -> list[Party]:
    """as_party: none for a coordinator, who writes down what any of them has said. asks: the commissioner may, too."""
    can_end = [one for one in Party if one is not Party.COMMISSIONER or asks]
    return [one for one in can_end if as_party in (None, one)]


async def terminate(db: AsyncSession, order: messages.TerminateProcess) -> messages.TerminationPreview:
    """The same said again, nothing more. The choice how to go on is made by it: it closes.

    Refuses: unknown_process, contract_not_signed, reason_missing, process_ended, already_terminated, last_day_changed.

    Next: services/sessions/changes/ending.py:end_early
    """
    await choosing_anew.hold_before(db, order.process_id)
    contract = await continuation.signed(db, order.process_id)
    reason = order.reason.strip()
    if order.waives_review and not reason:
        raise Refusal("reason_missing", "reason", "is needed")
    if said := await terminations.latest(db, order.process_id):
        if not _is_said(said, order, reason):
            raise Refusal("already_terminated", "process_id")
        return _shown(contract, said, None, order.as_of)
    follows = await continuation.close_early(db, contract, order.terminated_by, order.as_of)
    ends_on = _last_day(contract, await pausing.open_pause(db, contract.process_id), order.as_of)
    if order.last_day != ends_on:
        raise Refusal("last_day_changed", "last_day")
    said = Termination(
        **order.model_dump(include={"process_id", "by", "reason_code", "waives_review"}),
        how="notice",
        person_id=order.terminated_by,
        reason=reason,
        agreed_until=contract.ends_on,
        last_day=ends_on,
        terminated_at=order.as_of,
    )
    await what_follows.carry_out(db, contract, follows, said, stands=order.successor_stands)
    return _shown(contract, said, None, order.as_of)


def _is_said(said: Termination, order: messages.TerminateProcess, reason: str) -> bool:
    names = ("by", "reason_code", "waives_review")
    same = said.reason == reason and all(getattr(said, name) == getattr(order, name) for name in names)
    stands = said.successor_stands in (None, order.successor_stands)
    return same and stands and said.how == "notice"


def _last_day(contract: Contract, paused: Pause | None, at: Utc) -> date:
    """Not after the day that was agreed: a notice makes no contract longer, and runs through a pause."""
    notice, today = messages.NoticePeriod.model_validate(contract.notice), local_date(at)
    return min(pausing.end_so_far(contract, paused, today), last_day(today, notice))


def _shown(
    contract: Contract, said: Termination | None, paused: Pause | None, at: Utc
) -> messages.TerminationPreview:
    told = terminations.shown(contract, said)
    if said is None:
        told["last_day"] = _last_day(contract, paused, at)
        told["unbegun_from"] = terminations.unbegun_from(contract, told["last_day"])
    return messages.TerminationPreview(**told)
