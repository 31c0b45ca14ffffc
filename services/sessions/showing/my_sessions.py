"""Sessions in lists: a process's, and those of everything that a person has to do with."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.values import Viewer
from services.runtime.policy import reaches, seen_rows
from services.sessions import access
from services.sessions.recording import absences
from services.sessions.showing.session_card import card, card_for
from services.sessions.tables import Session, SupervisionProcess

MOST = 2000
"""Cards in one part of a list."""
NOBODYS = ("replaced", "proposed")
"""Rows that are told as no session: another came in their place, or nobody has agreed to them yet."""


async def between(db: AsyncSession, query: messages.ListMySessions) -> Sequence[Session]:
    """Those of the viewer's reach that have not ended at from_ and begin before until; one more than a part has."""
    mine = (
        select(Session)
        .join(SupervisionProcess)
        .where(
            seen_rows(query.viewer, "phase_dates_units", access.OWNERS),
            col(Session.status).not_in(NOBODYS),
            Session.starts_at < query.until,
            Session.ends_at > query.from_,
        )
        .order_by(col(Session.starts_at), col(Session.session_id))
        .limit(MOST + 1)
    )
    if query.after and (last := await db.get(Session, query.after)):
        place = sa.tuple_(sa.literal(last.starts_at), sa.literal(last.session_id))
        mine = mine.where(sa.tuple_(col(Session.starts_at), col(Session.session_id)) > place)
    return (await db.exec(mine)).all()


async def of_process(
    db: AsyncSession, process_id: UUID, viewer: Viewer | None, now: datetime
) -> list[messages.SessionCard]:
    """In the order of their numbers, the trial's first. viewer: none, and a service asks. Refuses: unknown_process."""
    process = await access.reached_with_trial(db, process_id, viewer)
    rows = await told(db, process_id)
    if viewer is None:
        return [card(row) for row in rows]
    reached = [row for row in rows if reaches(viewer, process.session(row))]
    absent = await absences.of_sessions(db, reached)
    return [card_for(row, process, viewer, now, absent.get(row.session_id, ())) for row in reached]


async def told(db: AsyncSession, process_id: UUID) -> Sequence[Session]:
    """All of a process in the order of their numbers, the trial's first; one that was replaced is told as what came in
    its place.
    """
    mine = select(Session).where(Session.process_id == process_id, col(Session.status).not_in(NOBODYS))
    return (
        await db.exec(mine.order_by(col(Session.trial).desc(), col(Session.number), col(Session.starts_at)))
    ).all()
