"""Two services as small as they can be, on the real runtime: `contracts` says, `billing` notes what it hears.

Their handlers are given by each test. `effect` has no unique key, so that an effect that happens twice shows.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from nats.js.errors import NotFoundError

from services.messages.contracts import ContractExpired, ExpireContract, SigningFound
from services.messages.envelope import Event, event_subject, owner, snake
from services.runtime.commands.transactions import Handler, Work
from services.runtime.events.announcing import announce
from services.runtime.events.streams import stream_name
from services.runtime.service import Service
from services.runtime.storage.database import execute
from tests.house import House
from tests.patience import PATIENCE_S

AS_OF = datetime(2027, 3, 1, 8, tzinfo=UTC)
EXPIRED = SigningFound(version=1, status="expired", reminders_at=[], expires_at=None, agreed=None)
SPEAKER, LISTENER = "contracts", "billing"
EFFECT = "CREATE TABLE effect (id serial PRIMARY KEY, event_id text, aggregate uuid, version int)"
THING = "CREATE TABLE thing (process_id uuid PRIMARY KEY)"


async def open_listener(house: House, contract_expired: Handler) -> list[asyncio.Task[None]]:
    """`billing` with this one handler, and a table of effects. Returns its running loops."""
    return await _open(house, LISTENER, EFFECT, contract_expired=contract_expired)


async def open_speaker(house: House, expire_contract: Handler) -> list[asyncio.Task[None]]:
    """`contracts` with this one command, and a table of things. Returns its running loops."""
    return await _open(house, SPEAKER, THING, expire_contract=expire_contract)


async def open_with(house: House, handler: Handler) -> None:
    """`contracts` with this one handler."""
    await _open(house, SPEAKER, THING, **{handler.__name__: handler})


async def _open(house: House, name: str, table: str, **handlers: Handler) -> list[asyncio.Task[None]]:
    settings = await house.settings_for(name)
    await house.rows(name, table)
    module = ModuleType(f"{name}_handlers")
    vars(module).update(handlers)
    service = Service(name, module, settings, says_events=name == SPEAKER)
    house.services[name] = service
    tasks = await service.start()
    house._tasks += tasks
    return tasks


async def note(event: ContractExpired, work: Work) -> None:
    """The effect of one event: a row."""
    statement = sa.text(
        "INSERT INTO effect (event_id, aggregate, version) VALUES (:id, :aggregate, :version)"
    )
    row = {"id": str(work.heard.event_id), "aggregate": event.process_id, "version": event.version}
    await execute(work.db, statement.bindparams(**row))


async def contract_expired(event: ContractExpired, work: Work) -> None:
    await note(event, work)


async def expire_contract(order: ExpireContract, work: Work) -> SigningFound:
    """One thing and one event, however often it is asked."""
    known = sa.text("SELECT 1 FROM thing WHERE process_id = :id").bindparams(id=order.process_id)
    if (await execute(work.db, known)).first() is None:
        row = sa.text("INSERT INTO thing (process_id) VALUES (:id)").bindparams(id=order.process_id)
        await execute(work.db, row)
        await announce(work.db, ContractExpired(process_id=order.process_id, version=1))
    return EXPIRED


def an_order(process_id: UUID | None = None) -> ExpireContract:
    return ExpireContract(process_id=process_id or uuid4(), as_of=AS_OF)


def envelope(event: Event, version: int, **changed: str | None) -> dict[str, str]:
    """The event's headers as its service would write them; `ce_type=None` leaves that one out."""
    headers: dict[str, str | None] = {
        "ce-id": str(uuid4()),
        "ce-source": owner(type(event)),
        "ce-type": snake(type(event).__name__),
        "ce-time": AS_OF.isoformat(),
        "ce-subject": str(event.aggregate_id),
        "ce-aggversion": str(version),
    }
    headers |= {name.replace("_", "-"): value for name, value in changed.items()}
    return {name: value for name, value in headers.items() if value is not None}


async def deliver(house: House, event: Event, headers: dict[str, str], **otherwise: Any) -> None:
    """Puts one message into the speaker's stream. otherwise: another subject or body."""
    subject = otherwise.get("subject", event_subject(type(event)))
    body = otherwise.get("body", event.model_dump_json().encode())
    await house.jetstream.publish(subject, body, headers=headers)


async def say(house: House, *events: ContractExpired) -> list[dict[str, str]]:
    """Each event once, numbered by its own `version`. Returns their headers."""
    said = [envelope(event, event.version) for event in events]
    for event, headers in zip(events, said, strict=True):
        await deliver(house, event, headers)
    return said


async def effects(house: House) -> list[tuple[str, UUID, int]]:
    """event id, aggregate, version: in the order in which they happened."""
    rows = await house.rows(LISTENER, "SELECT event_id, aggregate, version FROM effect ORDER BY id")
    return [(row["event_id"], row["aggregate"], row["version"]) for row in rows]


async def stream_ids(house: House) -> list[str]:
    """The ids of the events in the speaker's stream, in its order."""
    stream = stream_name(SPEAKER)
    last = (await house.jetstream.stream_info(stream)).state.last_seq
    found = []
    for seq in range(1, last + 1):
        try:
            found.append(((await house.jetstream.get_msg(stream, seq)).headers or {})["ce-id"])
        except NotFoundError:
            continue
    return found


async def lost(house: House) -> int:
    """Events of the speaker's outbox that are not in its stream, whatever its marks say."""
    said = await house.rows(SPEAKER, "SELECT event_id::text FROM outbox")
    return len({row[0] for row in said} - set(await stream_ids(house)))


async def until(condition: Callable[[], Awaitable[Any]]) -> None:
    """Returns as soon as the condition holds; fails when it does not in time."""
    deadline = time.monotonic() + PATIENCE_S
    while not await condition():
        assert time.monotonic() < deadline, f"not within {PATIENCE_S} s"
        await asyncio.sleep(0.02)
