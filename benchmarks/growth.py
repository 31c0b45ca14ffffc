"""`python -m benchmarks.growth DATA`: what a running platform keeps, by store, and for each process with sessions.

DATA: the folder of a platform that runs, best one with the demo's year behind it. Prints bytes as JSON. Pages of
tables that are hardly filled count whole, so the more processes there are, the truer it is.
"""

import asyncio
import json
import sys
from pathlib import Path

import asyncpg
import nats

from deploy.machine import keys
from deploy.machine.installation import Installation
from deploy.streams import SPEAKERS
from services.runtime.events.streams import stream_name

RUNTIME_TABLES = (
    "outbox", "aggregate_version", "position", "parked", "failure", "passed_over",
)  # fmt: skip
_SIZES = """SELECT relname, pg_total_relation_size(oid) AS bytes, greatest(reltuples, 0)::bigint AS rows
    FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace NOT IN (
        SELECT oid FROM pg_namespace WHERE nspname LIKE 'pg_%' OR nspname = 'information_schema')"""
_YEARS = "SELECT count(*) FROM process_card WHERE sessions_held > 0"


async def measure(data: Path) -> dict[str, object]:
    installation = Installation.of_running(data)
    stores: dict[str, int] = {}
    rows: dict[str, int] = {}
    for role in keys.ROLES:
        connection = await asyncpg.connect(installation.database_url(role, driver="postgresql"))
        await connection.execute("ANALYZE")
        for table in await connection.fetch(_SIZES):
            shared = table["relname"] in RUNTIME_TABLES
            store = f"postgres: {table['relname']}" if shared else f"postgres: {role}"
            stores[store] = stores.get(store, 0) + table["bytes"]
            rows[store] = rows.get(store, 0) + table["rows"]
        if role == "console":
            years = await connection.fetchval(_YEARS)
        await connection.close()
    stores |= {"nats: streams": await of_streams(installation.nats_url)}
    stores |= {f"{name}/": of_folder(data / name) for name in ("temporal", "mail", "logs")}
    each = {store: round(size / max(years, 1)) for store, size in sorted(stores.items())}
    return {
        "processes_with_sessions": years,
        "bytes_for_each": each,
        "rows": rows,
        "all_for_each": sum(each.values()),
    }


async def of_streams(url: str) -> int:
    connection = await nats.connect(url)
    jetstream = connection.jetstream()
    sizes = [(await jetstream.stream_info(stream_name(name))).state.bytes for name in SPEAKERS]
    await connection.close()
    return sum(sizes)


def of_folder(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(Path(sys.argv[1]).absolute())), indent=2))
