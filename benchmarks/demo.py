"""`python -m benchmarks.demo [--short]`: what the demo's year costs, by program, by question and by statement.

Lives the eventful year (or the three plain commissions) on a platform of its own. Prints as JSON how many commissions a
minute, the processor seconds of each program, how often each command was asked, and for each database how many
statements and the most frequent ones. The counts hold on a busy machine; the seconds are compared with those of the
same machine a moment before.
"""

import argparse
import asyncio
import contextlib
import json
import os
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncpg
from nats.aio.msg import Msg

from benchmarks.idle import all_used_s, name_of
from benchmarks.pace import Pace
from deploy.demo.commission import Cast
from deploy.demo.commissions import EVENTFUL, PLAIN
from deploy.demo.driving.driver import Driver
from deploy.demo.script import calendar_for
from deploy.machine import keys, postgres
from deploy.machine.installation import Installation
from deploy.platform import Platform
from deploy.rights.asked import programs
from services.runtime.broker.address import BrokerAddress
from services.runtime.clock import SystemClock

MOST_TOLD = 12
"""Statements of each database, and commands."""
COUNTING = "pg_stat_statements"
_SAID = f"""SELECT rolname AS role, calls, total_exec_time AS ms, query
    FROM {COUNTING} JOIN pg_roles ON pg_roles.oid = userid WHERE rolname = ANY($1) ORDER BY calls DESC"""


class Questions:
    """Which subjects were asked, and which events were said, while it listens."""

    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()

    @contextlib.asynccontextmanager
    async def heard(self, at: BrokerAddress) -> Any:
        async def count(message: Msg) -> None:
            self.counted[message.subject] += 1

        connections = [await at.connect()]
        for subjects in ("events.>", "$JS.API.STREAM.LIST", "$JS.API.CONSUMER.LIST.>"):
            await connections[0].subscribe(subjects, cb=count)
        assert at.nkey
        for name in programs():  # what one is asked, nobody else hears
            its = replace(at, user=name, nkey=at.nkey.with_name(f"{name}.nk"))
            connections.append(await its.connect())
            await connections[-1].subscribe(f"commands.{name}.>", cb=count)
        yield
        for one in connections:
            await one.drain()


def by_program() -> Counter[str]:
    """Processor seconds; what our own process and its ended children took is under its name."""
    found: Counter[str] = Counter()
    for pid, used in all_used_s(os.getpid()).items():
        found[name_of(pid)] += used  # type: ignore[assignment]
    return found


async def statements(installation: Installation) -> dict[str, Any]:
    connection = await asyncpg.connect(installation.database_url(keys.SUPERUSER, driver="postgresql"))
    rows = await connection.fetch(_SAID, list(keys.ROLES))
    await connection.close()
    of: dict[str, Any] = {}
    for row in rows:
        told = of.setdefault(row["role"], {"statements": 0, "ms": 0.0, "most": []})
        told["statements"] += row["calls"]
        told["ms"] = round(told["ms"] + row["ms"], 1)
        if len(told["most"]) < MOST_TOLD:
            told["most"].append(f"{row['calls']} {row['ms']:.0f} ms {' '.join(row['query'].split())[:150]}")
    return of


async def live(installation: Installation, cast: Cast) -> dict[str, Any]:
    platform, questions = Platform(lambda _: None), Questions()
    await platform.start(installation)
    try:
        connection = await asyncpg.connect(installation.database_url(keys.SUPERUSER, driver="postgresql"))
        await connection.execute(f"CREATE EXTENSION IF NOT EXISTS {COUNTING}")
        await connection.close()
        before, began = by_program(), time.monotonic()
        async with questions.heard(installation.broker):
            year = calendar_for(None, SystemClock().now().date())
            driver = Driver(installation.broker, year, lambda _: None, cast)
            await driver.run()
            await driver.close()
        wall, used = time.monotonic() - began, by_program()
        used.subtract(before)
        years = len(cast.commissions)
        return {
            "commissions": years,
            "commissions_a_minute": round(60 * years / wall, 1),
            "processor_s_of_each": round(sum(used.values()) / years, 1),
            "wall_s": round(wall, 1),
            "load": os.getloadavg(),
            "processor_s": round(sum(used.values()), 1),
            "by_program": {name: round(seconds, 1) for name, seconds in used.most_common()},
            "asked": dict(questions.counted.most_common(4 * MOST_TOLD)),
            "databases": await statements(installation),
        }
    finally:
        await platform.stop()


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--short", action="store_true")
    cast, pace = PLAIN if asked.parse_args().short else EVENTFUL, Pace()
    postgres.SETTINGS["shared_preload_libraries"] = COUNTING
    with tempfile.TemporaryDirectory(prefix="luotsi-demo-", ignore_cleanup_errors=True) as folder:
        installation = Installation.open(Path(folder) / "data", None)
        with contextlib.closing(installation):
            figures = asyncio.run(live(installation, cast))
    print(json.dumps(figures | {"slowness": round(pace.slowness(), 2)}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
