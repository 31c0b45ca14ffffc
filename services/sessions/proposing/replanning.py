"""What becomes of an open plan when nobody answers, or when the year turns before they have."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import ONE_DAY, days_after, local_date
from services.sessions import access, contract_facts
from services.sessions.hours import away
from services.sessions.hours.availability import Interval
from services.sessions.proposing import plans
from services.sessions.proposing.answering import act_by
from services.sessions.proposing.proposing import propose_by_itself
from services.sessions.tables import ProposedPlan, Session

_NOTHING_FREE = ("no_availability", "outside_the_contract")


async def lapse(db: AsyncSession, process_id: UUID, why: messages.PlanOver, at: datetime) -> None:
    """Its times are free again. The process is locked; nothing where no plan is open."""
    plan = await plans.latest(db, process_id)
    if plan is None or plan.status != "open":
        return
    await plans.let_go(db, process_id)
    plan.status, plan.over, plan.settled_at = "over", why, at
    process, today = await access.find(db, process_id), local_date(at)
    agreement = process.agreement(today)
    await announce(db, messages.PlanLapsed(
        process_id=process_id,
        revision=plan.revision,
        supervisor_id=agreement.supervisor_id,
        asked_id=process.representative(today),
        why=why,
        act_by=act_by(agreement, at),
        attendee_ids=process.members(today) if why == "supervisor_leaves" else [],
    ))  # fmt: skip


async def plan_again(db: AsyncSession, process_id: UUID, at: datetime) -> None:
    """An open plan whose times cannot stay: another by the same wishes, of which the same person is asked."""
    plan = await plans.latest(db, process_id)
    if plan and plan.status == "open":
        await _plan_or_lapse(db, plan, "no_time", at)


async def after_pause(db: AsyncSession, process_id: UUID, at: datetime) -> None:
    """Of one that lapsed with the beginning of an open pause, which is over now."""
    plan = await plans.latest(db, process_id)
    if plan and plan.over == "paused" and not await plans.is_planned(db, process_id):
        await _plan_or_lapse(db, plan, "no_time", at)


async def with_times_in(db: AsyncSession, supervisor_id: UUID, days: Interval) -> list[UUID]:
    """The processes for which something is held then."""
    held = select(Session.process_id).where(
        Session.supervisor_id == supervisor_id,
        Session.status == "proposed",
        col(Session.starts_at) < days.ends_at,
        col(Session.ends_at) > days.starts_at,
    )
    return sorted(set(await db.exec(held)))


async def lapse_with_leaver(db: AsyncSession, supervisor_id: UUID, last_day: date, at: datetime) -> None:
    """What is held with them after it: nobody confirms a year with who is gone, and another one has other days."""
    after = away.whole_days(last_day + ONE_DAY, away.FOR_EVER)
    for process_id in await with_times_in(db, supervisor_id, after):
        await contract_facts.lock(db, process_id)
        await lapse(db, process_id, "supervisor_leaves", at)


async def plan_all_again(db: AsyncSession, processes: Iterable[UUID], at: datetime) -> None:
    for process_id in processes:
        await plan_again(db, process_id, at)


async def lapse_due(db: AsyncSession, process_id: UUID, now: datetime) -> None:
    """Nobody has answered: silence binds nobody. Nothing where somebody did, while this waited for its turn."""
    await contract_facts.lock(db, process_id)
    plan = await plans.latest(db, process_id)
    if plan is None or plan.status != "open" or plan.until > now:
        return
    agreement = await contract_facts.find(db, process_id, local_date(now))
    promised = days_after(plan.proposed_at, contract_facts.promises_of(agreement).plan_ends_days)
    await lapse(db, plan.process_id, "unanswered" if plan.until >= promised else "too_near", now)


async def escalate_due(db: AsyncSession, process_id: UUID, now: datetime) -> None:
    """A coordinator is told, once; nothing where somebody has answered meanwhile."""
    await contract_facts.lock(db, process_id)
    plan = await plans.latest(db, process_id)
    if plan is None or plan.status != "open" or plan.escalates_at is None or plan.escalates_at > now:
        return
    plan.escalates_at = None
    process, today = await access.find(db, process_id), local_date(now)
    await announce(db, messages.PlanOverdue(
        process_id=process_id,
        revision=plan.revision,
        supervisor_id=process.agreement(today).supervisor_id,
        asked_id=process.representative(today),
        until=plan.until,
    ))  # fmt: skip


async def _plan_or_lapse(db: AsyncSession, plan: ProposedPlan, why: messages.PlanOver, at: datetime) -> None:
    wished = plans.wished_by(plan)
    try:
        await propose_by_itself(db, plan.process_id, wished, at)
    except Refusal as refusal:
        if refusal.code not in _NOTHING_FREE:
            raise
        plan.status = "open"
        await lapse(db, plan.process_id, why, at)
