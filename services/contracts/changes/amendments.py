"""The one amendment that waits for its signatures: what a pause, a termination or its time makes of it."""

from datetime import date
from typing import Literal
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import affected
from services.contracts.changes.awaited import awaits_supervisor
from services.contracts.papers import promised_times, versions
from services.contracts.tables import Contract, Pause
from services.messages.contracts import AmendmentEnded
from services.messages.values import Party, Utc
from services.runtime.events.announcing import announce
from services.runtime.finland import days_after, local_date, start_of

EndedAs = Literal["declined", "withdrawn", "lapsed", "terminated"]


async def end(
    db: AsyncSession, amendment: Contract, ended_as: EndedAs, *, told_with_end: bool = False
) -> None:
    """What was agreed before goes on. told_with_end: as of AmendmentEnded."""
    amendment.status = ended_as
    await db.flush()
    names = {"process_id", "version"}
    another = "supervisor_id" in amendment.changed
    if another:
        names.add("supervisor_id")
    awaited = another and await awaits_supervisor(db, amendment.process_id)
    why = {"awaited": awaited, "came_too_late": amendment.too_late_at is not None}
    key = amendment.model_dump(include=names) | why
    asked = amendment.supervisee_ids if amendment.asks_members else []
    told = {"parties": in_order(amendment), "asked": asked, "told_with_end": told_with_end}
    await announce(db, AmendmentEnded(**key, ended_as=ended_as, **told))


async def end_with_contract(db: AsyncSession, process_id: UUID, *, early: bool) -> list[Party]:
    """Where there is one: whom it concerns. early: all are told with the letter of that."""
    waiting = await versions.open_amendment(db, process_id)
    if waiting is None:
        return []
    await end(db, waiting, "terminated", told_with_end=early)
    return in_order(waiting)


async def open_for(db: AsyncSession, process_id: UUID) -> list[Party]:
    """Whom the one that waits for its signatures concerns; nobody where none does."""
    waiting = await versions.open_amendment(db, process_id, lock=False)
    return in_order(waiting) if waiting else []


async def held_days(db: AsyncSession, base: Contract, drafted_at: Utc) -> int:
    """Of what is drafted then, by the pauses of which it is known when they end. What an open one holds, is known once
    it goes on.
    """
    today, held = local_date(drafted_at), 0
    usual = promised_times.promises_of(base).amendment_days
    pauses = select(Pause).where(Pause.process_id == base.process_id).order_by(col(Pause.from_day))
    for one in await db.exec(pauses):
        first = max(one.from_day, today)
        if one.goes_on and one.goes_on > first and start_of(first) <= days_after(drafted_at, usual + held):
            held += (one.goes_on - first).days
    return held


async def hold_over(db: AsyncSession, process_id: UUID, from_day: date, goes_on: date) -> None:
    """A pause holds its days, from the drafting on; it is known how long that is."""
    waiting = await versions.open_amendment(db, process_id)
    if waiting and waiting.lapses_at and waiting.lapses_at >= start_of(from_day):
        first = max(from_day, local_date(waiting.drafted_at))
        waiting.lapses_at = days_after(waiting.lapses_at, max(0, (goes_on - first).days))
        await db.flush()


async def hold_less(db: AsyncSession, process_id: UUID, before: date, goes_on: date, known_at: Utc) -> None:
    """The pause ends sooner than was known at that instant: what it has held by then comes as much sooner. What was
    drafted since has its usual days at the least.
    """
    waiting = await versions.open_amendment(db, process_id)
    if waiting is None or waiting.lapses_at is None or waiting.lapses_at < start_of(before):
        return
    sooner = days_after(waiting.lapses_at, (goes_on - before).days)
    if waiting.drafted_at > known_at:
        usual = days_after(waiting.drafted_at, promised_times.promises_of(waiting).amendment_days)
        sooner = max(sooner, min(usual, waiting.lapses_at))
    waiting.lapses_at = sooner
    await db.flush()


def in_order(amendment: Contract) -> list[Party]:
    concerned = parties_concerned(amendment)
    return [one for one in Party if one in concerned]


def parties_concerned(amendment: Contract) -> set[Party]:
    """Who signs it or is told of it."""
    told = affected.concerned(amendment.changed).told
    return {Party(one) for one in amendment.asked_parties} | told
