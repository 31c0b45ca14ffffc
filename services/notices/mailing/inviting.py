"""Single invitations: none to what is called off, or what another letter of theirs tells already."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notices.settling import CHANGES
from services.notices.tables import KnownSession, Notice
from services.runtime.storage.database import among

_notice: sa.Table = Notice.__table__  # type: ignore[attr-defined]  # SQLModel makes it
_session: sa.Table = KnownSession.__table__  # type: ignore[attr-defined]


async def is_overtaken(connection: AsyncConnection, invitation: Any) -> bool:
    """Whether its session is off by now, or was told at this SEQUENCE or a higher one: it rises with each entry.

    One of a plan that was gathered into a file asks nobody: at its own SEQUENCE an invitation still says more.
    """
    facts = invitation.facts
    mine = _session.c.session_id == UUID(facts["session_id"])
    if (await connection.execute(sa.select(_session.c.cancelled).where(mine))).scalar():
        return True
    column = _notice.c
    sequence = sa.cast(column.facts["sequence"].astext, sa.Integer)
    alone = (sequence == facts["sequence"]) & column.gathered_in.is_(None)
    told = sa.select(sa.literal(1)).where(
        column.person_id == invitation.person_id,
        among(column.kind, CHANGES),
        among(column.status, ("waiting", "gathered", "sent")),
        column.facts["session_id"].astext == facts["session_id"],
        alone | (sequence > facts["sequence"]),
    )
    return (await connection.execute(told.limit(1))).first() is not None
