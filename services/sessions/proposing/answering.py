"""Whoever acts for those who meet confirms a plan, which binds from then on, or asks for other days."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date, working_days_after
from services.sessions import access, contract_facts
from services.sessions.content.vault import Vault
from services.sessions.hours.diary import take_turn
from services.sessions.notice import earliest
from services.sessions.planning import booking
from services.sessions.proposing import plans
from services.sessions.tables import Agreement, ProposedPlan


async def confirm(db: AsyncSession, order: messages.ConfirmPlan) -> bool:
    """Its times become sessions, in one transaction; whether they do so now.

    Refuses: unknown_process, not_the_representative, no_plan, plan_changed, plan_too_near.
    Next: services/notices/occasions/session_letters.py:invite
    """
    await contract_facts.lock(db, order.process_id)
    plan = await _answered(db, order)
    if plan.status == "confirmed":
        return False
    agreement = await contract_facts.find(db, order.process_id, local_date(order.as_of))
    await take_turn(db, agreement.supervisor_id)
    times = await plans.held_times(db, order.process_id)
    if earliest(contract_facts.notice_of(agreement), order.as_of) > times[0].starts_at:
        raise Refusal("plan_too_near", "revision")
    await plans.let_go(db, order.process_id)
    plan.status, plan.settled_by, plan.settled_at = "confirmed", order.person_id, order.as_of
    plan.sealed = None
    await booking.book_series(db, agreement, times, plan.conflicts, order.as_of)
    return True


async def ask_otherwise(db: AsyncSession, vault: Vault, order: messages.AskOtherPlan) -> None:
    """Other words take the place of those before, and are told once more.

    Refuses: unknown_process, not_the_representative, no_plan, plan_changed.
    """
    await contract_facts.lock(db, order.process_id)
    plan = await _answered(db, order)
    if plan.status == "confirmed":
        raise Refusal("plan_changed", "revision")
    if plan.sealed and await wish_of(vault, plan) == order.wish:
        return
    plan.sealed = await vault.seal(order.process_id, order.wish, *_whose(plan))
    plan.asked_by, plan.asked_at, plan.escalates_at = order.person_id, order.as_of, None
    agreement = await contract_facts.find(db, order.process_id, local_date(order.as_of))
    await announce(db, messages.OtherPlanAsked(
        process_id=order.process_id,
        revision=plan.revision,
        supervisor_id=agreement.supervisor_id,
        act_by=act_by(agreement, order.as_of),
    ))  # fmt: skip


async def wish_of(vault: Vault, plan: ProposedPlan) -> str:
    """Raises Unreadable: the process's key is destroyed."""
    return await vault.open(plan.process_id, plan.sealed, *_whose(plan)) if plan.sealed else ""


def act_by(agreement: Agreement, at: datetime) -> datetime:
    """Until when somebody is to propose another one."""
    return working_days_after(at, contract_facts.promises_of(agreement).contract_working_days)


async def _answered(db: AsyncSession, order: messages.ConfirmPlan | messages.AskOtherPlan) -> ProposedPlan:
    process = await access.find(db, order.process_id)
    _refuse_others(process, order.person_id, order.as_of)
    plan = await plans.latest(db, order.process_id)
    if plan is None or plan.status == "over":
        raise Refusal("no_plan", "revision")
    if plan.revision != order.revision:
        raise Refusal("plan_changed", "revision")
    return plan


def _refuse_others(process: access.Process, person_id: UUID, as_of: datetime) -> None:
    if process.representative(local_date(as_of)) != person_id:
        raise Refusal("not_the_representative", "person_id")


def _whose(plan: ProposedPlan) -> tuple[object, ...]:
    """Nobody's id: they are the group's words to those who plan."""
    return ("plan", plan.revision)
