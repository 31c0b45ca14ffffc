"""A statement that is written in nearly every transaction: its words are put together once for the whole program."""

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import asyncpg
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.storage.database import execute_words

_DIALECT = asyncpg.dialect()  # type: ignore[no-untyped-call]
_Told = Callable[[Any], Any] | None
"""How the driver is told a value of its type; none: as it is."""


class Prepared:
    """One that changes rows and tells nothing back.

    SQLAlchemy knows a statement again by its parts, and looks through them each time: a fifth of what it costs to
    write an event. The driver is called by it all the same, in the session's transaction and with its errors.
    """

    def __init__(self, statement: sa.ClauseElement) -> None:
        compiled: Any = statement.compile(dialect=_DIALECT)
        asked = [(name, compiled.binds[name]) for name in compiled.positiontup]
        self._words = str(compiled)
        self._told: list[tuple[str, _Told]] = [(name, _told(one.type)) for name, one in asked]
        self._constant = {name: one.value for name, one in asked if not one.required}

    async def write(self, db: AsyncSession, arguments: Mapping[str, Any]) -> None:
        """Raises KeyError for an argument that is missing, and what `execute` raises."""
        given = {**self._constant, **arguments}
        values = tuple(told(given[name]) if told else given[name] for name, told in self._told)
        await execute_words(db, self._words, values)


def _told(type_: sa.types.TypeEngine[Any]) -> _Told:
    told: _Told = type_.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    return told
