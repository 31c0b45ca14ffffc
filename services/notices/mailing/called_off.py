"""What becomes of sessions that a supervisor has called off: one act over several of a process is one letter of all.

By itself each is a letter to who pays, and to who waits for a day; calendars hear of it by others.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notices.composing.doors import Doors
from services.notices.composing.letters import compose, message_id
from services.notices.composing.readers import Reader
from services.notices.composing.surroundings import Surroundings
from services.notices.letter_kinds import LetterKind
from services.notices.mailing.gathering import gathered_in
from services.notices.settling import OF_CALLED_OFF
from services.notices.tables import Notice
from services.notices.wording import Fact, wording
from services.notices.writing import LEAVER, natural_key, notice_id, read
from services.runtime.storage.database import among
from services.wording.formats import Formats

_notice: sa.Table = Notice.__table__  # type: ignore[attr-defined]  # SQLModel makes it
_A_MOMENT = timedelta(seconds=30)
"""[ours] As of changed sessions: what one act does reaches us one after the other, and so it is due."""
_OF_ALL = ("process_number", LEAVER)
Several = Collection[tuple[UUID, UUID]]
"""By reader and process."""


async def told_of_several(connection: AsyncConnection, notices: Sequence[Any], now: datetime) -> Several:
    """Of whom more than one is due, or one beside a letter that is begun."""
    readers = {one.person_id for one in notices if one.kind in OF_CALLED_OFF and one.person_id}
    if not readers:
        return ()
    column = _notice.c
    due = sa.select(column.person_id, column.process_id).where(
        among(column.person_id, readers), _is_due(now) | _is_begun()
    )
    several = due.group_by(column.person_id, column.process_id).having(sa.func.count() > 1)
    return {(row.person_id, row.process_id) for row in await connection.execute(several)}


async def take_in(connection: AsyncConnection, notice: Any, several: Several, now: datetime) -> bool:
    """Whether the row has gone into the letter that its reader is about to get."""
    if notice.kind not in OF_CALLED_OFF or (notice.person_id, notice.process_id) not in several:
        return False
    mine = (_notice.c.person_id == notice.person_id) & (_notice.c.process_id == notice.process_id)
    begun = sa.select(_notice.c.notice_id).where(mine, _is_begun()).limit(1)
    letter_id = (await connection.execute(begun)).scalar() or await _begin(connection, notice, now)
    soon = sa.select(_notice.c.notice_id).where(mine, _is_due(now)).with_for_update(skip_locked=True)
    ids = (await connection.execute(soon)).scalars().all()
    taken = among(_notice.c.notice_id, {*ids, notice.notice_id})
    gathered = {"status": "gathered", "gathered_in": letter_id}
    await connection.execute(_notice.update().where(taken).values(gathered))
    return True


async def called_off_of(
    connection: AsyncConnection,
    letter: Any,
    reader: Reader,
    around: Surroundings,
    doors: Doors,
    now: datetime,
) -> EmailMessage:
    """Each session once, by what was said of it last. Raises NothingToTell."""
    rows = _newest(await gathered_in(connection, letter, now))
    facts = read(letter.facts) | {"number": len(rows)}
    below = [_lines(rows, reader.language), await around.of(letter, reader)]
    link = doors.link(letter, reader.recipient.address, supervises=around.known.supervises(letter))
    to, head = reader.recipient, around.replies.head(letter, reader.recipient)
    about = message_id(letter.notice_id)
    return compose(letter.kind, reader.language, to, facts, about, now, link=link, below=below, **head)


async def _begin(connection: AsyncConnection, notice: Any, now: datetime) -> UUID:
    """Due now, behind everything that is due already: so all of it is in the letter before it goes."""
    key = natural_key(LetterKind.SESSIONS_CALLED_OFF, str(notice.notice_id), notice.person_id)
    letter: dict[str, Any] = {
        "notice_id": notice_id(key),
        "natural_key": key,
        "kind": LetterKind.SESSIONS_CALLED_OFF,
        "person_id": notice.person_id,
        "process_id": notice.process_id,
        "facts": {name: notice.facts[name] for name in _OF_ALL if name in notice.facts},
        "written_at": now,
        "not_before": now,
    }
    await connection.execute(insert(_notice).values(letter))
    begun: UUID = letter["notice_id"]
    return begun


def _is_due(now: datetime) -> sa.ColumnElement[bool]:
    column = _notice.c
    soon = (column.not_before <= now + _A_MOMENT) & column.put_off_since.is_(None)
    return (
        among(column.kind, OF_CALLED_OFF) & (column.status == "waiting") & ((column.not_before <= now) | soon)
    )


def _is_begun() -> sa.ColumnElement[bool]:
    return (_notice.c.kind == LetterKind.SESSIONS_CALLED_OFF) & (_notice.c.status == "waiting")


def _newest(rows: Iterable[Any]) -> list[Any]:
    """rows: in the order in which they were written. What comes in another's place has its number."""
    by_number = {(one.facts.get("trial", 0), one.facts["number"]): one for one in rows}
    return sorted(by_number.values(), key=lambda one: str(one.facts["starts_at"]))


def _lines(rows: Iterable[Any], language: str) -> str:
    said = [_line(one.kind, read(one.facts), language) for one in rows]
    return "\n".join([*said, f"({wording(language).tables['forms']['zone']})"])


def _line(kind: str, facts: Mapping[str, Fact], language: str) -> str:
    words = wording(language)
    formats, changes = Formats(words.language), words.tables["changes"]
    starts_at, ends_at, before = (facts.get(name) for name in ("starts_at", "ends_at", "previous_starts_at"))
    assert isinstance(starts_at, datetime)
    time = f"{words.fill('{number}', facts)}. {formats.moment(starts_at)}"
    if (
        kind == LetterKind.SESSION_HELD_INSTEAD
        and isinstance(ends_at, datetime)
        and isinstance(before, datetime)
    ):
        return f"{time}–{formats.time(ends_at)} ({changes['before']} {formats.moment(before)})"
    return f"{time}: {changes['left_out' if kind == LetterKind.SESSION_LEFT_OUT else 'owed']}"
