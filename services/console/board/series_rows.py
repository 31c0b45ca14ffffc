"""What sessions says of a series and its reviews, as rows, and what of it stands on the card."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, assert_never
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import select

from services.console.board import board_lock, cards
from services.console.tables import ProcessReview, ProcessSession
from services.messages import sessions as messages
from services.runtime.commands.transactions import Work
from services.runtime.storage.database import take_in, write_rows

OfSession = (
    messages.SessionMoved
    | messages.SessionCancelled
    | messages.SessionLeftOut
    | messages.SessionHeld
    | messages.SessionNotAttended
    | messages.RecordCorrected
    | messages.ConfirmationOverdue
)
OfReview = (
    messages.ReviewDue
    | messages.ReviewOverdue
    | messages.ReviewDone
    | messages.ReviewWaived
    | messages.ReviewLapsed
)


async def plan(work: Work, event: messages.SeriesPlanned, **facts: Any) -> None:
    """The sessions of the series; those that are there already stay as they are. facts: of the card."""
    await board_lock.take(work.db)
    own = event.model_dump(include={"process_id", "supervisor_id", "trial"}) | {"status": "planned"}
    rows = [own | one.model_dump(include=set(ProcessSession.model_fields)) for one in event.sessions]
    await write_rows(work.db, insert(ProcessSession).on_conflict_do_nothing(), rows)
    await cards.hear_of_sessions(work, event, **facts)


async def replace(work: Work, event: messages.SessionReplanned) -> None:
    """A row in the place of the one that was called off. Raises LookupError where that one was not heard of."""
    await board_lock.take(work.db)
    lost = await work.db.get(ProcessSession, event.replaces)
    if lost is None:
        raise LookupError("the session that it replaces is not known")
    take_in(lost, {"status": "replaced", "replan_since": None, "replan_by": None})
    row = event.model_dump(include=set(ProcessSession.model_fields)) | {"status": "planned"}
    await write_rows(work.db, insert(ProcessSession).on_conflict_do_nothing(), [row])
    await cards.hear_of_sessions(work, event)


async def plan_again(
    work: Work, event: messages.SeriesPaused | messages.SeriesResumed | messages.SeriesAmended
) -> None:
    """What a pause or a change has taken out, and what is planned instead. Raises LookupError as `replace` does."""
    await board_lock.take(work.db)
    if isinstance(event, messages.SeriesPaused):
        await _take_out(work, event.paused_ids, "paused")
    if isinstance(event, messages.SeriesAmended):
        await _take_out(work, event.taken_ids, "replaced")
    await _keep(work, event)
    if event.waiting or not isinstance(event, messages.SeriesAmended):
        await _wait(work, event)
    if not isinstance(event, messages.SeriesAmended):
        await _hold_reviews(work, event)
    await cards.hear_of_sessions(work, event)


async def hand_over(work: Work, event: messages.SessionsHandedOver) -> None:
    """Whose they are now."""
    await board_lock.take(work.db)
    await _keep(work, event)
    await cards.hear_of_sessions(work, event)


async def _keep(
    work: Work,
    event: messages.SeriesPaused
    | messages.SeriesResumed
    | messages.SeriesAmended
    | messages.SessionsHandedOver,
) -> None:
    for one in event.sessions:
        own = event.model_dump(include={"process_id", "supervisor_id"}) | {"status": "planned"}
        row = one.model_dump(include=set(ProcessSession.model_fields), exclude_none=True)
        await work.db.merge(ProcessSession(**own | row))


async def _take_out(work: Work, session_ids: Sequence[UUID], status: str) -> None:
    for session_id in session_ids:
        taken = await work.db.get(ProcessSession, session_id)
        if taken is None:
            raise LookupError("the series is not known")
        taken.status = status


async def _wait(
    work: Work, event: messages.SeriesPaused | messages.SeriesResumed | messages.SeriesAmended
) -> None:
    """For a coordinator; what has waited since before does so since then. What had no day before is a new row."""
    waiting = {one.session_id: one for one in event.waiting}
    mine = select(ProcessSession).where(
        ProcessSession.process_id == event.process_id, ProcessSession.status == "paused"
    )
    for row in await work.db.exec(mine):
        one = waiting.pop(row.session_id, None)
        row.replan_since = (row.replan_since or work.heard.said_at) if one else None
        row.replan_by = one.replan_by if one else None
        row.number = one.number if one else row.number
    for one in waiting.values():
        own: dict[str, Any] = {
            "process_id": event.process_id,
            "status": "paused",
            "replan_since": work.heard.said_at,
        }
        work.db.add(ProcessSession(**own | one.model_dump(exclude_none=True)))


async def _hold_reviews(work: Work, event: messages.SeriesPaused | messages.SeriesResumed) -> None:
    for held in event.held:
        review = await work.db.get(ProcessReview, (event.process_id, held.kind))
        if review is not None:
            review.due_at = held.due_at


async def move_all(work: Work, event: messages.SeriesMoved) -> None:
    """Raises LookupError for a session of no series that was heard of."""
    await board_lock.take(work.db)
    for one in event.sessions:
        row = await work.db.get(ProcessSession, one.session_id)
        if row is None:
            raise LookupError("the series is not known")
        take_in(row, one.model_dump(include={"starts_at", "ends_at", "confirm_by"}))
    await cards.hear_of_sessions(work, event)


async def hear(work: Work, event: OfSession, **facts: Any) -> None:
    """facts: of the session. Raises LookupError for one of no series that was heard of: its plan was parked."""
    await board_lock.take(work.db)
    meeting = await work.db.get(ProcessSession, event.session_id)
    if meeting is None:
        raise LookupError("the series is not known")
    take_in(meeting, facts)
    await cards.hear_of_sessions(work, event)


async def hear_review(work: Work, event: OfReview) -> None:
    """due_since and overdue_at are when it was said."""
    said_at, status = work.heard.said_at, _status_after(event)
    await board_lock.take(work.db)
    row = await work.db.get(ProcessReview, (event.process_id, event.kind))
    if row is None:
        row = _review(event, said_at)
        work.db.add(row)
        await work.db.flush()
    row.status = status
    if status == "overdue":
        row.overdue_at = row.overdue_at or said_at
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
