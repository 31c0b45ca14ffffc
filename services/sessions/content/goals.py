"""Supervisees' goals in their own words, how far they were reached, and who may see them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.values import Viewer
from services.runtime import permitted
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date
from services.runtime.policy import can, sees
from services.sessions import access, contract_facts
from services.sessions.content import carrying, goal_changes
from services.sessions.content.goal_attainment import GoalScore, t_score
from services.sessions.content.goal_changes import Change
from services.sessions.content.sealing import Unreadable
from services.sessions.content.vault import Vault
from services.sessions.members import roster
from services.sessions.tables import Goal, Leaving

MOST = 50
"""Goals of one process: a group works towards a handful, and each is as long as a page."""


async def set_goal(db: AsyncSession, vault: Vault, order: messages.SetGoal) -> bool:
    """A new goal, or other words for it: those are the commissioner's to see only when released anew.

    Whether it waits for others of the group, as of everything that is done to a goal.

    Refuses: unknown_process (also for another process's goal), not_a_member, process_ended (a new one), too_many,
    not_your_goal, change_waits.
    """
    process = await contract_facts.lock(db, order.process_id)
    await contract_facts.versions(db, order.process_id)
    today = local_date(order.as_of)
    await roster.refuse_unless_member(db, order.process_id, order.set_by, today, "set_by")
    goal = await db.get(Goal, order.goal_id)
    if goal is None:
        if process.ended_at:
            raise Refusal("process_ended", "process_id")
        await _set_new(db, vault, order)
        return False
    if goal.process_id != order.process_id:
        raise Refusal("unknown_process", "process_id")
    change = Change("words", order.text, order.weight)
    same = await _words(vault, goal) == order.text and goal.weight == order.weight
    return not same and await _change(db, vault, goal, change, (order.set_by, "set_by"), order.as_of)


async def _set_new(db: AsyncSession, vault: Vault, order: messages.SetGoal) -> None:
    """Refuses: too_many."""
    await _refuse_more(db, order.process_id)
    facts = order.model_dump(include={"goal_id", "process_id", "weight", "whose", "set_by"})
    sealed = await vault.seal(order.process_id, order.text, "goal", order.goal_id)
    db.add(Goal(**facts, sealed=sealed, set_at=order.as_of))


async def _change(
    db: AsyncSession, vault: Vault, goal: Goal, change: Change, by: tuple[UUID, str], at: datetime
) -> bool:
    """By whose goal it is: done at once by the one, or when all members of the group agree. by: who, and the field.

    Whether it waits for others of them.

    Refuses: not_your_goal, change_waits.
    """
    person_id, field = by
    if goal.whose == "group":
        await _refuse_newcomer(db, goal, person_id, field)
        return await goal_changes.say(db, vault, goal, change, person_id, at)
    if goal.set_by != person_id:
        raise Refusal("not_your_goal", field)
    await goal_changes.carry_out(vault, goal, change, at)
    return False


async def _refuse_newcomer(db: AsyncSession, goal: Goal, person_id: UUID, field: str) -> None:
    """Refuses: not_your_goal, for who was no member when it was set."""
    if person_id not in carrying.members_then(goal, await access.find(db, goal.process_id)):
        raise Refusal("not_your_goal", field)


async def _refuse_more(db: AsyncSession, process_id: UUID) -> None:
    """Refuses: too_many."""
    counted = await db.exec(select(sa.func.count()).where(Goal.process_id == process_id))
    if counted.one() >= MOST:
        raise Refusal("too_many", "text", f"are {MOST} goals already")


async def score(work: Work, vault: Vault, order: messages.ScoreGoal) -> bool:
    """A supervisor does as long as they are one. Refuses: unknown_goal, not_a_member, not_your_goal, change_waits."""
    db, by = work.db, order.scored_by
    goal = await _found(db, order.goal_id)
    today = local_date(order.as_of)
    agreement = await contract_facts.find(db, goal.process_id, today)
    if by == agreement.supervisor_id and await permitted.may(work.ask, by, "score_goal", supervisor_id=by):
        goal.score = order.score
        return False
    await roster.refuse_unless_member(db, goal.process_id, by, today, "scored_by")
    change = Change("score", score=order.score)
    return await _change(db, vault, goal, change, (by, "scored_by"), order.as_of)


async def release(db: AsyncSession, vault: Vault, order: messages.ReleaseGoal) -> bool:
    """Refuses: unknown_goal, not_a_member, not_your_goal, change_waits."""
    goal = await _found(db, order.goal_id)
    today = local_date(order.as_of)
    await roster.refuse_unless_member(db, goal.process_id, order.released_by, today, "released_by")
    if goal.released:
        return False
    return await _change(db, vault, goal, Change("release"), (order.released_by, "released_by"), order.as_of)


async def share(db: AsyncSession, vault: Vault, order: messages.ShareGoal) -> bool:
    """Refuses: unknown_goal, not_a_member, not_your_goal, change_waits."""
    goal = await _found(db, order.goal_id)
    today = local_date(order.as_of)
    await roster.refuse_unless_member(db, goal.process_id, order.shared_by, today, "shared_by")
    if not _left_out(goal, await access.find(db, goal.process_id), today):
        return False
    by = (order.shared_by, "shared_by")
    return await _change(db, vault, goal, Change("share", on=today), by, order.as_of)


async def carry_on(db: AsyncSession, vault: Vault, order: messages.CarryGoalOn) -> bool:
    """Refuses: unknown_goal, not_a_member, not_your_goal, change_waits, not_renewed."""
    goal = await _found(db, order.goal_id)
    today = local_date(order.as_of)
    await roster.refuse_unless_member(db, goal.process_id, order.carried_by, today, "carried_by")
    await carrying.check(db, goal.process_id)
    if goal.carries_on:
        return False
    return await _change(db, vault, goal, Change("carry"), (order.carried_by, "carried_by"), order.as_of)


async def answer(db: AsyncSession, vault: Vault, order: messages.AgreeToGoalChange) -> None:
    """Refuses: unknown_goal, not_a_member, not_your_goal, change_waits."""
    goal = await _found(db, order.goal_id)
    today = local_date(order.as_of)
    await roster.refuse_unless_member(db, goal.process_id, order.person_id, today, "person_id")
    await _refuse_newcomer(db, goal, order.person_id, "person_id")
    await goal_changes.answer(db, vault, goal, order)


async def shown_to(
    db: AsyncSession, vault: Vault, query: messages.ListGoals, now: datetime
) -> messages.Goals:
    """In the order in which they were set; the T-score is of those shown. Refuses: unknown_process."""
    process = await access.reached(db, query.process_id, query.viewer)
    mine = select(Goal).where(Goal.process_id == query.process_id)
    rows = await db.exec(mine.order_by(col(Goal.set_at), col(Goal.goal_id)))
    today = local_date(now)
    left = await db.get(Leaving, (query.process_id, query.viewer.person_id))
    has_left = left is not None and left.person_id not in process.coming(today)
    seen = [row for row in rows if _is_shown(row, process, query.viewer, today, left)]
    told = [(row, await _words(vault, row)) for row in seen]
    goals = [
        await _card(db, vault, row, said, process, query.viewer, now, has_left=has_left)
        for row, said in told
        if said is not None
    ]
    may_set = can(query.viewer, "set_goal", process.belongs(today)) and not has_left
    may_set = may_set and not await contract_facts.has_ended(db, query.process_id)
    return messages.Goals(goals=goals, t_score=_reached(goals), may_set=may_set, has_left=has_left)


def _is_shown(goal: Goal, process: access.Process, viewer: Viewer, today: date, left: Leaving | None) -> bool:
    """To those who were members when it was set or shown to them since, and to whoever supervises them now, or will by
    the consent of all. left: the viewer's own word that they take part no longer.
    """
    belongs = process.belongs(today)
    if process.supervises(viewer.person_id, today):
        belongs = replace(belongs, supervisor_id=viewer.person_id)
    belongs = replace(
        belongs, supervisee_ids=frozenset(carrying.readers(goal, process) | _knew(left, goal, process))
    )
    seen = sees(viewer, "goals", belongs)
    return seen != "no" and (goal.released or seen != "released")


def _knew(left: Leaving | None, goal: Goal, process: access.Process) -> set[UUID]:
    """The day on which a member leaves may be none of theirs; what was set on it before they said so stays theirs."""
    if left is None or goal.known_to is not None or left.person_id not in process.members(left.left_on):
        return set()
    on_that_day = left.left_on < local_date(goal.set_at) and goal.set_at <= left.left_at
    return {left.person_id} if on_that_day else set()


def _left_out(goal: Goal, process: access.Process, today: date) -> set[UUID]:
    """The members of today who do not see it."""
    return set(process.members(today)) - carrying.readers(goal, process)


def _is_theirs(goal: Goal, process: access.Process, viewer: Viewer, today: date) -> bool:
    """Whether a supervisee may have it changed: their own, or the group's whose members they were and are."""
    if not can(viewer, "set_goal", process.belongs(today)):
        return False
    then = carrying.members_then(goal, process)
    return goal.set_by == viewer.person_id or (goal.whose == "group" and viewer.person_id in then)


async def _found(db: AsyncSession, goal_id: UUID) -> Goal:
    """Nobody else changes it, nor its group, until the commit. Refuses: unknown_goal."""
    goal = await db.get(Goal, goal_id)
    if goal is None:
        raise Refusal("unknown_goal", "goal_id")
    await contract_facts.lock(db, goal.process_id)
    await db.refresh(goal)
    return goal


async def _words(vault: Vault, goal: Goal) -> str | None:
    """None once the process's key is destroyed."""
    try:
        return await vault.open(goal.process_id, goal.sealed, "goal", goal.goal_id)
    except Unreadable:
        return None


async def _card(
    db: AsyncSession,
    vault: Vault,
    row: Goal,
    said: str,
    process: access.Process,
    viewer: Viewer,
    now: datetime,
    *,
    has_left: bool,
) -> messages.Goal:
    told = row.model_dump(include={"goal_id", "weight", "score", "released", "whose", "baseline"})
    told |= {"carries_on": row.carries_on, "carried": row.carried_from is not None}
    if _is_theirs(row, process, viewer, local_date(now)) and not has_left:
        change = await goal_changes.shown(db, vault, row, viewer.person_id, now)
        left_out = bool(_left_out(row, process, local_date(now)))
        told |= {"may_change": True, "may_share": left_out, "change": change}
        told["may_carry"] = not row.carries_on and await carrying.is_renewed(db, row.process_id)
    return messages.Goal(text=said, **told)


def _reached(goals: Sequence[messages.Goal]) -> Decimal | None:
    scored = [GoalScore(goal.score, goal.weight) for goal in goals if goal.score is not None]
    return t_score(scored) if scored else None
