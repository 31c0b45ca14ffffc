"""Supervisees' goals in their own words, how far they were reached, and who may see them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.values import Viewer
from services.runtime.finland import local_date
from services.runtime.policy import sees
from services.runtime.refusal import Refusal
from services.sessions import access, contract_facts, roster
from services.sessions.content.goal_attainment import GoalScore, t_score
from services.sessions.content.sealing import Unreadable
from services.sessions.content.vault import Vault
from services.sessions.tables import Goal

MOST = 50
"""Goals of one process: a group works towards a handful, and each is as long as a page."""


async def set_goal(db: AsyncSession, vault: Vault, order: messages.SetGoal) -> None:
    """A new goal, or other words for it: those are the commissioner's to see only when released anew.

    Refuses: unknown_process (also for another process's goal), not_a_member, too_many.
    """
    await contract_facts.lock(db, order.process_id)
    today = local_date(order.as_of)
    await roster.refuse_unless_member(db, order.process_id, order.set_by, today, "set_by")
    goal = await db.get(Goal, order.goal_id)
    if goal is None:
        await _refuse_more(db, order.process_id)
        facts = order.model_dump(include={"goal_id", "process_id", "weight", "set_by"})
        goal = Goal(**facts, sealed=b"", set_at=order.as_of)
    elif goal.process_id != order.process_id:
        raise Refusal("unknown_process", "process_id")
    elif await _words(vault, goal) == order.text and goal.weight == order.weight:
        return
    goal.sealed = await vault.seal(order.process_id, order.text, "goal", order.goal_id)
    goal.weight, goal.released = order.weight, False
    db.add(goal)


async def _refuse_more(db: AsyncSession, process_id: UUID) -> None:
    """Refuses: too_many."""
    counted = await db.exec(select(sa.func.count()).where(Goal.process_id == process_id))
    if counted.one() >= MOST:
        raise Refusal("too_many", "text", f"are {MOST} goals already")


async def score(db: AsyncSession, order: messages.ScoreGoal) -> None:
    """Refuses: unknown_goal, not_a_member."""
    goal = await _found(db, order.goal_id)
    today = local_date(order.as_of)
    agreement = await contract_facts.find(db, goal.process_id, today)
    if order.scored_by != agreement.supervisor_id:
        await roster.refuse_unless_member(db, goal.process_id, order.scored_by, today, "scored_by")
    goal.score = order.score


async def release(db: AsyncSession, order: messages.ReleaseGoal) -> None:
    """Refuses: unknown_goal, not_a_member."""
    goal = await _found(db, order.goal_id)
    today = local_date(order.as_of)
    await roster.refuse_unless_member(db, goal.process_id, order.released_by, today, "released_by")
    goal.released = True


async def shown_to(db: AsyncSession, vault: Vault, query: messages.ListGoals, today: date) -> messages.Goals:
    """In the order in which they were set; the T-score is of those shown. Refuses: unknown_process."""
    process = await access.reached(db, query.process_id, query.viewer)
    mine = select(Goal).where(Goal.process_id == query.process_id)
    rows = await db.exec(mine.order_by(col(Goal.set_at), col(Goal.goal_id)))
    seen = [row for row in rows if _is_shown(row, process, query.viewer, today)]
    told = [(row, await _words(vault, row)) for row in seen]
    goals = [_goal(row, said) for row, said in told if said is not None]
    return messages.Goals(goals=goals, t_score=_reached(goals))


def _is_shown(goal: Goal, process: access.Process, viewer: Viewer, today: date) -> bool:
    """To those who were members when it was set, and to whoever supervises them now."""
    belongs = process.belongs(today)
    belongs = replace(belongs, supervisee_ids=frozenset(process.members(local_date(goal.set_at))))
    seen = sees(viewer, "goals", belongs)
    return seen != "no" and (goal.released or seen != "released")


async def _found(db: AsyncSession, goal_id: UUID) -> Goal:
    mine = select(Goal).where(Goal.goal_id == goal_id).with_for_update()
    goal = (await db.exec(mine)).first()
    if goal is None:
        raise Refusal("unknown_goal", "goal_id")
    return goal


async def _words(vault: Vault, goal: Goal) -> str | None:
    """None once the process's key is destroyed."""
    try:
        return await vault.open(goal.process_id, goal.sealed, "goal", goal.goal_id)
    except Unreadable:
        return None


def _goal(row: Goal, said: str) -> messages.Goal:
    return messages.Goal(text=said, **row.model_dump(include={"goal_id", "weight", "score", "released"}))


def _reached(goals: Sequence[messages.Goal]) -> Decimal | None:
    scored = [GoalScore(goal.score, goal.weight) for goal in goals if goal.score is not None]
    return t_score(scored) if scored else None
