"""Sessions as those may see them who may: a process's, a person's own, and one of them with what became of it."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.policy import scope
from services.messages.values import Viewer
from services.runtime.policy import reaches, seen_rows, sees
from services.runtime.refusal import Refusal
from services.sessions import agreements
from services.sessions.tables import Agreement, Attendance, Note, ProcessKey, Session

MOST = 2000
"""Cards in one answer: more would not fit into one message."""


async def own(db: AsyncSession, query: messages.ListMySessions) -> Sequence[Session]:
    """Those of the viewer's reach that have not ended at from_ and begin before until."""
    mine = (
        select(Session)
        .join(Agreement)
        .where(
            seen_rows(query.viewer, "phase_dates_units", agreements.OWNERS),
            Session.starts_at < query.until,
            Session.ends_at > query.from_,
        )
        .order_by(col(Session.starts_at), col(Session.session_id))
        .limit(MOST)
    )
    return (await db.exec(mine)).all()


async def session_reached(db: AsyncSession, session_id: UUID, viewer: Viewer) -> tuple[Session, Agreement]:
    """Refuses: unknown_session, also for those out of whose reach it is."""
    row = await db.get(Session, session_id)
    agreement = await db.get(Agreement, row.process_id) if row else None
    if row is None or agreement is None or not reaches(viewer, agreements.belongs(agreement)):
        raise Refusal("unknown_session", "session_id")
    return row, agreement


async def show(db: AsyncSession, query: messages.ShowSession) -> messages.SessionShown:
    """Refuses: unknown_session."""
    row, agreement = await session_reached(db, query.session_id, query.viewer)
    settled = {"recorded_at" if row.status != "cancelled" else "cancelled_at": row.settled_at}
    return messages.SessionShown.model_validate(
        {
            "card": card(row),
            "process_id": row.process_id,
            "organisation_id": agreement.organisation_id,
            "supervisor_id": row.supervisor_id,
            "format": agreement.format,
            "cancelled_by": row.cancelled_by,
            "has_note": await _has_note(db, row, query.viewer),
            **settled,
            **await _attendance(db, row, agreement, query.viewer),
        }
    )


async def _attendance(
    db: AsyncSession, row: Session, agreement: Agreement, viewer: Viewer
) -> dict[str, object]:
    """The count for those who may know it, ids for those who may know the names."""
    told: dict[str, object] = {}
    present = await present_at(db, row)
    if sees(viewer, "attendance_count", agreements.belongs(agreement)) != "no":
        recorded = row.status in ("held", "no_show")
        told |= {"present_count": len(present) if recorded else None}
        told |= {"member_count": len(agreement.supervisee_ids)}
    if sees(viewer, "attendance_by_name", agreements.belongs(agreement)) != "no":
        in_order = [member for member in agreement.supervisee_ids if member in present]
        told |= {"present": in_order, "members": agreement.supervisee_ids}
    return told


async def present_at(db: AsyncSession, row: Session) -> set[UUID]:
    """Who attended."""
    there = select(Attendance.person_id).where(Attendance.session_id == row.session_id)
    return set(await db.exec(there))


async def _has_note(db: AsyncSession, row: Session, viewer: Viewer) -> bool:
    """The viewer's own, and one that can still be read."""
    if scope(viewer.role, "session_notes") == "no":
        return False
    note = await db.get(Note, (row.session_id, viewer.person_id))
    return note is not None and await db.get(ProcessKey, row.process_id) is not None


def card(row: Session) -> messages.SessionCard:
    return messages.SessionCard(**row.model_dump(include=set(messages.SessionCard.model_fields)))


def minutes_of(row: Session) -> int:
    """Its length in real minutes, whatever the clocks do."""
    return int((row.ends_at - row.starts_at).total_seconds()) // 60
