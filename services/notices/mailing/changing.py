"""Several sessions of a process that are moved or called off at once: one letter to each reader, with one file.

A reader who chose an invitation to each session gets a letter for each change too.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notices.letter_kinds import LetterKind
from services.notices.mailing.calendar_entries import changes_file
from services.notices.mailing.doors import Doors
from services.notices.mailing.gathering import gathered_in
from services.notices.mailing.invitations import attach_file
from services.notices.mailing.letters import compose, message_id
from services.notices.mailing.readers import Reader
from services.notices.mailing.surroundings import Surroundings
from services.notices.settling import CHANGES
from services.notices.tables import MailChoice, Notice
from services.notices.wording import Fact, wording
from services.notices.writing import natural_key, notice_id, read
from services.runtime.storage.database import among
from services.wording.formats import Formats

_notice: sa.Table = Notice.__table__  # type: ignore[attr-defined]  # SQLModel makes it
_choice: sa.Table = MailChoice.__table__  # type: ignore[attr-defined]
Place = tuple[UUID, UUID]
"""A reader and a process."""


async def told_of_more(connection: AsyncConnection, notices: Sequence[Any], now: datetime) -> set[Place]:
    """Where changes of more than one session are due, in this batch or beyond it."""
    readers = {one.person_id for one in notices if one.kind in CHANGES}
    if not readers:
        return set()
    column, session = _notice.c, _notice.c.facts["session_id"].astext
    single = sa.exists().where(_choice.c.person_id == column.person_id, _choice.c.invitations == "single")
    due = sa.select(column.person_id, column.process_id).where(
        column.not_before <= now,
        among(column.person_id, readers),
        ~single,
        (among(column.kind, CHANGES) & (column.status == "waiting")) | _is_open_letter(),
    )
    # A letter that is begun has no session: it takes in even a single one.
    several = sa.func.count(sa.func.distinct(session)) + 2 * sa.func.count().filter(session.is_(None)) > 1
    found = await connection.execute(due.group_by(column.person_id, column.process_id).having(several))
    return {(row.person_id, row.process_id) for row in found}


async def take_in(connection: AsyncConnection, notice: Any, several: set[Place], now: datetime) -> bool:
    """Whether the row has gone into the letter that its reader is about to get."""
    if notice.kind not in CHANGES or (notice.person_id, notice.process_id) not in several:
        return False
    mine = (_notice.c.person_id == notice.person_id) & (_notice.c.process_id == notice.process_id)
    begun = sa.select(_notice.c.notice_id).where(mine, _is_open_letter()).limit(1)
    letter_id = (await connection.execute(begun)).scalar() or await _begin(connection, notice, now)
    gathered = {"status": "gathered", "gathered_in": letter_id}
    of_it = _notice.c.notice_id == notice.notice_id
    await connection.execute(_notice.update().where(of_it).values(gathered))
    return True


async def changes_of(
    connection: AsyncConnection,
    letter: Any,
    reader: Reader,
    around: Surroundings,
    doors: Doors,
    now: datetime,
) -> EmailMessage:
    """Each session once, as it stands after its last change. Raises NothingToTell."""
    rows = _newest(await gathered_in(connection, letter, now))
    words, facts = wording(reader.language), read(letter.facts) | {"number": len(rows)}
    told = [(one.kind == LetterKind.SESSION_CANCELLED, read(one.facts)) for one in rows]
    lines = "\n".join(_line(Formats(words.language), words.tables["changes"], *one) for one in told)
    below = [f"{lines}\n({words.tables['forms']['zone']})", await around.of(letter, reader)]
    link = doors.link(letter, supervises=around.known.supervises(letter))
    to, head = reader.recipient, around.replies.head(letter, reader.recipient)
    about = message_id(letter.notice_id)
    mail = compose(letter.kind, reader.language, to, facts, about, now, link=link, below=below, **head)
    placed = [(over, {**facts, **one, "place": await around.place(letter)}) for over, one in told]
    file = changes_file(placed, reader.language, around.replies.organiser(letter), letter.written_at)
    attach_file(mail, file, f"{facts['process_number']}.ics")
    return mail


async def _begin(connection: AsyncConnection, notice: Any, now: datetime) -> UUID:
    """Due now, behind everything that is due already: so all of it is in the letter before it goes."""
    key = natural_key(LetterKind.SESSIONS_CHANGED, str(notice.notice_id), notice.person_id)
    letter: dict[str, Any] = {
        "notice_id": notice_id(key),
        "natural_key": key,
        "kind": LetterKind.SESSIONS_CHANGED,
        "person_id": notice.person_id,
        "process_id": notice.process_id,
        "facts": {"process_number": notice.facts["process_number"]},
        "written_at": now,
        "not_before": now,
    }
    await connection.execute(insert(_notice).values(letter))
    begun: UUID = letter["notice_id"]
    return begun


def _is_open_letter() -> sa.ColumnElement[bool]:
    return (_notice.c.kind == LetterKind.SESSIONS_CHANGED) & (_notice.c.status == "waiting")


def _newest(rows: Iterable[Any]) -> list[Any]:
    """Of each session what was said last, by its number."""
    by_session = {one.facts["session_id"]: one for one in sorted(rows, key=lambda one: one.facts["sequence"])}
    return sorted(by_session.values(), key=lambda one: one.facts["number"])


def _line(formats: Formats, words: Mapping[str, str], over: bool, facts: Mapping[str, Fact]) -> str:
    starts_at, ends_at, before = (facts.get(name) for name in ("starts_at", "ends_at", "previous_starts_at"))
    assert isinstance(starts_at, datetime) and isinstance(ends_at, datetime)
    time = f"{facts['number']}. {formats.moment(starts_at)}–{formats.time(ends_at)}"
    if over:
        return f"{time}: {words['cancelled']}"
    return f"{time} ({words['before']} {formats.moment(before)})" if isinstance(before, datetime) else time
