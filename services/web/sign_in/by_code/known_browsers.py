"""Browsers in which an address's code was once right: who it belongs to is there, and no stranger is."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.storage.database import execute
from services.web.sign_in.browser_sessions import hashed
from services.web.tables import known_browser

_KEPT = known_browser.c


async def remember(db: AsyncSession, browser: str, email: str, now: datetime) -> None:
    """browser: the secret of its cookie. email: in lower case."""
    row = insert(known_browser).values(browser_hash=hashed(browser), email=email, signed_in_at=now)
    again = row.on_conflict_do_update(index_elements=["browser_hash", "email"], set_={"signed_in_at": now})
    await execute(db, again)


async def is_known(db: AsyncSession, browser: str | None, email: str) -> bool:
    if browser is None:
        return False
    here = (_KEPT.browser_hash == hashed(browser)) & (_KEPT.email == email)
    return (await execute(db, sa.select(sa.literal(1)).where(here))).first() is not None
