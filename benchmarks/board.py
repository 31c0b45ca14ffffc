"""`python -m benchmarks.board`: the console's pages with 1,000 processes and with 100,000, in one run.

Prints milliseconds and their ratio as JSON; exits with 1 when the 99th percentile is more than 1.5 times as long.
"""

import asyncio
import gc
import hashlib
import json
import math
import random
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from benchmarks.cards import COORDINATORS, fill
from deploy.machine import keys
from deploy.machine.installation import Installation
from deploy.machine.ports import HOST
from deploy.platform import Platform
from services.console.board.card_queries import board, listing
from services.console.board.phases import OPEN
from services.console.board.views import Filters
from services.console.board.worklist import worklist
from services.messages.values import Audience, Role, Viewer
from services.runtime.storage.connections import engine_for
from services.runtime.storage.migrating import upgrade

FEW, MANY = 1_000, 100_000
LARGEST_RATIO = 1.5
_FILLS_WITHIN_S = 300.0
MEASURING_SECONDS = 60.0
FEWEST_PASSES = 8  # PostgreSQL settles on a plan after five askings
OF_EACH_KIND = 10
NOW = datetime(2023, 6, 1, tzinfo=UTC)
Opened = tuple[Viewer, Filters]


def made(what: str) -> UUID:
    """The id that the database makes of the same words."""
    return UUID(hashlib.md5(what.encode(), usedforsecurity=False).hexdigest())


def pages(chance: random.Random) -> list[Opened]:
    """Every kind of page that people open, each for somebody and something else."""
    coordinator = Viewer(
        person_id=made(f"coordinator {chance.randrange(COORDINATORS)}"), role=Role.COORDINATOR
    )
    supervisor = Viewer(person_id=made(f"supervisor {chance.randrange(20)}"), role=Role.SUPERVISOR)
    filters = (
        Filters(),
        Filters(assignee=coordinator.person_id),
        Filters(assignee="nobody"),
        Filters(supervisor_id=supervisor.person_id),
        Filters(audience=chance.choice(list(Audience))),
        Filters(phase=chance.choice(OPEN)),
        Filters(text=f"TO-{chance.randrange(1000, 2000)}"),
        Filters(text="".join(chance.choices("abcdefghij", k=3))),
    )
    return [*((coordinator, one) for one in filters), (supervisor, Filters())]


COMMON_WORD: Opened = (Viewer(person_id=made("coordinator 0"), role=Role.COORDINATOR), Filters(text="kaup"))
"""Every fifth organisation has it. One page of all that are opened, and told by itself besides: it is the slowest."""


async def measure() -> dict[str, object]:
    """Milliseconds of board, list and worklist together, page by page, few and many in turn.

    Each page is opened again and again, and its best time counts: what else the machine does is not what is asked.
    """
    with tempfile.TemporaryDirectory(prefix="luotsi-board-", ignore_cleanup_errors=True) as folder:
        async with databases(Path(folder)) as (few, many):
            chance = random.Random(1)
            opened = [COMMON_WORD, *(page for _ in range(OF_EACH_KIND) for page in pages(chance))]
            best = [(math.inf, math.inf)] * len(opened)
            passes = 0
            gc.disable()
            until = time.monotonic() + MEASURING_SECONDS
            while passes < FEWEST_PASSES or time.monotonic() < until:
                for place, page in enumerate(opened):
                    now = (await timed(few, *page), await timed(many, *page))
                    best[place] = (min(best[place][0], now[0]), min(best[place][1], now[1]))
                gc.collect()
                passes += 1
            figures = told([one[0] for one in best], [one[1] for one in best], passes)
            return figures | {"common_word_ms": [round(one, 2) for one in best[0]]}


async def timed(engine: AsyncEngine, viewer: Viewer, filters: Filters) -> float:
    async with AsyncSession(engine) as db:
        began = time.perf_counter()
        await board(db, viewer, filters)
        await listing(db, viewer, filters)
        await worklist(db, viewer.role, viewer.person_id, NOW)
        return (time.perf_counter() - began) * 1000


def told(few_took: Sequence[float], many_took: Sequence[float], passes: int) -> dict[str, object]:
    few, many = (statistics.quantiles(taken, n=100, method="inclusive") for taken in (few_took, many_took))
    return {
        f"{FEW}_p50_ms": round(few[49], 2),
        f"{FEW}_p99_ms": round(few[98], 2),
        f"{MANY}_p50_ms": round(many[49], 2),
        f"{MANY}_p99_ms": round(many[98], 2),
        "p50_ratio": round(many[49] / few[49], 3),
        "p99_ratio": round(many[98] / few[98], 3),
        "largest_ratio": LARGEST_RATIO,
        "pages": len(few_took),
        "passes": passes,
    }


@asynccontextmanager
async def databases(folder: Path) -> AsyncIterator[tuple[AsyncEngine, AsyncEngine]]:
    """Two on one server, filled."""
    installation = Installation.open(folder, None)
    platform = Platform(lambda line: None)
    try:
        await platform.start_servers(installation)
        engines = [await filled(installation, size) for size in (FEW, MANY)]
        yield engines[0], engines[1]
        for engine in engines:
            await engine.dispose()
    finally:
        await platform.stop()
        installation.close()


async def filled(installation: Installation, size: int) -> AsyncEngine:
    superuser = installation.database_url(keys.SUPERUSER, driver="postgresql")
    connection = await asyncpg.connect(superuser)
    await connection.execute(f"CREATE DATABASE board_{size}")
    await connection.close()
    password = keys.passwords(installation.keys)[keys.SUPERUSER]
    address = f"{HOST}:{installation.ports.postgres}/board_{size}"
    url = f"postgresql+asyncpg://{keys.SUPERUSER}:{password}@{address}"
    await upgrade("services.console", url)
    engine = engine_for(url, pool_size=1, answers_within_s=_FILLS_WITHIN_S)
    await fill(engine, size)
    return engine


def main() -> int:
    figures = asyncio.run(measure())
    print(json.dumps(figures, indent=2))
    return int(float(str(figures["p99_ratio"])) > LARGEST_RATIO)


if __name__ == "__main__":
    sys.exit(main())
