"""Which languages the provider serves, kept by the doors: as directory has told, by the day from which on."""

from datetime import datetime
from typing import get_args

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.directory import LanguagesServed
from services.messages.values import Language
from services.runtime.finland import local_date
from services.runtime.provider.tables import provider_languages
from services.runtime.storage.database import execute


async def keep_languages(db: AsyncSession, event: LanguagesServed) -> None:
    """Of one day the last."""
    row = insert(provider_languages).values(valid_from=event.valid_from, languages=event.languages)
    told = {"languages": row.excluded.languages}
    await execute(db, row.on_conflict_do_update(index_elements=["valid_from"], set_=told))


async def languages_at(connection: AsyncConnection, now: datetime) -> tuple[Language, ...]:
    """All, until something was told."""
    column = provider_languages.c
    begun = sa.select(column.languages).where(column.valid_from <= local_date(now))
    newest = begun.order_by(column.valid_from.desc()).limit(1)
    found: list[Language] | None = (await connection.execute(newest)).scalar_one_or_none()
    return tuple(found) if found else get_args(Language)
