"""The days of a trial, told with each change: its decision is due so long after the last of them."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.sessions import TrialPlanned, TrialSession
from services.runtime.events.announcing import announce
from services.sessions.notice import NoticeOwed, latest
from services.sessions.recording.lateness import was_late
from services.sessions.tables import Session, Trial

_LIVE = ("proposed", "planned", "held", "no_show")


async def say_of(db: AsyncSession, row: Session) -> None:
    """After a change of one session; nothing of the contract's."""
    if row.trial:
        await say(db, row.process_id)


async def say(db: AsyncSession, process_id: UUID) -> None:
    """Those that are held or are to be, and those that were called off too late. Nothing of a trial that is over."""
    trial = await db.get(Trial, process_id)
    if trial is None or trial.status == "over":
        return
    owed = NoticeOwed(trial.notice_hours, trial.notice_working_days)
    rows = await _rows(db, process_id)
    standing = [row for row in rows if row.status in _LIVE or was_late(row, owed)]
    await announce(db, TrialPlanned(
        process_id=process_id,
        revision=trial.revision,
        sessions=[_told(row) for row in standing],
        free_until=latest(owed, standing[0].starts_at) if standing else None,
        called_off=[_told(row) for row in rows if row.status == "cancelled"],
    ))  # fmt: skip


async def _rows(db: AsyncSession, process_id: UUID) -> Sequence[Session]:
    """By their times."""
    mine = select(Session).where(Session.process_id == process_id, col(Session.trial))
    return (await db.exec(mine.order_by(col(Session.starts_at)))).all()


def _told(row: Session) -> TrialSession:
    return TrialSession(number=row.number, starts_at=row.starts_at, ends_at=row.ends_at)
