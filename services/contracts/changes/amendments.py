"""The one amendment that waits for its signatures: what a pause, a termination or its time makes of it."""

from datetime import date
from typing import Literal
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import affected
from services.contracts.papers import versions
from services.contracts.tables import Contract
from services.messages.contracts import AmendmentEnded
from services.messages.values import Party, Utc
from services.runtime.events.announcing import announce
from services.runtime.finland import days_after, start_of

EndedAs = Literal["declined", "withdrawn", "lapsed", "terminated"]


async def end(db: AsyncSession, amendment: Contract, ended_as: EndedAs) -> None:
    """What was agreed before goes on."""
    amendment.status = ended_as
    await db.flush()
    names = {"process_id", "version"}
    if "supervisor_id" in amendment.changed:
        names.add("supervisor_id")
    key = amendment.model_dump(include=names)
    parties = [one for one in Party if one in parties_concerned(amendment)]
    asked = amendment.supervisee_ids if amendment.asks_members else []
    await announce(db, AmendmentEnded(**key, ended_as=ended_as, parties=parties, asked=asked))


async def end_open(db: AsyncSession, process_id: UUID, ended_as: EndedAs) -> None:
    """Where there is one."""
    if waiting := await versions.open_amendment(db, process_id):
        await end(db, waiting, ended_as)


async def hold_over(db: AsyncSession, process_id: UUID, from_day: date, goes_on: date) -> None:
    """A pause holds its days; it is known how long that is."""
    waiting = await versions.open_amendment(db, process_id)
    if waiting and waiting.lapses_at and waiting.lapses_at >= start_of(from_day):
        waiting.lapses_at = days_after(waiting.lapses_at, (goes_on - from_day).days)
        await db.flush()


async def hold_less(db: AsyncSession, process_id: UUID, before: date, goes_on: date, known_at: Utc) -> None:
    """The pause ends sooner than was known at that instant: what it has held by then comes as much sooner."""
    waiting = await versions.open_amendment(db, process_id)
    if waiting is None or waiting.lapses_at is None or waiting.drafted_at > known_at:
        return
    if waiting.lapses_at >= start_of(before):
        waiting.lapses_at = days_after(waiting.lapses_at, (goes_on - before).days)
        await db.flush()


def parties_concerned(amendment: Contract) -> set[Party]:
    """Who signs it or is told of it."""
    told = affected.concerned(amendment.changed).told
    return {Party(one) for one in amendment.asked_parties} | told
