"""Which review a series has reached, and when it reaches the next one."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.sessions import ReviewKind, SeriesState
from services.sessions import contract_facts
from services.sessions.planning.series import reviews_at
from services.sessions.showing.my_sessions import told
from services.sessions.tables import Review, Session


async def look_at_series(db: AsyncSession, process_id: UUID, as_of: datetime) -> SeriesState:
    """Refuses: unknown_process."""
    rows, agreed, opened = await _standing(db, process_id)
    reached = review_reached(rows, agreed, opened, as_of)
    ahead = [*opened, reached] if reached else opened
    return SeriesState(wake_at=next_wake(rows, agreed, ahead, as_of), review=reached)


async def first_look(db: AsyncSession, process_id: UUID, as_of: datetime) -> datetime | None:
    """When the process should look at its series, as it is booked. Refuses: unknown_process."""
    return next_wake(*await _standing(db, process_id), as_of)


async def _standing(
    db: AsyncSession, process_id: UUID
) -> tuple[Sequence[Session], int | None, Sequence[str]]:
    """Its sessions, how many the newest version agrees on, from whichever day, and which reviews were opened."""
    *_, newest = await contract_facts.versions(db, process_id)
    opened = (await db.exec(select(Review.kind).where(Review.process_id == process_id))).all()
    return [row for row in await told(db, process_id) if not row.trial], newest.sessions_agreed, opened


def next_wake(
    rows: Sequence[Session], agreed: int | None, opened: Collection[str], as_of: datetime
) -> datetime | None:
    """When the supervisor has said what became of the session of the first review that nobody has opened yet.

    Not before `as_of`; none: both are open, or the session is called off for now.
    """
    ahead = _not_opened(rows, agreed, opened)
    return max(as_of, ahead[0][1].confirm_by) if ahead else None


def review_reached(
    rows: Sequence[Session], agreed: int | None, opened: Collection[str], as_of: datetime
) -> ReviewKind | None:
    """The first review whose session has passed and that nobody has opened yet."""
    return next((kind for kind, row in _not_opened(rows, agreed, opened) if row.ends_at <= as_of), None)


def _not_opened(
    rows: Sequence[Session], agreed: int | None, opened: Collection[str]
) -> list[tuple[ReviewKind, Session]]:
    """Each with its session, by the numbers of the contract's count.

    A session that came in another's place is not one more, and where fewer found room than were agreed, they are
    what was agreed.
    """
    standing = {row.number: row for row in rows if row.status not in ("replaced", "paused")}
    if not standing:
        return []
    last = max(row.number for row in rows)
    interim, final = reviews_at(min(agreed or last, last))
    due: tuple[tuple[ReviewKind, int], ...] = (("interim", interim), ("final", final))
    return [(kind, standing[number]) for kind, number in due if number in standing and kind not in opened]
