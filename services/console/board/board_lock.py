"""One change of the board at a time: five streams are heard at once, and a card is built from all of them."""

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.board.together import together_in
from services.runtime.storage.database import execute

_TURN = 7_100_002


async def take(db: AsyncSession) -> None:
    """Held until the commit; again is no harm.

    So no change overtakes another: cards are read as they stand. Whoever also writes `position` has done so before.
    """
    if together_in(db) is None:  # what is built beside the board is nobody else's
        await execute(db, sa.select(sa.func.pg_advisory_xact_lock(_TURN)))
