"""The letter of the day: what staff who chose so would have got one by one, together in the morning."""

from collections.abc import Collection, Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notices.composing.composing import facts_of
from services.notices.composing.doors import Doors
from services.notices.composing.letters import compose, message_id
from services.notices.composing.readers import Reader
from services.notices.composing.surroundings import Surroundings
from services.notices.letter_kinds import KINDS, LetterKind
from services.notices.mailing.gathering import gathered_in, put_into
from services.notices.tables import MailChoice
from services.notices.wording import wording
from services.runtime.commands.asking import Asker
from services.runtime.finland import local_date, morning_of, next_morning
from services.runtime.storage.database import among

_choice: sa.Table = MailChoice.__table__  # type: ignore[attr-defined]  # SQLModel makes it


async def daily_readers(connection: AsyncConnection, notices: Sequence[Any]) -> set[UUID]:
    """Whose letters to staff wait for the morning, of the readers of these rows."""
    readers = {one.person_id for one in notices if one.person_id and KINDS[one.kind].is_for_staff}
    if not readers:
        return set()
    chosen = sa.select(_choice.c.person_id).where(
        _choice.c.tasks == "daily", among(_choice.c.person_id, readers)
    )
    return set((await connection.execute(chosen)).scalars())


def is_for_the_morning(notice: Any, daily: Collection[UUID]) -> bool:
    """Whether this row is told in its reader's letter of the day."""
    is_digest = notice.kind == LetterKind.DAILY_DIGEST
    return notice.person_id in daily and KINDS[notice.kind].is_for_staff and not is_digest


async def keep_for_the_morning(connection: AsyncConnection, notice: Any, now: datetime) -> None:
    """Into the letter of the next morning that has not gone yet."""
    morning = morning_of(local_date(now))
    while morning <= now or not await put_into(connection, notice, LetterKind.DAILY_DIGEST, morning, now):
        morning = next_morning(morning)


async def digest_of(
    connection: AsyncConnection,
    digest: Any,
    reader: Reader,
    around: Surroundings,
    doors: Doors,
    now: datetime,
) -> EmailMessage:
    """Each letter by its subject and its link. Raises NothingToTell, and as `mail_of` does."""
    rows = await gathered_in(connection, digest, now)
    said = [await _in_short(one, reader, around.ask, doors) for one in rows]
    link = doors.link(digest, reader.recipient.address, supervises=False)
    facts = {"number": len(rows)}
    about = message_id(digest.notice_id)
    to, head = reader.recipient, around.replies.head(digest, reader.recipient)
    return compose(digest.kind, reader.language, to, facts, about, now, link=link, below=said, **head)


async def _in_short(notice: Any, reader: Reader, ask: Asker, doors: Doors) -> str:
    words = wording(reader.language)
    subject, _body = words.letter(notice.kind)
    told = words.fill(subject, await facts_of(notice, ask))
    link = doors.link(notice, reader.recipient.address, supervises=False)
    return f"{told}\n{link.url}" if link else told
