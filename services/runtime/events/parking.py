"""Messages that could not be handled: kept with their reason, listed, and handled again on order."""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

import sqlalchemy as sa
from nats.aio.msg import Msg
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid6 import uuid7

from services.messages.operations import ParkedMessage, ParkedMessages
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import fitting
from services.runtime.events.delivery import Unhandleable, place_of
from services.runtime.storage.database import counted, execute, transaction
from services.runtime.storage.tables import failure, outbox, parked

_MOST_LISTED = 1000


class Handles(Protocol):
    """A listener's handling, as far as replaying needs it."""

    async def handle(self, db: AsyncSession, message: Msg) -> None: ...


async def park(
    db: AsyncSession,
    source: str,
    message: Msg,
    reason: str,
    *,
    again: bool = False,
    stream_seq: int | None = None,
) -> None:
    """Natural key: the source's stream sequence and the event. again: one that was parked before waits once more.

    stream_seq: of a message that was kept, and does not know it any more.
    """
    row = _row_of(message, reason) | {"source": source}
    row |= {"stream_seq": stream_seq or message.metadata.sequence.stream}
    parking = insert(parked).values(row)
    if again:
        waits = {"replayed_at": None, "reason": reason}
        parking = parking.on_conflict_do_update(constraint="parked_once", set_=waits)
    else:
        parking = parking.on_conflict_do_nothing()
    await execute(db, parking)


def _row_of(message: Msg, reason: str) -> dict[str, Any]:
    # PostgreSQL stores no NUL in a text.
    headers = {name: value.replace("\0", "\ufffd") for name, value in (message.headers or {}).items()}
    return {
        "id": uuid7(),
        "subject": message.subject,
        "event_id": headers.get("ce-id"),
        "aggregate_id": _uuid_or_none(headers.get("ce-subject")),
        "headers": headers,
        "payload": message.data,
        "reason": reason,
    }


async def forgive_all(db: AsyncSession) -> None:
    """For a listener that hears everything again: what still cannot be handled is parked again then."""
    await execute(db, parked.update().where(parked.c.replayed_at.is_(None)).values(replayed_at=sa.func.now()))


async def count_failure(engine: AsyncEngine, source: str, message: Msg, error_type: str) -> int:
    """How often this delivery has failed now, counted in a transaction of its own."""
    return int((await _note_failure(engine, source, message, error_type)).times)


async def held_for(engine: AsyncEngine, source: str, message: Msg, reason: str) -> float:
    """For how many seconds this delivery has been put back by now, noted in a transaction of its own."""
    return float((await _note_failure(engine, source, message, reason)).age_s)


async def _note_failure(engine: AsyncEngine, source: str, message: Msg, error_type: str) -> sa.Row[Any]:
    mine = {
        "source": source,
        "stream_seq": message.metadata.sequence.stream,
        "event_id": (message.headers or {}).get("ce-id", "").replace("\0", "\ufffd"),
    }
    count = insert(failure).values(**mine, times=1, error_type=error_type)
    more = {"times": failure.c.times + 1, "error_type": error_type}
    count = count.on_conflict_do_update(index_elements=list(mine), set_=more)
    age_s = sa.extract("epoch", sa.func.clock_timestamp() - failure.c.since).label("age_s")
    async with engine.begin() as connection:
        return (await connection.execute(count.returning(failure.c.times, age_s))).one()


async def list_parked(db: AsyncSession) -> ParkedMessages:
    """Not yet replayed, oldest first, as many as one answer holds: the rest come up when these are done."""
    waiting = sa.select(parked).where(parked.c.replayed_at.is_(None)).order_by(parked.c.parked_at)
    waiting = waiting.limit(_MOST_LISTED)
    rows = (await execute(db, waiting)).mappings()
    names = ("source", "subject", "event_id", "aggregate_id", "reason", "parked_at", "replayed_at")
    heard = [ParkedMessage(parked_id=row["id"], **{name: row[name] for name in names}) for row in rows]
    found = sorted([*heard, *await _not_sent(db)], key=lambda one: one.parked_at)
    unsent = sa.select(outbox.c.id).where(outbox.c.parked_at.is_not(None))
    count = await counted(db, waiting) + await counted(db, unsent)
    return ParkedMessages(messages=fitting(found), count=count)


async def _not_sent(db: AsyncSession) -> list[ParkedMessage]:
    """Own events that no broker takes: the relay has parked them in the outbox, under their own ids."""
    oldest = (
        sa.select(outbox).where(outbox.c.parked_at.is_not(None)).order_by(outbox.c.id).limit(_MOST_LISTED)
    )
    return [
        ParkedMessage(
            parked_id=row.event_id,
            source=row.headers["ce-source"],
            subject=row.subject,
            event_id=str(row.event_id),
            aggregate_id=_uuid_or_none(row.headers["ce-subject"]),
            reason=row.parked_reason,
            parked_at=row.parked_at,
            replayed_at=None,
        )
        for row in await execute(db, oldest)
    ]


async def replay(engine: AsyncEngine, listeners: Mapping[str, Handles], parked_id: UUID) -> None:
    """Handles a parked message again; its effect and the mark are one transaction.

    Refuses: unknown_message, and whatever its handler refuses.
    """
    async with transaction(engine) as db:
        mine = (
            sa.select(parked)
            .where(parked.c.id == parked_id, parked.c.replayed_at.is_(None))
            .with_for_update()
        )
        row = (await execute(db, mine)).mappings().first()
        if row is None or row["source"] not in listeners:
            raise Refusal("unknown_message", "parked_id")
        await _handle_again(listeners[row["source"]], db, row)
        await execute(db, parked.update().where(parked.c.id == parked_id).values(replayed_at=sa.func.now()))


async def _handle_again(listener: Handles, db: AsyncSession, row: Any) -> None:
    message = kept_message(row)
    try:
        place_of(message)
        await listener.handle(db, message)
    except Unhandleable as error:
        raise Refusal("still_refused", "parked_id", str(error)) from None


def kept_message(row: sa.RowMapping) -> Msg:
    """As it had come, but for its place in the stream."""
    return Msg(_client=None, subject=row["subject"], data=row["payload"], headers=row["headers"])  # type: ignore[arg-type]


def _uuid_or_none(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
