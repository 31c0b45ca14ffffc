"""A signed contract is ended without notice; where that may cost something, a coordinator decides the money."""

from datetime import date
from typing import get_args
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.ending import choosing_anew, consumers, continuation, terminations, what_follows
from services.contracts.papers import promised_times, versions
from services.contracts.tables import Contract, Termination
from services.messages import contracts as messages
from services.messages.directory import CredentialKind
from services.messages.sessions import SeriesCutShort
from services.messages.values import Party
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date, working_days_after
from services.runtime.provider.supervisors import card_of


async def end(db: AsyncSession, order: messages.EndAtOnce, *, lapsed: bool) -> messages.TerminationPreview:
    """The same said again, nothing more. lapsed: a credential of the supervisor's has.

    Next: services/sessions/changes/ending.py:end_early
    """
    await choosing_anew.hold_before(db, order.process_id)
    contract = await continuation.signed(db, order.process_id)
    reason = order.reason.strip()
    if not reason and (order.waives_review or order.by is Party.SUPERVISOR):
        raise Refusal("reason_missing", "reason", "is needed")
    said = await terminations.latest(db, order.process_id)
    if said and said.how == "at_once":
        _check_same(said, order, reason)
        return messages.TerminationPreview(**terminations.shown(contract, said))
    withdraws = await _withdraws(db, contract, order, lapsed=lapsed)
    follows = await continuation.close_early(db, contract, order.ended_by, order.as_of)
    said = Termination(
        **order.model_dump(include={"process_id", "by", "waives_review"}),
        how="at_once",
        reason_code="",
        person_id=order.ended_by,
        reason=reason,
        agreed_until=contract.ends_on,
        last_day=min(contract.ends_on, local_date(order.as_of)),
        terminated_at=order.as_of,
        withdraws=withdraws,
    )
    if terminations.costs_of(said) == "nothing" and not _is_somebodys_task(said):
        _costs_nothing(said)
    stands = order.successor_stands
    await what_follows.carry_out(db, contract, follows, said, stands=stands, stops_at=order.as_of)
    return messages.TerminationPreview(**terminations.shown(contract, said))


def _check_same(said: Termination, order: messages.EndAtOnce, reason: str) -> None:
    """Refuses: already_terminated."""
    if (said.by, said.reason, said.waives_review) != (order.by, reason, order.waives_review):
        raise Refusal("already_terminated", "process_id")


async def _withdraws(
    db: AsyncSession, contract: Contract, order: messages.EndAtOnce, *, lapsed: bool
) -> bool:
    """Refuses: credentials_in_force (to a customer who may not withdraw)."""
    until = await consumers.withdraws_until(db, contract, order.as_of)
    if order.by is Party.COMMISSIONER and not (lapsed or until):
        raise Refusal("credentials_in_force", "by")
    return order.by is not Party.SUPERVISOR and until is not None


async def hear(db: AsyncSession, event: SeriesCutShort) -> None:
    """What was called off with it: something too late for nothing, or somebody is in danger, or there is nothing to
    decide.
    """
    said = await terminations.latest(db, event.process_id)
    if not event.at_once or said is None or said.how != "at_once" or said.confirmed_at:
        return
    if not event.to_decide and not _is_somebodys_task(said):
        return _costs_nothing(said)
    contract = await versions.find(db, event.process_id)
    days = promised_times.promises_of(contract).contract_working_days
    act_by = working_days_after(said.terminated_at, days)
    await announce(db, messages.EndingToConfirm(process_id=event.process_id, act_by=act_by))


def _is_somebodys_task(said: Termination) -> bool:
    """A supervisor ends it at once where somebody is in danger: whatever it costs, a coordinator sees to it."""
    return said.by == Party.SUPERVISOR


def _costs_nothing(said: Termination) -> None:
    """By its rule, and by nobody's word."""
    said.charges, said.confirmed_at = False, said.terminated_at


async def confirm(db: AsyncSession, order: messages.ConfirmEnding) -> None:
    """The same said again, nothing more.

    Next: services/billing/items/endings.py:decide
    """
    await continuation.signed(db, order.process_id)
    said = await terminations.latest(db, order.process_id)
    if said is None or said.how != "at_once" or (said.confirmed_at and said.confirmed_by is None):
        raise Refusal("nothing_to_confirm", "process_id")
    if said.confirmed_at:
        if (said.charges, said.ground) != (order.charges, order.ground.strip()):
            raise Refusal("already_confirmed", "charges" if said.charges != order.charges else "ground")
        return
    if order.charges and terminations.costs_of(said) != "by_notice":
        raise Refusal("nobody_pays", "charges")
    said.charges, said.ground = order.charges, order.ground.strip()
    said.confirmed_by, said.confirmed_at = order.confirmed_by, order.as_of
    await db.flush()
    await announce(db, messages.EndingConfirmed(process_id=order.process_id, charges=order.charges))


async def has_lapsed(ask: Asker, supervisor_id: UUID, on: date) -> bool:
    """Whether a credential does not hold that day. Of whoever has no card nothing is known: then it is believed."""
    card = await card_of(ask, supervisor_id)
    if card is None:
        return True
    return any(card.credentials.get(kind, date.min) < on for kind in get_args(CredentialKind))
