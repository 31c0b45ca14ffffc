"""A trial's supervisor leaves before it is decided whether it goes on: who is chosen in their place says so."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.tables import Trial, TrialWord
from services.contracts.trials import opening
from services.contracts.trials.preparing import check_undecided
from services.messages.contracts import HandOverTrial, TrialHandedOver
from services.runtime import permitted
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.provider.supervisors import card_of
from services.runtime.storage.database import execute


async def leaves(ask: Asker, supervisor_id: UUID) -> bool:
    """Whether a last day of theirs is set, to come or past, or they may say nothing of it any more."""
    card = await card_of(ask, supervisor_id)
    if card and card.leaves_on:
        return True
    return not await permitted.may(ask, supervisor_id, "decide_trial", supervisor_id=supervisor_id)


async def is_possible(ask: Asker, trial: Trial, at: datetime) -> bool:
    waits = opening.status_of(trial) == "agreed" and not _is_to_come(trial, at)
    return waits and await leaves(ask, opening.decider_of(trial))


async def hand_over(
    db: AsyncSession, trial: Trial, order: HandOverTrial, chosen: UUID, *, left: UUID | None
) -> None:
    """chosen: the process's supervisor by now. left: who decides for the supervisor so far, if they leave. What
    they had said of it goes with them.

    Refuses: see HandOverTrial.
    """
    former = opening.decider_of(trial)
    if trial.decider_id and former == chosen:
        return
    check_undecided(trial)
    if trial.agreed_at is None:
        raise Refusal("trial_not_agreed", "process_id")
    if _is_to_come(trial, order.as_of):
        raise Refusal("trial_sessions_to_come", "process_id")
    if left != former:
        raise Refusal("supervisor_stays", "process_id")
    if chosen == former:
        raise Refusal("nobody_else_chosen", "process_id")
    trial.decider_id = chosen
    theirs = (col(TrialWord.process_id) == trial.process_id) & (col(TrialWord.side) == "supervisor")
    await execute(db, sa.delete(TrialWord).where(theirs))
    await db.flush()
    times = opening.times_of(trial)
    decide_by = times.due_at if order.as_of < times.due_at else times.lapses_at
    await announce(db, TrialHandedOver(
        process_id=trial.process_id, former_id=former, decide_by=decide_by,
        parties=opening.parties_now(trial),
    ))  # fmt: skip


def _is_to_come(trial: Trial, at: datetime) -> bool:
    """Its sessions are seen to first: they are the leaver's still."""
    return any(one > at for one in opening.standing(trial))
