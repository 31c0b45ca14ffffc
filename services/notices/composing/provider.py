"""What letters show of the provider as it is now: its name, its logo and its own texts, in one question a batch."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from services.runtime.finland import local_date
from services.runtime.provider.tables import provider_logo, provider_name
from services.runtime.provider.texts import Held, provider_text

_day = sa.bindparam("day", type_=sa.Date())
_now = sa.bindparam("now", type_=sa.DateTime(timezone=True))


@dataclass(frozen=True)
class Provider:
    """name, logo: none where none was told yet. texts: its own letters, without those that are as usual."""

    name: str | None
    logo: UUID | None
    texts: Held


async def provider_at(connection: AsyncConnection, now: datetime) -> Provider:
    """now: texts are those that were set by then."""
    found = (await connection.execute(_PROVIDER, {"day": local_date(now), "now": now})).one()
    texts = {(name, language): parts for name, language, parts in found.texts or () if parts is not None}
    return Provider(found.name, found.logo, texts)


def _newest(column: Any, valid_from: Any) -> sa.ScalarSelect[Any]:
    begun = sa.select(column).where(valid_from <= _day).order_by(valid_from.desc())
    return begun.limit(1).scalar_subquery()


def _texts() -> sa.ScalarSelect[Any]:
    column = provider_text.c
    key = (column.name, column.language)
    begun = sa.select(*key, column.parts).where(column.valid_from <= _day, column.set_at <= _now)
    newest = begun.ext(distinct_on(*key)).order_by(*key, column.valid_from.desc(), column.set_at.desc())
    held = newest.subquery()
    each = sa.func.jsonb_build_array(held.c.name, held.c.language, held.c.parts)
    return sa.select(sa.func.jsonb_agg(each)).scalar_subquery()


_PROVIDER = sa.select(
    _newest(provider_name.c.name, provider_name.c.valid_from).label("name"),
    _newest(provider_logo.c.picture_id, provider_logo.c.valid_from).label("logo"),
    sa.type_coerce(_texts(), JSONB).label("texts"),
)
