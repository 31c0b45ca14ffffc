"""The speaker's care for its own stream: one that was deleted is made again, and is told again what it has lost.

A speaker makes it on one machine alone. Elsewhere the operator declares it: whoever may say what a stream takes in and
sends on can have all that is said at the broker taken down.

Published rows stay in the outbox for that. Listeners know by their positions what they have applied.
"""

import time
from datetime import datetime

import sqlalchemy as sa
from nats.js import JetStreamContext
from nats.js.api import StreamConfig, StreamInfo
from nats.js.errors import NotFoundError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.runtime.events.streams import found_or_made
from services.runtime.logs import log
from services.runtime.storage.tables import outbox

_LOOK_EVERY_S = 15.0


class KeptStream:
    def __init__(self, jetstream: JetStreamContext, wanted: StreamConfig, *, makes: bool) -> None:
        """makes: one that is missing; else who asks is told so until the operator has."""
        self._jetstream = jetstream
        self._wanted = wanted
        self._makes = makes
        self._made_at: datetime | None = None
        self._next_look = 0.0

    def look_at_once(self) -> None:
        """Something went wrong with it."""
        self._next_look = 0.0

    async def see_to_it(self, connection: AsyncConnection) -> None:
        """Every now and then. On the connection of the one relay that leads."""
        if time.monotonic() < self._next_look:
            return
        found = await self._found()
        if found.created != self._made_at:
            await self._say_again_what_it_lost(connection, found)
        self._made_at = found.created
        self._next_look = time.monotonic() + _LOOK_EVERY_S

    async def _found(self) -> StreamInfo:
        """Raises NotFoundError: there is none, and it is not ours to make."""
        if self._makes:
            return await found_or_made(self._jetstream, self._wanted)
        try:
            return await self._jetstream.stream_info(str(self._wanted.name))
        except NotFoundError:
            log.error("stream_missing", stream=self._wanted.name)
            raise

    async def _say_again_what_it_lost(self, connection: AsyncConnection, found: StreamInfo) -> None:
        """Nothing is ever deleted from a stream: with fewer events than were published, it is another one."""
        published = outbox.c.published_at.is_not(None)
        count = sa.select(sa.func.count()).select_from(outbox).where(published)
        said = (await connection.execute(count)).scalar_one()
        if found.state.messages < said:
            await connection.execute(outbox.update().where(published).values(published_at=None))
            log.warning("stream_told_again", stream=found.config.name, events=said)
        await connection.commit()
