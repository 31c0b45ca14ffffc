"""Under which name the provider goes, kept by whoever shows it: as billing has told, by the day from which on.

Until a name was told it is the product's.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.billing import SellerSet
from services.runtime.finland import local_date
from services.runtime.provider.tables import provider_name
from services.runtime.storage.database import execute

PRODUCT = "Luotsi"


async def keep_name(db: AsyncSession, event: SellerSet) -> None:
    row = insert(provider_name).values(valid_from=event.valid_from, name=event.name)
    told = {"name": row.excluded.name}
    await execute(db, row.on_conflict_do_update(index_elements=["valid_from"], set_=told))


async def name_at(connection: AsyncConnection, now: datetime) -> str | None:
    """None: none was told yet."""
    column = provider_name.c
    begun = sa.select(column.name).where(column.valid_from <= local_date(now))
    newest = begun.order_by(column.valid_from.desc()).limit(1)
    found: str | None = (await connection.execute(newest)).scalar_one_or_none()
    return found
