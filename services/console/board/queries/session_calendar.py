"""Sessions between two instants, of everybody or of one supervisor."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.board.timeline import owners_of
from services.console.tables import ProcessCard, ProcessSession
from services.messages.values import Role, Viewer
from services.runtime.policy import seen_rows
from services.runtime.storage.database import execute

MOST = 1000


@dataclass(frozen=True)
class Meeting:
    """number: the session's within its process, or its trial. status: planned, held, no_show, cancelled, paused.

    waits: for a coordinator, who is to find another day. fell: called off with the contract's end.
    """

    session_id: UUID
    process_id: UUID
    process_number: str
    organisation_name: str | None
    contact_id: UUID | None
    supervisor_id: UUID
    number: int
    starts_at: datetime
    ends_at: datetime
    status: str
    overdue_at: datetime | None
    trial: bool = False
    waits: bool = False
    fell: bool = False


async def calendar(
    db: AsyncSession,
    viewer: Viewer,
    begins: datetime,
    ends: datetime,
    supervisor_id: UUID | None = None,
) -> list[Meeting]:
    """Those that begin from `begins` on and before `ends`, in their order; at most MOST."""
    meeting = ProcessSession
    where = [col(meeting.starts_at) >= begins, col(meeting.starts_at) < ends]
    if viewer.role is Role.SUPERVISOR:
        where.append(col(meeting.supervisor_id) == viewer.person_id)
    if supervisor_id:
        where.append(col(meeting.supervisor_id) == supervisor_id)
    asked = _with_card(viewer).where(*where)
    rows = await execute(db, asked.order_by(col(meeting.starts_at), col(meeting.session_id)).limit(MOST))
    return [Meeting(**row) for row in rows.mappings()]


async def meetings_of(db: AsyncSession, viewer: Viewer, process_id: UUID) -> list[Meeting]:
    """A process's own sessions, by their numbers; none for what is out of the viewer's reach."""
    asked = _with_card(viewer).where(col(ProcessSession.process_id) == process_id)
    rows = await execute(db, asked.order_by(col(ProcessSession.trial).desc(), col(ProcessSession.number)))
    return [Meeting(**row) for row in rows.mappings()]


def _with_card(viewer: Viewer) -> Any:
    meeting, card = ProcessSession, ProcessCard
    return (
        sa.select(
            col(meeting.session_id),
            col(meeting.process_id),
            col(card.number).label("process_number"),
            col(card.organisation_name),
            col(card.contact_id),
            col(meeting.supervisor_id),
            col(meeting.number),
            col(meeting.trial),
            col(meeting.starts_at),
            col(meeting.ends_at),
            col(meeting.status),
            col(meeting.overdue_at),
            col(meeting.replan_by).is_not(None).label("waits"),
            col(meeting.fell),
        )
        .join_from(meeting, card, col(card.process_id) == col(meeting.process_id))
        .where(
            col(card.number).is_not(None),
            col(meeting.status) != "replaced",
            seen_rows(viewer, "phase_dates_units", owners_of(ProcessCard)),
        )
    )
