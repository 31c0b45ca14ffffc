"""`python -m benchmarks.rebuild [PROCESSES]`: the console's board built anew, in events a second; at least 500.

The console runs in this process on one server each of NATS and PostgreSQL. The streams hold the events of so many
processes' years, a step of all of them after the other; the first of them are heard by the console's listeners, for
comparison. Prints the processor seconds of this process and of the servers below it, and for how long a listener
waited at most for an event that was said while the board was built. Exits with 1 below 500 events a second.
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self
from uuid import UUID, uuid4

import uvloop
from nats.aio.client import Client as Nats
from nats.js.api import DeliverPolicy

from benchmarks.events import STREAM_BYTES
from benchmarks.idle import all_used_s
from deploy import streams
from deploy.machine import keys
from deploy.machine.databases import prepare
from deploy.machine.installation import Installation
from deploy.machine.ports import HOST
from deploy.platform import Platform
from services.console import handlers
from services.messages import sessions
from services.messages.console import BoardRebuilt, RebuildBoard
from services.messages.envelope import Event, event_subject, owner, snake
from services.runtime.cancelling import cancel_all
from services.runtime.commands.asking import Asker
from services.runtime.events.streams import consumer, stream_name
from services.runtime.service import Service
from services.runtime.settings import Settings
from tests import told

PROCESSES = 400
HEARD = 10
CUSTOMERS = 40
SESSIONS = 10
SMALLEST_RATE = 500
_ASKED_EVERY_S = 0.05
_PATIENCE_S = 600.0
HEARD_BY_IT = ("directory", "intake", "contracts", "sessions", "billing")


def a_year(place: int) -> list[Event]:
    """Asked, agreed, held and invoiced, as tests tell it."""
    process_id, customer = told.known(f"process {place}"), told.known(f"customer {place % CUSTOMERS}")
    story = told.a_year()
    agreed = [event for event in story["contracts"] if event.aggregate_id == told.YEAR]
    held = [told.of_session(sessions.SessionHeld, process_id, number + 1) for number in range(SESSIONS)]
    reviewed = [
        event for event in story["sessions"] if hasattr(event, "kind") and event.aggregate_id == told.YEAR
    ]
    events = [
        told.inquiry(process_id, f"TO-{1000 + place}"),
        told.screened(process_id, of=customer),
        told.matched(process_id),
        told.proposed(process_id),
        told.answered(process_id, "accept"),
        *agreed,
        told.planned(process_id, SESSIONS),
        *held,
        *reviewed,
        *(told.invoice(process_id, f"2027-{month:02}", 31375) for month in range(1, SESSIONS + 1)),
    ]
    return [event.model_copy(update={"process_id": process_id}) for event in events]


async def fill(nats_client: Nats, years: Sequence[list[Event]]) -> int:
    """Says them, a step of all processes after the other. How many."""
    jetstream = nats_client.jetstream()
    versions: dict[tuple[str, UUID], int] = {}
    said = 0
    for step in zip(*years, strict=True):
        await asyncio.gather(*(jetstream.publish(*_message(event, versions)) for event in step))
        said += len(step)
    return said


def _message(event: Event, versions: dict[tuple[str, UUID], int]) -> tuple[Any, ...]:
    source, name = owner(type(event)), snake(type(event).__name__)
    place = (source, event.aggregate_id)
    versions[place] = versions.get(place, 0) + 1
    event_id = str(uuid4())
    headers = {
        "ce-specversion": "1.0",
        "ce-id": event_id,
        "ce-source": source,
        "ce-type": name,
        "ce-time": "2027-03-01T08:00:00+00:00",
        "ce-subject": str(event.aggregate_id),
        "ce-aggversion": str(versions[place]),
        "Nats-Msg-Id": event_id,
    }
    return event_subject(type(event)), event.model_dump_json().encode(), _PATIENCE_S, None, headers


class Console:
    """Started and stopped; its listeners hear what the streams say."""

    def __init__(self, installation: Installation, nats_client: Nats) -> None:
        told_it: dict[str, Any] = {
            "database_url": installation.database_url("console"),
            "nats_url": installation.nats_url,
            "nats_nkey": installation.nkey("console"),
            "stream_bytes": STREAM_BYTES,
        }
        self._settings = Settings(profile="local", **told_it)
        self.jetstream = nats_client.jetstream()
        self.ask = Asker(nats_client)

    async def __aenter__(self) -> Self:
        self.service: Service[Any] = Service("console", handlers, self._settings, says_events=False)
        self._loops = await self.service.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await cancel_all(self._loops)
        await self.service.leave()
        await self.service.engine.dispose()

    async def all_heard(self) -> None:
        while not await self._nothing_waits():
            await asyncio.sleep(_ASKED_EVERY_S)

    async def _nothing_waits(self) -> bool:
        places = [await self.jetstream.consumer_info(stream_name(name), "console") for name in HEARD_BY_IT]
        return not any(one.num_pending or one.num_ack_pending for one in places)

    async def has_it_all_behind(self) -> None:
        """Not started: as if it had heard everything that the streams hold by now."""
        for name in HEARD_BY_IT:
            await self.jetstream.delete_consumer(stream_name(name), "console")
            place = consumer("console").evolve(deliver_policy=DeliverPolicy.NEW)
            await self.jetstream.add_consumer(stream_name(name), place)

    async def rebuild(self) -> BoardRebuilt:
        while not (built := await self.ask(RebuildBoard(), timeout_s=_PATIENCE_S)).done:
            print(f"{built.events} applied, {built.waiting} to be read", file=sys.stderr)
        return built

    async def longest_wait(self, nats_client: Nats) -> float:
        """Until cancelled: says one event after the other, and looks until it is on the board."""
        longest, place = 0.0, 0
        try:
            while True:
                place += 1
                began = time.monotonic()
                await fill(
                    nats_client, [[told.inquiry(told.known(f"meanwhile {place}"), f"TO-{900_000 + place}")]]
                )
                await self.all_heard()
                longest = max(longest, time.monotonic() - began)
                await asyncio.sleep(_ASKED_EVERY_S)
        except asyncio.CancelledError:
            return longest


async def measure(processes: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="luotsi-rebuild-", ignore_cleanup_errors=True) as folder:
        async with ground(Path(folder)) as (installation, nats_client):
            console = Console(installation, nats_client)
            heard = await fill(nats_client, [a_year(place) for place in range(HEARD)])
            began = time.perf_counter()
            async with console:
                await console.all_heard()
            hearing = heard / (time.perf_counter() - began)
            await fill(nats_client, [a_year(place) for place in range(HEARD, processes)])
            await console.has_it_all_behind()
            async with console:
                waits = asyncio.ensure_future(console.longest_wait(nats_client))
                began, used = time.perf_counter(), processors_s()
                built = await console.rebuild()
                took, used = time.perf_counter() - began, processors_s() - used
                waits.cancel()
                longest = await waits
    return {
        "processes": built.cards,
        "events": built.events,
        "heard_events_a_second": round(hearing),
        "rebuilt_events_a_second": round(built.events / took),
        "smallest_rate": SMALLEST_RATE,
        "processor_ms_an_event": round(1000 * used / built.events, 2),
        "longest_wait_of_a_listener_s": round(longest, 2),
    }


@asynccontextmanager
async def ground(folder: Path) -> AsyncIterator[tuple[Installation, Nats]]:
    installation = Installation.open(folder, None)
    platform = Platform(lambda line: None)
    try:
        await platform.start_servers(installation)
        await streams.declare(installation.broker, STREAM_BYTES)
        await prepare(f"{HOST}:{installation.ports.postgres}", keys.passwords(installation.keys))
        connection = await installation.broker.connect()
        yield installation, connection
        await connection.close()
    finally:
        await platform.stop()
        installation.close()


def processors_s() -> float:
    return sum(all_used_s(os.getpid()).values())


def main() -> int:
    figures = uvloop.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else PROCESSES))
    print(json.dumps(figures, indent=2))
    return int(figures["rebuilt_events_a_second"] < SMALLEST_RATE)


if __name__ == "__main__":
    sys.exit(main())
