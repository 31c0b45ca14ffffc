"""Until when a signed contract goes on: through its last day, by Helsinki's calendar, and while a pause holds its end.

That it is carried out on the last morning, or waits for a review then, changes nothing about that.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.tables import Contract, Pause, Termination
from services.messages.values import Utc
from services.runtime.finland import local_date

Standstill = tuple[date, date | None]
"""A pause: its first day, and the day on which it goes on, where that is known."""


async def is_past(db: AsyncSession, contract: Contract, at: Utc) -> bool:
    """Whether the instant is after its last day."""
    return is_over(contract.ends_on, await _pauses(db, contract.process_id), local_date(at))


async def stands_still(db: AsyncSession, process_id: UUID, at: Utc) -> bool:
    """Whether it is paused at that instant."""
    return is_paused(await _pauses(db, process_id), local_date(at))


async def ended_at_once_on(db: AsyncSession, process_id: UUID, day: date) -> bool:
    """Whether somebody ended it without notice on that day."""
    said = select(Termination.terminated_at).where(
        Termination.process_id == process_id, Termination.how == "at_once"
    )
    return day in [local_date(at) for at in await db.exec(said)]


async def _pauses(db: AsyncSession, process_id: UUID) -> Sequence[Standstill]:
    found = await db.exec(select(Pause).where(Pause.process_id == process_id))
    return [(one.from_day, one.goes_on) for one in found]


def is_over(ends_on: date, pauses: Iterable[Standstill], today: date) -> bool:
    return today > ends_on and not is_paused(pauses, today)


def is_paused(pauses: Iterable[Standstill], today: date) -> bool:
    return any(from_day <= today and (goes_on is None or goes_on > today) for from_day, goes_on in pauses)
