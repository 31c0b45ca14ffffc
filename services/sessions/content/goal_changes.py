"""What is done with a goal that is the group's own: one member says it, and it is done when every member has said yes.

Asked are those who were members when the goal was set, and are: whoever came later does not see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_args
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.storage.database import execute
from services.sessions import access
from services.sessions.content import carrying
from services.sessions.content.sealing import Unreadable
from services.sessions.content.vault import Vault
from services.sessions.tables import Goal, GoalChange, GoalChangeConsent

_KINDS: tuple[messages.GoalChangeKind, ...] = get_args(messages.GoalChangeKind)


@dataclass(frozen=True)
class Change:
    """text, weight: of other words; score: of an assessment; on: whose members it is shown to, whoever says it when."""

    kind: messages.GoalChangeKind
    text: str | None = None
    weight: Decimal | None = None
    score: int | None = None
    on: date | None = field(default=None, compare=False)


def asked(members_then: Sequence[UUID], members_now: Sequence[UUID]) -> list[UUID]:
    """Whose yes is needed."""
    return [one for one in members_now if one in members_then]


async def say(
    db: AsyncSession, vault: Vault, goal: Goal, change: Change, person_id: UUID, at: datetime
) -> bool:
    """Whether it waits for others: the first who says it proposes it, the same said by another is a yes. The caller
    holds the process's lock.

    Refuses: change_waits.
    """
    waiting = await db.get(GoalChange, goal.goal_id)
    if waiting and await _read(vault, goal, waiting) != change:
        raise Refusal("change_waits", "goal_id")
    if waiting is None:
        sealed = await vault.seal(goal.process_id, change.text, *_of(goal)) if change.text else None
        facts = {"weight": change.weight, "score": change.score, "sealed": sealed}
        db.add(_row(goal, change.kind, person_id, at, facts))
        await db.flush()
    await _consent(db, goal, person_id, at)
    if await _carry_out_if_agreed(db, vault, goal, await _asked(db, goal, at), at):
        return False
    if waiting is None:
        await _announce(db, goal, change, person_id, at)
    return True


async def answer(db: AsyncSession, vault: Vault, goal: Goal, order: messages.AgreeToGoalChange) -> None:
    """What has come true already may be said again. Refuses: change_waits, change_over, decided_otherwise."""
    waiting = await db.get(GoalChange, goal.goal_id)
    if waiting is None:
        _check_decided(goal, order)
        return
    if waiting.kind != order.kind or order.proposed_at not in (None, waiting.proposed_at):
        raise Refusal("change_waits", "goal_id")
    if not order.agrees:
        return await _decide(db, goal, waiting, yes=False)
    await _consent(db, goal, order.person_id, order.as_of)
    await _carry_out_if_agreed(db, vault, goal, await _asked(db, goal, order.as_of), order.as_of)


def _check_decided(goal: Goal, order: messages.AgreeToGoalChange) -> None:
    """Refuses: change_over (of an older proposal nobody knows what was said), decided_otherwise."""
    stands = _stands(goal, order)
    if stands is None and order.proposed_at:
        raise Refusal("change_over", "proposed_at", "does not wait any more")
    if stands not in (None, order.agrees):
        raise Refusal("decided_otherwise", "agrees")


def _stands(goal: Goal, order: messages.AgreeToGoalChange) -> bool | None:
    """Whether it is so by now. Of words and numbers, which are not said with a yes: whether that proposal was done;
    none for one that is older than the last.
    """
    if order.kind in ("words", "score"):
        return goal.answered_yes if order.proposed_at and order.proposed_at == goal.answered_at else None
    return {"release": goal.released, "share": goal.shared_on is not None, "carry": goal.carries_on}[
        order.kind
    ]


async def _carry_out_if_agreed(
    db: AsyncSession, vault: Vault, goal: Goal, needed: Sequence[UUID], at: datetime
) -> bool:
    """Whether it is done. needed: whose yes is."""
    waiting = await db.get(GoalChange, goal.goal_id)
    if waiting is None or not set(needed) <= await _agreed(db, goal.goal_id):
        return False
    change = await _read(vault, goal, waiting)
    await _decide(db, goal, waiting, yes=True)
    await carry_out(vault, goal, change, at)
    return True


async def carry_out(vault: Vault, goal: Goal, change: Change, at: datetime) -> None:
    """Other words are the commissioner's to see only when released anew, and a newcomer's when shown anew."""
    match change.kind:
        case "words":
            goal.sealed = await vault.seal(goal.process_id, change.text or "", "goal", goal.goal_id)
            goal.weight, goal.released, goal.shared_on = change.weight or goal.weight, False, None
        case "score":
            goal.score = change.score
        case "release":
            goal.released = True
        case "share":
            goal.shared_on = change.on
        case "carry":
            goal.carries_on = True
            await carrying.go_over(vault, goal, at)


async def after_leaving(
    db: AsyncSession,
    vault: Vault,
    process: access.Process,
    process_id: UUID,
    remaining: Sequence[UUID],
    at: datetime,
) -> None:
    """Nobody waits for the yes of who has left."""
    for goal in await db.exec(select(Goal).where(Goal.process_id == process_id, Goal.whose == "group")):
        needed = asked(carrying.members_then(goal, process), remaining)
        if needed:
            await _carry_out_if_agreed(db, vault, goal, needed, at)


async def shown(
    db: AsyncSession, vault: Vault, goal: Goal, person_id: UUID, at: datetime
) -> messages.GoalChangeShown | None:
    """To a member whose yes is needed."""
    waiting = await db.get(GoalChange, goal.goal_id)
    needed = await _asked(db, goal, at) if waiting else []
    if waiting is None or person_id not in needed:
        return None
    agreed = await _agreed(db, goal.goal_id)
    return messages.GoalChangeShown(
        **{name: told for name, told in vars(await _read(vault, goal, waiting)).items() if name != "on"},
        proposed_at=waiting.proposed_at,
        agreed=len(agreed.intersection(needed)),
        asked=len(needed),
        may_answer=person_id not in agreed,
    )


def _row(goal: Goal, kind: str, by: UUID, at: datetime, facts: dict[str, Any]) -> GoalChange:
    return GoalChange(goal_id=goal.goal_id, kind=kind, proposed_by=by, proposed_at=at, **facts)


async def _announce(db: AsyncSession, goal: Goal, change: Change, by: UUID, at: datetime) -> None:
    others = [one for one in await _asked(db, goal, at) if one != by]
    told = {"process_id": goal.process_id, "goal_id": goal.goal_id, "kind": change.kind}
    await announce(db, messages.GoalChangeProposed(**told, asked=others, proposed_at=at))


async def _asked(db: AsyncSession, goal: Goal, at: datetime) -> list[UUID]:
    process = await access.find(db, goal.process_id)
    return asked(carrying.members_then(goal, process), process.staying(local_date(at)))


async def _consent(db: AsyncSession, goal: Goal, person_id: UUID, at: datetime) -> None:
    row = {"goal_id": goal.goal_id, "person_id": person_id, "given_at": at}
    await execute(db, insert(GoalChangeConsent).values(row).on_conflict_do_nothing())


async def _agreed(db: AsyncSession, goal_id: UUID) -> set[UUID]:
    mine = select(GoalChangeConsent.person_id).where(GoalChangeConsent.goal_id == goal_id)
    return set(await db.exec(mine))


async def _decide(db: AsyncSession, goal: Goal, waiting: GoalChange, *, yes: bool) -> None:
    """Whoever answers late is told how."""
    goal.answered_at, goal.answered_yes = waiting.proposed_at, yes
    await execute(db, sa.delete(GoalChangeConsent).where(col(GoalChangeConsent.goal_id) == goal.goal_id))
    await db.delete(waiting)
    await db.flush()


async def _read(vault: Vault, goal: Goal, waiting: GoalChange) -> Change:
    """Without its words once the process's key is destroyed."""
    kind = next(one for one in _KINDS if one == waiting.kind)
    try:
        text = await vault.open(goal.process_id, waiting.sealed, *_of(goal)) if waiting.sealed else None
    except Unreadable:
        text = None
    return Change(kind, text, waiting.weight, waiting.score, local_date(waiting.proposed_at))


def _of(goal: Goal) -> tuple[str, UUID]:
    return ("goal_change", goal.goal_id)
