"""What a service says of itself: a report to who may ask for it, and whether it is ready, from its first moment on."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Container
from typing import Any

import sqlalchemy as sa
from nats.aio.msg import Msg
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.messages.operations import Absence, Report
from services.runtime.away import Dependencies
from services.runtime.broker.address import is_an_inbox
from services.runtime.broker.connection import RightsRefused
from services.runtime.clock import SystemClock
from services.runtime.commands.asking import ANSWERS
from services.runtime.events.relaying import NOT_IN_THE_STREAM
from services.runtime.storage.database import looking
from services.runtime.storage.tables import parked
from services.runtime.version import VERSION

ITS_OWN = "what it prepares"
_REPORTS_WITHIN_S = 2.0
# Written once: whoever watches asks often, and to build a statement anew costs more than to ask it.
_STANDING = NOT_IN_THE_STREAM.add_columns(
    sa.select(sa.func.count())
    .select_from(parked)
    .where(parked.c.replayed_at.is_(None))
    .scalar_subquery()
    .label("held")
)


class Health:
    """due: adds due_now and next_due. answered: the subjects of its commands, known once it has started.

    is_started, starts_with: until then it says what its start waits for, where that is somebody else.
    """

    is_started = False
    starts_with = ""

    def __init__(
        self,
        name: str,
        engine: AsyncEngine,
        dependencies: Dependencies,
        due: Callable[[AsyncConnection], Awaitable[dict[str, Any]]] | None,
        answered: Container[str],
    ) -> None:
        self._name = name
        self._engine = engine
        self._dependencies = dependencies
        self._due = due
        self._answered = answered
        self.refused = RightsRefused()
        self._started_at = SystemClock().now()

    async def report(self) -> Report:
        """Raises TimeoutError where the database does not answer: who asks how we are does not wait for long."""
        async with asyncio.timeout(_REPORTS_WITHIN_S):
            return await self._report()

    async def _report(self) -> Report:
        async with looking(self._engine) as connection:
            said = (await connection.execute(_STANDING)).one()
            own = await self._due(connection) if self._due else {}
        told = {"version": VERSION, "started_at": self._started_at, "away": self._dependencies.away()}
        told |= {"outbox_pending": said.on_the_way, "outbox_oldest_s": int(said.oldest_s)}
        told |= {"parked": said.parked + said.held}
        told |= {"rights_refused": self.refused.times, "last_refused": self.refused.last}
        return Report(service=self._name, **told, **own)

    async def answer(self, message: Msg) -> None:
        """In the message: nothing, or whether it answers a command."""
        if not is_an_inbox(message.reply):
            return
        if not self.is_started:
            return await message.respond(json.dumps(self._not_yet()).encode())
        try:
            state = (await self.report()).model_dump(mode="json") | {"ready": True}
        except Exception as error:  # said as it is: ready is false while the database is away
            away = [one.model_dump(mode="json") for one in self._dependencies.away()]
            state = {"service": self._name, "ready": False, "error_type": type(error).__name__, "away": away}
        if asked := _asked_whether_it_answers(message.data):
            state[ANSWERS] = asked in self._answered
        await message.respond(json.dumps(state).encode())

    def _not_yet(self) -> dict[str, Any]:
        """Which commands it answers, it does not know before it has started."""
        waits_for = [self.starts_with] if self.starts_with != ITS_OWN else []
        away = [Absence(who=one, since=self._started_at).model_dump(mode="json") for one in waits_for]
        return {"service": self._name, "ready": False, "away": away}


def _asked_whether_it_answers(body: bytes) -> str | None:
    try:
        return str(json.loads(body)[ANSWERS])
    except (ValueError, LookupError, TypeError):
        return None
