"""Readable numbers and organisations' names of processes, from our own cards."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.tables import ProcessCard
from services.runtime.database import among, execute


@dataclass(frozen=True)
class Known:
    number: str
    organisation_name: str


async def known_processes(db: AsyncSession, process_ids: Iterable[UUID]) -> dict[UUID, Known]:
    """By id; those without a number yet are left out."""
    wanted = sa.select(
        col(ProcessCard.process_id), col(ProcessCard.number), col(ProcessCard.organisation_name)
    ).where(among(ProcessCard.process_id, set(process_ids)), col(ProcessCard.number).is_not(None))
    return {
        row.process_id: Known(row.number, row.organisation_name or "") for row in await execute(db, wanted)
    }


async def numbers_of(db: AsyncSession, process_ids: Iterable[UUID]) -> dict[UUID, str]:
    return {one: known.number for one, known in (await known_processes(db, process_ids)).items()}
