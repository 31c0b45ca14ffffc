"""Who acts for the customers, as directory says: a process for which nobody does any more is the staff's to see to."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.tables import KnownCommissioner, ProcessCard
from services.messages.directory import PersonRelated, PersonUnrelated
from services.runtime.storage.database import among_asked, execute

ACTING = ("hr", "line_manager")


async def keep(db: AsyncSession, event: PersonRelated | PersonUnrelated, acts: bool, since: datetime) -> bool:
    """Whether it is of a customer, and so may change what waits."""
    if event.organisation_id is None or event.relation not in ACTING:
        return False
    key = event.model_dump(include={"organisation_id", "person_id", "relation", "department_id"})
    now = {"acts": acts, "since": since}
    row = insert(KnownCommissioner).values(**key, **now)
    await execute(db, row.on_conflict_do_update(index_elements=list(key), set_=now))
    return True


_THEIRS = select(KnownCommissioner).where(among_asked(KnownCommissioner.organisation_id))


async def left_without(db: AsyncSession, cards: Iterable[ProcessCard]) -> dict[UUID, datetime]:
    """Process -> since when nobody acts for its customer; without those for which somebody does, or nobody has yet."""
    customers = {card.process_id: card for card in cards if card.organisation_id}
    asked = {"ids": list({card.organisation_id for card in customers.values()})}
    known: dict[UUID, list[KnownCommissioner]] = {}
    for one in await db.exec(_THEIRS, params=asked):
        known.setdefault(one.organisation_id, []).append(one)
    left: dict[UUID, datetime] = {}
    for process_id, card in customers.items():
        theirs = known.get(card.organisation_id, ()) if card.organisation_id else ()
        here = [one for one in theirs if _reaches(one, card.department_id)]
        if here and not any(one.acts for one in here):
            left[process_id] = max(one.since for one in here)
    return left


def _reaches(one: KnownCommissioner, department_id: UUID | None) -> bool:
    """Who acts for the whole of it acts for each department too."""
    return one.department_id in (None, department_id)
