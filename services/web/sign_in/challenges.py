"""What a browser was asked to prove: kept for five minutes, and taken away with the first answer."""

from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.storage.database import execute
from services.web.sign_in.browser_sessions import hashed
from services.web.tables import sign_in_challenge

Purpose = Literal["register", "sign_in", "single_sign_on"]
GOOD_FOR = timedelta(minutes=5)


async def keep(
    db: AsyncSession, browser: str, purpose: Purpose, asked: dict[str, Any], now: datetime
) -> None:
    """In place of an earlier one for the same purpose."""
    await execute(db, sign_in_challenge.delete().where(sign_in_challenge.c.expires_at < now))
    values = {"asked": asked, "expires_at": now + GOOD_FOR}
    keys = {"browser_hash": hashed(browser), "purpose": purpose}
    row = insert(sign_in_challenge).values(**keys, **values)
    await execute(db, row.on_conflict_do_update(index_elements=[*keys], set_=values))


async def take(
    db: AsyncSession, browser: str | None, purpose: Purpose, now: datetime
) -> dict[str, Any] | None:
    """None where nothing was asked of this browser, or too long ago."""
    if browser is None:
        return None
    table = sign_in_challenge.c
    mine = (table.browser_hash == hashed(browser)) & (table.purpose == purpose)
    taken = sign_in_challenge.delete().where(mine).returning(table.asked, table.expires_at)
    found = (await execute(db, taken)).first()
    return dict(found.asked) if found and found.expires_at > now else None
