"""What a pause has taken out of the days that are left of a contract, and an end takes with the pause."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.values import Utc
from services.runtime.finland import end_of, local_date
from services.sessions.planning import holding
from services.sessions.tables import Session


async def staying_out(
    db: AsyncSession, process_id: UUID, at: Utc, last_day: date | None, standing: Iterable[Session]
) -> Sequence[Session]:
    """By their time; those whose number has another one that stands are not among them, nor whose number has come
    again, whatever became of it, nor what waits for a coordinator, nor of a pause that is over or was called off.
    last_day: none, it ends now. Asked before the pauses are ended.
    """
    if last_day is None:
        return []
    pauses = holding.standing(await holding.of(db, process_id), local_date(at))
    rows = await _rows(db, process_id)
    back = {row.number for row in standing} | {row.number for row in rows if _has_come_again(row)}
    found = [
        row
        for row in rows
        if row.status == "paused" and at < row.starts_at < end_of(last_day) and row.number not in back
        if any(one.from_day <= local_date(row.starts_at) < (one.goes_on or date.max) for one in pauses)
    ]
    return list({row.number: row for row in found}.values())


def _has_come_again(row: Session) -> bool:
    return row.replan_by is not None or row.status in ("held", "no_show", "cancelled")


async def _rows(db: AsyncSession, process_id: UUID) -> Sequence[Session]:
    mine = select(Session).where(Session.process_id == process_id, ~col(Session.trial))
    return (await db.exec(mine.order_by(col(Session.starts_at)))).all()
