"""Codes by which somebody signs in: made here, mailed by notices, and known to nobody else.

The door counts too, and tells people; what is counted here holds against who speaks in the door's name.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory.proving import marks
from services.directory.proving.giving import door_in_hand
from services.directory.tables import Person, SignInCode
from services.messages import directory as messages
from services.messages.keep_times import KNOWN_BROWSERS
from services.messages.notices import CODE_GOOD_FOR, MailSignInCode
from services.runtime.clock import SystemClock
from services.runtime.commands.transactions import Work
from services.runtime.storage.database import execute
from services.runtime.storage.forgetting import Old

TRIES = 5
MOST_TRIES_A_DAY = 200
"""For one person's codes, of a million: a door lets through fewer (services/web/http/limits.py). Their own browsers
each have so many for themselves: whoever guesses elsewhere keeps nobody out of those.
"""
_A_DAY = timedelta(days=1)
_code: sa.Table = SignInCode.__table__  # type: ignore[attr-defined]  # SQLModel makes it
_was_right = _code.c.used_at.is_not(None)
"""Such a code tells that the browser is its person's own."""
OLD_CODES = (
    Old(_code, _code.c.asked_at, _A_DAY, ~_was_right),
    Old(_code, _code.c.used_at, KNOWN_BROWSERS, _was_right),
)


async def ask(order: messages.AskSignInCode, work: Work[object], person: Person | None) -> None:
    """The mail may be there before this is written for good: whoever types its code waits for that."""
    browser, code, now = _hashed(order.browser), f"{secrets.randbelow(1_000_000):06}", SystemClock().now()
    await _take_turn(work.db, browser)
    row: dict[str, Any] = {
        "code_id": uuid4(),
        "browser_hash": browser,
        "door": door_in_hand(),
        "email": order.email.lower(),
        "person_id": person.person_id if person and order.mails else None,
        "code_hash": b"",
        "asked_at": now,
        "expires_at": now + CODE_GOOD_FOR,
    }
    row["code_hash"] = _of_code(work.db, row, order.browser, code)
    await execute(work.db, _code.insert().values(row))
    if person and order.mails:
        await work.ask(_mail(work, person, code, order))


def _mail(work: Work[object], person: Person, code: str, order: messages.AskSignInCode) -> MailSignInCode:
    door = door_in_hand()
    address = (work.settings.portal_url if door == "portal" else work.settings.console_url).rstrip("/")
    return MailSignInCode(
        email=person.email,
        person_id=person.person_id,
        code=code,
        language=person.language,
        link=f"{address}/sign-in/link?code={code}",
        purpose=door,
        as_of=order.as_of,
    )


async def take(db: AsyncSession, order: messages.TakeSignInCode, holder: UUID | None) -> UUID | None:
    """Whose code it is. holder: who has the address today; a code for whom it was lets nobody else in."""
    browser, now = _hashed(order.browser), SystemClock().now()
    await _take_turn(db, browser)
    mine = (_code.c.browser_hash == browser) & (_code.c.email == order.email.lower())
    latest = sa.select(_code).where(mine, _code.c.door == door_in_hand()).order_by(_code.c.asked_at.desc())
    row = (await execute(db, latest.limit(1))).first()
    if row is None or row.used_at or row.expires_at <= now or row.tries >= TRIES:
        return None
    if await _tries_lately(db, row, now) >= MOST_TRIES_A_DAY:
        return None
    right = secrets.compare_digest(row.code_hash, _of_code(db, row._asdict(), order.browser, order.code))
    tried = {"tries": row.tries + 1, "used_at": now if right else None}
    await execute(db, _code.update().where(_code.c.code_id == row.code_id).values(tried))
    whose: UUID | None = row.person_id if right and row.person_id == holder else None
    return whose


async def _take_turn(db: AsyncSession, browser: bytes) -> None:
    key = int.from_bytes(browser[:8], signed=True)
    await execute(db, sa.select(sa.func.pg_advisory_xact_lock(key)))


async def _tries_lately(db: AsyncSession, row: sa.Row[Any], now: datetime) -> int:
    """For this person: in this browser, where it is theirs; else in whatever browser."""
    theirs, here = _code.c.person_id == row.person_id, _code.c.browser_hash == row.browser_hash
    is_known = sa.exists().where(theirs, here, _was_right).correlate(None)
    counted = sa.select(sa.func.coalesce(sa.func.sum(_code.c.tries), 0))
    lately = counted.where(theirs, _code.c.asked_at > now - _A_DAY, here | ~is_known)
    return int((await execute(db, lately)).scalar_one())


def _hashed(browser: str) -> bytes:
    return hashlib.sha256(browser.encode()).digest()


def _of_code(db: AsyncSession, row: Mapping[str, Any], browser: str, code: str) -> bytes:
    """With what only the browser's door is told, and a key that is in no database: a copy does not tell the code, and
    whoever writes into it has none mailed to themselves for somebody else.
    """
    said = (row["code_id"], row["door"], row["email"], row["person_id"])
    return marks.of(db).hashed("code", *said, browser, code)
