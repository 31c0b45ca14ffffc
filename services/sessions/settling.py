"""Settling: which sessions nobody has recorded yet, when to look again, and which review is reached."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.promises import Promises
from services.messages.sessions import ConfirmationOverdue, ReviewKind, SeriesState
from services.runtime.announcing import announce
from services.runtime.finland import ONE_DAY, days_after, local_date
from services.sessions import contract_facts
from services.sessions.my_sessions import told
from services.sessions.planning.series import reviews_at
from services.sessions.tables import Review, Session


def confirm_by(ends_at: datetime, promises: Promises) -> datetime:
    """Until when the supervisor of a session is to say what happened."""
    return days_after(ends_at, promises.confirmation_days)


async def settle_series(db: AsyncSession, process_id: UUID, as_of: datetime) -> SeriesState:
    """Reminds once of each session that nobody recorded in time. Refuses: unknown_process."""
    await contract_facts.lock(db, process_id)
    rows = await told(db, process_id, for_update=True)
    for row in overdue(rows, as_of):
        if row.reminded_at is None:
            row.reminded_at = as_of
            facts = row.model_dump(include=set(ConfirmationOverdue.model_fields))
            await announce(db, ConfirmationOverdue(**facts))
    agreed = (await contract_facts.find(db, process_id, local_date(as_of))).sessions_agreed
    reviews = (await db.exec(select(Review.kind).where(Review.process_id == process_id))).all()
    return SeriesState(wake_at=next_wake(rows, as_of), review=review_reached(rows, agreed, reviews, as_of))


def overdue(rows: Sequence[Session], as_of: datetime) -> list[Session]:
    """Those that were to be recorded by now and are still only planned."""
    return [row for row in rows if row.status == "planned" and row.confirm_by <= as_of]


def next_wake(rows: Sequence[Session], as_of: datetime) -> datetime | None:
    """When the next open session is to be recorded; a day from now if only overdue ones are left; none: all settled."""
    open_until = [row.confirm_by for row in rows if row.status == "planned"]
    ahead = [moment for moment in open_until if moment > as_of]
    if ahead:
        return min(ahead)
    return as_of + ONE_DAY if open_until else None


def review_reached(
    rows: Sequence[Session], agreed: int | None, reviews: Collection[str], as_of: datetime
) -> ReviewKind | None:
    """The first review whose session has passed and that nobody has opened yet.

    By the numbers of the contract's count: a session that came in another's place is not one more, and where fewer
    found room than were agreed, they are what was agreed.
    """
    standing = [row for row in rows if row.status not in ("replaced", "paused")]
    if not standing:
        return None
    last = max(row.number for row in rows)
    interim, final = reviews_at(min(agreed or last, last))
    passed = {row.number for row in standing if row.ends_at <= as_of}
    due: tuple[tuple[ReviewKind, int], ...] = (("interim", interim), ("final", final))
    return next((kind for kind, number in due if number in passed and kind not in reviews), None)
