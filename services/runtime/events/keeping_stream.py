"""The speaker's care for its own stream: one that was deleted is made again, and is told again what it has lost.

Published rows stay in the outbox for that. Listeners know by their positions what they have applied.
"""

import time
from datetime import datetime

import sqlalchemy as sa
from nats.js import JetStreamContext
from nats.js.api import StreamConfig, StreamInfo
from sqlalchemy.ext.asyncio import AsyncConnection

from services.runtime.events.streams import kept_stream
from services.runtime.logs import log
from services.runtime.storage.tables import outbox

_LOOK_EVERY_S = 15.0


class KeptStream:
    def __init__(self, jetstream: JetStreamContext, wanted: StreamConfig) -> None:
        self._jetstream = jetstream
        self._wanted = wanted
        self._made_at: datetime | None = None
        self._next_look = 0.0

    def look_at_once(self) -> None:
        """Something went wrong with it."""
        self._next_look = 0.0

    async def see_to_it(self, connection: AsyncConnection) -> None:
        """Every now and then. On the connection of the one relay that leads."""
        if time.monotonic() < self._next_look:
            return
        found = await kept_stream(self._jetstream, self._wanted)
        if found.created != self._made_at:
            await self._say_again_what_it_lost(connection, found)
        self._made_at = found.created
        self._next_look = time.monotonic() + _LOOK_EVERY_S

    async def _say_again_what_it_lost(self, connection: AsyncConnection, found: StreamInfo) -> None:
        """Nothing is ever deleted from a stream: with fewer events than were published, it is another one."""
        published = outbox.c.published_at.is_not(None)
        count = sa.select(sa.func.count()).select_from(outbox).where(published)
        said = (await connection.execute(count)).scalar_one()
        if found.state.messages < said:
            await connection.execute(outbox.update().where(published).values(published_at=None))
            log.warning("stream_told_again", stream=found.config.name, events=said)
        await connection.commit()
