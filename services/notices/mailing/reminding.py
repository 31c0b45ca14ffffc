"""A reminder that would come with the letter that tells the time is not sent: one letter says it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notices.letter_kinds import LetterKind
from services.notices.tables import Notice
from services.runtime.database import among
from services.runtime.finland import local_date, start_of

_notice: sa.Table = Notice.__table__  # type: ignore[attr-defined]  # SQLModel makes it
_OF_ONE = (LetterKind.SESSION_MOVED, LetterKind.SESSION_INVITATION)


async def was_told_today(connection: AsyncConnection, reminder: Any, now: datetime) -> bool:
    """Whether its reader gets this time by another letter today: a new time, an invitation, or the whole plan."""
    column, facts = _notice.c, reminder.facts
    of_this_time = among(column.kind, _OF_ONE) & (
        (column.facts["session_id"].astext == facts["session_id"])
        & (column.facts["sequence"].astext == str(facts["sequence"]))
    )
    in_the_plan = (column.kind == LetterKind.SESSION_PLAN) & column.facts["session_ids"].astext.contains(
        facts["session_id"], autoescape=True
    )
    told = sa.select(sa.literal(1)).where(
        column.person_id == reminder.person_id,
        column.process_id == reminder.process_id,
        (column.status == "waiting") | (column.sent_at >= start_of(local_date(now))),
        of_this_time | in_the_plan,
    )
    return (await connection.execute(told.limit(1))).first() is not None
