"""A renewal's goals: whoever's they are has them go on, sealed anew with the key of the process that follows.

A goal goes over without its score, which stays as the baseline; what nobody carries on stays, and dies with its key.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.contracts import (
    ContinuationChosen,
    ContinuationTakenBack,
    ContractSigned,
    RenewalLapsed,
)
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.sessions import access, contract_facts
from services.sessions.content.sealing import Unreadable
from services.sessions.content.vault import Vault
from services.sessions.tables import Goal, SupervisionProcess


async def ask(db: AsyncSession, event: ContinuationChosen, at: datetime) -> None:
    """Each goal's own people are asked, once it is chosen that the process goes on."""
    process = await contract_facts.lock(db, event.process_id)
    process.renewed_as = event.successor_id
    people = await access.find(db, event.process_id)
    staying = people.staying(local_date(at))
    asked = {one for goal in await _of(db, event.process_id) for one in whose(goal, people) if one in staying}
    if event.successor_id and asked:
        told = {"process_id": event.process_id, "asked": sorted(asked), "asked_at": at}
        await announce(db, messages.GoalsToCarryOn.model_validate(told))


async def forget(db: AsyncSession, event: ContinuationTakenBack | RenewalLapsed) -> None:
    """Nothing follows: what was said of its goals is said of nothing."""
    (await contract_facts.lock(db, event.process_id)).renewed_as = None
    for goal in await _of(db, event.process_id):
        goal.carries_on = False


async def check(db: AsyncSession, process_id: UUID) -> None:
    """Refuses: not_renewed."""
    if not await is_renewed(db, process_id):
        raise Refusal("not_renewed", "goal_id", "is of a process that is not renewed")


async def is_renewed(db: AsyncSession, process_id: UUID) -> bool:
    """Or is to be."""
    process = await db.get(SupervisionProcess, process_id)
    return process is not None and process.renewed_as is not None


async def begin(db: AsyncSession, vault: Vault, event: ContractSigned) -> None:
    """The successor has its people: the goals that were carried on are theirs from now on."""
    if event.renews is None or event.version > 1:
        return
    for goal in await _of(db, event.renews):
        if goal.carries_on:
            await go_over(vault, goal, event.signed_at)


async def go_over(vault: Vault, goal: Goal, at: datetime) -> None:
    """Once, as soon as the process that follows is signed; and only what can be read still."""
    db = vault.db
    old = await db.get(SupervisionProcess, goal.process_id)
    successor_id = old.renewed_as if old else None
    if successor_id is None or await db.get(SupervisionProcess, successor_id) is None:
        return
    goal_id = uuid5(successor_id, str(goal.goal_id))
    if await db.get(Goal, goal_id):
        return
    try:
        words = await vault.open(goal.process_id, goal.sealed, "goal", goal.goal_id)
    except Unreadable:
        return
    known_to = readers(goal, await access.find(db, goal.process_id))
    sealed = await vault.seal(successor_id, words, "goal", goal_id)
    facts = goal.model_dump(include={"weight", "whose", "set_by"})
    facts |= {"goal_id": goal_id, "process_id": successor_id, "carried_from": goal.process_id}
    db.add(Goal(**facts, sealed=sealed, baseline=goal.score, known_to=sorted(known_to), set_at=at))
    await db.flush()


def whose(goal: Goal, process: access.Process) -> Sequence[UUID]:
    """The one, or those of the group who were its members when it was set."""
    if goal.whose == "own":
        return [goal.set_by]
    return members_then(goal, process)


def members_then(goal: Goal, process: access.Process) -> Sequence[UUID]:
    """Of the group when it was set; of one that was carried on, who knew it in the process before."""
    then = process.members(local_date(goal.set_at))
    return then if goal.known_to is None else [one for one in then if one in goal.known_to]


def readers(goal: Goal, process: access.Process) -> set[UUID]:
    """Of all members: those who were there, and those to whom it was shown since."""
    shown = process.members(goal.shared_on) if goal.shared_on else []
    return {*members_then(goal, process), *shown}


async def _of(db: AsyncSession, process_id: UUID) -> Sequence[Goal]:
    return (await db.exec(select(Goal).where(col(Goal.process_id) == process_id))).all()
