"""What a pause has taken out of the days that are left of a contract, and an end takes with the pause."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.values import Utc
from services.runtime.finland import end_of
from services.sessions.tables import Session


async def staying_out(
    db: AsyncSession, process_id: UUID, at: Utc, last_day: date | None, standing: Iterable[Session]
) -> Sequence[Session]:
    """By their time; those whose number has another one that stands are not among them. last_day: none, it ends now."""
    if last_day is None:
        return []
    paused = select(Session).where(
        Session.process_id == process_id,
        Session.status == "paused",
        col(Session.starts_at) > at,
        col(Session.starts_at) < end_of(last_day),
    )
    planned = {row.number for row in standing}
    found = (await db.exec(paused.order_by(col(Session.starts_at)))).all()
    return list({row.number: row for row in found if row.number not in planned}.values())
