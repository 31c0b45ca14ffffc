"""The processes of one supervisor whose sessions wait for a plan: there is none that somebody could say yes to."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.values import Role
from services.runtime.finland import local_date
from services.sessions import access
from services.sessions.contract_facts import TRIAL
from services.sessions.tables import Agreement, ProposedPlan, Session

MOST = 50
"""Processes in one answer."""
_NO_PLAN_OF_THEIRS = ("proposed", "paused")
_NOTHING_TO_PROPOSE = ("paused", "terminated")
"""Why a plan was over after which none is to be proposed before something else has come to pass."""


async def awaited_of(db: AsyncSession, query: messages.ShowWaiting) -> list[UUID]:
    """None was found, other days were asked for, or nobody has answered and its times are free again."""
    if query.viewer.role is not Role.SUPERVISOR:
        return []
    today = local_date(query.as_of)
    found = await _without_plan(db, query.viewer.person_id, today)
    processes = {one: await access.find(db, one) for one in found}
    agreed = {one: processes[one].agreement(today) for one in found}
    return [one for one in found if agreed[one].supervisor_id == query.viewer.person_id]


async def _without_plan(db: AsyncSession, supervisor_id: UUID, today: date) -> Sequence[UUID]:
    process_id, plan = col(Agreement.process_id), ProposedPlan
    booked = sa.select(col(Session.session_id)).where(
        col(Session.process_id) == process_id,
        col(Session.trial).is_(False),
        col(Session.status).not_in(_NO_PLAN_OF_THEIRS),
    )
    over = sa.and_(col(plan.status) == "over", col(plan.over).not_in(_NOTHING_TO_PROPOSE))
    otherwise = sa.and_(col(plan.status) == "open", col(plan.asked_at).is_not(None))
    mine: Any = (
        select(Agreement.process_id)
        .outerjoin(plan, col(plan.process_id) == process_id)
        .where(
            Agreement.supervisor_id == supervisor_id,
            Agreement.version > TRIAL,
            Agreement.ends_on >= today,
            sa.or_(col(plan.process_id).is_(None), over, otherwise),
            ~booked.exists(),
        )
        .distinct()
    )
    return list((await db.exec(mine.order_by(process_id).limit(MOST))).all())
