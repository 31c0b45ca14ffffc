"""A process whose supervisor changes: nothing is planned with whoever leaves, nor on another's days."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.commands.refusal import Refusal
from services.runtime.finland import ONE_DAY, local_date, start_of
from services.sessions import contract_facts
from services.sessions.hours.availability import Closed
from services.sessions.tables import Agreement, SupervisionProcess

_FOR_EVER = date(9999, 1, 1)


async def waits_from(db: AsyncSession, process_id: UUID) -> date | None:
    """The day from which on another one is proposed, who is not agreed yet."""
    process = await db.get(SupervisionProcess, process_id)
    return process.changing_from if process else None


def elsewhere(versions: Sequence[Agreement], supervisor_id: UUID) -> list[Closed]:
    """When its sessions are another's than this supervisor's, by what is signed. versions: the oldest first."""
    days = sorted({one.effective_from for one in versions})
    ends = [*days[1:], _FOR_EVER]
    return [
        Closed(start_of(first), start_of(last), "another_supervisor")
        for first, last in zip(days, ends, strict=True)
        if contract_facts.in_force(versions, first).supervisor_id != supervisor_id
    ]


async def closed(
    db: AsyncSession, versions: Sequence[Agreement], process_id: UUID, supervisor_id: UUID
) -> list[Closed]:
    """When `refuse_other` refuses a session of theirs: also the days for which another one is proposed."""
    found = elsewhere(versions, supervisor_id)
    process = await db.get(SupervisionProcess, process_id)
    if process and process.changing_from:
        last = (process.changing_until or _FOR_EVER - ONE_DAY) + ONE_DAY
        found.append(Closed(start_of(process.changing_from), start_of(last), "another_supervisor"))
    return found


async def refuse_other(
    db: AsyncSession, versions: Sequence[Agreement], supervisor_id: UUID, starts_at: datetime
) -> None:
    """Refuses: another_supervisor."""
    day = local_date(starts_at)
    process = await db.get(SupervisionProcess, versions[0].process_id)
    theirs = contract_facts.in_force(versions, day).supervisor_id == supervisor_id
    if not theirs or (process and _is_proposed(process, day)):
        raise Refusal("another_supervisor", "starts_at")


def _is_proposed(process: SupervisionProcess, day: date) -> bool:
    first = process.changing_from
    return first is not None and first <= day <= (process.changing_until or date.max)
