"""What sessions says of a series and its reviews, as rows, and what of it stands on the card."""

from datetime import datetime
from typing import Any, Literal, assert_never
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.board import board_lock, cards
from services.console.tables import ProcessReview, ProcessSession
from services.messages import sessions as messages
from services.runtime.asking import Work
from services.runtime.database import execute, take_in, write_rows

OfSession = (
    messages.SessionMoved
    | messages.SessionCancelled
    | messages.SessionLeftOut
    | messages.SessionHeld
    | messages.SessionNotAttended
    | messages.ConfirmationOverdue
)
OfReview = (
    messages.ReviewDue
    | messages.ReviewOverdue
    | messages.ReviewDone
    | messages.ReviewWaived
    | messages.ReviewLapsed
)


async def plan(work: Work, event: messages.SeriesPlanned) -> None:
    """The sessions of the series; those that are there already stay as they are."""
    await board_lock.take(work.db)
    own = {"process_id": event.process_id, "supervisor_id": event.supervisor_id, "status": "planned"}
    rows = [own | one.model_dump(include=set(ProcessSession.model_fields)) for one in event.sessions]
    await write_rows(work.db, insert(ProcessSession).on_conflict_do_nothing(), rows)
    await cards.hear(work, event, **await _counted(work.db, event.process_id))


async def replace(work: Work, event: messages.SessionReplanned) -> None:
    """A row in the place of the one that was called off. Raises LookupError where that one was not heard of."""
    await board_lock.take(work.db)
    lost = await work.db.get(ProcessSession, event.replaces)
    if lost is None:
        raise LookupError("the session that it replaces is not known")
    take_in(lost, {"status": "replaced", "replan_since": None, "replan_by": None})
    row = event.model_dump(include=set(ProcessSession.model_fields)) | {"status": "planned"}
    await write_rows(work.db, insert(ProcessSession).on_conflict_do_nothing(), [row])
    await work.db.flush()
    await cards.hear(work, event, **await _counted(work.db, event.process_id))


async def hear(work: Work, event: OfSession, **facts: Any) -> None:
    """facts: of the session. Raises LookupError for one of no series that was heard of: its plan was parked."""
    await board_lock.take(work.db)
    meeting = await work.db.get(ProcessSession, event.session_id)
    if meeting is None:
        raise LookupError("the series is not known")
    take_in(meeting, facts)
    await work.db.flush()
    await cards.hear(work, event, **await _counted(work.db, event.process_id))


async def hear_review(work: Work, event: OfReview) -> None:
    """due_since and overdue_at are when it was said."""
    said_at, status = work.heard.said_at, _status_after(event)
    await board_lock.take(work.db)
    row = await work.db.get(ProcessReview, (event.process_id, event.kind))
    if row is None:
        row = _review(event, said_at)
        work.db.add(row)
    row.status = status
    if status == "overdue":
        row.overdue_at = row.overdue_at or said_at
    await work.db.flush()
    await cards.hear(work, event)


def _status_after(event: OfReview) -> Literal["due", "overdue", "done", "waived", "lapsed"]:
    match event:
        case messages.ReviewDue():
            return "due"
        case messages.ReviewOverdue():
            return "overdue"
        case messages.ReviewDone():
            return "done"
        case messages.ReviewWaived():
            return "waived"
        case messages.ReviewLapsed():
            return "lapsed"
        case _:
            assert_never(event)


def _review(event: OfReview, said_at: datetime) -> ProcessReview:
    due_at = event.due_at if isinstance(event, messages.ReviewDue) else said_at
    key = {"process_id": event.process_id, "kind": event.kind}
    return ProcessReview.model_validate(
        {**key, "status": _status_after(event), "due_since": said_at, "due_at": due_at}
    )


async def _counted(db: AsyncSession, process_id: UUID) -> dict[str, Any]:
    """The card's columns: how many there are of each kind, and when the next planned one begins."""
    status, count = col(ProcessSession.status), sa.func.count()
    counting = sa.select(
        count.label("sessions_total"),
        count.filter(status == "held").label("sessions_held"),
        count.filter(status == "cancelled").label("sessions_cancelled"),
        count.filter(status == "no_show").label("sessions_no_show"),
        sa.func.min(col(ProcessSession.starts_at)).filter(status == "planned").label("next_session_at"),
    ).where(col(ProcessSession.process_id) == process_id, status != "replaced")
    return dict((await execute(db, counting)).mappings().one())
