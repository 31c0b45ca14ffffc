"""`python -m benchmarks.pages`: the console's board over HTTP with 200 processes, one connection, one process.

Prints milliseconds as JSON, and how many times as long the board takes as a page of this door that asks nobody
anything; exits with 1 when the 99th percentile is over the target.
"""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import httpx

from benchmarks.cards import fill
from deploy.machine.installation import Installation
from deploy.operating.addresses import staff_of
from deploy.platform import Platform
from services.messages.directory import SIGNED_IN_FOR
from services.runtime.clock import SystemClock
from services.runtime.commands.asking import Asker
from services.runtime.proofs.people import Proof, ProofKeys
from services.runtime.storage.connections import engine_for
from services.runtime.storage.database import transaction
from services.web.sign_in import browser_sessions

PROCESSES = 200
TARGET_P99_MS = 50.0
OPENED = 400
WARM_UP = 40
BOARD, PLAIN = "/processes", "/sign-in"


async def measure() -> dict[str, object]:
    """Board and plain page in turn."""
    with tempfile.TemporaryDirectory(prefix="luotsi-pages-", ignore_cleanup_errors=True) as folder:
        installation = Installation.open(Path(folder) / "data", None)
        platform = Platform(lambda line: None)
        try:
            await platform.start(installation)
            return await measured_on(installation)
        finally:
            await platform.stop()
            installation.close()


async def measured_on(installation: Installation) -> dict[str, object]:
    cookie = await signed_in_on_filled(installation)
    took: dict[str, list[float]] = {BOARD: [], PLAIN: []}
    async with httpx.AsyncClient(base_url=installation.url("console")) as browser:
        size = len((await browser.get(BOARD, headers=cookie)).raise_for_status().content)
        for _ in range(WARM_UP + OPENED):
            for path, milliseconds in took.items():
                began = time.perf_counter()
                answer = await browser.get(path, headers=cookie if path == BOARD else {})
                milliseconds.append((time.perf_counter() - began) * 1000)
                answer.raise_for_status()
    board, plain = (statistics.quantiles(took[path][WARM_UP:], n=100) for path in (BOARD, PLAIN))
    return {
        "processes": PROCESSES,
        "board_bytes_unpacked": size,
        "board_p50_ms": round(board[49], 2),
        "board_p99_ms": round(board[98], 2),
        "plain_p50_ms": round(plain[49], 2),
        "plain_p99_ms": round(plain[98], 2),
        "p50_ratio_to_plain": round(board[49] / plain[49], 2),
        "target_p99_ms": TARGET_P99_MS,
        "opened": OPENED,
    }


async def signed_in_on_filled(installation: Installation) -> dict[str, str]:
    """The cookie of the first member of staff, on a console that is full."""
    connection = await installation.broker.connect()
    coordinator = (await staff_of(Asker(connection)))["coordinator"][0]
    await connection.close()
    engine = engine_for(installation.database_url("console"), pool_size=1)
    await fill(engine, PROCESSES)
    keys, now = ProofKeys.read(installation.keys), SystemClock().now()
    async with transaction(engine) as db:
        secret = await browser_sessions.begin(
            db,
            coordinator.person_id,
            proof=keys.sign(Proof(coordinator.person_id, "console", "passkey", now + SIGNED_IN_FOR)),
            proven_by="passkey",
            device="a benchmark",
            now=now,
        )
    await engine.dispose()
    return {"cookie": f"console={secret}"}


def main() -> int:
    figures = asyncio.run(measure())
    print(json.dumps(figures, indent=2))
    return int(float(str(figures["board_p99_ms"])) > TARGET_P99_MS)


if __name__ == "__main__":
    sys.exit(main())
