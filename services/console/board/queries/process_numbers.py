"""Readable numbers, organisations' names and phases of processes, from our own cards."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.tables import ProcessCard
from services.runtime.storage.database import among, execute


@dataclass(frozen=True)
class Known:
    number: str
    organisation_name: str | None
    contact_id: UUID | None
    phase: str


async def known_processes(db: AsyncSession, process_ids: Iterable[UUID]) -> dict[UUID, Known]:
    """By id; those without a number yet are left out."""
    card = ProcessCard
    wanted = sa.select(
        col(card.process_id),
        col(card.number),
        col(card.organisation_name),
        col(card.contact_id),
        col(card.phase),
    ).where(among(card.process_id, set(process_ids)), col(card.number).is_not(None))
    rows = await execute(db, wanted)
    return {
        row.process_id: Known(row.number, row.organisation_name, row.contact_id, row.phase) for row in rows
    }


async def numbers_of(db: AsyncSession, process_ids: Iterable[UUID]) -> dict[UUID, str]:
    return {one: known.number for one, known in (await known_processes(db, process_ids)).items()}
