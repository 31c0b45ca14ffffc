"""Six-digit codes: one for each browser and address, good for a while and for a few tries; then it is locked.

Those by which somebody signs in are directory's (`services/directory/proving/codes.py`): of them, what was asked and
tried is known here, and never the code.

An address that nobody has here gets a row as every other, and no mail.
"""

import hashlib
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.notices import CODE_GOOD_FOR
from services.runtime.storage.database import execute
from services.web.sign_in.browser_sessions import hashed
from services.web.sign_in.by_code import refused_codes
from services.web.tables import sign_in_code

LOCKED_FOR = timedelta(minutes=15)
TRIES = 5
IsRight = Callable[[str], Awaitable[bool]]
"""Whether what was typed is the code that directory has had mailed to this address."""
_FORGOTTEN_AFTER = timedelta(days=1)
_MINE = sign_in_code.c


@dataclass(frozen=True)
class Asked:
    """The browser's latest code, used or not. email: as it was typed, in lower case."""

    email: str
    next_path: str
    is_over: bool
    is_locked: bool


@dataclass(frozen=True)
class Tried:
    """person_id: only where the outcome is right."""

    outcome: Literal["right", "wrong", "over", "locked"]
    email: str = ""
    next_path: str = ""
    person_id: UUID | None = None


def key_of(browser: str) -> str:
    """What directory is told of the browser that asks, which is neither the secret nor what is kept of it here."""
    return hashlib.sha256(b"luotsi code " + browser.encode()).hexdigest()


async def ask(
    db: AsyncSession, browser: str, email: str, person_id: UUID | None, next_path: str, now: datetime
) -> str | None:
    """A new code, and the end of the earlier one; None while this address is locked in this browser.

    At the sign-in the code itself is directory's: then this one is nobody's.
    """
    await execute(db, sign_in_code.delete().where(_MINE.asked_at < now - _FORGOTTEN_AFTER))
    code = f"{secrets.randbelow(1_000_000):06}"
    values = {
        "code_hash": _hash(browser, code),
        "person_id": person_id,
        "next_path": next_path,
        "tries": 0,
        "asked_at": now,
        "expires_at": now + CODE_GOOD_FOR,
        "locked_until": None,
        "used_at": None,
    }
    row = insert(sign_in_code).values(browser_hash=hashed(browser), email=email, **values)
    kept = row.on_conflict_do_update(
        index_elements=["browser_hash", "email"],
        set_=values,
        where=sa.or_(_MINE.locked_until.is_(None), _MINE.locked_until <= now),
    ).returning(_MINE.email)
    return code if (await execute(db, kept)).first() else None


async def current(db: AsyncSession, browser: str | None, now: datetime) -> Asked | None:
    """What this browser asked for last; None where it asked for nothing."""
    row = await _latest(db, browser)
    return _asked(row, now) if row else None


async def attempt(
    db: AsyncSession, browser: str | None, code: str, now: datetime, is_right: IsRight | None = None
) -> Tried:
    """Counted before it is compared; the last wrong one of `TRIES` locks. A right one works once. is_right: asks
    directory, whose code it is; such a one is used by `use`.
    """
    row = await _latest(db, browser, locked_row=True)
    if row is None or browser is None:
        return Tried("over")
    asked = _asked(row, now)
    if asked.is_locked or asked.is_over:
        return Tried("locked" if asked.is_locked else "over", asked.email, asked.next_path)
    same = secrets.compare_digest(row.code_hash, _hash(browser, code))
    right = await is_right(row.email) if is_right else same and row.person_id is not None
    tries = row.tries + 1
    locks = not right and tries >= TRIES
    changed = {
        "tries": tries,
        "used_at": now if right and is_right is None else None,
        "locked_until": now + LOCKED_FOR if locks else None,
    }
    mine = (_MINE.browser_hash == row.browser_hash) & (_MINE.email == row.email)
    await execute(db, sign_in_code.update().where(mine).values(**changed))
    if not right:
        await refused_codes.count_one(db, row.person_id, now)
    if right:
        return Tried("right", row.email, row.next_path, row.person_id)
    return Tried("locked" if locks else "wrong", row.email, row.next_path)


async def use(db: AsyncSession, browser: str | None, email: str, now: datetime) -> None:
    """Its person has come in by it: it is over."""
    mine = (_MINE.browser_hash == hashed(browser or "")) & (_MINE.email == email)
    await execute(db, sign_in_code.update().where(mine).values(used_at=now))


async def _latest(db: AsyncSession, browser: str | None, *, locked_row: bool = False) -> sa.Row | None:  # type: ignore[type-arg]  # a table's own columns
    if browser is None:
        return None
    mine = sa.select(sign_in_code).where(_MINE.browser_hash == hashed(browser))
    latest = mine.order_by(_MINE.asked_at.desc()).limit(1)
    return (await execute(db, latest.with_for_update() if locked_row else latest)).first()


def _asked(row: sa.Row, now: datetime) -> Asked:  # type: ignore[type-arg]  # a table's own columns
    return Asked(
        row.email,
        row.next_path,
        is_over=row.used_at is not None or row.expires_at <= now,
        is_locked=row.locked_until is not None and row.locked_until > now,
    )


def _hash(browser: str, code: str) -> bytes:
    """With the cookie's secret in it: a copy of the database does not tell the code."""
    return hashlib.sha256(f"{browser}:{code}".encode()).digest()
