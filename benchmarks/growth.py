"""`python -m benchmarks.growth [SIZE]`: what a process-year leaves behind in every store, and what ten years come to.

Lives the years of a fleet (see `benchmarks.fleet`) on a platform of its own, and looks at every store before the first
year and after the last one: with 8 KB a page and many tables, few years say little. `--data DIR` looks at a platform
that runs, and divides what is there by the processes that had sessions. Prints JSON, bytes.
"""

import argparse
import asyncio
import contextlib
import json
import sys
import tempfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import asyncpg

from benchmarks.fleet import fleet_of
from deploy.demo.driving.driver import Driver
from deploy.demo.script import calendar_for
from deploy.machine import keys
from deploy.machine.installation import Installation
from deploy.platform import Platform
from deploy.streams import SPEAKERS
from services.messages import keep_times
from services.runtime.broker.address import BrokerAddress
from services.runtime.clock import SystemClock
from services.runtime.events.streams import stream_name

SIZE = 20
PROCESSES_A_YEAR = 500
YEARS = 10
APART = (
    "outbox", "aggregate_version", "position", "parked", "failure", "passed_over",
    "notice", "sign_in_mail", "timeline_event", "access_log", "web_session",
)  # fmt: skip
"""Tables that are told by themselves; all others of a database are one store."""
GO: Mapping[str, timedelta] = {
    "postgres: notice": keep_times.LETTERS,
    "postgres: sign_in_mail": keep_times.LETTERS,
    "postgres: web_session": keep_times.SIGNED_IN,
    "postgres: failure": keep_times.FAILURES,
    "temporal/": keep_times.HISTORIES,
}
"""What of a store goes after its time; the rest stays."""
OF_ONE_MACHINE = ("mail/", "logs/")
"""Where mails are sent on and logs are collected, these are not there."""
_SIZES = """SELECT relname, pg_total_relation_size(oid) AS bytes
    FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace NOT IN (
        SELECT oid FROM pg_namespace WHERE nspname LIKE 'pg_%' OR nspname = 'information_schema')"""
_YEARS = "SELECT count(*) FROM process_card WHERE sessions_held > 0"


async def stores_of(installation: Installation) -> dict[str, int]:
    """Bytes, by store."""
    stores: dict[str, int] = {}
    for role in keys.ROLES:
        connection = await asyncpg.connect(installation.database_url(role, driver="postgresql"))
        await connection.execute("VACUUM")
        for table in await connection.fetch(_SIZES):
            name = table["relname"] if table["relname"] in APART else role
            stores[f"postgres: {name}"] = stores.get(f"postgres: {name}", 0) + table["bytes"]
        await connection.close()
    stores["nats: streams"] = await of_streams(installation.broker)
    return stores | {name: of_folder(installation.data / name) for name in ("temporal/", *OF_ONE_MACHINE)}


async def of_streams(at: BrokerAddress) -> int:
    connection = await at.connect()
    jetstream = connection.jetstream()
    sizes = [(await jetstream.stream_info(stream_name(name))).state.bytes for name in SPEAKERS]
    await connection.close()
    return sum(sizes)


def of_folder(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


async def of_running(data: Path) -> dict[str, float]:
    """Bytes of one process-year, as far as what an empty platform holds is little beside it."""
    installation = Installation.of_running(data)
    stores = await stores_of(installation)
    connection = await asyncpg.connect(installation.database_url("console", driver="postgresql"))
    years = max(await connection.fetchval(_YEARS), 1)
    await connection.close()
    return {store: size / years for store, size in stores.items()}


async def of_a_fleet(installation: Installation, size: int) -> dict[str, float]:
    platform = Platform(lambda _: None)
    await platform.start(installation)
    try:
        before = await stores_of(installation)
        year = calendar_for(None, SystemClock().now().date())
        fleet = Driver(installation.broker, year, lambda _: None, fleet_of(size))
        await fleet.run()
        await fleet.close()
        after = await stores_of(installation)
    finally:
        await platform.stop()
    return {store: (bytes_ - before.get(store, 0)) / size for store, bytes_ in after.items()}


def told(each: Mapping[str, float]) -> dict[str, object]:
    """each: of a process-year."""
    later = {
        store: bytes_ * PROCESSES_A_YEAR * min(GO.get(store, timedelta.max) / keep_times.YEAR, YEARS)
        for store, bytes_ in each.items()
    }
    kept = {store: size for store, size in later.items() if store not in OF_ONE_MACHINE}
    return {
        "bytes_of_a_process_year": {store: round(bytes_) for store, bytes_ in sorted(each.items())},
        f"megabytes_after_{YEARS}_years_of_{PROCESSES_A_YEAR}": {
            store: round(size / 1e6) for store, size in sorted(later.items())
        },
        "all_of_a_process_year": round(sum(each[store] for store in kept)),
        "all_megabytes": round(sum(kept.values()) / 1e6),
    }


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("size", type=int, nargs="?", default=SIZE)
    asked.add_argument("--data", type=Path)
    wanted = asked.parse_args()
    if wanted.data:
        each = asyncio.run(of_running(wanted.data.absolute()))
    else:
        with tempfile.TemporaryDirectory(prefix="luotsi-growth-", ignore_cleanup_errors=True) as folder:
            installation = Installation.open(Path(folder) / "data", None)
            with contextlib.closing(installation):
                each = asyncio.run(of_a_fleet(installation, wanted.size))
    print(json.dumps(told(each), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
