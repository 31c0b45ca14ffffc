"""What the platform holds, counted from its databases, streams, histories and mails: nothing is expected here.

lost: events that were published and are not in their stream + stream events that a listener has acknowledged and
neither applied nor parked + sessions that cost something, were there for a month's run, and are on no line + mails
marked as sent that never arrived.
duplicates: effects that are there more than once by their natural key + mails that nobody wrote.

What is still under way is neither: whatever must be there is read before the place where it must be.
"""

import asyncio
import dataclasses
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import nats
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from deploy.machine import keys
from deploy.machine.installation import NAMESPACE, Installation
from deploy.machine.ports import HOST
from deploy.operating.mails import ids_of_mails
from deploy.streams import LISTENERS, SPEAKERS
from services.messages.keep_times import LETTERS
from services.messages.texts import is_digits
from services.runtime.clock import clock_from
from services.runtime.events.streams import stream_name
from workflows.histories.cost import Cost, history_cost
from workflows.temporal_connection import connect

FIRST_NUMBER = 1001
"""The first number of each series of invoices, counted here independently of the service that gives it."""

ITEM = "coalesce(session_id, item_id)"
"""A billable item as both `sessions` and its lines know it: by its session, where it came of one."""

NATURAL_KEYS = (
    ("intake", "inquiry", "number"),
    ("sessions", "session WHERE status NOT IN ('cancelled', 'replaced', 'paused')", "process_id, number"),
    ("billing", "billable_item WHERE kind IN ('held', 'cancelled', 'no_show')", "session_id"),
    ("billing", "invoice_line WHERE credited_by IS NULL", "item_id"),
    ("billing", "invoice", "series, number"),
    ("notices", "notice", "natural_key"),
)


@dataclasses.dataclass
class Figures:
    """actions and history_bytes: of the dearest process that held sessions, from inquiry to its end."""

    processes: int = 0
    sessions_held: int = 0
    sessions_billable: int = 0
    sessions_invoiced: int = 0
    sessions_on_hold: int = 0
    sessions_billed_by_hand: int = 0
    invoices: int = 0
    invoice_total_cents: int = 0
    reviews: int = 0
    redirected: int = 0
    actions_per_process_year: int = 0
    history_bytes_per_process_year: int = 0
    skip_events: int = 0
    mails: int = 0
    mail_copies: int = 0
    parked: int = 0
    duplicates: int = 0
    lost: int = 0
    gaps_in_numbers: int = 0


@dataclasses.dataclass(frozen=True)
class StoredEvent:
    """What a stream holds of one event; none for the place within its aggregate: the envelope cannot be read."""

    seq: int
    event_id: str | None
    aggregate_id: str | None
    version: int | None


def figures(installation: Installation, *, json_file: Path | None) -> int:
    """Prints the figures of a running platform; 1 if something was lost, doubled or left out."""
    counted = asyncio.run(count(installation))
    for name, value in dataclasses.asdict(counted).items():
        print(f"  {name:<34}{value:>10,}")
    if json_file:
        json_file.write_text(json.dumps(dataclasses.asdict(counted), indent=2) + "\n")
    return int(bool(counted.lost or counted.duplicates or counted.gaps_in_numbers))


async def count(installation: Installation) -> Figures:
    """All figures at this moment."""
    found = Figures()
    held_in = await count_rows(installation, found)
    await count_histories(installation, found, held_in)
    await count_events(installation, found)
    await count_mails(installation, found)
    return found


async def fetch(installation: Installation, service: str, query: str, *arguments: Any) -> list[Any]:
    """The first column of what the query finds, read as the superuser."""
    password = keys.passwords(installation.keys)[keys.SUPERUSER]
    connection = await asyncpg.connect(
        host=HOST, port=installation.ports.postgres, user=keys.SUPERUSER, password=password, database=service
    )
    try:
        return [row[0] for row in await connection.fetch(query, *arguments)]
    finally:
        await connection.close()


async def count_rows(installation: Installation, found: Figures) -> set[UUID]:
    """Fills in what the services' tables tell; the ids of the processes that held sessions."""
    held = await fetch(installation, "sessions", "SELECT process_id FROM session WHERE status = 'held'")
    found.processes, found.sessions_held = len(set(held)), len(held)
    billable = await fetch(installation, "billing", f"SELECT {ITEM} FROM billable_item WHERE percent > 0")
    lines = await items_on_lines(installation)
    found.sessions_billable, found.sessions_invoiced = len(set(billable)), len(set(lines))
    found.sessions_on_hold = len(set(await items_on_hold(installation)) - set(lines))
    found.sessions_billed_by_hand = len(await items_billed_by_hand(installation))
    totals = await fetch(installation, "billing", "SELECT gross_cents FROM invoice")
    found.invoices, found.invoice_total_cents = len(totals), sum(totals)
    found.reviews = len(
        await fetch(installation, "sessions", "SELECT kind FROM review WHERE status <> 'open'")
    )
    redirected = await fetch(
        installation, "intake", "SELECT process_id FROM inquiry WHERE status = 'redirected'"
    )
    found.redirected = len(redirected)
    found.gaps_in_numbers = await gaps(installation)
    found.lost += await unbilled(installation)
    found.duplicates += await doubled(installation)
    return set(held)


async def gaps(installation: Installation) -> int:
    """Numbers from the first one on that a series gave, by its counter or its highest invoice, and are on none."""
    missing = 0
    for series in await fetch(installation, "billing", "SELECT series FROM invoice_counter"):
        given = await fetch(
            installation, "billing", "SELECT value FROM invoice_counter WHERE series = $1", series
        )
        numbers = set(
            await fetch(installation, "billing", "SELECT number FROM invoice WHERE series = $1", series)
        )
        missing += len(set(range(FIRST_NUMBER, max([*numbers, *given]) + 1)) - numbers)
    return missing


async def unbilled(installation: Installation) -> int:
    """Sessions of completed months that cost something, by what `sessions` itself recorded, and are on no line."""
    recorded = await fetch(
        installation,
        "sessions",
        """SELECT session_id FROM session WHERE status IN ('held', 'no_show')
           AND to_char(starts_at AT TIME ZONE 'Europe/Helsinki', 'YYYY-MM') <= $1""",
        await last_period(installation),
    )
    free = await fetch(installation, "billing", f"SELECT {ITEM} FROM billable_item WHERE percent = 0")
    late = await fetch(
        installation,
        "billing",
        f"SELECT {ITEM} FROM billable_item WHERE percent > 0 AND to_char(performed_on, 'YYYY-MM') <= $1",
        await last_period(installation),
    )
    lines = await items_on_lines(installation)
    waiting = [*await recorded_afterwards(installation), *await items_on_hold(installation)]
    lines += await items_billed_by_hand(installation)
    return len((set(recorded) | set(late)) - set(free) - set(lines) - set(waiting))


async def recorded_afterwards(installation: Installation) -> list[UUID]:
    """Sessions that no finished run has seen yet: the next one takes them along."""
    ended = await fetch(installation, "billing", "SELECT max(completed_at) FROM billing_run")
    return await fetch(
        installation, "sessions", "SELECT session_id FROM session WHERE settled_at > $1", ended[0]
    )


async def items_on_lines(installation: Installation) -> list[UUID]:
    """Also of lines that were credited: what was taken back is not lost."""
    joined = f"SELECT {ITEM} FROM invoice_line JOIN billable_item USING (item_id)"
    return await fetch(installation, "billing", joined)


async def items_on_hold(installation: Installation) -> list[UUID]:
    """Of processes whose invoices finance holds: on its worklist, and on no line for good reason."""
    held = f"""SELECT {ITEM} FROM billable_item JOIN invoice_hold USING (process_id)
        WHERE percent > 0 AND hand_bill_id IS NULL"""
    return await fetch(installation, "billing", held)


async def items_billed_by_hand(installation: Installation) -> list[UUID]:
    return await fetch(
        installation, "billing", f"SELECT {ITEM} FROM billable_item WHERE hand_bill_id IS NOT NULL"
    )


async def last_period(installation: Installation) -> str:
    periods = await fetch(installation, "billing", "SELECT max(period) FROM billing_run")
    return periods[0] or ""


async def doubled(installation: Installation) -> int:
    """Rows beyond the first of one natural key."""
    total = 0
    for service, table, key in NATURAL_KEYS:
        groups = f"SELECT count(*) AS rows FROM {table} GROUP BY {key}"
        beyond = await fetch(
            installation, service, f"SELECT coalesce(sum(rows - 1), 0)::int FROM ({groups}) AS one"
        )
        total += beyond[0]
    return total


async def count_histories(installation: Installation, found: Figures, held_in: set[UUID]) -> None:
    """The dearest process-year, over all the runs that it was continued in."""
    client = await connect(installation.temporal_address, NAMESPACE, installation.keys)
    costs: dict[str, Cost] = {}
    async for one in client.list_workflows("WorkflowType = 'SupervisionProcess'"):
        history = await client.get_workflow_handle(one.id, run_id=one.run_id).fetch_history()
        costs[one.id] = costs.get(one.id, Cost()) + history_cost(history.events)
    lived = [cost for id_, cost in costs.items() if UUID(id_.split("/")[1]) in held_in]
    found.actions_per_process_year = max((cost.actions for cost in lived), default=0)
    found.history_bytes_per_process_year = max((cost.history_bytes for cost in lived), default=0)
    found.skip_events = sum(cost.skip_events for cost in lived)


async def count_events(installation: Installation, found: Figures) -> None:
    """Every event from its outbox to each listener's position."""
    connection = await nats.connect(installation.nats_url)
    jetstream = connection.jetstream()
    try:
        for speaker in SPEAKERS:
            published = await published_events(installation, speaker)
            stored = await stored_events(jetstream, speaker)
            found.lost += len(published - {event.event_id for event in stored})
            for listener, heard in LISTENERS.items():
                if speaker in heard:
                    dealt_with = await acknowledged(jetstream, speaker, listener, stored)
                    found.lost += await unheard(installation, speaker, listener, dealt_with)
    finally:
        await connection.close()
    for service in {*LISTENERS, *SPEAKERS}:
        parked = await fetch(installation, service, "SELECT id FROM parked WHERE replayed_at IS NULL")
        not_sent = await fetch(installation, service, "SELECT id FROM outbox WHERE parked_at IS NOT NULL")
        found.parked += len(parked) + len(not_sent)


async def stored_events(jetstream: JetStreamContext, speaker: str) -> list[StoredEvent]:
    """The whole stream, read by an ordered consumer that leaves nothing behind."""
    last = (await jetstream.stream_info(stream_name(speaker))).state.last_seq
    stored: list[StoredEvent] = []
    if not last:
        return stored
    reading = await jetstream.subscribe(
        f"events.{speaker}.>", stream=stream_name(speaker), ordered_consumer=True
    )
    async for message in reading.messages:
        headers = message.headers or {}
        version = headers.get("ce-aggversion", "")
        seq = message.metadata.sequence.stream
        place = (headers.get("ce-subject"), int(version)) if is_digits(version) else (None, None)
        stored.append(StoredEvent(seq, headers.get("ce-id"), *place))
        if seq >= last:
            break
    await reading.unsubscribe()
    return stored


async def published_events(installation: Installation, speaker: str) -> set[str]:
    """What the relay has handed over; what waits for it is not lost."""
    return set(
        await fetch(installation, speaker, "SELECT event_id::text FROM outbox WHERE published_at IS NOT NULL")
    )


async def acknowledged(
    jetstream: JetStreamContext, speaker: str, listener: str, stored: list[StoredEvent]
) -> list[StoredEvent]:
    """The events up to which the listener has said that it is done with all of them; all, where it is unknown."""
    try:
        consumer = await jetstream.consumer_info(stream_name(speaker), listener)
    except NotFoundError:
        return stored
    done = consumer.ack_floor.stream_seq if consumer.ack_floor else 0
    return [event for event in stored if event.seq <= done]


async def unheard(installation: Installation, speaker: str, listener: str, stored: list[StoredEvent]) -> int:
    """How many of these events the listener has neither applied nor parked."""
    places = await fetch(
        installation,
        listener,
        "SELECT aggregate_id::text || '/' || version FROM position WHERE source = $1",
        speaker,
    )
    reached = {aggregate: int(version) for aggregate, version in (one.split("/") for one in places)}
    parked = set(
        await fetch(installation, listener, "SELECT stream_seq FROM parked WHERE source = $1", speaker)
    )
    return sum(
        event.seq not in parked
        and (event.version is None or reached.get(event.aggregate_id or "", 0) < event.version)
        for event in stored
    )


MAILS = "SELECT notice_id::text FROM notice UNION ALL SELECT mail_id::text FROM sign_in_mail"
MAILS_SENT = """SELECT notice_id::text FROM notice WHERE status = 'sent' AND gathered_in IS NULL
                 UNION ALL SELECT mail_id::text FROM sign_in_mail WHERE status = 'sent'"""


async def count_mails(installation: Installation, found: Figures) -> None:
    """By their ids, which are their rows': a copy with the same id is no second mail, one without a row is.

    A mail whose row says otherwise than sent is the row's own: a kill came between the two. Rows of old mails are
    forgotten, the mails that this machine has caught are not.
    """
    sent = set(await fetch(installation, "notices", MAILS_SENT))
    arrived = ids_of_mails(installation.mail)
    written = set(await fetch(installation, "notices", MAILS))
    found.mails, found.mail_copies = len(set(arrived)), len(arrived) - len(set(arrived))
    now = clock_from("local", installation.data / "clock.json").now()
    found.duplicates += len(set(ids_of_mails(installation.mail, now - LETTERS)) - written)
    found.lost += len(sent - set(arrived))
