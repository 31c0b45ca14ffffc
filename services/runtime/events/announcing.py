"""The outbox: a change and its event are one transaction. `relaying` carries the events to the stream."""

from dataclasses import dataclass

from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid6 import uuid7

from services.messages.envelope import Event, event_subject, owner, snake
from services.runtime.clock import Clock
from services.runtime.commands.sizes import body_of
from services.runtime.storage.database import execute
from services.runtime.storage.tables import aggregate_version, outbox


@dataclass
class _Saying:
    """What the events of one message have in common. cause: its id. announced: in its whole transaction."""

    clock: Clock
    cause: str | None
    announced: bool = False


def begin_saying(db: AsyncSession, clock: Clock, cause: str | None = None) -> None:
    """Before anything is announced in this transaction, or in it because of another message."""
    db.info[_Saying] = _Saying(clock, cause, has_announced(db))


def has_announced(db: AsyncSession) -> bool:
    """Whether the relay has something to carry once this transaction is committed."""
    saying: _Saying | None = db.info.get(_Saying)  # none where an event only moved the position
    return saying is not None and saying.announced


def _saying(db: AsyncSession) -> _Saying:
    saying: _Saying = db.info[_Saying]
    return saying


async def announce(db: AsyncSession, event: Event) -> None:
    """Writes the event into the transaction's outbox, numbered within its aggregate.

    The row lock on the aggregate's version keeps the order of commits the order of numbers. Refuses: too_large, so
    that the change is not made either.
    """
    payload = body_of(event)
    saying = _saying(db)
    event_id = uuid7()
    version = await _next_version(db, event)
    headers = {
        "ce-specversion": "1.0",
        "ce-id": str(event_id),
        "ce-source": owner(type(event)),
        "ce-type": snake(type(event).__name__),
        "ce-time": saying.clock.now().isoformat(),
        "ce-subject": str(event.aggregate_id),
        "ce-aggversion": str(version),
        "Nats-Msg-Id": str(event_id),
    }
    if saying.cause:
        headers["ce-causationid"] = saying.cause
    row = {
        "event_id": event_id,
        "subject": event_subject(type(event)),
        "headers": headers,
        "payload": payload,
    }
    await execute(db, outbox.insert().values(row))
    saying.announced = True


async def _next_version(db: AsyncSession, event: Event) -> int:
    statement = insert(aggregate_version).values(aggregate_id=event.aggregate_id, version=1)
    statement = statement.on_conflict_do_update(
        index_elements=["aggregate_id"], set_={"version": aggregate_version.c.version + 1}
    )
    result = await execute(db, statement.returning(aggregate_version.c.version))
    version: int = result.scalar_one()
    return version
