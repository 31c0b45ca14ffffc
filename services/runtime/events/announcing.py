"""The outbox: a change and its event are one transaction. `relaying` carries the events to the stream."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid6 import uuid7

from services.messages.envelope import Event, event_subject, owner, snake
from services.runtime.clock import Clock
from services.runtime.commands.sizes import body_of
from services.runtime.storage.prepared import Prepared
from services.runtime.storage.tables import aggregate_version, outbox

_VERSION = "ce-aggversion"
_about, _event_id, _subject, _headers, _payload = (
    sa.bindparam(name, type_=type_)
    for name, type_ in (
        ("about", sa.Uuid()),
        ("event_id", sa.Uuid()),
        ("subject", sa.Text()),
        ("headers", JSONB()),
        ("payload", sa.LargeBinary()),
    )
)
_numbered = (
    insert(aggregate_version)
    .values(aggregate_id=_about, version=1)
    .on_conflict_do_update(index_elements=["aggregate_id"], set_={"version": aggregate_version.c.version + 1})
    .returning(
        sa.func.jsonb_build_object(_VERSION, sa.cast(aggregate_version.c.version, sa.Text)).label("said")
    )
    .cte("numbered")
)
_SAID = Prepared(
    outbox.insert()
    .from_select(
        ["event_id", "subject", "headers", "payload"],
        sa.select(_event_id, _subject, _headers.concat(_numbered.c.said), _payload).select_from(_numbered),
    )
    .add_cte(_numbered)
)


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
    headers = {
        "ce-specversion": "1.0",
        "ce-id": str(event_id),
        "ce-source": owner(type(event)),
        "ce-type": snake(type(event).__name__),
        "ce-time": saying.clock.now().isoformat(),
        "ce-subject": str(event.aggregate_id),
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
    await _SAID.write(db, {"about": event.aggregate_id, **row})
    saying.announced = True
