"""Reminders: later where what they remind of is new, none soon after the time was told; several at once in one."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notices.composing.doors import Doors
from services.notices.composing.known import known_of
from services.notices.composing.letters import compose, message_id
from services.notices.composing.limits import free_limit
from services.notices.composing.readers import Reader
from services.notices.composing.surroundings import Surroundings
from services.notices.letter_kinds import BRINGS_PLAN, KINDS, LetterKind
from services.notices.mailing.gathering import gathered_in
from services.notices.tables import Notice
from services.notices.wording import wording
from services.notices.writing import read
from services.runtime.finland import ONE_DAY
from services.runtime.storage.database import among
from services.wording.formats import Formats

_notice: sa.Table = Notice.__table__  # type: ignore[attr-defined]  # SQLModel makes it
_OF_ONE = (LetterKind.SESSION_MOVED, LetterKind.SESSION_REPLANNED, LetterKind.SESSION_INVITATION)

_LATELY = timedelta(hours=20)
"""[ours] Nearly a day: a reminder that is promised for the day after is none too many."""


async def put_off_until(connection: AsyncConnection, reminder: Any, now: datetime) -> datetime | None:
    """A day after its reader was asked for it, where that was lately, or is to be; what ends the asking drops it."""
    kinds = KINDS[reminder.kind].reminds_of
    if not kinds or reminder.person_id is None:
        return None
    column = _notice.c
    asked = sa.select(sa.func.max(sa.func.coalesce(column.sent_at, now))).where(
        column.person_id == reminder.person_id,
        column.process_id == reminder.process_id,
        among(column.kind, kinds),
        among(column.status, ("waiting", "gathered")) | (column.sent_at > now - _LATELY),
    )
    last: datetime | None = (await connection.execute(asked)).scalar_one()
    return last + ONE_DAY if last else None


async def was_told_lately(connection: AsyncConnection, reminder: Any, now: datetime) -> bool:
    """Whether its reader has this time by another letter lately, or is to get it: a new one, or the whole plan."""
    asked = {
        "reader": reminder.person_id,
        "process": reminder.process_id,
        "session": reminder.facts["session_id"],
        "sequence": str(reminder.facts["sequence"]),
        "lately": now - _LATELY,
    }
    return (await connection.execute(_TOLD, asked)).first() is not None


def _told() -> sa.Select[Any]:
    column = _notice.c
    session, sequence = (sa.bindparam(name, type_=sa.Text()) for name in ("session", "sequence"))
    of_this_time = (column.facts["session_id"].astext == session) & (
        column.facts["sequence"].astext == sequence
    )
    in_the_plan = sa.func.strpos(column.facts["session_ids"].astext, session) > 0
    lately = column.sent_at > sa.bindparam("lately", type_=sa.DateTime(timezone=True))
    told = sa.select(sa.literal(1)).where(
        column.person_id == sa.bindparam("reader", type_=sa.Uuid()),
        column.process_id == sa.bindparam("process", type_=sa.Uuid()),
        among(column.status, ("waiting", "gathered")) | lately,
        (among(column.kind, _OF_ONE) & of_this_time) | (among(column.kind, BRINGS_PLAN) & in_the_plan),
    )
    return told.limit(1)


# Put together once: it is asked for each reminder.
_TOLD = _told()


async def reminded_of_more(
    connection: AsyncConnection, notices: Sequence[Any], now: datetime
) -> Collection[UUID]:
    """Who, of the readers of these reminders, has more than one that is due, in this batch or beyond it."""
    readers = {one.person_id for one in notices if one.kind == LetterKind.SESSION_REMINDER}
    if not readers:
        return ()
    due = sa.select(_notice.c.person_id).where(
        _notice.c.status == "waiting",
        _notice.c.not_before <= now,
        among(_notice.c.kind, (LetterKind.SESSION_REMINDER, LetterKind.SESSION_REMINDERS)),
        among(_notice.c.person_id, readers),
    )
    several = due.group_by(_notice.c.person_id).having(sa.func.count() > 1)
    return set((await connection.execute(several)).scalars())


async def reminders_of(
    connection: AsyncConnection,
    letter: Any,
    reader: Reader,
    batch: Surroundings,
    doors: Doors,
    now: datetime,
) -> EmailMessage:
    """Each session with its time, for whom and where it is. Raises NothingToTell."""
    rows = await gathered_in(connection, letter, now)
    around = Surroundings(batch.ask, await known_of(connection, rows), batch.replies)
    rows = sorted(rows, key=lambda one: str(read(one.facts)["starts_at"]))
    words = wording(reader.language)
    said = [await _in_short(one, reader, around, now) for one in rows]
    said.append("\n".join([f"({words.tables['forms']['zone']})", *await around.whom_to_call(rows, reader)]))
    supervises = any(around.known.supervises(one) for one in rows)
    link = doors.link(letter, reader.recipient.address, supervises=supervises)
    facts = {"number": len(rows)}
    about = message_id(letter.notice_id)
    to, head = reader.recipient, around.replies.head(letter, reader.recipient)
    return compose(letter.kind, reader.language, to, facts, about, now, link=link, below=said, **head)


async def _in_short(notice: Any, reader: Reader, around: Surroundings, now: datetime) -> str:
    words, facts = wording(reader.language), read(notice.facts)
    formats = Formats(words.language)
    of = words.fill(words.tables["calendar"]["summary"], facts)
    starts_at, ends_at = (facts[name] for name in ("starts_at", "ends_at"))
    assert isinstance(starts_at, datetime) and isinstance(ends_at, datetime)
    time = f"{of}: {formats.moment(starts_at)}–{formats.time(ends_at)}"
    limit = free_limit(notice, reader.language, now)
    return "\n".join([time, *([limit] if limit else []), *await around.whereabouts(notice, reader)])
