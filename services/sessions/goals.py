"""Supervisees' goals in their own words, how far they were reached, and who may see them."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.values import Viewer
from services.runtime.policy import sees
from services.runtime.refusal import Refusal
from services.sessions import agreements
from services.sessions.confidential import Vault
from services.sessions.goal_attainment import GoalScore, t_score
from services.sessions.sealing import Unreadable
from services.sessions.tables import Agreement, Goal


async def set_goal(db: AsyncSession, vault: Vault, order: messages.SetGoal) -> None:
    """A new goal, or other words for it: those are the commissioner's to see only when released anew.

    Refuses: unknown_process (also for another process's goal), not_a_member.
    """
    agreement = await agreements.locked(db, order.process_id)
    agreements.refuse_unless_supervisee(agreement, order.set_by, "set_by")
    goal = await db.get(Goal, order.goal_id)
    if goal is None:
        facts = order.model_dump(include={"goal_id", "process_id", "weight", "set_by"})
        goal = Goal(**facts, sealed=b"", set_at=order.as_of)
    elif goal.process_id != order.process_id:
        raise Refusal("unknown_process", "process_id")
    elif await _words(vault, goal) == order.words and goal.weight == order.weight:
        return
    goal.sealed = await vault.seal(order.process_id, order.words, "goal", order.goal_id)
    goal.weight, goal.released = order.weight, False
    db.add(goal)


async def score(db: AsyncSession, order: messages.ScoreGoal) -> None:
    """Refuses: unknown_goal, not_a_member."""
    goal, agreement = await _found(db, order.goal_id)
    agreements.refuse_unless_member(agreement, order.scored_by, "scored_by")
    goal.score = order.score


async def release(db: AsyncSession, order: messages.ReleaseGoal) -> None:
    """Refuses: unknown_goal, not_a_member."""
    goal, agreement = await _found(db, order.goal_id)
    agreements.refuse_unless_supervisee(agreement, order.released_by, "released_by")
    goal.released = True


async def shown_to(db: AsyncSession, vault: Vault, process_id: UUID, viewer: Viewer) -> messages.Goals:
    """In the order in which they were set; the T-score is of those shown. Refuses: unknown_process."""
    agreement = await agreements.reached(db, process_id, viewer)
    seen = sees(viewer, "goals", agreements.belongs(agreement))
    mine = select(Goal).where(Goal.process_id == process_id).order_by(col(Goal.set_at), col(Goal.goal_id))
    rows = [row for row in await db.exec(mine) if seen != "no" and (row.released or seen != "released")]
    told = [(row, await _words(vault, row)) for row in rows]
    goals = [_goal(row, said) for row, said in told if said is not None]
    return messages.Goals(goals=goals, t_score=_reached(goals))


async def _found(db: AsyncSession, goal_id: UUID) -> tuple[Goal, Agreement]:
    mine = select(Goal).where(Goal.goal_id == goal_id).with_for_update()
    goal = (await db.exec(mine)).first()
    if goal is None:
        raise Refusal("unknown_goal", "goal_id")
    return goal, await agreements.find(db, goal.process_id)


async def _words(vault: Vault, goal: Goal) -> str | None:
    """None once the process's key is destroyed."""
    try:
        return await vault.open(goal.process_id, goal.sealed, "goal", goal.goal_id)
    except Unreadable:
        return None


def _goal(row: Goal, said: str) -> messages.Goal:
    return messages.Goal(words=said, **row.model_dump(include={"goal_id", "weight", "score", "released"}))


def _reached(goals: Sequence[messages.Goal]) -> Decimal | None:
    scored = [GoalScore(goal.score, goal.weight) for goal in goals if goal.score is not None]
    return t_score(scored) if scored else None
