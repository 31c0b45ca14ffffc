"""Which changed sessions are told together: those of a process, and to its supervisor those of all their processes.

A reader who chose an invitation to each session gets a letter for each change too. What the letters say:
changes_told.py.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notices.letter_kinds import LetterKind
from services.notices.settling import CHANGES
from services.notices.tables import KnownParty, MailChoice, Notice
from services.notices.writing import LEAVER, natural_key, notice_id
from services.runtime.storage.database import among

_notice: sa.Table = Notice.__table__  # type: ignore[attr-defined]  # SQLModel makes it
_choice: sa.Table = MailChoice.__table__  # type: ignore[attr-defined]
_party: sa.Table = KnownParty.__table__  # type: ignore[attr-defined]
Letters = Mapping[tuple[UUID, UUID], LetterKind]
"""By reader and process: the letter into which a change goes; what is told by itself is not in it."""
_OF_SEVERAL = (LetterKind.SESSIONS_CHANGED, LetterKind.CALENDAR_CHANGED)
_OF_ALL = ("process_number", LEAVER)
"""Facts that a letter of several has from the first of them."""
_A_MOMENT = timedelta(seconds=30)
"""[ours] One act over several processes reaches them one after the other, and so are their letters due."""


async def told_of_more(connection: AsyncConnection, notices: Sequence[Any], now: datetime) -> Letters:
    """Where changes of more than one session are due, in this batch or beyond it."""
    readers = {one.person_id for one in notices if one.kind in CHANGES}
    if not readers:
        return {}
    column, session = _notice.c, _notice.c.facts["session_id"].astext
    single = sa.exists().where(_choice.c.person_id == column.person_id, _choice.c.invitations == "single")
    supervises = sa.exists().where(
        _party.c.process_id == column.process_id,
        _party.c.person_id == column.person_id,
        _party.c.role == "supervisor",
    )
    begun = sa.func.count().filter(session.is_(None))
    counted = (sa.func.count(sa.func.distinct(session)).label("sessions"), begun.label("begun"))
    due = sa.select(column.person_id, column.process_id, supervises.label("supervises"), *counted).where(
        among(column.person_id, readers), ~single, _is_due(now) | _is_begun(*_OF_SEVERAL)
    )
    found = (await connection.execute(due.group_by(column.person_id, column.process_id))).all()
    return _letters(found)


async def take_in(connection: AsyncConnection, notice: Any, letters: Letters, now: datetime) -> bool:
    """Whether the row has gone into the letter that its reader is about to get."""
    kind = letters.get((notice.person_id, notice.process_id)) if notice.kind in CHANGES else None
    if kind is None:
        return False
    mine = _notice.c.person_id == notice.person_id
    of_one = mine & (_notice.c.process_id == notice.process_id)
    whose = of_one if kind == LetterKind.SESSIONS_CHANGED else mine
    begun = sa.select(_notice.c.notice_id).where(whose, _is_begun(kind)).limit(1)
    letter_id = (await connection.execute(begun)).scalar() or await _begin(connection, notice, kind, now)
    of_all = {
        process for (reader, process), into in letters.items() if (reader, into) == (notice.person_id, kind)
    }
    told = of_one if kind == LetterKind.SESSIONS_CHANGED else mine & among(_notice.c.process_id, of_all)
    soon = sa.select(_notice.c.notice_id).where(told, _is_due(now)).with_for_update(skip_locked=True)
    ids = (await connection.execute(soon)).scalars().all()
    gathered = {"status": "gathered", "gathered_in": letter_id}
    taken = among(_notice.c.notice_id, {*ids, notice.notice_id})
    await connection.execute(_notice.update().where(taken).values(gathered))
    return True


def _letters(found: Sequence[Any]) -> Letters:
    """A supervisor's changes are one letter where they are of several processes."""
    letters: dict[tuple[UUID, UUID], LetterKind] = {}
    for one in found:
        if one.process_id is None:
            continue
        own = [other for other in found if other.person_id == one.person_id]
        several = sum(other.supervises for other in own) > 1 or any(other.process_id is None for other in own)
        if one.supervises and several:
            letters[one.person_id, one.process_id] = LetterKind.CALENDAR_CHANGED
        elif one.begun or one.sessions > 1:
            letters[one.person_id, one.process_id] = LetterKind.SESSIONS_CHANGED
    return letters


async def _begin(connection: AsyncConnection, notice: Any, kind: LetterKind, now: datetime) -> UUID:
    """Due now, behind everything that is due already: so all of it is in the letter before it goes."""
    key = natural_key(kind, str(notice.notice_id), notice.person_id)
    of_one = kind == LetterKind.SESSIONS_CHANGED
    letter: dict[str, Any] = {
        "notice_id": notice_id(key),
        "natural_key": key,
        "kind": kind,
        "person_id": notice.person_id,
        "process_id": notice.process_id if of_one else None,
        "facts": {name: notice.facts[name] for name in _OF_ALL if name in notice.facts} if of_one else {},
        "written_at": now,
        "not_before": now,
    }
    await connection.execute(insert(_notice).values(letter))
    begun: UUID = letter["notice_id"]
    return begun


def _is_due(now: datetime) -> sa.ColumnElement[bool]:
    """Or will be in a moment, and was not put off by a mail server."""
    column = _notice.c
    soon = (column.not_before <= now + _A_MOMENT) & column.put_off_since.is_(None)
    return among(column.kind, CHANGES) & (column.status == "waiting") & ((column.not_before <= now) | soon)


def _is_begun(*kinds: LetterKind) -> sa.ColumnElement[bool]:
    return among(_notice.c.kind, kinds) & (_notice.c.status == "waiting")
