"""One session as it is told: its card, and what became of it for those who may know."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.policy import scope
from services.messages.values import Role, Viewer
from services.runtime.finland import local_date
from services.runtime.policy import Belongs, can, sees
from services.sessions import access, contract_facts
from services.sessions.content.authors import notes_of
from services.sessions.recording import absences
from services.sessions.recording.lateness import was_late
from services.sessions.tables import Agreement, Attendance, Note, ProcessKey, Session

_A_PAIR = 2


async def show(
    db: AsyncSession, query: messages.ShowSession, now: datetime, words: list[messages.RecordedWord]
) -> messages.SessionShown:
    """Refuses: unknown_session."""
    row, process = await access.session_reached(db, query.session_id, query.viewer)
    absent = (await absences.of_sessions(db, [row])).get(row.session_id, set())
    settled = (
        {"cancelled_at": row.told_at or row.settled_at}
        if row.cancelled_by
        else {"recorded_at": row.settled_at}
    )
    came_instead = select(Session.session_id).where(Session.replaces == row.session_id)
    return messages.SessionShown.model_validate(
        {
            "card": card_for(row, process, query.viewer, now, absent),
            "process_id": row.process_id,
            "organisation_id": process.organisation_id,
            "department_id": process.department_id,
            "supervisor_id": row.supervisor_id,
            "format": process.agreement(local_date(row.starts_at)).format,
            "cancelled_by": row.cancelled_by,
            "off_because": row.off_because,
            "replaced_by": (await db.exec(came_instead)).first(),
            "words": words,
            "held_minutes": row.held_minutes,
            "longer_agreed": row.longer_agreed,
            "has_note": await _has_note(db, row, query.viewer),
            **settled,
            **await _attendance(db, row, process, query.viewer),
            **_absence(row, process, query.viewer, absent),
        }
    )


async def _attendance(
    db: AsyncSession, row: Session, process: access.Process, viewer: Viewer
) -> dict[str, object]:
    """Of the members of its day: the count for those who may know it, ids for those who may know the names."""
    told: dict[str, object] = {}
    present = await present_at(db, row)
    members, belongs = process.members(local_date(row.starts_at)), process.session(row)
    if sees(viewer, "attendance_count", belongs) != "no":
        recorded = row.status in ("held", "no_show")
        count = row.present_count or len(present)
        told |= {"present_count": count if recorded else None, "member_count": len(members)}
    if sees(viewer, "attendance_by_name", belongs) != "no":
        told |= {"present": [member for member in members if member in present], "members": members}
    return told


def _absence(
    row: Session, process: access.Process, viewer: Viewer, absent: Collection[UUID]
) -> dict[str, object]:
    """Of a pair, the number would tell each of them who it is."""
    members, belongs = process.members(local_date(row.starts_at)), process.session(row)
    told: dict[str, object] = {}
    counts = len(members) > _A_PAIR or viewer.role is not Role.SUPERVISEE
    if counts and sees(viewer, "absence_count", belongs) != "no":
        told["absent_count"] = len(absent)
    if sees(viewer, "absence_by_name", belongs) == "yes":
        told["absent"] = [member for member in members if member in absent]
    return told


async def present_at(db: AsyncSession, row: Session) -> set[UUID]:
    """Who attended."""
    there = select(Attendance.person_id).where(Attendance.session_id == row.session_id)
    return set(await db.exec(there))


async def _has_note(db: AsyncSession, row: Session, viewer: Viewer) -> bool:
    """The viewer's own, and one that can still be read."""
    if scope(viewer.role, "session_notes") == "no":
        return False
    async with notes_of(db, viewer.person_id):
        note = await db.get(Note, (row.session_id, viewer.person_id))
    return note is not None and await db.get(ProcessKey, row.process_id) is not None


def card(row: Session, viewer: Viewer | None = None) -> messages.SessionCard:
    """viewer: in whose reach it is; without one its place is left out."""
    told = row.model_dump(include=set(messages.SessionCard.model_fields) - {"place"})
    told |= {"waits": row.replan_by is not None, "fell": row.cancelled_by in messages.FELL}
    shown = viewer is not None and scope(viewer.role, "place") != "no"
    return messages.SessionCard(**told, place=row.place if shown else "")


def card_for(
    row: Session, process: access.Process, viewer: Viewer, now: datetime, absent: Collection[UUID] = ()
) -> messages.SessionCard:
    """With what this viewer may do with it now, by the rules that their commands are refused by.

    absent: who has said that they cannot come.
    """
    belongs, changes = process.session(row, local_date(now)), can_change(row, now)
    cancels = changes and can(viewer, "cancel_session", belongs)
    members = belongs.supervisee_ids
    own = can(viewer, "report_absence", belongs)
    seen = sees(viewer, "place", belongs) != "no"
    records = _may_correct(row, viewer, belongs)
    return card(row, viewer if seen else None).model_copy(
        update={
            "may_move": changes and can(viewer, "move_session", belongs),
            "may_cancel": cancels,
            "may_report_absence": changes and own and len(members) > 1,
            "cannot_come": changes and own and viewer.person_id in absent,
            "nobody_can_come": cancels and bool(members) and members.issubset(absent),
            "may_replan": row.replan_by is not None and can(viewer, "replan_session", belongs),
            "may_correct": records and is_correctable(row, now),
            "may_record": is_to_be_recorded(row, now) and _is_theirs(row, viewer, belongs),
            "nobody_to_come": records and row.ends_at <= now and not members,
            "unused": not row.trial and is_unused(row, process.agreement(local_date(row.starts_at))),
        }
    )


def _may_correct(row: Session, viewer: Viewer, belongs: Belongs) -> bool:
    """Whoever recorded it, or a coordinator."""
    return _is_theirs(row, viewer, belongs) or can(viewer, "correct_record", belongs)


def _is_theirs(row: Session, viewer: Viewer, belongs: Belongs) -> bool:
    return can(viewer, "record_session", belongs) and viewer.person_id == row.supervisor_id


def outcome_of(row: Session) -> messages.Outcome:
    """Of one that is recorded; what came in its place is another session."""
    return "cancelled" if row.status in ("cancelled", "replaced") else row.status  # type: ignore[return-value]  # held or no_show


def is_recorded(row: Session) -> bool:
    """Somebody has said what became of it; not what another thing brought with it."""
    if row.status in ("cancelled", "replaced"):
        return row.cancelled_by in ("supervisee", "commissioner", "supervisor")
    return row.status in ("held", "no_show")


def is_correctable(row: Session, now: datetime) -> bool:
    """It is over, and recorded. Whether it is on an invoice, billing says."""
    return is_recorded(row) and row.ends_at <= now


def can_change(row: Session, now: datetime) -> bool:
    """It is still to come."""
    return row.status == "planned" and now < row.starts_at


def is_to_be_recorded(row: Session, now: datetime) -> bool:
    """It is over, and nobody has said what became of it."""
    return row.status == "planned" and row.ends_at <= now


def is_unused(row: Session, agreement: Agreement) -> bool:
    """It was called off at no cost, and nothing is looked for in its place. agreement: of its day."""
    off = row.status == "cancelled" and row.replan_by is None
    return off and not was_late(row, contract_facts.notice_of(agreement))


def minutes_of(row: Session) -> int:
    """Its length in real minutes, whatever the clocks do."""
    return int((row.ends_at - row.starts_at).total_seconds()) // 60
