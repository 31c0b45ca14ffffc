"""The second board put in the place of the first: only what differs is written, so that it takes a moment.

Pages read the old one until the commit.
"""

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.board.rebuild.beside import PROJECTION, SCHEMA
from services.console.tables import metadata
from services.runtime.storage.database import execute

_ASSIGNED = """
UPDATE {schema}.{table} AS t SET coordinator_id = a.coordinator_id
FROM {schema}.process_card AS c LEFT JOIN public.assignment AS a USING (process_id)
WHERE c.process_id = t.process_id AND t.coordinator_id IS DISTINCT FROM a.coordinator_id {only}
"""
_FORGIVEN = """
UPDATE public.parked AS old SET replayed_at = now() WHERE replayed_at IS NULL AND NOT EXISTS (
    SELECT FROM {schema}.parked AS new
    WHERE (new.source, new.stream_seq) = (old.source, old.stream_seq)
      AND new.event_id IS NOT DISTINCT FROM old.event_id)
"""
_PARKED_AGAIN = """
INSERT INTO public.parked ({columns}) SELECT {columns} FROM {schema}.parked
ON CONFLICT ON CONSTRAINT parked_once DO UPDATE SET replayed_at = NULL, reason = excluded.reason
"""


async def take_place(db: AsyncSession) -> None:
    """Nobody else writes the board or a position meanwhile: the caller has both locks."""
    await _assign(db)
    for table in PROJECTION:
        await _write_what_differs(db, metadata.tables[table])
    await _write_what_differs(db, metadata.tables["position"])
    columns = ", ".join(metadata.tables["parked"].columns.keys())
    for statement in (_FORGIVEN, _PARKED_AGAIN):
        await execute(db, sa.text(statement.format(schema=SCHEMA, columns=columns)))
    await execute(db, sa.text(f"DROP SCHEMA {SCHEMA} CASCADE"))


async def _assign(db: AsyncSession) -> None:
    """Who looks after a process is nobody's event, and may have been changed while the second board was built."""
    for table, only in (("process_card", ""), ("task", "AND t.role = 'coordinator'")):
        await execute(db, sa.text(_ASSIGNED.format(schema=SCHEMA, table=table, only=only)))


async def _write_what_differs(db: AsyncSession, table: sa.Table) -> None:
    """Columns that the database makes or counts by itself say nothing, and are made again."""
    columns = [one for one in table.columns if one.computed is None and one.identity is None]
    same = " AND ".join(_same(one) for one in columns)
    names = ", ".join(f'"{one.name}"' for one in columns)
    old, new = f'public."{table.name}"', f'{SCHEMA}."{table.name}"'
    for statement in (
        f"ANALYZE {new}",
        f"DELETE FROM {old} AS old WHERE NOT EXISTS (SELECT FROM {new} AS new WHERE {same})",
        f"INSERT INTO {old} ({names}) SELECT {names} FROM {new} AS new"
        f" WHERE NOT EXISTS (SELECT FROM {old} AS old WHERE {same})",
    ):
        await execute(db, sa.text(statement))


def _same(column: sa.Column[object]) -> str:
    """Plainly where it can be, so that rows are found by it."""
    equals = "IS NOT DISTINCT FROM" if column.nullable else "="
    return f'old."{column.name}" {equals} new."{column.name}"'
