"""The relay: what waits in the outbox is carried to the stream in order, and marked after the acknowledgement.

What can never be sent is parked in its row with the reason; what the stream refuses for now is so too, and is tried
again (`refused_rows`). The later events of its process wait behind it, as no listener could take them before it; those
of all others go on.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from nats.errors import BadHeaderError, BadSubjectError, MaxPayloadError
from nats.errors import Error as NatsError
from nats.js.errors import APIError
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.runtime.away import Dependencies
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import LARGEST_MESSAGE
from services.runtime.events.keeping_stream import KeptStream
from services.runtime.events.refused_rows import REFUSED, RefusedRows
from services.runtime.events.sending import Sending
from services.runtime.events.waking import Waking
from services.runtime.logs import log
from services.runtime.storage.database import is_locked_out
from services.runtime.storage.tables import outbox

# One relay a database: more of them would publish an aggregate's events out of order.
_LEADER_LOCK = 7_100_001
# A question that waits keeps the database from forgetting old rows: it is asked anew now and then.
_LOCK_IS_WAITED_FOR = sa.text("SET LOCAL lock_timeout = '15s'")
_BATCH = 200
_AGAIN_S = 0.25
_LONGEST_PAUSE_S = 5.0
_RELAY = "relay"
_TOO_LARGE_FOR_THE_STREAM = 10054  # JetStream: "message size exceeds maximum allowed"

Unsendable = Literal["too_large", "malformed_envelope", "refused_by_the_stream"]

_about = outbox.c.headers["ce-subject"].astext
_parked = outbox.c.parked_at.is_not(None)
ON_THE_WAY = outbox.c.published_at.is_(None) & _about.not_in(sa.select(_about).where(_parked))
"""What the relay will carry: neither parked nor behind a parked one of its process."""

_OLDEST: sa.Select[Any] = (
    sa.select(outbox.c.id, outbox.c.event_id, outbox.c.subject, outbox.c.headers, outbox.c.payload)
    .where(ON_THE_WAY)
    .order_by(outbox.c.id)
    .limit(_BATCH)
)
_MARK = (
    outbox.update()
    .where(outbox.c.id == sa.any_(sa.bindparam("sent", type_=ARRAY(sa.BigInteger))))
    .values(published_at=sa.func.now())
)

NOT_IN_THE_STREAM = sa.select(
    sa.func.count().filter(ON_THE_WAY).label("on_the_way"),
    sa.func.count().filter(_parked).label("parked"),
    sa.func.coalesce(sa.func.extract("epoch", sa.func.now() - sa.func.min(outbox.c.created_at)), 0).label(
        "oldest_s"
    ),
).where(outbox.c.published_at.is_(None))
"""What is not in the stream yet, and why. oldest_s: since when the oldest waits, in seconds; 0 where none does."""


class Relay:
    """Publishes what waits in the outbox: one leader, in order, marked only after the broker's acknowledgement.

    largest: bytes that the broker takes in one message now, headers counted. tell_leader: that there is something to
    carry, where another process leads; it hears of it by `hear_from_another`.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        sending: Sending,
        dependencies: Dependencies | None = None,
        kept: KeptStream | None = None,
        largest: Callable[[], int] = lambda: LARGEST_MESSAGE,
        tell_leader: Callable[[], None] = lambda: None,
    ) -> None:
        self._kept = kept
        self._dependencies = dependencies or Dependencies()
        self._engine = engine
        self._sending = sending
        self._largest = largest
        self._tell_leader = tell_leader
        self._leads = False
        self._waking = Waking()
        self._refused = RefusedRows()

    def wake(self) -> None:
        """Called after a commit, outside of its transaction."""
        if self._leads:
            self._waking.tell()
        else:
            self._tell_leader()

    def hear_from_another(self) -> None:
        """Of a commit in another process."""
        self._waking.tell()

    async def run(self) -> None:
        """Until cancelled; a lost connection loses the lead, and whoever gets the lock goes on."""
        while True:
            try:
                async with self._engine.connect() as connection:
                    try:
                        await self._lead(connection)
                    finally:
                        # Back in the pool it would keep the lock, and nobody could lead any more.
                        await connection.invalidate()
            except Exception as error:  # the outbox keeps everything: try again until the servers are back
                pause = await self._dependencies.pause_for(error, _RELAY)
                if pause is None:
                    log.warning("relay_interrupted", error_type=type(error).__name__)
                await asyncio.sleep(min(pause or _AGAIN_S, _LONGEST_PAUSE_S))
            finally:
                self._leads = False

    async def _lead(self, connection: AsyncConnection) -> None:
        await self._until_it_leads(connection)
        # Nothing of what follows belongs into one transaction: what was sent and not marked is sent again.
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        self._leads = True
        if self._kept:
            self._kept.look_at_once()
        while True:
            self._waking.begin()
            if self._kept:
                await self._kept.see_to_it(connection)
            await self._refused.try_again(connection)
            while await self.publish_batch(connection) == _BATCH:
                pass
            self._dependencies.done(_RELAY)
            await self._waking.next_call()

    async def _until_it_leads(self, connection: AsyncConnection) -> None:
        """The database tells when nobody leads any more; the lock stays until the connection ends."""
        while True:
            try:
                await connection.execute(_LOCK_IS_WAITED_FOR)
                await connection.execute(sa.select(sa.func.pg_advisory_lock(_LEADER_LOCK)))
                await connection.commit()
            except DBAPIError as error:
                if not is_locked_out(error):
                    raise
                await connection.rollback()
            else:
                return

    async def publish_batch(self, connection: AsyncConnection) -> int:
        """Sends the oldest waiting events. Returns how many it has dealt with; raises before anything is marked."""
        rows = (await connection.execute(_OLDEST)).all()
        if rows:
            hopeless = await self._publish(rows)
            behind = {row.headers["ce-subject"] for row in rows if row.id in hopeless}
            sent = [row.id for row in rows if row.headers["ce-subject"] not in behind]
            await self._mark(connection, sent)
            for row in rows:
                if row.id in hopeless:
                    await self._lay_aside(connection, row, hopeless[row.id])
        await connection.commit()
        return len(rows)

    async def _publish(self, rows: Sequence[sa.Row[Any]]) -> dict[int, Unsendable]:
        """Why a row is not sent, by its id. Raises what is nobody's fault, whatever became of the others."""
        hopeless: dict[int, Unsendable] = {row.id: "too_large" for row in rows if self._is_too_large(row)}
        held = {row.headers["ce-subject"] for row in rows if row.id in hopeless}
        tried = [row for row in rows if row.headers["ce-subject"] not in held]
        for row, why_not in zip(tried, await self._sending.send(tried), strict=True):
            if why_not:
                hopeless[row.id] = _never(why_not) or await self._refusal(why_not)
        return _first_of_each_process(rows, hopeless)

    async def _refusal(self, error: Exception) -> Unsendable:
        """What the stream says of one message while it takes others, or our own fault with it. Raises all else."""
        answered = isinstance(error, APIError) or not isinstance(error, NatsError | OSError)
        if answered and await self._dependencies.who_is_away(error) is None:
            return REFUSED
        raise error

    async def _lay_aside(self, connection: AsyncConnection, row: sa.Row[Any], reason: Unsendable) -> None:
        parking = outbox.update().where(outbox.c.id == row.id)
        await connection.execute(parking.values(parked_at=sa.func.now(), parked_reason=reason))
        if reason == REFUSED:
            await self._refused.count(connection, row.event_id)
        log.error("event_not_sent", event_id=str(row.event_id), subject=row.subject, reason=reason)

    def _is_too_large(self, row: sa.Row[Any]) -> bool:
        """With its headers: the server closes the connection of who sends more, and everybody would wait again."""
        headers = sum(len(f"{name}: {value}\r\n".encode()) for name, value in row.headers.items())
        return bool(len(row.payload) + headers + len(self._sending.stream) + 100 > self._largest())

    async def _mark(self, connection: AsyncConnection, ids: list[int]) -> None:
        await connection.execute(_MARK, {"sent": ids})

    async def try_again(self, event_id: UUID) -> bool:
        """A parked row and all that waits behind it; False: none of ours is parked under this id.

        Refuses: still_refused, where it is as large as before.
        """
        mine = sa.select(outbox).where(outbox.c.event_id == event_id, _parked).with_for_update()
        async with self._engine.begin() as connection:
            row = (await connection.execute(mine)).first()
            if row is None:
                return False
            if self._is_too_large(row):
                raise Refusal("still_refused", "parked_id", "too_large")
            await connection.execute(
                outbox.update().where(outbox.c.id == row.id).values(parked_at=None, parked_reason=None)
            )
        self.wake()
        return True


def _first_of_each_process(
    rows: Sequence[sa.Row[Any]], hopeless: dict[int, Unsendable]
) -> dict[int, Unsendable]:
    """The others wait behind it, and are told of when it is their turn."""
    firsts = {row.headers["ce-subject"]: row.id for row in reversed(rows) if row.id in hopeless}
    return {one: hopeless[one] for one in firsts.values()}


def _never(error: Exception) -> Unsendable | None:
    """Why sending it again can never help; none: a broker that is away or full takes it later."""
    if isinstance(error, MaxPayloadError):
        return "too_large"
    if isinstance(error, APIError) and error.err_code == _TOO_LARGE_FOR_THE_STREAM:
        return "too_large"
    return "malformed_envelope" if isinstance(error, BadSubjectError | BadHeaderError | ValueError) else None
