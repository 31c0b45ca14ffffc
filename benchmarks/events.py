"""`python -m benchmarks.events`: from an outbox to the effects, by our services and by a bare pipeline, in one run.

The bare one does the same durable work by hand: asyncpg and nats-py, 200 events a publishing, 50 a transaction, the
position, seen to be the next one, and the effect of each. It comes to the broker as the two services do, through whose
accounts an event costs the broker a third more than from the operator. Prints as JSON events a second, their ratio, and
the ratio of processor seconds, servers counted; exits with 1 when one of them is below 0.7. Both ways run in this
process, in turn, on one server each of NATS and PostgreSQL, and have carried some events before the measured ones are
there: what a start costs, as the first connection and the first asking of each statement, is not asked here.
"""

import asyncio
import contextlib
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

import asyncpg
import sqlalchemy as sa
import uvloop
from nats.aio.client import Client as Nats
from nats.aio.msg import Msg
from nats.errors import TimeoutError as NothingCame
from nats.js import JetStreamContext

from benchmarks.idle import all_used_s
from deploy import streams
from deploy.machine import keys
from deploy.machine.databases import prepare
from deploy.machine.installation import Installation
from deploy.machine.ports import HOST
from deploy.platform import Platform
from services.messages.contracts import ContractExpired
from services.runtime.broker.address import BrokerAddress
from services.runtime.broker.jetstream import jetstream
from services.runtime.cancelling import cancel_all
from services.runtime.commands.transactions import Work
from services.runtime.service import Service
from services.runtime.settings import Settings
from services.runtime.storage.prepared import Prepared

EVENTS = 4_000
FIRST = 200
"""Of both ways, before it is measured."""
OF_EACH_AGGREGATE = 10
ROUNDS = 3
SMALLEST_RATIO = 0.7
SETTLING_S = 1.0
LONGEST_FETCH_S = 60.0
"""What is handed out when nobody waits for it any more comes again later, and out of order."""
STREAM_BYTES = 1 << 30
SPEAKER, LISTENER = "contracts", "billing"
_EFFECT = "CREATE TABLE effect (id serial PRIMARY KEY, event_id text, aggregate uuid, version int)"
_INSERT = "INSERT INTO effect (event_id, aggregate, version) VALUES ($1, $2, $3)"
_effect = sa.table(
    "effect",
    sa.column("event_id", sa.Text),
    sa.column("aggregate", sa.Uuid),
    sa.column("version", sa.Integer),
)
_OUR_INSERT = Prepared(
    _effect.insert().values({name: sa.bindparam(name) for name in ("event_id", "aggregate", "version")})
)
_FIRST = "INSERT INTO position VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
_STEP = "UPDATE position SET version = $3 WHERE source = $1 AND aggregate_id = $2 AND version = $3 - 1"


@dataclass(frozen=True)
class Ground:
    """What both stand on."""

    installation: Installation
    says: asyncpg.Connection
    hears: asyncpg.Connection
    looks: asyncpg.Connection
    publishes: JetStreamContext
    pulls: JetStreamContext

    def settings(self, name: str) -> Settings:
        url = self.installation.database_url(name)
        told: dict[str, Any] = {
            "database_url": url,
            "nats_url": self.installation.nats_url,
            "nats_nkey": self.installation.nkey(name),
            "stream_bytes": STREAM_BYTES,
        }
        return Settings(profile="local", **told)


Running = tuple[Callable[[], None], Sequence[asyncio.Future[Any]]]
"""What wakes it, and its loops."""
Way = Callable[[Ground], AbstractAsyncContextManager[Running]]


async def contract_expired(event: ContractExpired, work: Work) -> None:
    row = {"event_id": str(work.heard.event_id), "aggregate": event.process_id, "version": event.version}
    await _OUR_INSERT.write(work.db, row)


@asynccontextmanager
async def our_services(ground: Ground) -> AsyncIterator[Running]:
    says = Service(SPEAKER, ModuleType("nothing"), ground.settings(SPEAKER))
    handlers = ModuleType("one")
    vars(handlers)["contract_expired"] = contract_expired
    hears = Service(LISTENER, handlers, ground.settings(LISTENER), says_events=False)
    loops = [*await says.start(), *await hears.start()]
    await asyncio.sleep(SETTLING_S)
    yield says.transactions.wake, loops
    await cancel_all(loops)
    for service in (says, hears):
        await service.leave()
        await service.engine.dispose()


@asynccontextmanager
async def by_hand(ground: Ground) -> AsyncIterator[Running]:
    there = asyncio.Event()
    loops = [asyncio.ensure_future(one) for one in (publish(ground, there), consume(ground))]
    await asyncio.sleep(SETTLING_S)
    yield there.set, loops
    await cancel_all(loops)


async def publish(ground: Ground, there: asyncio.Event) -> None:
    while True:
        await there.wait()
        there.clear()
        await publish_all(ground)


async def publish_all(ground: Ground) -> None:
    oldest = "SELECT * FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT 200"
    while rows := await ground.says.fetch(oldest):
        sending = [
            ground.publishes.publish(row["subject"], row["payload"], headers=json.loads(row["headers"]))
            for row in rows
        ]
        await asyncio.gather(*sending)
        ids = [row["id"] for row in rows]
        await ground.says.execute("UPDATE outbox SET published_at = now() WHERE id = ANY($1)", ids)


async def consume(ground: Ground) -> None:
    pull = await ground.pulls.pull_subscribe_bind(durable=LISTENER, stream=SPEAKER.upper())
    try:
        while True:
            with contextlib.suppress(NothingCame):
                await apply(ground, await pull.fetch(50, timeout=LONGEST_FETCH_S))
    finally:  # its last question would take events of the next round, for half a minute
        await pull.unsubscribe()


async def apply(ground: Ground, messages: Sequence[Msg]) -> None:
    async with ground.hears.transaction():
        for message in messages:
            event = ContractExpired.model_validate_json(message.data)
            place = (SPEAKER, event.process_id, event.version)
            moved = await ground.hears.execute(_FIRST if event.version == 1 else _STEP, *place)
            assert moved.endswith(" 1"), moved
            event_id = (message.headers or {})["ce-id"]
            await ground.hears.execute(_INSERT, event_id, event.process_id, event.version)
    for message in messages:
        await message.ack()


async def all_happened(ground: Ground, loops: Sequence[asyncio.Future[Any]], number: int) -> None:
    """Raises what a loop died of: nothing would happen any more."""
    while await ground.looks.fetchval("SELECT count(*) FROM effect") != number:
        for one in loops:
            if one.done():
                one.result()
        await asyncio.sleep(0.05)


async def round_of(ground: Ground, way: Way) -> tuple[float, float]:
    """Events a second, and the processor seconds for all of them: of this process and of the servers below it."""
    await empty(ground)
    async with way(ground) as (wake, loops):
        await fill(ground, FIRST)
        wake()
        await all_happened(ground, loops, FIRST)
        await fill(ground, EVENTS)
        began, used = time.perf_counter(), processor_s()
        wake()
        await all_happened(ground, loops, FIRST + EVENTS)
        took, used = time.perf_counter() - began, processor_s() - used
    different = await ground.looks.fetchval("SELECT count(DISTINCT (aggregate, version)) FROM effect")
    assert different == FIRST + EVENTS
    return EVENTS / took, used


def processor_s() -> float:
    return sum(all_used_s(os.getpid()).values())


async def empty(ground: Ground) -> None:
    await ground.hears.execute("TRUNCATE effect RESTART IDENTITY")
    await ground.says.execute("TRUNCATE outbox")


async def fill(ground: Ground, number: int) -> None:
    """As many events wait in the outbox, at once."""
    rows = [
        row_of(ContractExpired(process_id=process_id, version=version))
        for process_id in [uuid4() for _ in range(number // OF_EACH_AGGREGATE)]
        for version in range(1, OF_EACH_AGGREGATE + 1)
    ]
    insertion = "INSERT INTO outbox (event_id, subject, headers, payload) VALUES ($1, $2, $3, $4)"
    await ground.says.executemany(insertion, rows)


def row_of(event: ContractExpired) -> tuple[Any, ...]:
    event_id = uuid4()
    headers = {
        "ce-specversion": "1.0",
        "ce-id": str(event_id),
        "ce-source": SPEAKER,
        "ce-type": "contract_expired",
        "ce-time": "2027-03-01T08:00:00+00:00",
        "ce-subject": str(event.process_id),
        "ce-aggversion": str(event.version),
        "Nats-Msg-Id": str(event_id),
    }
    body = event.model_dump_json().encode()
    return event_id, "events.contracts.contract_expired", json.dumps(headers), body


@asynccontextmanager
async def ground(folder: Path) -> AsyncIterator[Ground]:
    installation = Installation.open(folder, None)
    platform = Platform(lambda line: None)
    try:
        await platform.start_servers(installation)
        await streams.declare(installation.broker, STREAM_BYTES)
        address = f"{HOST}:{installation.ports.postgres}"
        await prepare(address, keys.passwords(installation.keys))
        mine = [await database(installation, name) for name in (SPEAKER, LISTENER, LISTENER)]
        says, hears, looks = mine
        await hears.execute(_EFFECT)
        publishes, pulls = [await as_service(installation, name) for name in (SPEAKER, LISTENER)]
        yield Ground(installation, says, hears, looks, jetstream(publishes), jetstream(pulls))
        for connection in (publishes, pulls):
            await connection.close()
        for one in mine:
            await one.close()
    finally:
        await platform.stop()
        installation.close()


async def as_service(installation: Installation, name: str) -> Nats:
    return await BrokerAddress(installation.nats_url, name, installation.nkey(name)).connect()


async def database(installation: Installation, name: str) -> asyncpg.Connection:
    return await asyncpg.connect(installation.database_url(name, driver="postgresql"))


async def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="luotsi-events-", ignore_cleanup_errors=True) as folder:
        async with ground(Path(folder)) as there:
            rounds = [
                (await round_of(there, our_services), await round_of(there, by_hand)) for _ in range(ROUNDS)
            ]
    ours, bare = ([pair[place] for pair in rounds] for place in (0, 1))
    return {
        "events": EVENTS,
        "ours_events_a_second": round(statistics.median(rate for rate, _ in ours)),
        "bare_events_a_second": round(statistics.median(rate for rate, _ in bare)),
        "ratio": round(statistics.median(a[0] / b[0] for a, b in rounds), 2),
        "processor_ratio": round(statistics.median(b[1] / a[1] for a, b in rounds), 2),
        "smallest_ratio": SMALLEST_RATIO,
    }


def main() -> int:
    figures = uvloop.run(measure())
    print(json.dumps(figures, indent=2))
    return int(min(figures["ratio"], figures["processor_ratio"]) < SMALLEST_RATIO)


if __name__ == "__main__":
    sys.exit(main())
