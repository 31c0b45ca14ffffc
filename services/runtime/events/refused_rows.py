"""Own events that the stream refuses though the broker answers: each is tried again after longer and longer pauses.

Meanwhile it lies aside in its row, and is told as what can never be sent is. On order it is tried at once.
"""

import time
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.runtime.storage.tables import failure, outbox

REFUSED: Literal["refused_by_the_stream"] = "refused_by_the_stream"
_OUTBOX, _PLACE = "outbox", 0
"""As the source of a failure; and what was not sent yet has no place in a stream."""
_FIRST_PAUSE_S = 60
_MOST_DOUBLED = 4
"""The longest pause is 16 minutes: whoever mended the stream need not order each one anew."""
_LOOK_EVERY_S = 15.0

_first: sa.BindParameter[int] = sa.bindparam("first", type_=sa.Integer)
_pause_s = _first * sa.func.power(2, sa.func.least(failure.c.times - 1, _MOST_DOUBLED))
_pause = sa.func.make_interval(0, 0, 0, 0, 0, 0, _pause_s, type_=sa.Interval)
_mine = (failure.c.source == _OUTBOX) & (failure.c.stream_seq == _PLACE)
_about_it = failure.c.event_id == sa.cast(outbox.c.event_id, sa.Text)
_rests = sa.exists().where(_mine, _about_it, failure.c.since + _pause > sa.func.clock_timestamp())
_TRIED_AGAIN = (
    outbox.update()
    .where(outbox.c.parked_at.is_not(None), outbox.c.parked_reason == REFUSED, ~_rests)
    .values(parked_at=None, parked_reason=None)
)


class RefusedRows:
    """Of one relay; on the connection of the one that leads."""

    def __init__(self) -> None:
        self._next_look = 0.0

    async def try_again(self, connection: AsyncConnection) -> None:
        """Every now and then: those whose pause is over wait for the relay again."""
        if time.monotonic() < self._next_look:
            return
        await connection.execute(_TRIED_AGAIN, {"first": _FIRST_PAUSE_S})
        await connection.commit()
        self._next_look = time.monotonic() + _LOOK_EVERY_S

    async def count(self, connection: AsyncConnection, event_id: UUID) -> None:
        """Refused once more: its next pause is twice as long."""
        about = {"source": _OUTBOX, "stream_seq": _PLACE, "event_id": str(event_id)}
        first = insert(failure).values(**about, times=1, error_type=REFUSED, since=sa.func.clock_timestamp())
        more = {"times": failure.c.times + 1, "since": sa.func.clock_timestamp()}
        await connection.execute(first.on_conflict_do_update(index_elements=list(about), set_=more))
