"""Said afterwards of a session that is over: it had been cancelled, when and by whom."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.far_days import refuse_far
from services.runtime.finland import local_date
from services.sessions.hours.diary import locked_session
from services.sessions.recording.attendance import call_off, refuse_unless_supervisor, settle
from services.sessions.tables import Session


async def record(db: AsyncSession, order: messages.RecordCancelled) -> Session:
    """The notice is counted from when it was told. Calendars are left as they are: the time is past.

    Refuses: unknown_session, not_the_supervisor, told_after_the_start, day_too_early, already_recorded,
    session_not_over.
    """
    row = await locked_session(db, order.session_id)
    refuse_unless_supervisor(row, order.recorded_by, "recorded_by")
    if _is_said(row, order):
        return row
    refuse_untrue(row, order.told_at, order.as_of)
    settle(row, "cancelled", order)
    row.cancelled_by, row.told_at = order.cancelled_by, order.told_at
    await call_off(db, row, order.cancelled_by, order.told_at, order.as_of)
    return row


def _is_said(row: Session, order: messages.RecordCancelled) -> bool:
    """The very same: when it was told decides what it costs."""
    said = ("recorded_by", "cancelled_by", "told_at")
    return all(getattr(row, name) == getattr(order, name) for name in said)


def refuse_untrue(row: Session, told_at: datetime, as_of: datetime) -> None:
    """Refuses: told_after_the_start, day_too_early."""
    if told_at >= row.starts_at:
        raise Refusal("told_after_the_start", "told_at")
    refuse_far("told_at", local_date(told_at), as_of, years_back=1, years_ahead=0)
