"""`python -m benchmarks.open_processes [N]`: what N open processes cost the embedded Temporal, on disk and in memory.

Each stands where a process stands most of its year: it has begun its history of the sessions, and waits for its next
review. Prints after each fifth of them the bytes that one has on the disk and the server's memory (PSS): both may grow
in a straight line, and no faster. Exits with 1 where that line leads over the limits at 50,000.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from statistics import linear_regression
from uuid import UUID, uuid4

from temporalio.client import Client

from benchmarks.idle import pss_mb, used_s
from deploy.machine.temporal_indexes import spare
from services.runtime.clock import SystemClock
from tests.workflows.conftest import TemporalServer
from tests.workflows.journey import working
from tests.workflows.record import CORPUS, server
from tests.workflows.stand_in import StandIn
from workflows.running_processes import TASK_QUEUE, workflow_id
from workflows.supervision.facts import ContractSigned
from workflows.supervision.process import SupervisionProcess
from workflows.supervision.state import Phase, ProcessState
from workflows.supervision.waits import Due, Wait
from workflows.temporal_connection import connect

MANY = 50_000
MOST_BYTES = 12_000
MOST_MB = 512.0
AT_ONCE = 64
STEPS = 5
SETTLING_S = 5.0


def standing(process_id: UUID, now: datetime) -> ProcessState:
    """Half of its year lies ahead."""
    ends_at = now + timedelta(days=180)
    asked = [ends_at - timedelta(days=days) for days in (30, 14)]
    return ProcessState(
        process_id=process_id,
        began_at=now,
        phase=Phase.SESSIONS,
        signed=ContractSigned(continuation_at=asked, ends_at=ends_at),
        proposed=True,
        waits={
            Due.SERIES: Wait(since=now, ends_at=now + timedelta(days=90)),
            Due.CONTINUATION: Wait(since=now, reminders_at=asked),
        },
    )


async def begin(client: Client, ids: Iterator[UUID]) -> None:
    """One after the other; as many as are taken from the iterator, which others take from as well."""
    for process_id in ids:
        state = standing(process_id, SystemClock().now())
        await client.start_workflow(
            SupervisionProcess.run, state, id=workflow_id(process_id), task_queue=TASK_QUEUE
        )


async def all_wait(client: Client, number: int) -> None:
    """Nothing of the worker's is left to do."""
    waiting = "TaskQueue = 'luotsi' AND ExecutionStatus = 'Running'"
    while (await client.count_workflows(waiting)).count < number:
        await asyncio.sleep(0.5)
    await asyncio.sleep(SETTLING_S)


def looked_at(temporal: TemporalServer, number: int, began: float) -> tuple[float, float]:
    assert temporal.process
    pid = temporal.process.pid
    on_disk = sum(file.stat().st_size for file in temporal.folder.glob("temporal.db*"))
    megabytes = pss_mb(pid)
    print(
        f"{number:>7} open: {on_disk / number:>7.0f} bytes each on disk, {megabytes:>6.1f} MB,"
        f" {1000 * used_s(pid) / number:.1f} ms of processors each, {time.monotonic() - began:.0f} s",
        flush=True,
    )
    return on_disk, megabytes


async def measure(number: int) -> bool:
    with server() as temporal:
        client = await connect(temporal.address, keys=CORPUS)
        spare(temporal.folder / "temporal.db")
        looks = [looked_at(temporal, 1, began := time.monotonic())]
        async with working(client, StandIn()):
            for step in range(1, STEPS + 1):
                ids = islice(iter(uuid4, None), number // STEPS)
                await asyncio.gather(*(begin(client, ids) for _ in range(AT_ONCE)))
                await all_wait(client, step * number // STEPS)
                looks.append(looked_at(temporal, step * number // STEPS, began))
    bytes_each, megabytes = at_many([(step * number // STEPS, *look) for step, look in enumerate(looks)][1:])
    print(f"{MANY} open, by that line: {bytes_each:.0f} bytes each on disk, {megabytes:.0f} MB")
    return bytes_each <= MOST_BYTES and megabytes <= MOST_MB


def at_many(looks: Sequence[tuple[int, float, float]]) -> tuple[float, float]:
    """What MANY would have on disk, each, and in memory. looks: how many were open, their bytes, the megabytes.

    Bytes only ever come on top: the line through the first and the last look. Memory goes up and down by a tenth as the
    server clears away: the line that fits all looks best, from the most that was seen, and never downwards.
    """
    (first, first_bytes, _), (last, last_bytes, _) = looks[0], looks[-1]
    left = MANY - last
    all_bytes = last_bytes + (last_bytes - first_bytes) / (last - first) * left
    slope = linear_regression([one[0] for one in looks], [one[2] for one in looks]).slope
    return all_bytes / MANY, max(one[2] for one in looks) + max(slope, 0.0) * left


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("number", type=int, nargs="?", default=10_000)
    return int(not asyncio.run(measure(asked.parse_args().number)))


if __name__ == "__main__":
    sys.exit(main())
