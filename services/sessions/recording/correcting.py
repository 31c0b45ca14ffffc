"""A session is recorded otherwise, until it is on an invoice: what followed from the former word is undone."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.billing import HoldItem
from services.runtime import permitted
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.storage.database import execute
from services.sessions.content.vault import Vault
from services.sessions.hours.diary import book, locked_session
from services.sessions.members import roster
from services.sessions.notice import notice_given
from services.sessions.recording import recorded_words, unrecorded
from services.sessions.recording.attendance import (
    announce_cancelled,
    is_theirs_alone,
    other_length,
    performed,
    refuse_where_nobody_was_to_come,
)
from services.sessions.recording.cancelled_before import refuse_untrue
from services.sessions.recording.lateness import is_unused
from services.sessions.recording.recorded_words import Word
from services.sessions.rescheduling import replacing
from services.sessions.rescheduling.leaving_out import leave_out
from services.sessions.showing.session_card import is_correctable, is_recorded, is_to_be_recorded, outcome_of
from services.sessions.tables import Attendance, Session
from services.sessions.trials import trial_days


async def correct(work: Work, vault: Vault, order: messages.CorrectRecord) -> Session:
    """The same said again, nothing more. Billing is asked before anything is written, and holds what it costs.

    Refuses: unknown_session, not_recorded, session_not_over, record_changed, not_yours_to_decide, ground_missing,
    already_invoiced, and what is no word about it: see CorrectRecord.
    Next: services/billing/invoices/corrections.py:hear
    """
    db = work.db
    row = await locked_session(db, order.session_id)
    by = await _corrector(work, row, order)
    if by == "coordinator" and is_to_be_recorded(row, order.as_of):
        first = await _word(db, row, order, by, former=Word("no_show"))
        return await unrecorded.record(work, vault, row, first, order)
    _refuse_unless_correctable(row, order.as_of)
    former = await recorded_words.standing(db, row)
    word = await _word(db, row, order, by, former)
    if word == former:
        return row
    if order.revision != row.revision:
        raise Refusal("record_changed", "revision")
    await work.ask(HoldItem(session_id=row.session_id, revision=row.revision + 1, as_of=order.as_of))
    await recorded_words.keep_first(db, row, former)
    if former.cancelled_by == "supervisor" != word.cancelled_by:
        await _take_out_what_came_instead(db, row, order.as_of)
    await _write(db, row, word, order)
    await recorded_words.keep(db, vault, row, word, order, by)
    await _say(db, row, former, word, order.as_of, by)
    return row


async def revision(db: AsyncSession, query: messages.ShowRecord) -> int:
    """Refuses: unknown_session."""
    row = await db.get(Session, query.session_id)
    if row is None:
        raise Refusal("unknown_session", "session_id")
    return row.revision


async def _corrector(work: Work, row: Session, order: messages.CorrectRecord) -> messages.Corrector:
    """Its own supervisor, or a coordinator. Refuses: not_yours_to_decide, ground_missing."""
    by = order.corrected_by
    own = by == row.supervisor_id and await permitted.may(work.ask, by, "record_session", supervisor_id=by)
    if own and not order.longer_agreed:
        return "supervisor"
    if not await permitted.may(work.ask, by, "correct_record"):
        raise Refusal("not_yours_to_decide", "longer_agreed" if own else "corrected_by")
    if not order.ground.strip():
        raise Refusal("ground_missing", "ground")
    return "coordinator"


def _refuse_unless_correctable(row: Session, as_of: datetime) -> None:
    if not is_recorded(row):
        raise Refusal("not_recorded", "session_id")
    if not is_correctable(row, as_of):
        raise Refusal("session_not_over", "session_id")


async def _word(
    db: AsyncSession, row: Session, order: messages.CorrectRecord, by: messages.Corrector, former: Word
) -> Word:
    """What is said now, without what is not about it."""
    match order.outcome:
        case "held":
            present, count = await _who_was_there(db, row, order, by, former)
            minutes = other_length(row, order.minutes)
            return Word("held", present, count, minutes, order.longer_agreed)
        case "cancelled":
            if order.cancelled_by is None:
                raise Refusal("canceller_missing", "cancelled_by")
            if order.told_at is None:
                raise Refusal("told_at_missing", "told_at")
            refuse_untrue(row, order.told_at, order.as_of)
            return Word("cancelled", cancelled_by=order.cancelled_by, told_at=order.told_at)
        case "no_show":
            await refuse_where_nobody_was_to_come(db, row)
            return Word("no_show")


async def _who_was_there(
    db: AsyncSession, row: Session, order: messages.CorrectRecord, by: messages.Corrector, former: Word
) -> tuple[frozenset[UUID], int | None]:
    """By name where its supervisor says it; a coordinator says how many, and what is known of who stays.

    Refuses: nothing_chosen, count_missing, not_a_member, too_many.
    """
    members = await roster.members(db, row.process_id, local_date(row.starts_at))
    if by == "supervisor" or order.present:
        if not order.present:
            raise Refusal("nothing_chosen", "present")
        if not set(order.present) <= set(members):
            raise Refusal("not_a_member", "present")
        return frozenset(order.present), None
    if order.present_count in (None, former.headcount) and former.headcount:
        return former.present, former.present_count
    if order.present_count is None:
        raise Refusal("count_missing", "present_count")
    if order.present_count > len(members):
        raise Refusal("too_many", "present_count")
    return frozenset(), order.present_count


async def _take_out_what_came_instead(db: AsyncSession, row: Session, at: datetime) -> None:
    """It was called off by its supervisor, it was said, and planned again. Refuses: came_again."""
    if row.replan_by:
        await leave_out(db, row)
    first = last = await _in_place_of(db, row)
    while last and last.status == "replaced" and (after := await _in_place_of(db, last)):
        last = after
    if first is None or last is None or last.status == "cancelled":
        return
    if last.status not in ("planned", "paused") or last.starts_at <= at:
        raise Refusal("came_again", "session_id")
    last.status, last.cancelled_by, last.settled_at = "replaced", "correction", at
    last.sequence += 1
    first.replaces, row.sequence = None, last.sequence
    await db.flush()
    await announce_cancelled(db, last, "correction", at)


async def _in_place_of(db: AsyncSession, row: Session) -> Session | None:
    came = select(Session).where(Session.replaces == row.session_id).with_for_update()
    return (await db.exec(came)).first()


async def _write(db: AsyncSession, row: Session, word: Word, order: messages.CorrectRecord) -> None:
    """Refuses: slot_taken."""
    row.former, row.former_told_at, row.revision = outcome_of(row), row.told_at, row.revision + 1
    stays_called_off = row.cancelled_by == "supervisor" == word.cancelled_by
    row.status = row.status if stays_called_off else word.outcome
    row.held_minutes, row.longer_agreed = word.held_minutes, word.longer_agreed
    row.present_count, row.told_at = word.present_count, word.told_at
    row.cancelled_by, row.cancelled_by_person = word.cancelled_by, None
    row.off_because = row.off_because if stays_called_off else None
    row.recorded_by, row.settled_at = order.corrected_by, order.as_of
    await execute(db, sa.delete(Attendance).where(col(Attendance.session_id) == row.session_id))
    db.add_all(Attendance(session_id=row.session_id, person_id=one) for one in word.present)
    await book(db, [row])


async def _say(
    db: AsyncSession, row: Session, former: Word, word: Word, at: datetime, by: messages.Corrector
) -> None:
    """What its supervisor had called off, as is said now, is planned again."""
    another = None
    if word.cancelled_by == "supervisor" != former.cancelled_by and not await is_theirs_alone(db, row, at):
        another = await replacing.plan_again(db, row, at)
        row.replan_by = None if another else await replacing.replan_by(db, row, at)
    notice = notice_given(word.told_at or row.starts_at, row.starts_at)
    await announce(db, messages.RecordCorrected(
        **performed(row),
        **row.model_dump(include={"revision", "status", "starts_at", "supervisor_id", "replan_by"}),
        **{name: getattr(word, name) for name in ("outcome", "held_minutes", "longer_agreed", "cancelled_by")},
        former=former.outcome,
        present=word.headcount,
        notice_hours=notice.hours,
        notice_working_days=notice.working_days,
        planned_again=another is not None,
        told_at=word.told_at,
        former_told_at=former.told_at,
        former_cancelled_by=former.cancelled_by,
        changes_charge=word.charge != former.charge,
        by=by,
        corrected_at=at,
        unused=await is_unused(db, row),
    ))  # fmt: skip
    await trial_days.say_of(db, row)
    if another:
        await replacing.replace(db, row, another)
