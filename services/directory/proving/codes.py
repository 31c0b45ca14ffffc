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
AGAIN_WITHIN = timedelta(minutes=2)
"""So long a code proves in its own browser once more: the answer may have been lost on its way to the door, which
counts for itself what it has heard.
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
    """It is written for good before it is mailed: whatever becomes of that answer, a code that arrives is right."""
    browser, mails = _hashed(order.browser), person if order.mails else None
    await _take_turn(work.db, browser)
    now = SystemClock().now()
    row: dict[str, Any] = {
        "code_id": uuid4(),
        "browser_hash": browser,
        "door": door_in_hand(),
        "email": order.email.lower(),
        "person_id": mails.person_id if mails else None,
        "code_hash": b"",
        "asked_at": now,
        "expires_at": now + CODE_GOOD_FOR,
    }
    code = _made_for(work.db, order)
    row["code_hash"] = _of_code(work.db, row, order.browser, code)
    await execute(work.db, _code.insert().values(row))
    await work.db.commit()
    if mails:
        await _mail(work, mails, code, order, row["code_id"])


async def _mail(
    work: Work[object], person: Person, code: str, order: messages.AskSignInCode, code_id: UUID
) -> None:
    """One after the other, so that the last to arrive is the one that is right."""
    await _take_turn(work.db, _hashed(order.browser))
    latest = (await execute(work.db, _latest(order))).first()
    if latest and latest.code_id == code_id:
        await work.ask(_mailing(work, person, code, order))


def _mailing(work: Work[object], person: Person, code: str, order: messages.AskSignInCode) -> MailSignInCode:
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
    now = SystemClock().now()
    row = (await execute(db, _latest(order).with_for_update())).first()
    if row is None or _is_over(row, now):
        return None
    if await _tries_lately(db, row, now) >= MOST_TRIES_A_DAY:
        return None
    right = secrets.compare_digest(row.code_hash, _of_code(db, row._asdict(), order.browser, order.code))
    tried = {"tries": row.tries + 1, "used_at": row.used_at or (now if right else None)}
    await execute(db, _code.update().where(_code.c.code_id == row.code_id).values(tried))
    whose: UUID | None = row.person_id if right and row.person_id == holder else None
    return whose


def _latest(order: messages.AskSignInCode | messages.TakeSignInCode) -> sa.Select[Any]:
    """Of this browser, for this address, at the door in hand."""
    mine = (_code.c.browser_hash == _hashed(order.browser)) & (_code.c.email == order.email.lower())
    of_door = sa.select(_code).where(mine, _code.c.door == door_in_hand())
    return of_door.order_by(_code.c.asked_at.desc()).limit(1)


def _is_over(row: sa.Row[Any], now: datetime) -> bool:
    was_used = row.used_at is not None and row.used_at <= now - AGAIN_WITHIN
    return bool(was_used or row.expires_at <= now or row.tries >= TRIES)


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


def _made_for(db: AsyncSession, order: messages.AskSignInCode) -> str:
    """Six digits that nobody foresees without a key that is in no database. The same for an order that is carried out
    anew after its database was lost: it is mailed once.
    """
    said = (door_in_hand(), order.email.lower(), order.browser, order.as_of.isoformat())
    return f"{int.from_bytes(marks.of(db).hashed('new code', *said)) % 1_000_000:06}"


def _hashed(browser: str) -> bytes:
    return hashlib.sha256(browser.encode()).digest()


def _of_code(db: AsyncSession, row: Mapping[str, Any], browser: str, code: str) -> bytes:
    """With what only the browser's door is told, and a key that is in no database: a copy does not tell the code, and
    whoever writes into it has none mailed to themselves for somebody else.
    """
    said = (row["code_id"], row["door"], row["email"], row["person_id"])
    return marks.of(db).hashed("code", *said, browser, code)
