"""What is due of a trial when its process looks at it: put off, reminded of, given to a coordinator, or over."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.tables import Trial
from services.contracts.trials import deciding, decisions, opening
from services.contracts.trials.agreeing import TrialTerms, standing
from services.contracts.trials.deciding import Decision
from services.contracts.trials.preparing import put_off
from services.messages.contracts import TrialFound, TrialOverdue, TrialReminded
from services.runtime.events.announcing import announce
from services.runtime.finland import end_of, working_days_after


async def look(db: AsyncSession, trial: Trial, at: datetime) -> TrialFound:
    """How it stands is the answer, whatever the time was that the process had known."""
    if not trial.outcome:
        await (_look_at_decision(db, trial, at) if trial.agreed_at else _look_at_agreement(db, trial, at))
    return TrialFound(outcome=trial.outcome, look_at=None if trial.outcome else next_look(trial))


def next_look(trial: Trial) -> datetime:
    if not trial.agreed_at:
        return trial.free_until or end_of(trial.ends_by)
    times = opening.times_of(trial)
    if not trial.reminded_at and not trial.overdue_at:
        return times.reminder_at
    return times.lapses_at if trial.overdue_at else times.due_at


async def _look_at_agreement(db: AsyncSession, trial: Trial, at: datetime) -> None:
    terms = TrialTerms(trial.sessions, trial.price, trial.ends_by, trial.decision_days)  # type: ignore[arg-type]
    stands = standing(terms, False, trial.free_until or end_of(trial.ends_by), at)
    if stands == "lapsed":
        await decisions.decide(db, trial, "lapsed", at)
    elif stands == "put_off" and trial.starts_at:
        await put_off(db, trial, "unanswered", at)


async def _look_at_decision(db: AsyncSession, trial: Trial, at: datetime) -> None:
    """After an outage only the latest of it."""
    times = opening.times_of(trial)
    decision = Decision(times.lapses_at, await decisions.words_of(db, trial))
    if deciding.lapse(decision, at).outcome == "lapsed":
        await decisions.decide(db, trial, "lapsed", at)
    elif at >= times.due_at and not trial.overdue_at:
        trial.overdue_at = at
        await db.flush()
        act_by = working_days_after(at, opening.promises_of(trial).contract_working_days)
        overdue = TrialOverdue(process_id=trial.process_id, act_by=act_by, lapses_at=times.lapses_at)
        await announce(db, overdue)
    elif times.reminder_at <= at < times.due_at and not trial.reminded_at:
        await _remind(db, trial, at)


async def _remind(db: AsyncSession, trial: Trial, at: datetime) -> None:
    trial.reminded_at = at
    await db.flush()
    asked = {"supervisees": trial.representative_id, "supervisor": opening.decider_of(trial)}
    due_at = opening.times_of(trial).due_at
    for side in await decisions.silent(db, trial):
        await announce(db, TrialReminded(process_id=trial.process_id, person_id=asked[side], due_at=due_at))
