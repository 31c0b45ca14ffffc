"""What is in a database, taken out and put back while services stay connected to it.

Rows alone, with the counters behind them: tables, indexes and what is prepared in the connections stay as they are.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Self

import asyncpg

_OURS = "NOT IN ('pg_catalog', 'information_schema')"
_TABLES = f"""
SELECT schemaname, tablename FROM pg_tables WHERE schemaname {_OURS} AND tablename <> 'alembic_version' ORDER BY 1, 2
"""
_COUNTERS = f"SELECT schemaname, sequencename, last_value FROM pg_sequences WHERE schemaname {_OURS}"
_NEITHER_RULES_NOR_TRIGGERS = "SET LOCAL session_replication_role = replica"

Named = tuple[str, str]
"""Of a table or a sequence: its schema and itself."""


@dataclass(frozen=True)
class Contents:
    """rows: of each table, as COPY writes them; empty for a table without any. counters: none where not begun."""

    rows: dict[Named, bytes]
    counters: dict[Named, int | None]

    @classmethod
    async def taken_from(cls, connection: asyncpg.Connection) -> Self:
        """Nobody may be writing."""
        tables = [(schema, table) for schema, table in await connection.fetch(_TABLES)]
        rows = {named: await _copied(connection, named) for named in tables}
        counters = {(schema, name): last for schema, name, last in await connection.fetch(_COUNTERS)}
        return cls(rows, counters)

    def without(self, table: str) -> Self:
        """Nothing is in this one."""
        emptied = {named: b"" if named[1] == table else rows for named, rows in self.rows.items()}
        return replace(self, rows=emptied)

    async def put_into(self, connection: asyncpg.Connection) -> None:
        """In the place of what is there. As the superuser, whom no constraint holds up."""
        async with connection.transaction():
            await connection.execute(_NEITHER_RULES_NOR_TRIGGERS)
            await connection.execute(self._emptying())
            for (schema, table), rows in self.rows.items():
                if rows:
                    await connection.copy_to_table(
                        table, source=_in_one_piece(rows), schema_name=schema, format="binary"
                    )

    def _emptying(self) -> str:
        """Deleted, not truncated: these are a few rows in many tables, and a truncation makes files anew."""
        deleting = [f'DELETE FROM "{schema}"."{table}";' for schema, table in self.rows]
        counting = [
            f'SELECT setval(\'"{schema}"."{name}"\', {last or 1}, {str(last is not None).lower()});'
            for (schema, name), last in self.counters.items()
        ]
        return "".join((*deleting, *counting))


async def _copied(connection: asyncpg.Connection, named: Named) -> bytes:
    schema, table = named
    if not await connection.fetchval(f'SELECT EXISTS (SELECT FROM "{schema}"."{table}")'):
        return b""
    pieces: list[bytes] = []

    async def keep(piece: bytes) -> None:
        pieces.append(piece)

    await connection.copy_from_table(table, output=keep, schema_name=schema, format="binary")
    return b"".join(pieces)


async def _in_one_piece(rows: bytes) -> AsyncIterator[bytes]:
    yield rows
