"""A setting is saved over what was looked at: whoever saves later, from an older page, is told what stands by now."""

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.commands.refusal import Refusal
from services.runtime.storage.database import execute


def mark_of(stands: Any) -> str:
    """Of what stands now, to be shown with it and said again with what is to take its place."""
    told = json.dumps(stands, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


async def hold(db: AsyncSession, setting: str) -> None:
    """Whoever saves the same comes after this transaction."""
    key = sa.func.hashtextextended(f"setting {setting}", 0)
    await execute(db, sa.select(sa.func.pg_advisory_xact_lock(key)))


def check_seen(seen: str | None, mark: str) -> None:
    """seen: the mark of what was looked at; none where nobody looked. Refuses: set_meanwhile."""
    if seen not in (None, mark):
        raise Refusal("set_meanwhile", "seen", "is not what stands now")
