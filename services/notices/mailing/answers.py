"""Mails that a stranger can cause by typing somebody's address: how many of them one reader gets.

Counted where they are sent from, so that it does not matter through which page or process they were asked for.
"""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notices.letter_kinds import LetterKind
from services.notices.tables import Notice

WINDOW = timedelta(days=1)
MOST_UNPROVEN = 3
"""To an address of which nothing is known: somebody who asks for two groups, and has mistyped once."""
MOST_ACCEPTED = 20
"""To somebody who is known here and may well ask for many groups on one day."""

_notice: sa.Table = Notice.__table__  # type: ignore[attr-defined]  # SQLModel makes it


async def answers_too_often(connection: AsyncConnection, notice: Any, *, accepted: bool) -> bool:
    """Whether this reader has had as many acknowledgements within the window as anybody gets."""
    if notice.kind != LetterKind.INQUIRY_RECEIVED:
        return False
    column = _notice.c
    before = sa.select(sa.func.count()).where(
        column.person_id == notice.person_id,
        column.kind == notice.kind,
        column.status.in_(("waiting", "sent")),
        column.place < notice.place,
        column.written_at > notice.written_at - WINDOW,
    )
    had: int = (await connection.execute(before)).scalar_one()
    return had >= (MOST_ACCEPTED if accepted else MOST_UNPROVEN)
