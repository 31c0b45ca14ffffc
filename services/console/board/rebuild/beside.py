"""A second board in a schema of its own: empty at first, filled by whoever rebuilds, and then put in the place of ours.

Until then nobody else sees it, and the listeners go on with the first one.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.tables import metadata
from services.runtime.storage.database import execute, transaction, write_rows
from services.runtime.version import VERSION

SCHEMA = "rebuilding"
PROJECTION = (
    "process_card", "process_session", "process_review", "task", "timeline_event", "known_organisation",
    "known_department", "known_commissioner", "known_leaver",
)  # fmt: skip
"""What events say, and nothing else: who looks after what is not among them."""
_OWN_PLACE = ("position", "merged_person", "parked")
_ASKED_BY = ("session_of_process", "card_of_organisation")
_here = sa.MetaData(schema=SCHEMA)
stretch = sa.Table(
    "stretch",
    _here,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("release", sa.Text, nullable=False),
    sa.Column("read_to", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("events", sa.BigInteger, nullable=False, server_default="0"),
)
"""How far each stream has been read. began_at: when the stream was made; a new one counts from the beginning."""
changed = sa.Table("changed", _here, sa.Column("process_id", sa.Uuid, primary_key=True))
"""The processes from whose facts something is still to follow."""


async def prepare(engine: AsyncEngine, streams: Mapping[str, datetime], anew: bool) -> None:
    """Goes on with what is there, where it is of this release and of these streams. streams: when each was made."""
    async with transaction(engine) as db:
        if not anew and await _is_of(db, streams):
            return
        await execute(db, sa.text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
        await execute(db, sa.text(f"CREATE SCHEMA {SCHEMA}"))
        await execute(db, sa.text(f"SET LOCAL search_path = {SCHEMA}"))
        for table in (*(metadata.tables[name] for name in (*PROJECTION, *_OWN_PLACE)), stretch, changed):
            await _create(db, table)
        rows = [{"source": name, "began_at": at, "release": VERSION} for name, at in streams.items()]
        await write_rows(db, insert(stretch), rows)


async def _create(db: AsyncSession, table: sa.Table) -> None:
    """Written much and asked little, and lost together in a crash of the server: then it is begun anew."""
    await execute(db, CreateTable(table))
    await execute(db, sa.text(f"ALTER TABLE {SCHEMA}.{table.name} SET UNLOGGED"))
    for index in table.indexes:
        if index.unique or index.name in _ASKED_BY:
            await execute(db, CreateIndex(index))


async def _is_of(db: AsyncSession, streams: Mapping[str, datetime]) -> bool:
    there = sa.select(sa.func.to_regclass(f"{SCHEMA}.{stretch.name}").is_not(None))
    if not (await execute(db, there)).scalar_one():
        return False
    rows = await execute(db, sa.select(stretch.c.source, stretch.c.began_at, stretch.c.release))
    return {(row.source, row.began_at, row.release) for row in rows} == {
        (name, at, VERSION) for name, at in streams.items()
    }


@asynccontextmanager
async def beside(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """A transaction that finds the second board's tables, and of ours those of which there is one only."""
    async with transaction(engine) as db:
        await execute(db, sa.text(f"SET LOCAL search_path = {SCHEMA}, public"))
        yield db


async def read_to(db: AsyncSession, source: str) -> int:
    return int(
        (await execute(db, sa.select(stretch.c.read_to).where(stretch.c.source == source))).scalar_one()
    )


async def has_read(db: AsyncSession, source: str, to: int, applied: int) -> None:
    mine = stretch.update().where(stretch.c.source == source)
    await execute(db, mine.values(read_to=to, events=stretch.c.events + applied))


async def events_applied(db: AsyncSession) -> int:
    return int((await execute(db, sa.select(sa.func.sum(stretch.c.events)))).scalar_one())


async def note_changed(db: AsyncSession, process_ids: set[UUID]) -> None:
    rows = [{"process_id": one} for one in sorted(process_ids)]
    await write_rows(db, insert(changed).on_conflict_do_nothing(), rows)


async def take_changed(db: AsyncSession, most: int) -> list[UUID]:
    """Some of them; they are noted no longer, once the transaction is committed."""
    mine = changed.c.process_id
    taking = changed.delete().where(mine.in_(sa.select(mine).limit(most))).returning(mine)
    return list((await execute(db, taking)).scalars())


async def listeners_position(db: AsyncSession, source: str, aggregate_id: UUID) -> int:
    """Of ours, not of the second board."""
    asked = sa.text(
        "SELECT version FROM public.position WHERE source = :source AND aggregate_id = :aggregate_id"
    ).bindparams(sa.bindparam("aggregate_id", type_=sa.Uuid))
    told = {"source": source, "aggregate_id": aggregate_id}
    return int((await execute(db, asked.bindparams(**told))).scalar() or 0)
