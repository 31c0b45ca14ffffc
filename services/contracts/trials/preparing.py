"""The agreement of a trial: who tries it and from when on; its days, as sessions finds them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.signing import interests, signing_order
from services.contracts.tables import Trial
from services.contracts.trials import opening
from services.messages.contracts import (
    PrepareTrial,
    TrialAsked,
    TrialMoved,
    TrialPrepared,
    TrialPutOff,
    TrialPutOffWhy,
)
from services.messages.intake import InterestShown
from services.messages.sessions import TrialPlanned
from services.messages.values import Audience
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date, working_days_after


async def prepare(
    db: AsyncSession,
    trial: Trial,
    order: PrepareTrial,
    supervisor_id: UUID,
    interest: InterestShown | None = None,
    days: str | None = None,
) -> None:
    """The caller has seen to who gives the order, and that the commissioner acts for the customer. supervisor_id: who
    is chosen by now. interest: as `interests.to_show` has it. days: what would be found now, as a fingerprint, where
    that was looked at.

    Refuses: as PrepareTrial, but for what the caller has seen to.
    Next: services/contracts/trials/preparing.py:hear
    """
    content = _content(trial, order, supervisor_id, interest)
    if trial.revision == order.replaces + 1 and all(getattr(trial, k) == v for k, v in content.items()):
        return
    check_may_change(trial)
    if trial.revision != order.replaces:
        raise Refusal("trial_changed", "replaces")
    await _check(db, trial, order, supervisor_id)
    if order.fingerprint != days:
        raise Refusal("plan_changed", "fingerprint")
    for name, value in content.items():
        setattr(trial, name, value)
    trial.revision, trial.prepared_by, trial.prepared_at = trial.revision + 1, order.prepared_by, order.as_of
    trial.starts_at, trial.free_until, trial.put_off_at = [], None, None
    trial.called_off, trial.decider_id = [], None
    await db.flush()
    await announce(db, _prepared(trial))


def _prepared(trial: Trial) -> TrialPrepared:
    return TrialPrepared(
        process_id=trial.process_id,
        revision=trial.revision,
        price=trial.price,
        terms=opening.terms_of(trial),
        parties=opening.parties_of(trial),
    )


def _content(
    trial: Trial, order: PrepareTrial, supervisor_id: UUID, interest: InterestShown | None
) -> dict[str, Any]:
    named = order.model_dump(include={"commissioner_id", "representative_id", "supervisee_ids"})
    named |= {"supervisor_id": supervisor_id, "place": trial.place if order.place is None else order.place}
    named |= {"interest": interest.model_dump(mode="json") if interest else None}
    return named | {"terms": trial.terms | {"starts_on": order.first_day.isoformat()}}


async def _check(db: AsyncSession, trial: Trial, order: PrepareTrial, supervisor_id: UUID) -> None:
    named = order.supervisee_ids
    if order.representative_id not in named:
        raise Refusal("representative_not_a_member", "representative_id")
    named_for = order.model_dump(include={"representative_id", "supervisee_ids", "commissioner_id"})
    signing_order.check_apart(**named_for)
    if len(set(named)) < len(named):
        raise Refusal("named_twice", "supervisee_ids")
    audience = Audience(opening.terms_of(trial).audience)
    if fault := opening.promises_of(trial).size_of(audience).fault(len(named)):
        raise Refusal(fault, "supervisee_ids")
    await interests.check_parties(db, supervisor_id, named, [order.commissioner_id])
    check_first_day(trial, order.first_day, order.as_of)


def check_first_day(trial: Trial, first_day: date, at: datetime) -> None:
    """Refuses: not_before_tomorrow, outside_the_trial."""
    if first_day <= local_date(at):
        raise Refusal("not_before_tomorrow", "first_day")
    if first_day > trial.ends_by:
        raise Refusal("outside_the_trial", "first_day")


async def hear(db: AsyncSession, event: TrialPlanned, at: datetime) -> None:
    """Its days are held, and everybody is asked; or they have changed since. What was said of an earlier agreement, or
    comes after the decision, changes nothing.
    """
    trial = await opening.look_up(db, event.process_id)
    if trial is None or trial.outcome or event.revision != trial.revision:
        return
    starts_at = [one.starts_at for one in event.sessions]
    if trial.agreed_at:
        trial.called_off = [one.starts_at for one in event.called_off]
        await _follow(db, trial, starts_at)
    elif not trial.put_off_at and not starts_at:
        await put_off(db, trial, "no_time", at)
    elif not trial.put_off_at and not trial.starts_at and event.free_until:
        trial.starts_at, trial.free_until = starts_at, event.free_until
        await db.flush()
        await announce(db, _asked(trial, event.free_until))


async def _follow(db: AsyncSession, trial: Trial, starts_at: list[datetime]) -> None:
    """Its decision follows its last session; where none is left, it is decided as if they had been held."""
    before = opening.times_of(trial)
    trial.starts_at = starts_at or trial.starts_at
    times = opening.times_of(trial)
    if times == before:
        return await db.flush()
    trial.reminded_at = trial.overdue_at = None
    await db.flush()
    await announce(db, TrialMoved(process_id=trial.process_id, **vars(times)))


async def put_off(
    db: AsyncSession, trial: Trial, why: TrialPutOffWhy, at: datetime, *, declined: bool = False
) -> None:
    """Next: workflows/events_to_signals.py:trial_put_off"""
    trial.put_off_at, trial.starts_at, trial.free_until = at, [], None
    await db.flush()
    days = opening.promises_of(trial).contract_working_days
    await announce(db, TrialPutOff(
        process_id=trial.process_id, revision=trial.revision, why=why, act_by=working_days_after(at, days),
        declined=declined,
    ))  # fmt: skip


def _asked(trial: Trial, free_until: datetime) -> TrialAsked:
    return TrialAsked(
        process_id=trial.process_id,
        revision=trial.revision,
        parties=opening.parties_of(trial),
        price=trial.price,
        price_cents=opening.terms_of(trial).price_cents,
        starts_at=trial.starts_at,
        answer_until=free_until,
    )


def check_undecided(trial: Trial) -> None:
    if trial.outcome:
        raise Refusal("trial_decided", "process_id")


def check_may_change(trial: Trial) -> None:
    """Refuses: trial_decided, trial_agreed."""
    check_undecided(trial)
    if trial.agreed_at:
        raise Refusal("trial_agreed", "process_id")
