"""Somebody who is asked says no to a trial before it: its days are free at once, and a coordinator reads why."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.tables import Trial, TrialRefusal
from services.contracts.trials import agreements, opening, preparing
from services.messages.contracts import DeclineTrial, TrialNo
from services.runtime.commands.refusal import Refusal


async def decline(db: AsyncSession, order: DeclineTrial, acting: Collection[UUID]) -> None:
    """acting: for the customer today. The same said again by the same person, nothing more.

    Refuses: unknown_process, trial_changed, not_asked, already_declined, trial_decided, trial_agreed, trial_put_off,
    trial_not_asked.
    Next: services/contracts/trials/preparing.py:put_off
    """
    trial = await opening.find(db, order.process_id)
    if order.revision != trial.revision:
        raise Refusal("trial_changed", "revision")
    parties = agreements.parties_as(trial, order.person_id, acting)
    if not parties:
        raise Refusal("not_asked", "person_id")
    key = order.model_dump(include={"process_id", "revision", "person_id"})
    if said := await db.get(TrialRefusal, tuple(key.values())):
        return _check_same(said, order)
    preparing.check_may_change(trial)
    agreements.check_open(trial, order.as_of)
    db.add(TrialRefusal(**key, party=parties[0], reason=order.reason.strip(), declined_at=order.as_of))
    await preparing.put_off(db, trial, "unanswered", order.as_of, declined=True)


async def of_agreement(db: AsyncSession, trial: Trial) -> Sequence[TrialNo]:
    """To the agreement as it stands."""
    mine = select(TrialRefusal).where(
        TrialRefusal.process_id == trial.process_id, TrialRefusal.revision == trial.revision
    )
    found = await db.exec(mine.order_by(col(TrialRefusal.declined_at)))
    return [TrialNo.model_validate(one.model_dump()) for one in found]


def _check_same(said: TrialRefusal, order: DeclineTrial) -> None:
    if said.reason != order.reason.strip():
        raise Refusal("already_declined", "reason", "was given otherwise")
