"""Which coordinator looks after which process. The house's own: no event, and a rebuild keeps it."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid6 import uuid7

from services.console.board import board_lock, live_changes
from services.console.tables import Assignment, AssignmentChange, ProcessCard, Task
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from services.runtime.storage.database import among, among_asked, execute

MOST = 200
# The page offers it for ten seconds; the press may be slow to arrive.
UNDO_WITHIN = timedelta(seconds=30)


async def assign(
    db: AsyncSession, process_ids: Sequence[UUID], coordinator_id: UUID | None, by: UUID, at: datetime
) -> UUID:
    """Gives all of these processes to one coordinator, or to nobody. Returns what `undo` takes.

    at: real time, by which the undoing is in time or not. That `by` may do it, the caller has asked.
    Refuses: nothing_chosen, too_many, unknown_process (nothing is done then).
    """
    chosen = sorted(set(process_ids))
    if not chosen:
        raise Refusal("nothing_chosen", "process_ids")
    if len(chosen) > MOST:
        raise Refusal("too_many", "process_ids", f"are more than {MOST}")
    await board_lock.take(db)
    await _refuse_unknown(db, chosen)
    undo_id = uuid7()
    for process_id in chosen:
        previous = await _give(db, process_id, coordinator_id, by, at)
        db.add(
            AssignmentChange(
                undo_id=undo_id,
                process_id=process_id,
                coordinator_id=coordinator_id,
                previous_id=previous,
                changed_by=by,
                changed_at=at,
            )
        )
    await db.flush()
    return undo_id


async def undo(db: AsyncSession, undo_id: UUID, by: UUID, at: datetime) -> int:
    """Gives back what `assign` gave, once, to whom it was before. Returns how many processes.

    What somebody else has given on in the meantime stays with them. Again: nothing more.
    Refuses: unknown_undo (also another person's), undo_too_late.
    """
    await board_lock.take(db)
    mine = select(AssignmentChange).where(
        AssignmentChange.undo_id == undo_id, AssignmentChange.changed_by == by
    )
    changes = (await db.exec(mine)).all()
    if not changes:
        raise Refusal("unknown_undo", "undo_id")
    if changes[0].undone_at:
        return 0
    if at - changes[0].changed_at > UNDO_WITHIN:
        raise Refusal("undo_too_late", "undo_id")
    back = [await _give_back(db, change, at) for change in changes]
    await db.flush()
    return sum(back)


_GIVEN = select(Assignment).where(among_asked(Assignment.process_id))


async def given(db: AsyncSession, process_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Process -> who looks after it; those that nobody looks after are left out."""
    found = await db.exec(_GIVEN, params={"ids": list(process_ids)})
    return {one.process_id: one.coordinator_id for one in found}


async def take_back(db: AsyncSession, coordinator_id: UUID, by: UUID, at: datetime) -> None:
    """All that this coordinator looks after, once they are none any more. Not again by a rebuild: it is done."""
    if live_changes.is_rebuilding():
        return
    await board_lock.take(db)
    theirs = select(Assignment.process_id).where(Assignment.coordinator_id == coordinator_id)
    for process_id in (await db.exec(theirs.order_by(col(Assignment.process_id)))).all():
        await _give(db, process_id, None, by, at)


async def _give_back(db: AsyncSession, change: AssignmentChange, at: datetime) -> bool:
    change.undone_at = at
    given = await db.get(Assignment, change.process_id)
    if (given.coordinator_id if given else None) != change.coordinator_id:
        return False
    await _give(db, change.process_id, change.previous_id, change.changed_by, at)
    return True


async def _give(
    db: AsyncSession, process_id: UUID, coordinator_id: UUID | None, by: UUID, at: datetime
) -> UUID | None:
    """On the assignment, the card and its tasks; returns who had it."""
    given = await db.get(Assignment, process_id)
    previous = given.coordinator_id if given else None
    if given and coordinator_id is None:
        await db.delete(given)
    elif coordinator_id:
        await db.merge(
            Assignment(process_id=process_id, coordinator_id=coordinator_id, assigned_by=by, assigned_at=at)
        )
    await db.flush()
    for table in (ProcessCard, Task):
        mine = col(table.process_id) == process_id
        if table is Task:
            mine &= col(Task.role) == Role.COORDINATOR.value
        await execute(db, sa.update(table).where(mine).values(coordinator_id=coordinator_id))
    await live_changes.note(db, process_id, "assigned")
    return previous


async def _refuse_unknown(db: AsyncSession, process_ids: Sequence[UUID]) -> None:
    known = sa.select(sa.func.count()).where(
        among(ProcessCard.process_id, process_ids), col(ProcessCard.number).is_not(None)
    )
    if (await execute(db, known)).scalar_one() != len(process_ids):
        raise Refusal("unknown_process", "process_ids")
