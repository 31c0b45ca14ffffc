"""Rows that name a person's entry which is gone, taken over by the one that stays; see `same_person`."""

from collections.abc import Collection, Iterator
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, insert
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.same_person.same_people import TAKEN_OVER, learn_anew
from services.runtime.storage import tables
from services.runtime.storage.database import execute
from services.runtime.storage.tables import merged_person


async def take_over(
    db: AsyncSession, metadata: sa.MetaData, kept_id: UUID, absorbed_id: UUID, but: Collection[str] = ()
) -> None:
    """Every row of the service's own tables that names the entry which is gone names the one that stays.

    Where a key lets only one of two rows stand, the kept entry's stays; other rules are the service's, before. The
    same again changes nothing, as it is read as one. but: tables that the caller sees to.
    """
    if kept_id == absorbed_id:
        return
    await hold(db)
    await _remember(db, kept_id, absorbed_id)
    for table in metadata.tables.values():
        if table.name not in tables.metadata.tables and table.name not in but:
            for column in table.columns:
                await _take_over_column(db, table, column, kept_id, absorbed_id)
    db.expire_all()


async def hold(db: AsyncSession) -> None:
    """Waits for who may still write by what they knew, and lets nobody in until the commit."""
    await execute(db, sa.text(f"LOCK TABLE {merged_person.name} IN ACCESS EXCLUSIVE MODE"))


async def _remember(db: AsyncSession, kept_id: UUID, absorbed_id: UUID) -> None:
    known = {"absorbed_id": absorbed_id, "kept_id": kept_id}
    await execute(db, insert(merged_person).values(known).on_conflict_do_nothing())
    before = merged_person.c.kept_id == absorbed_id
    await execute(db, merged_person.update().where(before).values(kept_id=kept_id))
    learn_anew(db)
    db.info.setdefault(TAKEN_OVER, {})[absorbed_id] = kept_id


async def _take_over_column(
    db: AsyncSession, table: sa.Table, column: sa.Column[Any], kept_id: UUID, absorbed_id: UUID
) -> None:
    if isinstance(column.type, sa.Uuid):
        for others in _keys_with(table, column.name):
            await _drop_second(db, table, column, others, kept_id, absorbed_id)
        await execute(db, table.update().where(column == absorbed_id).values({column: kept_id}))
    elif isinstance(column.type, ARRAY) and isinstance(column.type.item_type, sa.Uuid):
        stays, gone = sa.literal(kept_id, sa.Uuid()), sa.literal(absorbed_id, sa.Uuid())
        once = sa.func.array_remove(column, gone)
        other = sa.func.array_replace(column, gone, stays)
        instead = sa.case((stays == sa.any_(column), once), else_=other)
        await execute(db, table.update().where(gone == sa.any_(column)).values({column: instead}))
    elif isinstance(column.type, JSONB):
        told = sa.cast(column, sa.Text)
        today = sa.cast(sa.func.replace(told, str(absorbed_id), str(kept_id)), JSONB)
        names_it = told.contains(str(absorbed_id), autoescape=True)
        await execute(db, table.update().where(names_it).values({column: today}))


def _keys_with(table: sa.Table, name: str) -> Iterator[list[str]]:
    """Of each key that the column is a part of, the other columns."""
    unique: list[Any] = [one for one in table.constraints if isinstance(one, sa.UniqueConstraint)]
    unique += [one for one in table.indexes if one.unique]
    for key in (table.primary_key, *unique):
        names = [column.name for column in cast(Any, key).columns]
        if name in names:
            yield [one for one in names if one != name]


async def _drop_second(
    db: AsyncSession,
    table: sa.Table,
    column: sa.Column[Any],
    others: list[str],
    kept_id: UUID,
    absorbed_id: UUID,
) -> None:
    kept = table.alias("kept")
    same = [table.c[name].is_not_distinct_from(kept.c[name]) for name in others]
    both = sa.exists().where(kept.c[column.name] == kept_id, *same)
    await execute(db, table.delete().where(column == absorbed_id, both))
