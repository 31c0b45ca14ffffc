"""Which logo the provider has, kept by whoever shows it: as directory has told, by the day from which on."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.directory import LogoSet
from services.runtime.finland import local_date
from services.runtime.provider.tables import provider_logo
from services.runtime.storage.database import execute


async def keep_logo(db: AsyncSession, event: LogoSet) -> None:
    """Of one day the last."""
    row = insert(provider_logo).values(valid_from=event.valid_from, picture_id=event.picture_id)
    told = {"picture_id": row.excluded.picture_id}
    await execute(db, row.on_conflict_do_update(index_elements=["valid_from"], set_=told))


async def logo_at(connection: AsyncConnection, now: datetime) -> UUID | None:
    """None: no logo."""
    return await logo_on(connection, local_date(now))


async def logo_on(connection: AsyncConnection, day: date) -> UUID | None:
    column = provider_logo.c
    begun = sa.select(column.picture_id).where(column.valid_from <= day)
    newest = begun.order_by(column.valid_from.desc()).limit(1)
    found: UUID | None = (await connection.execute(newest)).scalar_one_or_none()
    return found


async def was_ever(connection: AsyncConnection, picture_id: UUID) -> bool:
    """Whether it is, or was, the provider's logo: then anybody may see it."""
    mine = sa.select(sa.exists().where(provider_logo.c.picture_id == picture_id))
    return bool((await connection.execute(mine)).scalar_one())
