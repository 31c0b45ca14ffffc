"""A session that its supervisor has left unrecorded, and is none any more: a coordinator records it by their word."""

from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.values import Viewer
from services.runtime import permitted
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.events.announcing import announce
from services.runtime.policy import may
from services.sessions.content.vault import Vault
from services.sessions.recording import recorded_words
from services.sessions.recording.attendance import performed, say_off
from services.sessions.recording.recorded_words import Word
from services.sessions.showing.session_card import is_to_be_recorded
from services.sessions.tables import Attendance, Session


async def waits_for_staff(ask: Asker, row: Session, viewer: Viewer, now: datetime) -> bool:
    """Whether this viewer may record it, for nobody else can any more."""
    theirs = may(viewer.role, "correct_record") and is_to_be_recorded(row, now)
    return theirs and await has_left(ask, row)


async def has_left(ask: Asker, row: Session) -> bool:
    """Whether who held it may record nothing any more."""
    who = row.supervisor_id
    return not await permitted.may(ask, who, "record_session", supervisor_id=who)


async def left_by(db: AsyncSession, supervisor_id: UUID, at: datetime) -> list[messages.LeftUnrecorded]:
    """What they held by then and have said nothing about, the oldest first."""
    theirs = select(Session).where(
        Session.supervisor_id == supervisor_id, Session.status == "planned", Session.ends_at <= at
    )
    rows = await db.exec(theirs.order_by(col(Session.starts_at)).limit(_MOST))
    wanted = set(messages.LeftUnrecorded.model_fields)
    return [messages.LeftUnrecorded(**row.model_dump(include=wanted)) for row in rows]


_MOST = 500
"""[ours] Of one supervisor: far more than anybody holds before they are reminded."""


async def record(
    work: Work, vault: Vault, row: Session, word: Word, order: messages.CorrectRecord
) -> Session:
    """The first word about it; what the leaver has written is its ground, and is kept with it.

    Refuses: not_recorded (who held it can still say so themselves).
    Next: services/billing/handlers/heard.py:session_held
    """
    if not await has_left(work.ask, row):
        raise Refusal("not_recorded", "session_id")
    row.status, row.recorded_by, row.settled_at = word.outcome, order.corrected_by, order.as_of
    row.held_minutes, row.present_count = word.held_minutes, word.present_count
    row.cancelled_by, row.told_at = word.cancelled_by, word.told_at
    work.db.add_all(Attendance(session_id=row.session_id, person_id=one) for one in word.present)
    await recorded_words.keep(work.db, vault, row, word, order, "coordinator")
    await work.db.flush()
    await _say(work.db, row, word, order)
    return row


async def _say(db: AsyncSession, row: Session, word: Word, order: messages.CorrectRecord) -> None:
    if word.outcome == "held":
        told = {"present": word.headcount or 0, "held_minutes": word.held_minutes}
        await announce(db, messages.SessionHeld.model_validate(performed(row) | told))
    elif word.outcome == "no_show":
        await announce(db, messages.SessionNotAttended.model_validate(performed(row)))
    elif order.cancelled_by and order.told_at:
        await say_off(db, row, order.cancelled_by, order.told_at, order.as_of, another=None)
