"""The rows of one database, out of it into files and into it again: a file a table, and what they are."""

import json
from dataclasses import asdict, dataclass, replace
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import asyncpg

from deploy.running.launch import CannotStart

CONTENTS = "tables.json"
# What PostgreSQL itself fills in is left out: what is reckoned of other columns, and the number of a transaction, which
# says something in its own cluster alone.
_TABLES = """
SELECT n.nspname AS schema, c.relname AS name, c.relforcerowsecurity AS guarded,
    (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
     LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
       AND coalesce(pg_get_expr(d.adbin, d.adrelid), '') NOT LIKE '%pg_current_xact_id%') AS columns
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND pg_get_userbyid(c.relowner) = current_user AND n.nspname NOT LIKE 'pg\\_%'
ORDER BY 1, 2
"""
_POINTS_TO = """
SELECT f.nspname || '.' || fc.relname AS held, t.nspname || '.' || tc.relname AS holder
FROM pg_constraint o
JOIN pg_class fc ON fc.oid = o.conrelid JOIN pg_namespace f ON f.oid = fc.relnamespace
JOIN pg_class tc ON tc.oid = o.confrelid JOIN pg_namespace t ON t.oid = tc.relnamespace
WHERE o.contype = 'f' AND o.conrelid <> o.confrelid
"""
_COUNTERS = """
SELECT schemaname AS schema, sequencename AS name, last_value FROM pg_sequences
WHERE last_value IS NOT NULL AND sequenceowner = current_user
"""
_VERSION = "alembic_version"
"""Made by the migrations, which say in it how far they have come."""


@dataclass(frozen=True)
class Table:
    """guarded: its rows are seen for their authors alone, by its owner too."""

    schema: str
    name: str
    columns: list[str]
    guarded: bool
    rows: int = 0

    @property
    def full_name(self) -> str:
        return f"{self.schema}.{self.name}"

    @property
    def quoted(self) -> str:
        return f'"{self.schema}"."{self.name}"'


@dataclass(frozen=True)
class Contents:
    """revision: up to which migration the tables are. tables: those that others point to first."""

    revision: str
    tables: list[Table]
    counters: list[dict[str, Any]]

    def write(self, folder: Path) -> None:
        (folder / CONTENTS).write_text(json.dumps(asdict(self), indent=1))

    @classmethod
    def read(cls, folder: Path) -> "Contents":
        told = json.loads((folder / CONTENTS).read_text())
        return cls(told["revision"], [Table(**one) for one in told["tables"]], told["counters"])


async def copy_out(look: asyncpg.Connection, folder: Path) -> Contents:
    """Everything that this connection's transaction sees."""
    folder.mkdir(mode=0o700, parents=True)
    tables = [await _out(look, Table(**dict(one)), folder) for one in await in_order(look)]
    counters = [dict(one) for one in await look.fetch(_COUNTERS)]
    revision = await look.fetchval(f"SELECT version_num FROM {_VERSION}")
    contents = Contents(str(revision), tables, counters)
    contents.write(folder)
    return contents


async def in_order(db: asyncpg.Connection) -> list[asyncpg.Record]:
    """A table after those that its rows point to."""
    tables = {f"{one['schema']}.{one['name']}": one for one in await db.fetch(_TABLES)}
    order: TopologicalSorter[str] = TopologicalSorter({name: set() for name in tables})
    for one in await db.fetch(_POINTS_TO):
        order.add(one["held"], one["holder"])
    return [
        tables[name] for name in order.static_order() if name in tables and tables[name]["name"] != _VERSION
    ]


async def _out(look: asyncpg.Connection, table: Table, folder: Path) -> Table:
    """Its owner looks past the guard for as long as this takes, and nobody else does: it is taken back at once."""
    columns = ", ".join(f'"{name}"' for name in table.columns)
    await look.execute("SAVEPOINT before")
    if table.guarded:
        await look.execute(f"ALTER TABLE {table.quoted} NO FORCE ROW LEVEL SECURITY")
    done = await look.copy_from_query(
        f"SELECT {columns} FROM {table.quoted}", output=folder / table.full_name
    )
    await look.execute("ROLLBACK TO SAVEPOINT before")
    return replace(table, rows=int(done.split()[-1]))


async def copy_in(db: asyncpg.Connection, folder: Path) -> int:
    """Into tables of the same revision, in place of what is there; how many rows. All or nothing.

    Refuses: CannotStart, where other rows come out than were copied.
    """
    contents = Contents.read(folder)
    async with db.transaction():
        for table in contents.tables:
            await _open(db, table)
        for table in reversed(contents.tables):
            await db.execute(f"DELETE FROM {table.quoted}")  # what migrations lay there
        for table in contents.tables:
            await _in(db, table, folder)
        for one in contents.counters:
            name = f'"{one["schema"]}"."{one["name"]}"'
            await db.execute(f"SELECT setval('{name}'::regclass, {int(one['last_value'])})")
        for table in contents.tables:
            await _close(db, table)
    return sum(table.rows for table in contents.tables)


async def _open(db: asyncpg.Connection, table: Table) -> None:
    await db.execute(f"ALTER TABLE {table.quoted} DISABLE TRIGGER USER")
    if table.guarded:
        await db.execute(f"ALTER TABLE {table.quoted} NO FORCE ROW LEVEL SECURITY")


async def _in(db: asyncpg.Connection, table: Table, folder: Path) -> None:
    done = await db.copy_to_table(
        table.name, schema_name=table.schema, columns=table.columns, source=folder / table.full_name
    )
    if int(done.split()[-1]) != table.rows:
        raise CannotStart(f"the backup is damaged: {table.full_name} has other rows than were copied")


async def _close(db: asyncpg.Connection, table: Table) -> None:
    # What points to a row that came later is looked at now: a table with such rows cannot be altered.
    await db.execute("SET CONSTRAINTS ALL IMMEDIATE")
    if table.guarded:
        await db.execute(f"ALTER TABLE {table.quoted} FORCE ROW LEVEL SECURITY")
    await db.execute(f"ALTER TABLE {table.quoted} ENABLE TRIGGER USER")
