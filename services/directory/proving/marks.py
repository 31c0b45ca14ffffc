"""Rows that prove somebody carry a mark by a key that is in no database: one without it proves nothing.

Whoever can write to the database lays in a passkey of their own, or another address for somebody's codes, and is nobody
by it. A row is marked when it is written by our code, and again where what it says is changed.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import Mapper
from sqlalchemy.pool import Pool
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory.tables import CalendarFeed, FirstLink, Passkey, Person, Table
from services.runtime.logs import log
from services.runtime.storage.database import transaction
from services.runtime.storage.key_rings import KeyRing

KEYS_FILE = "marks.json"
MARKED: dict[type[Table], tuple[str, ...]] = {
    Person: ("person_id", "email"),
    Passkey: ("credential_id", "person_id", "public_key", "door"),
    CalendarFeed: ("secret_hash", "person_id", "door"),
    FirstLink: ("secret_hash",),
}
"""What each says, and nobody else may say: the address to which codes go, a device, a feed's secret, the first link."""
OF_BEFORE_WITHIN = timedelta(days=2)
"""So long after an update has made the key rows are marked that have none: for its programs to begin, and for the
release before it to stand in for a day. Later, and where nothing was before, whoever lays one in waits for it in vain.
"""


@dataclass(frozen=True)
class Marks:
    """current: the id of the key for new marks. keys: id -> key. made_at: since when there have been any. of_before:
    whether there were rows already.
    """

    current: str
    keys: Mapping[str, bytes]
    made_at: datetime
    of_before: bool = True

    @classmethod
    def read(cls, folder: Path | None) -> Self:
        """From the installation's folder of keys. Raises LookupError when there is none."""
        ring = KeyRing.read(folder, KEYS_FILE)
        told: dict[str, Any] = json.loads((folder / KEYS_FILE).read_text()) if folder else {}
        made_at = datetime.fromisoformat(told["made_at"])
        return cls(ring.current, ring.as_bytes(), made_at, told.get("of_before", True))

    def takes_in(self, now: datetime) -> bool:
        """Rows that have no mark."""
        return self.of_before and now - self.made_at < OF_BEFORE_WITHIN

    def of(self, row: Any) -> str:
        """row: an object of one of `MARKED`, or its columns by name."""
        return f"{self.current}.{self._made(self.current, type(row), _said(row))}"

    def is_good(self, row: Any) -> bool:
        key_id, _, made = (row.mark or "").partition(".")
        return key_id in self.keys and hmac.compare_digest(made, self._made(key_id, type(row), _said(row)))

    def hashed(self, kind: str, *facts: object) -> bytes:
        """For what is found again by it alone, and is gone in minutes."""
        return hmac.digest(self.keys[self.current], _written(kind, facts), "sha256")

    def _made(self, key_id: str, kind: type[Any], facts: Sequence[object]) -> str:
        return hmac.new(self.keys[key_id], _written(kind.__name__, facts), hashlib.sha256).hexdigest()


def _said(row: Any) -> list[object]:
    return [getattr(row, name) for name in MARKED[type(row)]]


def _written(kind: str, facts: Sequence[object]) -> bytes:
    told = [one.hex() if isinstance(one, bytes) else None if one is None else str(one) for one in facts]
    return json.dumps([kind, *told]).encode()


_OF: WeakKeyDictionary[Pool, Marks] = WeakKeyDictionary()


def begin(engine: AsyncEngine, marks: Marks) -> None:
    """From here on rows are marked that are written through this engine."""
    _OF[engine.sync_engine.pool] = marks


def of(db: AsyncSession) -> Marks:
    """Raises KeyError where they were not begun."""
    return _OF[db.get_bind().engine.pool]


def is_good(db: AsyncSession, row: Any) -> bool:
    """Whether our code has written what this row says."""
    return of(db).is_good(row)


async def mark_those_of_before(engine: AsyncEngine, marks: Marks, now: datetime) -> None:
    """What has no good one, for a while after the key was made: a release from before may still write beside this one.
    What has one by another key of the ring, always.
    """
    takes_in = marks.takes_in(now)
    for table in MARKED:
        mark: Any = table.__table__.c.mark  # type: ignore[attr-defined]  # SQLModel makes it
        by_another = mark.is_(None) | ~mark.startswith(f"{marks.current}.")
        async with transaction(engine) as db:
            for row in await db.exec(select(table).where(by_another | sa.literal(takes_in))):
                if takes_in or marks.is_good(row):
                    row.mark = marks.of(row)
                else:
                    log.error("row_without_a_mark", table=mark.table.name, made_at=marks.made_at.isoformat())


@event.listens_for(Person, "before_insert")
@event.listens_for(Passkey, "before_insert")
@event.listens_for(FirstLink, "before_insert")
def _mark_new(_: Mapper[Any], connection: sa.Connection, row: Any) -> None:
    if marks := _OF.get(connection.engine.pool):
        row.mark = marks.of(row)


@event.listens_for(Person, "before_update")
@event.listens_for(Passkey, "before_update")
def _mark_changed(_: Mapper[Any], connection: sa.Connection, row: Any) -> None:
    """Only where our code changes what it says: what somebody else has written is not made good by a change of name."""
    said = (sa.inspect(row).attrs[name].history for name in MARKED[type(row)])
    if any(one.has_changes() for one in said) and (marks := _OF.get(connection.engine.pool)):
        row.mark = marks.of(row)
