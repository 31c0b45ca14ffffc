"""Who acts for the customers, as directory says: a process for which nobody does any more is the staff's to see to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.tables import KnownCommissioner, ProcessCard
from services.messages.directory import PersonRelated, PersonUnrelated
from services.runtime.database import execute

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


async def left_without(db: AsyncSession, card: ProcessCard) -> datetime | None:
    """Since when nobody acts for the process's customer; none where somebody does, or where nobody has yet."""
    if card.organisation_id is None:
        return None
    known = await db.exec(
        select(KnownCommissioner).where(col(KnownCommissioner.organisation_id) == card.organisation_id)
    )
    here = [one for one in known if _reaches(one, card.department_id)]
    if any(one.acts for one in here):
        return None
    return max((one.since for one in here), default=None)


def _reaches(one: KnownCommissioner, department_id: UUID | None) -> bool:
    """Who acts for the whole of it acts for each department too."""
    return one.department_id in (None, department_id)
