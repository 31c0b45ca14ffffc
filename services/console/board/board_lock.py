"""One change of the board at a time: five streams are heard at once, and a card is built from all of them."""

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.board.together import together_in
from services.runtime.storage.database import execute

_TURN = 7_100_002
_TAKING = sa.select(sa.func.pg_advisory_xact_lock(_TURN))
_TAKEN = "turn of the board"


async def take(db: AsyncSession) -> None:
    """Held until the commit; again is no harm.

    So no change overtakes another: cards are read as they stand. Whoever also writes `position` has done so before.
    """
    # What is built beside the board is nobody else's. A savepoint that gives the turn back forgets that it was taken.
    if together_in(db) is None and _TAKEN not in db.info:
        await execute(db, _TAKING)
        db.info[_TAKEN] = True
