"""Who has to do with a process, so that none of them is its supervisor: asked and counted on the day."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake.supervisors import interests
from services.intake.tables import Inquiry
from services.runtime import commissioners
from services.runtime.commands.asking import Asker
from services.runtime.storage.database import execute


async def acting(ask: Asker, inquiry: Inquiry) -> Collection[UUID]:
    """HR and line managers of the customer, today; nobody before it is decided who the customer is."""
    if inquiry.organisation_id is None:
        return []
    return await commissioners.acting_for(ask, inquiry.organisation_id, inquiry.department_id)


async def among(
    db: AsyncSession, inquiry: Inquiry, supervisor_ids: Iterable[UUID], acting: Collection[UUID]
) -> set[UUID]:
    """Which of them can be no supervisor of it, whatever they say."""
    candidates = list(supervisor_ids)
    supervised_by = await _supervisors_of(db, candidates)

    def around(who: UUID) -> interests.Around:
        return interests.Around(
            asked_by=inquiry.contact_id,
            supervisee_ids=inquiry.supervisee_ids,
            acting=acting,
            supervisors_of_supervisor=supervised_by.get(who, set()),
        )

    return {who for who in candidates if interests.is_a_party(who, around(who))}


async def _supervisors_of(db: AsyncSession, people: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Of those among them who are supervised in a process that goes on."""
    ids = sa.literal(list(people), ARRAY(sa.Uuid))
    members: Any = col(Inquiry.supervisee_ids)
    overlap = sa.and_(members.overlap(ids), col(Inquiry.supervisor_id).is_not(None), ~col(Inquiry.ended))
    found: dict[UUID, set[UUID]] = {}
    rows = await execute(db, sa.select(members.label("members"), col(Inquiry.supervisor_id)).where(overlap))
    for row in rows:
        for member in row.members:
            found.setdefault(member, set()).add(row.supervisor_id)
    return found
