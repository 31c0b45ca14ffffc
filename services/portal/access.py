"""The portal's access log as a person may read it: their own lines, and who opened or changed something about them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.database import execute
from services.runtime.web.languages import marked as _
from services.runtime.web.tables import access_log

AT_MOST = 200
ACTS = {
    "added_role": _("Gave you a role"),
    "ended_role": _("Ended a role of yours"),
}
"""What is said of an act that concerns somebody; of another one only that something was opened."""


async def about(session: AsyncSession, person_id: UUID) -> Sequence[sa.RowMapping]:
    """What others did, the newest first."""
    return await _lines(
        session, access_log.c.about_person_id == person_id, access_log.c.person_id != person_id
    )


async def by(session: AsyncSession, person_id: UUID) -> Sequence[sa.RowMapping]:
    """What the person did, the newest first."""
    return await _lines(session, access_log.c.person_id == person_id)


async def _lines(session: AsyncSession, *conditions: Any) -> Sequence[sa.RowMapping]:
    lines = sa.select(access_log).where(*conditions).order_by(access_log.c.id.desc()).limit(AT_MOST)
    return (await execute(session, lines)).mappings().all()
