"""How people want their mails: the plan in one letter or a letter a session, tasks as they come or once a day."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.notices import ChooseMails, MailChoices
from services.notices.process_facts import ATTENDEE
from services.notices.tables import KnownParty, KnownSession, MailChoice
from services.runtime.finland import HELSINKI
from services.runtime.storage.database import among, execute

_DAY: Any = sa.cast(sa.func.timezone(HELSINKI.key, col(KnownSession.starts_at)), sa.Date)


async def choose(db: AsyncSession, order: ChooseMails) -> MailChoices:
    said = order.model_dump(include={"invitations", "tasks"}, exclude_none=True)
    chosen = {**(await shown(db, order.person_id)).model_dump(), **said, "chosen_at": order.as_of}
    row = insert(MailChoice).values(person_id=order.person_id, **chosen)
    await execute(db, row.on_conflict_do_update(index_elements=["person_id"], set_=chosen))
    return await shown(db, order.person_id)


async def shown(db: AsyncSession, person_id: UUID) -> MailChoices:
    mine = select(MailChoice).where(MailChoice.person_id == person_id)
    found = (await db.exec(mine.execution_options(populate_existing=True))).first()
    return MailChoices(invitations=found.invitations, tasks=found.tasks) if found else MailChoices()


async def with_single_invitations(db: AsyncSession, people: Collection[UUID]) -> set[UUID]:
    chosen = select(MailChoice.person_id).where(
        col(MailChoice.invitations) == "single", among(MailChoice.person_id, people)
    )
    return set((await db.exec(chosen)).all())


async def sessions_to_come(db: AsyncSession, person_id: UUID, now: datetime) -> list[KnownSession]:
    """Those to which this person is invited, in their order."""
    ahead = (
        select(KnownSession)
        .join(KnownParty, col(KnownParty.process_id) == col(KnownSession.process_id))
        .where(
            KnownParty.person_id == person_id,
            KnownParty.role == ATTENDEE,
            col(KnownParty.from_day) <= _DAY,
            ~col(KnownParty.has_left),
            col(KnownSession.starts_at) > now,
            ~col(KnownSession.cancelled),
        )
    )
    return list(await db.exec(ahead.order_by(col(KnownSession.starts_at))))
