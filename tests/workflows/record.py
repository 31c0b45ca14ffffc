"""Records the corpus: `python -m tests.workflows.record [PATH ...]` plays all paths, or these, and keeps them.

What is there is never overwritten: see README.md beside this file.
"""

import argparse
import asyncio
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from temporalio.api.history.v1 import History, HistoryEvent
from temporalio.client import Client

from tests.workflows.conftest import TemporalServer, free_port
from tests.workflows.journey import Journey, a_year_of_sessions, begin, working
from tests.workflows.paths import ALL_PATHS, BILLING, play_billing
from tests.workflows.stand_in import StandIn
from workflows.encryption import data_converter
from workflows.supervision.state import Phase
from workflows.temporal_connection import connect

CHECKOUT = Path(__file__).parents[2]
CORPUS = Path(__file__).parent / "recorded"
RECORDER = "recorder"
"""The identity of worker and client in the corpus; by default it would name the machine."""


async def record(version: str, names: Sequence[str]) -> None:
    """Writes recorded/<version>/<path>.<run>.binpb. Raises FileExistsError where that version has its own."""
    folder = CORPUS / version
    folder.mkdir(exist_ok=True)
    with server() as temporal:
        await connect(temporal.address)
        client = await Client.connect(
            temporal.address, namespace="luotsi", data_converter=data_converter(CORPUS), identity=RECORDER
        )
        services = StandIn(a_year_of_sessions())
        async with working(client, services):
            for name in names:
                if name == BILLING:
                    keep(name, await play_billing(client, services), folder)
                else:
                    await play(name, await beginning(name, client, services), folder)


async def beginning(name: str, client: Client, services: StandIn) -> Journey:
    if name == "year_renewed":
        return await begin(client, services, renews=uuid4(), phase=Phase.CONTRACT)
    if name == "taken_up":
        return await begin(client, services, phase=Phase.PROPOSAL)
    return await begin(client, services)


async def play(name: str, process: Journey, folder: Path) -> None:
    await ALL_PATHS[name](process)
    print(f"{name}: {await process.handle.result()}")
    keep(name, await process.runs(), folder)


def keep(name: str, runs: Sequence[Sequence[HistoryEvent]], folder: Path) -> None:
    for number, events in enumerate(runs, start=1):
        content = History(events=events).SerializeToString()
        with (folder / f"{name}.{number}.binpb").open("xb") as file:
            file.write(content)
        print(f"{name}.{number}: {len(events)} events, {len(content)} bytes")


@contextmanager
def server() -> Iterator[TemporalServer]:
    with tempfile.TemporaryDirectory(prefix="luotsi-record-") as folder:
        running = TemporalServer(Path(folder), free_port(), free_port())
        running.start()
        try:
            yield running
        finally:
            running.kill()


def release() -> str:
    """The version that is being worked on."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    return str(project["version"])


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument(
        "paths", nargs="*", choices=[[], *ALL_PATHS, BILLING], help="which; all, where none is named"
    )
    try:
        asyncio.run(record(release(), asked.parse_args().paths or [*ALL_PATHS, BILLING]))
    except FileExistsError as there:
        sys.exit(f"{there.filename} is there already, and a recorded release is never recorded again")
