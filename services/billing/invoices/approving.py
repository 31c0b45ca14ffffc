"""Whether a month may be run: by itself, or by the word of finance; until it comes, finance is told and reminded."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.tables import OrderedRun, RunApproval, RunSetting, RunWaiting
from services.messages.billing import BillingReport, RunBilling, RunModeShown, RunWaits, SetRunMode
from services.messages.provider import PROVIDER
from services.runtime.commands.refusal import NOT_PROVED, Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import next_morning
from services.runtime.storage.database import execute

REMIND_AFTER = timedelta(days=2) - timedelta(hours=6)
"""[ours] Every other morning: the run is due at six, and asked for again at eight."""


async def set_mode(db: AsyncSession, order: SetRunMode) -> None:
    """The same again is nothing more."""
    if (await show_mode(db)).mode == order.mode:
        return
    await db.merge(RunSetting(set_at=order.as_of, mode=order.mode, set_by=order.set_by))
    await db.flush()


async def show_mode(db: AsyncSession) -> RunModeShown:
    newest = select(RunSetting).order_by(col(RunSetting.set_at).desc()).limit(1)
    row = (await db.exec(newest)).first()
    return RunModeShown.model_validate(row.model_dump()) if row else RunModeShown(mode="automatic")


async def approve(db: AsyncSession, period: str, by: UUID, at: datetime) -> None:
    """The first word stays, whoever presses again."""
    row = insert(RunApproval).values(period=period, approved_by=by, approved_at=at)
    await execute(db, row.on_conflict_do_nothing())


async def may_run(db: AsyncSession, period: str) -> bool:
    return await db.get(RunApproval, period) is not None or (await show_mode(db)).mode == "automatic"


async def wait(db: AsyncSession, period: str, at: datetime) -> None:
    """Finance is told at once, and again while nothing is said."""
    row = await db.get(RunWaiting, period, with_for_update=True)
    if row is None:
        row = RunWaiting(period=period, since=at, told_at=at, times=0)
    elif at < row.told_at + REMIND_AFTER:
        return
    told = RunWaits(provider_id=PROVIDER, period=period, since=row.since, reminder=row.times)
    row.told_at, row.times = at, row.times + 1
    db.add(row)
    await db.flush()
    await announce(db, told)


async def asks_again_at(db: AsyncSession, period: str, as_of: datetime) -> datetime | None:
    """When to look whether the word has come; none: the month does not wait for any."""
    if await db.get(RunWaiting, period) is None or await may_run(db, period):
        return None
    return next_morning(as_of)


async def waiting_since(db: AsyncSession) -> dict[str, datetime]:
    """Of each month that was due and has no word. What is automatic again waits for the next morning only."""
    if (await show_mode(db)).mode == "automatic":
        return {}
    is_given = sa.exists().where(col(RunApproval.period) == RunWaiting.period)
    rows = await db.exec(select(RunWaiting).where(~is_given))
    return {row.period: row.since for row in rows}


async def words(db: AsyncSession) -> dict[str, RunApproval]:
    """Whose word each month has."""
    return {row.period: row for row in await db.exec(select(RunApproval))}


async def gone_on(db: AsyncSession, order: RunBilling) -> RunBilling:
    """As by who ordered the month. order: a door's, that names nobody. Refuses: not_proved, where nobody has."""
    found = await db.get(OrderedRun, order.period)
    if found is None or not order.goes_on:
        raise Refusal(NOT_PROVED, "ordered_by")
    return order.model_copy(update={"ordered_by": found.ordered_by})


async def note(db: AsyncSession, order: RunBilling, report: BillingReport) -> None:
    """By whom the month was ordered, until nothing of it is left: it is gone on with without them."""
    if not report.remaining:
        await execute(db, sa.delete(OrderedRun).where(col(OrderedRun.period) == order.period))
    elif order.ordered_by:
        by = {"ordered_by": order.ordered_by}
        row = insert(OrderedRun).values(period=order.period, **by)
        await execute(db, row.on_conflict_do_update(index_elements=["period"], set_=by))
