"""What of the mail is due, for the service's report."""

from typing import Any

import sqlalchemy as sa

from services.notices.composing.doors import Doors
from services.notices.tables import Notice, SignInMail
from services.runtime.service import Service

MOST = 10_000
"""[ours] Of letters in a report: whether there are more makes no difference to who reads it."""

_notice: sa.Table = Notice.__table__  # type: ignore[attr-defined]  # SQLModel makes it
_code: sa.Table = SignInMail.__table__  # type: ignore[attr-defined]


async def due(service: Service[Doors]) -> dict[str, Any]:
    """How many are due by the clock, for how long the oldest, and when the next one will be.

    Each of these reads an index from its end: a year's reminders wait as well, and everybody asks how we are.
    """
    now = service.clock.now()
    waits, is_due = _notice.c.status == "waiting", _notice.c.not_before <= now
    due_now = sa.select(sa.literal(1)).where(waits, is_due).limit(MOST).subquery()
    codes = sa.select(sa.func.count()).where(_code.c.status == "waiting", _code.c.not_before <= sa.func.now())
    asked = (
        sa.select(sa.func.count()).select_from(due_now),
        codes,
        sa.select(sa.func.min(_notice.c.not_before)).where(waits, is_due),
        sa.select(sa.func.min(_notice.c.put_off_since)).where(waits, _notice.c.put_off_since <= now),
        sa.select(sa.func.min(_notice.c.not_before)).where(waits, ~is_due),
    )
    async with service.engine.connect() as connection:
        every = sa.select(*(one.scalar_subquery() for one in asked))
        letters, mailed, first, put_off, at = (await connection.execute(every)).one()
    number, oldest = letters + mailed, min((one for one in (first, put_off) if one), default=None)
    return {
        "due_now": number,
        "due_oldest_s": int((now - oldest).total_seconds()) if oldest else 0,
        "next_due": at,
    }
