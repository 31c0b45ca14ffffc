"""Token buckets in the door's own database, so that all its processes count together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.storage.database import among, execute
from services.web.tables import rate_bucket


@dataclass(frozen=True)
class Limit:
    """At most `most` at once; a new one every `every_s` seconds."""

    name: str
    most: int
    every_s: float


SIGN_IN = Limit("sign-in", 8, 300)
"""Mails to one address that one network, or one browser in which its person was signed in, asks for: who mistypes."""
SIGN_IN_OF_ALL = Limit("sign-in-of-all", 12, 600)
"""Mails to one address that all other browsers ask for: strangers do not fill somebody's mailbox."""
CODE = Limit("code", 10, 600)
"""Guesses at one address's codes from one network, or in one browser in which its person was signed in."""
CODE_OF_ALL = Limit("code-of-all", 30, 720)
"""Guesses at one address's codes in all other browsers: 150 a day of a million, whoever guesses."""
CLIENT = Limit("client", 60, 5)
"""Everything that comes from one network (`visitors.network_of`) at the sign-in; a whole workplace may share one."""
INQUIRY = Limit("inquiry", 60, 30)
"""Begun from one network: an office, a municipality or a telephone operator may be behind it."""
INQUIRY_CONTACT = Limit("inquiry-contact", 10, 300)
"""Sent by strangers in one person's name: each writes to their mailbox."""
INQUIRY_CUSTOMER = Limit("inquiry-customer", 20, 300)
"""Sent by strangers in one organisation's name: each asks its HR. A large one may ask for many teams in a morning."""
PAPER = Limit("paper", 20, 30)
"""Looked into from one network: each takes a process of its own for a second. A registry may go through a pile."""
FILES = Limit("files", 20, 30)
"""Sent in by one person: each takes a process of its own for a second."""
SEARCH = Limit("search", 60, 1)

_TAKE = sa.text(
    """
    INSERT INTO rate_bucket AS b (key, tokens, at) VALUES (:key, :most - 1, :now)
    ON CONFLICT (key) DO UPDATE SET
        tokens = LEAST(:most, b.tokens + EXTRACT(EPOCH FROM (:now - b.at)) / :every_s) - 1,
        at = :now
    WHERE LEAST(:most, b.tokens + EXTRACT(EPOCH FROM (:now - b.at)) / :every_s) >= 1
    RETURNING tokens
    """
).bindparams(
    sa.bindparam("most", type_=sa.Float),
    sa.bindparam("every_s", type_=sa.Float),
    sa.bindparam("now", type_=sa.DateTime(timezone=True)),
)


async def take(db: AsyncSession, limit: Limit, whose: str, now: datetime) -> bool:
    """Whether there was still one to take. whose: an address, a person; now: real time."""
    values = {"key": f"{limit.name}:{whose}", "most": limit.most, "every_s": limit.every_s, "now": now}
    return (await execute(db, _TAKE.bindparams(**values))).first() is not None


async def give_back(db: AsyncSession, limits: Sequence[Limit], whose: str) -> None:
    """Full again, for somebody who has proven to be who they say."""
    keys = [f"{limit.name}:{whose}" for limit in limits]
    await execute(db, rate_bucket.delete().where(among(rate_bucket.c.key, keys)))
