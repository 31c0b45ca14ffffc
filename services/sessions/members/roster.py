"""A group's roster: who is a member of a process on which days."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.commands.refusal import Refusal
from services.runtime.finland import ONE_DAY, local_date
from services.runtime.storage.database import write_rows
from services.sessions.tables import GroupMember, Session

FROM_THE_BEGINNING = date.min


async def begin(db: AsyncSession, process_id: UUID, people: Iterable[UUID]) -> None:
    """Those whom the first contract names, in its order; nothing for a process that has a roster."""
    if await stretches(db, process_id):
        return
    rows = [
        {"process_id": process_id, "person_id": one, "from_day": FROM_THE_BEGINNING, "place": place}
        for place, one in enumerate(dict.fromkeys(people))
    ]
    await write_rows(db, insert(GroupMember).on_conflict_do_nothing(), rows)


async def stretches(db: AsyncSession, process_id: UUID) -> Sequence[GroupMember]:
    """The whole roster, of all days."""
    mine = select(GroupMember).where(GroupMember.process_id == process_id)
    return (await db.exec(mine.order_by(col(GroupMember.from_day), col(GroupMember.place)))).all()


async def join(db: AsyncSession, process_id: UUID, person_id: UUID, from_day: date) -> None:
    """A stretch more, from the day on; nothing for who goes on as a member already."""
    own = [one for one in await stretches(db, process_id) if one.person_id == person_id]
    if any(one.until_day is None for one in own):
        return
    first = max([from_day, *(one.until_day + ONE_DAY for one in own if one.until_day)])
    db.add(GroupMember(process_id=process_id, person_id=person_id, from_day=first))
    await db.flush()


async def last_day(db: AsyncSession, process_id: UUID, left_at: datetime) -> date:
    """Of who leaves at this moment: today, where a session of it has begun, which they may have attended; else
    yesterday, and they come to none.
    """
    begun = select(Session.starts_at).where(
        Session.process_id == process_id, col(Session.starts_at) <= left_at
    )
    today = local_date(left_at)
    days = {local_date(starts_at) for starts_at in (await db.exec(begun)).all()}
    return today if today in days else today - ONE_DAY


def coming(roster: Iterable[GroupMember], day: date) -> list[UUID]:
    """Who is one of the group on the day or on any after it, each once, in the order in which they came."""
    return list(dict.fromkeys(one.person_id for one in roster if day <= (one.until_day or date.max)))


def on_day(roster: Iterable[GroupMember], day: date) -> list[UUID]:
    """The members of a day, in the order in which they came."""
    return [one.person_id for one in roster if one.from_day <= day <= (one.until_day or date.max)]


async def members(db: AsyncSession, process_id: UUID, day: date) -> list[UUID]:
    """The same, read from the table."""
    return on_day(await stretches(db, process_id), day)


def is_member(process_id: Any, person_id: UUID, day: Any) -> sa.ColumnElement[bool]:
    """As a condition on rows: the person is a member of the row's process on the row's day."""
    return (
        sa.select(col(GroupMember.person_id))
        .where(
            col(GroupMember.process_id) == process_id,
            col(GroupMember.person_id) == person_id,
            col(GroupMember.from_day) <= day,
            sa.or_(col(GroupMember.until_day).is_(None), col(GroupMember.until_day) >= day),
        )
        .exists()
    )


async def refuse_unless_member(
    db: AsyncSession, process_id: UUID, person_id: UUID, day: date, field: str
) -> None:
    """Refuses: not_a_member."""
    if person_id not in await members(db, process_id, day):
        raise Refusal("not_a_member", field)
