"""Rows of feeds. The secret is in the address alone; here is its hash, and in which standing it was made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.storage.database import execute
from services.web.sign_in.browser_sessions import hashed, new_secret
from services.web.tables import calendar_feed

MOST = 10
"""Of one person: more than they have calendars."""


@dataclass(frozen=True)
class Feed:
    """acting: the standing's key. read_at: when a calendar last fetched it; none before the first time."""

    feed_id: UUID
    person_id: UUID
    acting: str
    made_at: datetime
    read_at: datetime | None


async def make(db: AsyncSession, person_id: UUID, acting: str, now: datetime) -> str | None:
    """The secret of a new one, told this once. None where the person has MOST of them already."""
    if len(await those_of(db, person_id)) >= MOST:
        return None
    secret = new_secret()
    row = {
        "token_hash": hashed(secret),
        "feed_id": uuid4(),
        "person_id": person_id,
        "acting": acting,
        "made_at": now,
    }
    await execute(db, calendar_feed.insert().values(row))
    return secret


async def those_of(db: AsyncSession, person_id: UUID) -> Sequence[Feed]:
    """A person's own that are not revoked, the newest first."""
    theirs = sa.select(calendar_feed).where(calendar_feed.c.person_id == person_id, _runs())
    rows = (await execute(db, theirs.order_by(calendar_feed.c.made_at.desc()))).mappings()
    return [_feed(row) for row in rows]


async def hashes_of(db: AsyncSession, person_id: UUID) -> list[str]:
    """Of the secrets of a person's own, in hex."""
    theirs = sa.select(calendar_feed.c.token_hash).where(calendar_feed.c.person_id == person_id, _runs())
    return [one.hex() for one in (await execute(db, theirs)).scalars()]


async def find(db: AsyncSession, secret: str, now: datetime) -> Feed | None:
    """The one with this secret, if it is not revoked; it counts as read now."""
    found = calendar_feed.update().where(calendar_feed.c.token_hash == hashed(secret), _runs())
    row = (await execute(db, found.values(read_at=now).returning(*calendar_feed.c))).mappings().first()
    return _feed(row) if row else None


async def revoke(db: AsyncSession, person_id: UUID, feed_id: UUID, now: datetime) -> None:
    """One of a person's own; nothing if it is not theirs."""
    theirs = (calendar_feed.c.person_id == person_id) & (calendar_feed.c.feed_id == feed_id)
    await execute(db, calendar_feed.update().where(theirs, _runs()).values(revoked_at=now))


def _runs() -> sa.ColumnElement[bool]:
    return calendar_feed.c.revoked_at.is_(None)


def _feed(row: sa.RowMapping) -> Feed:
    return Feed(**{name: row[name] for name in Feed.__dataclass_fields__})
