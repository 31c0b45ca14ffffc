"""What became of each session: cancelled with its notice, held with its attendance, or nobody came."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.policy import can
from services.sessions import access
from services.sessions.hours import away
from services.sessions.hours.availability import Interval
from services.sessions.hours.diary import locked_session, refuse_moved
from services.sessions.members import roster
from services.sessions.notice import notice_given
from services.sessions.recording.lateness import is_unused
from services.sessions.rescheduling import replacing
from services.sessions.showing.session_card import minutes_of, present_at
from services.sessions.tables import Attendance, Session
from services.sessions.trials import trial_days


async def cancel(db: AsyncSession, order: messages.CancelSession) -> Session:
    """What the supervisor cancels comes again at another time, or waits for a coordinator to find one.

    Refuses: unknown_session, session_not_open, session_already_begun, session_moved.
    Next: services/sessions/rescheduling/replacing.py:plan_again
    """
    cancelled = await locked_session(db, order.session_id)
    if cancelled.status in ("cancelled", "replaced") and cancelled.cancelled_by == order.cancelled_by:
        return cancelled
    _refuse_unless_cancellable(cancelled, order.as_of)
    refuse_moved(cancelled, order.seen_at)
    mark_cancelled(cancelled, order.cancelled_by, order.person_id, order.as_of)
    await call_off(db, cancelled, order.cancelled_by, order.as_of, order.as_of)
    return cancelled


def mark_cancelled(row: Session, by: messages.Canceller, person_id: UUID, at: datetime) -> None:
    row.status, row.settled_at, row.told_at = "cancelled", at, at
    row.cancelled_by, row.cancelled_by_person = by, person_id
    row.sequence += 1


async def call_off(
    db: AsyncSession, row: Session, by: messages.Canceller, told_at: datetime, as_of: datetime
) -> None:
    """Says it, with the notice that there was; what the supervisor calls off is planned again."""
    another = await replacing.plan_again(db, row, as_of) if by == "supervisor" else None
    await say_off(db, row, by, told_at, as_of, another)


async def say_off(
    db: AsyncSession,
    row: Session,
    by: messages.Canceller,
    told_at: datetime,
    as_of: datetime,
    another: Interval | None,
) -> None:
    """another: when what the supervisor has called off is held instead."""
    former_id = None
    if by == "supervisor" and await is_theirs_alone(db, row, as_of):
        row.off_because, former_id = "supervisor_leaves", row.supervisor_id
    elif by == "supervisor":
        row.replan_by = None if another else await replacing.replan_by(db, row, as_of)
    planned_again = another is not None
    await announce_cancelled(db, row, by, told_at, planned_again=planned_again, former_id=former_id)
    if another:
        await replacing.replace(db, row, another)


async def is_theirs_alone(db: AsyncSession, row: Session, at: datetime) -> bool:
    """Of a trial's, whose supervisor has left, no other day is looked for: it was to try out with them."""
    return row.trial and await away.leaves_before(db, row.supervisor_id, local_date(at))


async def announce_cancelled(
    db: AsyncSession,
    row: Session,
    cancelled_by: messages.CancelledBy,
    at: datetime,
    *,
    planned_again: bool = False,
    former_id: UUID | None = None,
) -> None:
    """former_id: as of SessionCancelled."""
    notice = notice_given(at, row.starts_at)
    await announce(db, messages.SessionCancelled(
        **performed(row),
        starts_at=row.starts_at,
        cancelled_by=cancelled_by,
        notice_hours=notice.hours,
        notice_working_days=notice.working_days,
        sequence=row.sequence,
        planned_again=planned_again,
        replan_by=row.replan_by,
        off_because=row.off_because,
        former_id=former_id,
        leaver_id=former_id if row.off_because == "supervisor_leaves" else None,
        unused=await is_unused(db, row),
    ))  # fmt: skip
    await trial_days.say_of(db, row)


async def preview_cancellation(
    db: AsyncSession, query: messages.PreviewCancellation
) -> messages.CancellationPreview:
    """The notice that a cancellation would give now.

    Refuses: unknown_session, session_not_open, session_already_begun.
    """
    row = await _cancellable(db, query)
    notice = notice_given(query.as_of, row.starts_at)
    return messages.CancellationPreview(
        process_id=row.process_id,
        performed_on=local_date(row.starts_at),
        starts_at=row.starts_at,
        minutes=minutes_of(row),
        notice_hours=notice.hours,
        notice_working_days=notice.working_days,
        trial=row.trial,
    )


async def preview_replanning(db: AsyncSession, query: messages.PreviewReplanning) -> messages.Replanning:
    """Refuses: as `preview_cancellation`."""
    row = await _cancellable(db, query)
    another = await replacing.found_now(db, row, query.as_of)
    if another is None:
        return messages.Replanning(replan_by=await replacing.replan_by(db, row, query.as_of))
    return messages.Replanning(starts_at=another.starts_at, ends_at=another.ends_at)


async def _cancellable(
    db: AsyncSession, query: messages.PreviewCancellation | messages.PreviewReplanning
) -> Session:
    row, process = await access.session_reached(db, query.session_id, query.viewer)
    if not can(query.viewer, "cancel_session", process.session(row, local_date(query.as_of))):
        raise Refusal("unknown_session", "session_id")
    _refuse_unless_cancellable(row, query.as_of)
    return row


async def record_held(db: AsyncSession, order: messages.RecordHeld) -> Session:
    """Refuses: unknown_session, not_the_supervisor, not_a_member, already_recorded, session_not_over.

    Next: services/billing/handlers/heard.py:session_held
    """
    held = await locked_session(db, order.session_id)
    refuse_unless_supervisor(held, order.recorded_by, "recorded_by")
    present = set(order.present)
    if not present <= set(await roster.members(db, held.process_id, local_date(held.starts_at))):
        raise Refusal("not_a_member", "present")
    minutes = other_length(held, order.minutes)
    if held.status == "held" and held.held_minutes == minutes and await present_at(db, held) == present:
        return held
    settle(held, "held", order)
    held.held_minutes = minutes
    db.add_all(Attendance(session_id=held.session_id, person_id=one) for one in present)
    await announce(db, messages.SessionHeld(**performed(held), present=len(present), held_minutes=minutes))
    return held


async def record_no_show(db: AsyncSession, order: messages.RecordNoShow) -> Session:
    """Refuses: unknown_session, not_the_supervisor, already_recorded, session_not_over, nobody_to_come."""
    missed = await locked_session(db, order.session_id)
    refuse_unless_supervisor(missed, order.recorded_by, "recorded_by")
    if missed.status == "no_show":
        return missed
    await refuse_where_nobody_was_to_come(db, missed)
    settle(missed, "no_show", order)
    await announce(db, messages.SessionNotAttended(**performed(missed)))
    return missed


async def refuse_where_nobody_was_to_come(db: AsyncSession, row: Session) -> None:
    """All had left by its day: nobody stayed away, and nothing is charged for that. Refuses: nobody_to_come."""
    if not await roster.members(db, row.process_id, local_date(row.starts_at)):
        raise Refusal("nobody_to_come", "session_id")


def other_length(row: Session, minutes: int | None) -> int | None:
    """How long it really took, where that is not as agreed."""
    return None if minutes == minutes_of(row) else minutes


def refuse_unless_supervisor(row: Session, person_id: UUID, field: str) -> None:
    """Who holds the session may, whoever else the process has had or has now. Refuses: not_the_supervisor."""
    if person_id != row.supervisor_id:
        raise Refusal("not_the_supervisor", field)


def settle(
    row: Session,
    status: messages.SessionStatus,
    order: messages.RecordHeld | messages.RecordNoShow | messages.RecordCancelled,
) -> None:
    """Refuses: already_recorded, session_not_over."""
    if row.status != "planned":
        raise Refusal("already_recorded", "session_id")
    if order.as_of < row.ends_at:
        raise Refusal("session_not_over", "session_id")
    row.status, row.recorded_by, row.settled_at = status, order.recorded_by, order.as_of


def _refuse_unless_cancellable(row: Session, as_of: datetime) -> None:
    if row.status != "planned":
        raise Refusal("session_not_open", "session_id")
    if row.starts_at <= as_of:
        raise Refusal("session_already_begun", "session_id")


def performed(row: Session) -> dict[str, object]:
    """The fields that every event of a settled session has; the date is Helsinki's, the length real minutes."""
    return {
        **row.model_dump(include={"process_id", "session_id", "number", "trial"}),
        "performed_on": local_date(row.starts_at),
        "minutes": minutes_of(row),
    }
