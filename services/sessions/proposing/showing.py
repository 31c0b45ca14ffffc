"""What of a plan is shown to whom: its times and its gaps to all who have to do with it, the wish to those who plan."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.runtime.policy import can
from services.sessions import access
from services.sessions.content.sealing import Unreadable
from services.sessions.content.vault import Vault
from services.sessions.members import roster
from services.sessions.proposing import plans
from services.sessions.proposing.answering import wish_of
from services.sessions.tables import ProposedPlan

MOST = 50
"""Processes in one answer."""


async def shown_to(db: AsyncSession, vault: Vault, query: messages.ShowPlan) -> messages.PlanShown:
    """Refuses: unknown_process, also to who takes part no longer: its days are all to come."""
    process, viewer = await access.reached(db, query.process_id, query.viewer), query.viewer
    today = local_date(query.as_of)
    if viewer.role is Role.SUPERVISEE and not process.takes_part(viewer.person_id, today):
        raise Refusal("unknown_process", "process_id")
    belongs, agreement = process.belongs(today), process.agreement(today)
    planned = await plans.is_planned(db, query.process_id)
    plans_it = can(viewer, "propose_plan", belongs)
    may_propose = plans_it and not planned and today <= agreement.ends_on
    plan = await plans.latest(db, query.process_id)
    if plan is None:
        return messages.PlanShown(
            revision=0, status="none", agreed=agreement.sessions_agreed, may_propose=may_propose
        )
    is_open = plan.status == "open"
    kept = {"revision", "status", "agreed", "proposed_by", "proposed_at", "over"}
    wished = {"weekdays", "start", "first_day"} if plans_it else set[str]()
    return messages.PlanShown.model_validate(
        {
            **plan.model_dump(include=kept | wished),
            "sessions": plans.listed(await plans.held_times(db, query.process_id)),
            "conflicts": plan.conflicts if is_open else [],
            "until": plan.until if is_open else None,
            "asked_otherwise_at": plan.asked_at,
            "wish": await _wish(vault, plan, viewer, plans_it=plans_it),
            "may_confirm": is_open and can(viewer, "confirm_plan", belongs),
            "may_propose": may_propose,
        }
    )


async def awaited_from(db: AsyncSession, query: messages.ShowWaiting) -> list[UUID]:
    """The processes whose open plan waits for this viewer's yes."""
    if query.viewer.role is not Role.SUPERVISEE:
        return []
    today, own = local_date(query.as_of), col(ProposedPlan.process_id)
    mine = (
        select(ProposedPlan.process_id)
        .where(
            ProposedPlan.status == "open", roster.is_member(own, query.viewer.person_id, sa.literal(today))
        )
        .order_by(own)
        .limit(MOST)
    )
    found = list(await db.exec(mine))
    processes = {one: await access.find(db, one) for one in found}
    return [one for one in found if processes[one].representative(today) == query.viewer.person_id]


async def _wish(vault: Vault, plan: ProposedPlan, viewer: Viewer, *, plans_it: bool) -> str:
    """Empty where there is none, to whom it is not shown, and once the process's key is destroyed."""
    own = viewer.role is Role.SUPERVISEE and viewer.person_id == plan.asked_by
    if not (plans_it or own):
        return ""
    try:
        return await wish_of(vault, plan)
    except Unreadable:
        return ""
