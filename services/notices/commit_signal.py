"""A sending loop looks at once after a commit of ours that it has to do with; see `runtime/events/waking.py`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.clock import Clock
from services.runtime.events.waking import Waking

_LOOKED = "has looked into the database"
CODES, LETTERS = "codes", "letters"


@contextmanager
def woken_by_commits(engine: AsyncEngine, of: str, clock: Clock) -> Iterator[Waking]:
    """Rings after a handler's commit; the loops' own are made on bare connections and do not ring.

    of: CODES, after those that wrote one; LETTERS, after every other that was more than a word about ourselves.
    """
    waking = Waking(clock)

    def begins(session: Session, *_: Any) -> None:
        session.info[_LOOKED] = True

    def ring(session: Session) -> None:
        ours = session.get_bind() is engine.sync_engine and session.info.get(_LOOKED)
        if ours and (of == CODES) == bool(session.info.get(CODES)):
            waking.tell()

    sa.event.listen(Session, "after_begin", begins)
    sa.event.listen(Session, "after_commit", ring)
    try:
        yield waking
    finally:
        sa.event.remove(Session, "after_commit", ring)
        sa.event.remove(Session, "after_begin", begins)


def tell_of_code(db: AsyncSession) -> None:
    """Its commit has one to send, and no letter."""
    db.info[CODES] = True
