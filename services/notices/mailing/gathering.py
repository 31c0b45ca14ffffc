"""Letters that tell several rows together: opened with the first of them, sent once with what still holds by then.

A gathered row stays what it is: it waits and is sent with its letter, and is dropped if answered before.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notices.composing.composing import NothingToTell
from services.notices.letter_kinds import LetterKind
from services.notices.tables import Notice
from services.notices.writing import natural_key, notice_id
from services.runtime.finland import local_date

TOGETHER = (
    LetterKind.DAILY_DIGEST,
    LetterKind.SESSION_REMINDERS,
    LetterKind.SESSIONS_CHANGED,
    LetterKind.CALENDAR_CHANGED,
    LetterKind.SESSIONS_CALLED_OFF,
)

_notice: sa.Table = Notice.__table__  # type: ignore[attr-defined]  # SQLModel makes it
# Put together once: each reminder of a reader with several asks all three.
_BEGUN = insert(_notice).on_conflict_do_nothing()
_STATUS = sa.select(_notice.c.status).where(_notice.c.natural_key == sa.bindparam("key", type_=sa.Text()))
_PUT = (
    _notice.update()
    .where(_notice.c.notice_id == sa.bindparam("row", type_=sa.Uuid()))
    .values(status="gathered", gathered_in=sa.bindparam("letter", type_=sa.Uuid()))
)


async def put_into(
    connection: AsyncConnection, notice: Any, kind: LetterKind, at: datetime, now: datetime
) -> bool:
    """Into the reader's letter of this kind for the day of `at`; False where that letter has ended already."""
    key = natural_key(kind, local_date(at).isoformat(), notice.person_id)
    letter = {
        "notice_id": notice_id(key),
        "natural_key": key,
        "kind": kind,
        "person_id": notice.person_id,
        "facts": {},
        "written_at": now,
        "not_before": at,
    }
    await connection.execute(_BEGUN, letter)
    if (await connection.execute(_STATUS, {"key": key})).scalar_one() != "waiting":
        return False
    await connection.execute(_PUT, {"row": notice.notice_id, "letter": letter["notice_id"]})
    return True


async def gathered_in(connection: AsyncConnection, letter: Any, now: datetime) -> Sequence[sa.Row[Any]]:
    """What still holds of it, in the order in which it was written. Raises NothingToTell."""
    waiting = sa.select(_notice).where(_of(letter.notice_id), ~_is_stale(now)).order_by(_notice.c.place)
    rows = (await connection.execute(waiting)).all()
    if not rows:
        raise NothingToTell(letter.kind)
    return rows


async def tell_gathered(connection: AsyncConnection, letter: Any, sent_at: datetime) -> None:
    """All that the letter tells was sent with it; while it is not, they wait with it."""
    mine = _of(letter.notice_id)
    told = {"status": "sent", "sent_at": sent_at}
    await connection.execute(_notice.update().where(mine, _is_stale(sent_at)).values(status="dropped"))
    await connection.execute(_notice.update().where(mine).values(told))


async def release(connection: AsyncConnection, letter: Any) -> None:
    """What it would have told waits to be sent by itself."""
    free = {"status": "waiting", "gathered_in": None}
    await connection.execute(_notice.update().where(_of(letter.notice_id)).values(free))


def _of(letter_id: UUID) -> sa.ColumnElement[bool]:
    return (_notice.c.gathered_in == letter_id) & (_notice.c.status == "gathered")


def _is_stale(now: datetime) -> sa.ColumnElement[bool]:
    return sa.func.coalesce(_notice.c.stale_after <= now, sa.false())
