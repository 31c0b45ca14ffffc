"""What a handler is given, and the transaction around it: opened and committed here, and by no rule."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession
from typing_extensions import TypeVar

from services.messages.envelope import Query
from services.runtime.away import Dependencies
from services.runtime.clock import Clock
from services.runtime.commands.asking import Asker
from services.runtime.events.announcing import begin_saying, has_announced
from services.runtime.proofs.people import KnownKeys, Prover
from services.runtime.settings import Settings
from services.runtime.storage.database import is_collision, is_lost, question, transaction

Resources = TypeVar("Resources", covariant=True, default=object)
"""What a service prepares at its start; a handler that needs none of it takes plain `Work`."""
SeeAgain = Callable[[str], Awaitable[None]]
"""Sees to one row that fell due and was laid aside; refuses what fails again."""
_TRIES_AFTER_COLLISION = 4


@dataclass(frozen=True)
class Heard:
    """The event that is handled: its id, and when its service said it."""

    event_id: UUID
    said_at: datetime


@dataclass(frozen=True)
class Work(Generic[Resources]):
    """What a handler is given besides its message: one transaction, and the way to other services.

    resources: what the service prepared for its handlers at its start. event: none while a command is answered.
    """

    db: AsyncSession
    ask: Asker
    clock: Clock
    settings: Settings
    resources: Resources
    event: Heard | None = None

    @property
    def heard(self) -> Heard:
        """Of the event in hand. Raises LookupError in a command's handler."""
        if self.event is None:
            raise LookupError("no event is handled here")
        return self.event


Handler = Callable[[Any, Work[Any]], Awaitable[Any]]


class Transactions:
    """Opens and commits the transaction around every handler of one program."""

    def __init__(
        self,
        engine: AsyncEngine,
        ask: Asker,
        clock: Clock,
        settings: Settings,
        wake: Callable[[], None],
        resources: Any = None,
        dependencies: Dependencies | None = None,
        prover: Prover | None = None,
    ) -> None:
        """prover: by whom proofs of people are checked; without one nobody is believed."""
        self.dependencies = dependencies or Dependencies()
        self.prover = prover or KnownKeys({}, ask)
        self.engine = engine
        self.hearing_late = asyncio.Lock()
        """By one listener at a time: all of them look at a start, and each would open a connection of its own."""
        self.clock = clock
        self._ask = ask
        self._settings = settings
        self.wake = wake
        self._also: list[Callable[[], None]] = []
        self._resources = resources
        self.see_again: SeeAgain | None = None
        self.same = ask.same

    def work(self, db: AsyncSession, cause: str | None, event: Heard | None = None) -> Work[Any]:
        """cause: the id of the message in hand, which its own events name."""
        begin_saying(db, self.clock, cause)
        return Work(db, self._ask, self.clock, self._settings, self._resources, event)

    async def carry_out(self, handler: Handler, message: Any, cause: str | None = None) -> Any:
        """One command in one transaction; a collision with another is tried again, so that one of them wins, and so is
        a connection that was lost. A query needs no transaction, and is given none.
        """
        is_question = isinstance(message, Query)
        opened = question if is_question else transaction
        learn = self.same.learn_for_a_question if is_question else self.same.learn
        for attempt in range(_TRIES_AFTER_COLLISION):
            try:
                async with opened(self.engine) as db:
                    await learn(db)
                    reply = await handler(self.same.read(message), self.work(db, cause))
                self.committed(db)
                return reply
            except Exception as error:
                if not (is_collision(error) or is_lost(error)) or attempt == _TRIES_AFTER_COLLISION - 1:
                    raise
                await asyncio.sleep(0.01 * (attempt + 1))
        raise AssertionError("unreachable")

    def tell_also(self, tell: Callable[[], None]) -> None:
        """Of a loop that sees to what such commits leave for later; one that begins again says so again."""
        if tell not in self._also:
            self._also.append(tell)

    def committed(self, db: AsyncSession) -> None:
        """The relay is woken for what was announced; most commands are questions."""
        self.same.took_over(db)
        if has_announced(db):
            for tell in (self.wake, *self._also):
                tell()
