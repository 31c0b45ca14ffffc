"""The rows that sessions which are left become when they are planned again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.finland import local_date
from services.runtime.storage.database import take_in
from services.sessions import contract_facts
from services.sessions.hours.diary import book
from services.sessions.planning.booking import rows_so_far, session_id_of
from services.sessions.planning.confirming import confirm_by
from services.sessions.planning.pauses import Again
from services.sessions.planning.series_terms import PlannedSession
from services.sessions.rescheduling import left_sessions
from services.sessions.rescheduling.left_sessions import Agreed, Outcome
from services.sessions.tables import Agreement, Session


async def rows_of(
    db: AsyncSession, agreed: Agreed, found: Again, later: Sequence[Session]
) -> list[tuple[Session | None, Session]]:
    """Each session of the plan as a row to be, with the row that it is now; none for a new one.

    One that keeps its time stays the same meeting, so that calendars hear nothing of it; the others that there are take
    the times that are left, in order.
    """
    kept = {one.starts_at: one for one in later}
    moving = [one for one in later if one.starts_at not in {each.starts_at for each in found.sessions}]
    before = await rows_so_far(db, agreed[0].process_id)
    told: list[tuple[Session | None, Session]] = []
    for one in found.sessions:
        row = kept.get(one.starts_at) or (moving.pop(0) if moving else None)
        before += row is None
        now = left_sessions.agreed_on(agreed, one.starts_at)
        told.append((row, _row(now, one, row, session_id_of(now.process_id, before))))
    return told


@dataclass(frozen=True)
class Booked:
    """sessions: all that are left, by their numbers; changed: of those that are new, or have another time or number."""

    sessions: Sequence[Session] = ()
    changed: Sequence[UUID] = ()


async def book_again(db: AsyncSession, agreed: Agreed, found: Outcome, ends_on: date) -> Booked:
    """Writes the plan, as far as it lies within the last day; what is planned there and has no place in it goes out.

    Refuses: slot_taken.
    """
    assert found.again
    pairs = await rows_of(db, agreed, found.again, found.later)
    pairs = [pair for pair in pairs if local_date(pair[1].starts_at) <= ends_on]
    before = {row.session_id: row.sequence for row in found.later}
    for row in found.later:  # numbers are free before others take them
        row.status, row.sequence = "paused", row.sequence + 1
    await db.flush()
    booked = [_taken_in(now, will) if now else will for now, will in pairs]
    await book(db, booked)
    changed = [row.session_id for row in booked if before.get(row.session_id) != row.sequence]
    return Booked(booked, changed)


def _taken_in(now: Session, will: Session) -> Session:
    take_in(now, will.model_dump())
    return now


def _row(agreement: Agreement, one: PlannedSession, now: Session | None, new_id: UUID) -> Session:
    """As it will be; not yet in the database."""
    ends_at = one.ends_at
    facts: dict[str, Any] = {
        "number": one.number,
        "starts_at": one.starts_at,
        "ends_at": ends_at,
        "status": "planned",
        "supervisor_id": agreement.supervisor_id,
    }
    facts["confirm_by"] = confirm_by(ends_at, contract_facts.promises_of(agreement))
    if now is None:
        own: dict[str, Any] = {
            "session_id": new_id,
            "calendar_uid": new_id,
            "process_id": agreement.process_id,
        }
        return Session(**own, **facts)
    same = (now.number, now.starts_at, now.ends_at) == (one.number, one.starts_at, ends_at)
    return Session(**now.model_dump() | facts | {"sequence": now.sequence + (not same)})
