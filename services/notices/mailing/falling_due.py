"""What of the mail is due, for the service's report."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notices.composing.doors import Doors
from services.notices.tables import Notice, SignInMail
from services.runtime.service import Service
from services.runtime.storage.database import spelled_out

MOST = 10_000
"""[ours] Of letters in a report: whether there are more makes no difference to who reads it."""

_notice: sa.Table = Notice.__table__  # type: ignore[attr-defined]  # SQLModel makes it
_code: sa.Table = SignInMail.__table__  # type: ignore[attr-defined]


_now = sa.bindparam("now", type_=sa.DateTime(timezone=True))
_waits, _is_due = _notice.c.status == "waiting", _notice.c.not_before <= _now
_codes = sa.select(sa.func.count()).where(_code.c.status == "waiting", _code.c.not_before <= sa.func.now())
_ASKED = (
    sa.select(sa.func.count()).select_from(
        sa.select(sa.literal(1)).where(_waits, _is_due).limit(MOST).subquery()
    ),
    _codes,
    sa.select(sa.func.min(_notice.c.not_before)).where(_waits, _is_due),
    sa.select(sa.func.min(_notice.c.put_off_since)).where(_waits, _notice.c.put_off_since <= _now),
    sa.select(sa.func.min(_notice.c.not_before)).where(_waits, ~_is_due),
)
_STANDING = spelled_out(sa.select(*(one.scalar_subquery() for one in _ASKED)))


async def due(service: Service[Doors], connection: AsyncConnection) -> dict[str, Any]:
    """How many are due by the clock, for how long the oldest, and when the next one will be.

    Each of these reads an index from its end: a year's reminders wait as well, and everybody asks how we are.
    """
    now = service.clock.now()
    letters, mailed, first, put_off, at = (await connection.execute(_STANDING, {"now": now})).one()
    number, oldest = letters + mailed, min((one for one in (first, put_off) if one), default=None)
    return {
        "due_now": number,
        "due_oldest_s": int((now - oldest).total_seconds()) if oldest else 0,
        "next_due": at,
    }
