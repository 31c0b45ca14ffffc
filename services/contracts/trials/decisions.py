"""Whether it goes on: said by both sides, given up by a coordinator, or over since nobody said it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.tables import Trial, TrialWord
from services.contracts.trials import deciding, opening
from services.contracts.trials.deciding import SIDES, Decision
from services.contracts.trials.preparing import check_undecided
from services.messages.contracts import (
    GiveUpTrial,
    SayTrialDecision,
    TrialDecided,
    TrialOutcome,
    TrialSide,
)
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import days_after, end_of, local_date, working_days_after
from services.runtime.provider.readiness import ready_by


async def say(db: AsyncSession, order: SayTrialDecision) -> None:
    """The same word again changes nothing. Refuses: as SayTrialDecision.

    Next: workflows/supervision/trial.py:try_out
    """
    trial = await opening.find(db, order.process_id)
    side = side_of(trial, order.person_id)
    if side is None:
        raise Refusal("not_yours_to_decide", "person_id")
    words = await words_of(db, trial)
    decision = Decision(opening.times_of(trial).lapses_at, words, lapsed=trial.outcome == "lapsed")
    if words.get(side) == order.word:
        return
    _check(trial, order)
    heard = deciding.all_heard(len(trial.supervisee_ids), stated=order.members_heard)
    said = deciding.say(decision, side, order.word, order.as_of, members_heard=heard)
    word = order.model_dump(include={"process_id", "word", "person_id"})
    await db.merge(TrialWord(**word, side=side, said_at=order.as_of))
    await db.flush()
    if said.outcome:
        await decide(db, trial, said.outcome, order.as_of)


def side_of(trial: Trial, person_id: UUID) -> TrialSide | None:
    """For which this person speaks. Who has left speaks for nobody."""
    if person_id == opening.decider_of(trial):
        return "supervisor"
    speaks = person_id == trial.representative_id and person_id in trial.supervisee_ids
    return "supervisees" if speaks else None


async def words_of(db: AsyncSession, trial: Trial) -> dict[deciding.Side, deciding.Word]:
    said = {
        one.side: one.word
        for one in await db.exec(select(TrialWord).where(TrialWord.process_id == trial.process_id))
    }
    return {side: said[side] for side in SIDES if side in said}  # type: ignore[misc]  # a text column


async def silent(db: AsyncSession, trial: Trial) -> Sequence[TrialSide]:
    words = await words_of(db, trial)
    return [side for side in SIDES if side not in words]


def _check(trial: Trial, order: SayTrialDecision) -> None:
    """Nobody can say go before they have met; no-go, as soon as it was agreed."""
    check_undecided(trial)
    if trial.agreed_at is None:
        raise Refusal("trial_not_agreed", "process_id")
    if order.word == "go" and (not trial.starts_at or order.as_of < min(trial.starts_at)):
        raise Refusal("trial_not_begun", "word")


async def give_up(db: AsyncSession, trial: Trial, order: GiveUpTrial) -> None:
    """The same said again, nothing more. Refuses: reason_missing, trial_decided."""
    reason = order.reason.strip()
    if not reason:
        raise Refusal("reason_missing", "reason", "is needed")
    if trial.given_up_reason == reason:
        return
    check_undecided(trial)
    trial.given_up_by, trial.given_up_reason = order.given_up_by, reason
    await decide(db, trial, "no_go", order.as_of)


async def decide(db: AsyncSession, trial: Trial, outcome: TrialOutcome, at: datetime) -> None:
    """Says the outcome alone."""
    trial.outcome, trial.decided_at = outcome, at
    await db.flush()
    await announce(db, TrialDecided(
        process_id=trial.process_id, outcome=outcome, decided_at=at,
        parties=opening.parties_now(trial) if trial.revision else None,
        agreed=trial.agreed_at is not None,
        free=trial.price == "free",
        complete_by=_complete_by(trial, at) if outcome == "go" else None,
    ))  # fmt: skip


def _complete_by(trial: Trial, at: datetime) -> datetime:
    """When the paper is to be ready; where the three parties meet first, the end of the time for that."""
    promises = opening.promises_of(trial)
    promised = working_days_after(at, promises.contract_working_days)
    if trial.three_way_meeting:
        promised = end_of(local_date(days_after(at, promises.meeting_days)))
    return ready_by(promised, at, trial.contract_starts_on) if trial.contract_starts_on else promised
