"""Two entries of one person that have become one: whoever names the one that is gone means the one that stays.

Each service keeps which is which and reads every message by it; its rows, `taking_over` sees to.
"""

import json
import time
from collections.abc import Collection
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.storage.database import execute
from services.runtime.storage.tables import merged_person

M = TypeVar("M", bound=BaseModel)
_place = merged_person.c.place
# Written once: it is asked in every transaction.
_NEWER = sa.select(merged_person).where(_place > sa.bindparam("learnt")).order_by(_place)


_TRUSTED_S = 1.0
"""For so long a question is read by what is known: nothing is written by it, and what this program itself has taken
over it knows at once."""

_NEWEST = "newest taken over"

TAKEN_OVER = "taken over"
"""In a session's `info`: what its transaction takes over, the entries that stay by those that are gone."""


def takes_over(db: AsyncSession) -> bool:
    """Whether the transaction does: what comes after it is read by it only once it is committed."""
    return TAKEN_OVER in db.info


def newest_taken_over() -> sa.ScalarSelect[int]:
    """For a statement at the beginning of a transaction, which locks the table as `learn` does; see `note_newest`."""
    return sa.select(sa.func.coalesce(sa.func.max(_place), 0)).scalar_subquery()


def note_newest(db: AsyncSession, place: int) -> None:
    """What such a statement has answered: where that is known already, `learn` need not ask."""
    db.info[_NEWEST] = place


def learn_anew(db: AsyncSession) -> None:
    """From here on in the transaction, which has changed it."""
    for known in (SamePeople, _NEWEST):
        db.info.pop(known, None)


class SamePeople:
    """What one program knows of them, in memory; empty for nearly every provider, and then it costs nothing."""

    def __init__(self) -> None:
        self._stays: dict[UUID, UUID] = {}
        self._learnt = -1
        self._trusted_until = 0.0

    async def learn(self, db: AsyncSession) -> None:
        """Once in a transaction, at its beginning: what this service has taken over since the last one.

        The table stays locked against a take-over until the commit: no row with an entry that is gone is written
        behind it.
        """
        if db.info.get(SamePeople):
            return
        db.info[SamePeople] = True
        self._learnt = max(self._learnt, 0)
        self._trusted_until = time.monotonic() + _TRUSTED_S
        if db.info.get(_NEWEST, self._learnt + 1) <= self._learnt:
            return
        for row in await execute(db, _NEWER, {"learnt": self._learnt}):
            self._stays[row.absorbed_id] = row.kept_id
            self._learnt = row.place

    async def learn_for_a_question(self, db: AsyncSession) -> None:
        """As `learn`, but for what another program has taken over in this very second; nothing is locked."""
        if time.monotonic() > self._trusted_until:
            await self.learn(db)

    async def begin(self, db: AsyncSession) -> None:
        """Once in a program's life, where it asks others before it hears or answers anything itself."""
        if self._learnt < 0:
            await self.learn(db)

    def took_over(self, db: AsyncSession) -> None:
        """After the commit of a transaction that may have: a door hears little, and asks much."""
        self._stays |= db.info.pop(TAKEN_OVER, {})

    def read(self, message: M) -> M:
        """The message as it would be said today; itself, where it names nobody who is gone."""
        if not self._stays or not _names_any(message, self._stays):
            return message
        told = self._as_said_today(json.loads(message.model_dump_json()))
        return type(message).model_validate_json(json.dumps(told))

    def who_stays(self, person_id: UUID) -> UUID:
        while person_id in self._stays:
            person_id = self._stays[person_id]
        return person_id

    def _as_said_today(self, told: Any) -> Any:
        if isinstance(told, dict):
            return {self._as_said_today(name): self._as_said_today(value) for name, value in told.items()}
        if isinstance(told, list):
            today = [self._as_said_today(one) for one in told]
            return today if today == told else _once(today)
        if isinstance(told, str) and len(told) == len(str(UUID(int=0))):
            try:
                return str(self.who_stays(UUID(told)))
            except ValueError:
                return told
        return told


def today(person_id: UUID | None) -> sa.ColumnElement[UUID | None]:
    """The entry that stays, for what a door writes by itself."""
    given = sa.literal(person_id, sa.Uuid())
    stays = sa.select(merged_person.c.kept_id).where(merged_person.c.absorbed_id == given)
    return sa.func.coalesce(stays.scalar_subquery(), given)


def _names_any(told: Any, gone: Collection[UUID]) -> bool:
    if isinstance(told, UUID):
        return told in gone
    if isinstance(told, BaseModel):
        return any(_names_any(one, gone) for one in vars(told).values())
    if isinstance(told, dict):
        return any(_names_any(one, gone) for pair in told.items() for one in pair)
    return isinstance(told, list | tuple | set | frozenset) and any(_names_any(one, gone) for one in told)


def _once(told: list[Any]) -> list[Any]:
    """Whoever stood in a list with both entries stands in it once."""
    return [one for place, one in enumerate(told) if one not in told[:place]]
