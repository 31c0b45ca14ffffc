"""One console in a house: told stories by event, looked at by table and by query."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from nats.aio.msg import Msg
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.board.rebuild.beside import PROJECTION
from services.messages.envelope import Event, event_subject, owner, snake
from services.runtime.events.delivery import place_of
from services.runtime.events.positions import Turn, take_turn
from services.runtime.service import Service
from services.runtime.storage.database import execute, transaction
from services.runtime.storage.tables import position
from tests.house import House
from tests.told import Teller
from tests.told.known import BEGIN, SPACE


@dataclass
class Board:
    house: House
    service: Service
    _said: dict[int, dict[str, str]] = field(default_factory=dict)
    _versions: dict[tuple[str, UUID], int] = field(default_factory=dict)

    @asynccontextmanager
    async def database(self) -> AsyncIterator[AsyncSession]:
        """One transaction."""
        async with transaction(self.service.engine) as db:
            yield db

    async def tell(self, *events: Event) -> None:
        """As their services would say them, until they are heard."""
        for event in events:
            await self.house.say(owner(type(event)), event)
        await self.house.quiet()

    async def tell_in_one_go(self, teller: Teller, seed: int) -> None:
        """Straight to the listeners, in this order, on an empty board."""
        async with self.database() as db:
            for table in PROJECTION:
                await execute(db, sa.delete(sa.table(table)))
            await execute(db, position.delete())
            for source, event in teller.in_any_order(seed):
                await self._apply(db, source, event)

    async def rows(self) -> dict[str, list[Any]]:
        """The whole projection, to be compared with itself. Numbers that the database counts say nothing."""
        found = {}
        for table in PROJECTION:
            counted = "CASE WHEN jsonb_typeof(to_jsonb(t) -> 'id') = 'number' THEN 'id' ELSE '' END"
            query = f"SELECT (to_jsonb(t) - {counted})::text AS row FROM {table} AS t"
            rows = await self.house.rows("console", query)
            found[table] = sorted(row["row"] for row in rows)
        return found

    async def tasks(self, process_id: UUID) -> set[tuple[str, str]]:
        """What waits: its kind, and for which role."""
        query = "SELECT kind, role FROM task WHERE process_id = $1"
        return {(row["kind"], row["role"]) for row in await self.house.rows("console", query, process_id)}

    async def fetch(self, query: str, *arguments: Any) -> Sequence[Any]:
        return await self.house.rows("console", query, *arguments)

    async def _apply(self, db: AsyncSession, source: str, event: Event) -> None:
        headers = self._envelope(source, event)
        message = Msg(
            _client=None,  # type: ignore[arg-type]
            subject=event_subject(type(event)),
            data=event.model_dump_json().encode(),
            headers=headers,
        )
        handling = self.service.listeners[source].handling
        assert await take_turn(db, source, *place_of(message)) is Turn.APPLY
        await handling.handle(db, message)

    def _envelope(self, source: str, event: Event) -> dict[str, str]:
        """The same for the same event, whenever it is told."""
        if id(event) not in self._said:
            key = (source, event.aggregate_id)
            self._versions[key] = self._versions.get(key, 0) + 1
            place = len(self._said)
            self._said[id(event)] = {
                "ce-id": str(uuid5(SPACE, str(place))),
                "ce-source": source,
                "ce-type": snake(type(event).__name__),
                "ce-time": _minutes_later(place).isoformat(),
                "ce-subject": str(event.aggregate_id),
                "ce-aggversion": str(self._versions[key]),
            }
        return self._said[id(event)]


def _minutes_later(place: int) -> datetime:
    return BEGIN.replace(minute=place % 60, second=place // 60)
