"""What the house does about parked messages: who looks at one, or why it is left. Nobody's event, no projection."""

from datetime import datetime
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.tables import ParkedCase

Key = tuple[str, UUID]
"""The service that parked it, and the id that it has there."""


async def cases(db: AsyncSession) -> dict[Key, ParkedCase]:
    found = await db.exec(select(ParkedCase))
    return {(one.service, one.parked_id): one for one in found}


async def give(db: AsyncSession, key: Key, to: UUID | None, by: UUID, at: datetime) -> None:
    """to: none for nobody."""
    (await _case(db, key, by, at)).assigned_to = to


async def skip(db: AsyncSession, key: Key, reason: str, by: UUID, at: datetime) -> None:
    """It stays parked at its service and may be taken back."""
    (await _case(db, key, by, at)).skipped_reason = reason


async def take_back(db: AsyncSession, key: Key, by: UUID, at: datetime) -> None:
    """It waits again."""
    (await _case(db, key, by, at)).skipped_reason = None


async def _case(db: AsyncSession, key: Key, by: UUID, at: datetime) -> ParkedCase:
    """The row, made at the first decision; changed now by this person."""
    found = await db.get(ParkedCase, key, with_for_update=True)
    case = found or ParkedCase(service=key[0], parked_id=key[1], changed_by=by, changed_at=at)
    case.changed_by, case.changed_at = by, at
    db.add(case)
    return case
