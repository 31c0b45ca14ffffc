"""The letter of the day: what staff who chose so would have got one by one, together in the morning.

A gathered row stays what it is: it waits and is sent with its digest, and is dropped if answered before.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notices.letter_kinds import KINDS, LetterKind
from services.notices.mailing.composing import NothingToTell, facts_of
from services.notices.mailing.doors import Doors
from services.notices.mailing.letters import compose, message_id
from services.notices.mailing.readers import Reader
from services.notices.mailing.surroundings import Surroundings
from services.notices.tables import MailChoice, Notice
from services.notices.wording import wording
from services.notices.writing import natural_key, notice_id
from services.runtime.asking import Asker
from services.runtime.database import among
from services.runtime.finland import local_date, morning_of, next_morning

_notice: sa.Table = Notice.__table__  # type: ignore[attr-defined]  # SQLModel makes it
_choice: sa.Table = MailChoice.__table__  # type: ignore[attr-defined]


async def daily_readers(connection: AsyncConnection, notices: Sequence[Any]) -> set[UUID]:
    """Whose letters to staff wait for the morning, of the readers of these rows."""
    readers = {one.person_id for one in notices if one.person_id and KINDS[one.kind].is_for_staff}
    if not readers:
        return set()
    chosen = sa.select(_choice.c.person_id).where(
        _choice.c.tasks == "daily", among(_choice.c.person_id, readers)
    )
    return set((await connection.execute(chosen)).scalars())


def is_gathered(notice: Any, daily: Collection[UUID]) -> bool:
    """Whether this row is told in its reader's letter of the day."""
    is_digest = notice.kind == LetterKind.DAILY_DIGEST
    return notice.person_id in daily and KINDS[notice.kind].is_for_staff and not is_digest


async def gather(connection: AsyncConnection, notice: Any, now: datetime) -> None:
    """Into the letter of the next morning."""
    morning = morning_of(local_date(now))
    while morning <= now or not await _is_open(connection, notice.person_id, morning, now):
        morning = next_morning(morning)
    mine = _notice.c.notice_id == notice.notice_id
    gathered = {"status": "gathered", "gathered_in": notice_id(_key(notice.person_id, morning))}
    await connection.execute(_notice.update().where(mine).values(gathered))


async def _is_open(connection: AsyncConnection, person_id: UUID, morning: datetime, now: datetime) -> bool:
    """Whether that letter still waits; it is written with the first that it gathers."""
    key = _key(person_id, morning)
    row = {
        "notice_id": notice_id(key),
        "natural_key": key,
        "kind": LetterKind.DAILY_DIGEST,
        "person_id": person_id,
        "facts": {},
        "written_at": now,
        "not_before": morning,
    }
    await connection.execute(insert(_notice).values(row).on_conflict_do_nothing())
    status = sa.select(_notice.c.status).where(_notice.c.natural_key == key)
    found: str = (await connection.execute(status)).scalar_one()
    return found == "waiting"


def _key(person_id: UUID, morning: datetime) -> str:
    return natural_key(LetterKind.DAILY_DIGEST, local_date(morning).isoformat(), person_id)


async def tell_gathered(connection: AsyncConnection, digest: Any, sent_at: datetime) -> None:
    """All that the digest tells was sent with it; while it is not, they wait with it."""
    told = (_notice.c.gathered_in == digest.notice_id) & (_notice.c.status == "gathered")
    await connection.execute(_notice.update().where(told).values(status="sent", sent_at=sent_at))


async def digest_of(
    connection: AsyncConnection,
    digest: Any,
    reader: Reader,
    around: Surroundings,
    doors: Doors,
    now: datetime,
) -> EmailMessage:
    """Each letter by its subject and its link. Raises NothingToTell, and as `mail_of` does."""
    waiting = (
        sa.select(_notice)
        .where(_notice.c.gathered_in == digest.notice_id, _notice.c.status == "gathered")
        .order_by(_notice.c.place)
    )
    rows = (await connection.execute(waiting)).all()
    if not rows:
        raise NothingToTell("digest")
    said = [await _in_short(one, reader, around.ask, doors) for one in rows]
    link = doors.link(digest, supervises=False)
    facts = {"number": len(rows)}
    about = message_id(digest.notice_id)
    to, head = reader.recipient, around.replies.head(digest, reader.recipient)
    return compose(digest.kind, reader.language, to, facts, about, now, link=link, below=said, **head)


async def _in_short(notice: Any, reader: Reader, ask: Asker, doors: Doors) -> str:
    words = wording(reader.language)
    subject, _body = words.letter(notice.kind)
    told = words.fill(subject, await facts_of(notice, ask))
    link = doors.link(notice, supervises=False)
    return f"{told}\n{link.url}" if link else told
