"""Counts of the histories and of the streams: what was published, heard, and acknowledged."""

from datetime import timedelta
from uuid import UUID

from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from deploy.operating.counted import Figures, StoredEvent
from deploy.operating.entering import entered
from deploy.operating.opened import ANSWERS_WITHIN_S
from deploy.operating.row_counts import Rows
from deploy.operating.which import Where
from deploy.running.launch import CannotStart
from deploy.streams import LISTENERS, SPEAKERS
from services.messages.texts import is_digits
from services.runtime.events.streams import stream_name
from workflows.histories.cost import Cost, history_cost
from workflows.temporal_connection import connect


async def count_histories(where: Where, found: Figures, held_in: set[UUID]) -> None:
    """The dearest process-year, over all the runs that it was continued in."""
    try:
        client = await connect(
            **where.temporal, keys=where.keys, patience=timedelta(seconds=ANSWERS_WITHIN_S)
        )
    except TimeoutError as error:
        raise CannotStart(f"Temporal does not answer within {ANSWERS_WITHIN_S:.0f} s") from error
    costs: dict[str, Cost] = {}
    async for one in client.list_workflows("WorkflowType = 'SupervisionProcess'"):
        history = await client.get_workflow_handle(one.id, run_id=one.run_id).fetch_history()
        costs[one.id] = costs.get(one.id, Cost()) + history_cost(history.events)
    lived = [cost for id_, cost in costs.items() if UUID(id_.split("/")[1]) in held_in]
    found.actions_per_process_year = max((cost.actions for cost in lived), default=0)
    found.history_bytes_per_process_year = max((cost.history_bytes for cost in lived), default=0)
    found.skip_events = sum(cost.skip_events for cost in lived)


async def count_events(where: Where, rows: Rows, found: Figures) -> None:
    """Every event from its outbox to each listener's position."""
    connection = await entered(where.broker)
    jetstream = connection.jetstream()
    try:
        for speaker in SPEAKERS:
            published = await published_events(rows, speaker)
            stored = await stored_events(jetstream, speaker)
            found.lost += len(published - {event.event_id for event in stored})
            for listener, heard in LISTENERS.items():
                if speaker in heard:
                    dealt_with = await acknowledged(jetstream, speaker, listener, stored)
                    found.lost += await unheard(rows, speaker, listener, dealt_with)
    finally:
        await connection.close()
    for service in {*LISTENERS, *SPEAKERS}:
        parked = await rows.fetch(service, "SELECT id FROM parked WHERE replayed_at IS NULL")
        not_sent = await rows.fetch(service, "SELECT id FROM outbox WHERE parked_at IS NOT NULL")
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


async def published_events(rows: Rows, speaker: str) -> set[str]:
    """What the relay has handed over; what waits for it is not lost."""
    return set(await rows.fetch(speaker, "SELECT event_id::text FROM outbox WHERE published_at IS NOT NULL"))


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


async def unheard(rows: Rows, speaker: str, listener: str, stored: list[StoredEvent]) -> int:
    """How many of these events the listener has neither applied nor parked."""
    places = await rows.fetch(
        listener,
        "SELECT aggregate_id::text || '/' || version FROM position WHERE source = $1",
        speaker,
    )
    reached = {aggregate: int(version) for aggregate, version in (one.split("/") for one in places)}
    parked = set(await rows.fetch(listener, "SELECT stream_seq FROM parked WHERE source = $1", speaker))
    return sum(
        event.seq not in parked
        and (event.version is None or reached.get(event.aggregate_id or "", 0) < event.version)
        for event in stored
    )
