"""Which open workflows were touched, and when the others do something next: so that only few have to be looked at.

Whoever tells a workflow something says so here, afterwards; a message that is heard again says it again.
"""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from services.runtime.storage.database import looking, one_write
from workflows.tables import own_time

TOUCHED = own_time.c.touched > own_time.c.read
"""Its deadline was not read since."""
# Put together once: each step of the clock asks them.
_by, _after = (sa.bindparam(name, type_=sa.DateTime(timezone=True)) for name in ("by", "after"))
_DUE = sa.select(own_time.c.workflow_id).where(own_time.c.deadline <= _by)
_NEXT = sa.select(sa.func.min(own_time.c.deadline)).where(own_time.c.deadline > _after)
_THOSE_TOUCHED = sa.select(own_time.c.workflow_id, own_time.c.touched).where(TOUCHED)
_TOUCH = insert(own_time).on_conflict_do_update(
    index_elements=["workflow_id"], set_={"touched": own_time.c.touched + 1}
)
_KEEP = (
    own_time.update()
    .where(own_time.c.workflow_id == sa.bindparam("mine"))
    .values(deadline=sa.bindparam("to_deadline"), read=sa.bindparam("to_read"))
)


class OwnTimes:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def touch(self, workflow_ids: Collection[str]) -> None:
        """Something was done to them, or is about to be: their deadlines have to be read again."""
        if not workflow_ids:
            return
        rows = [{"workflow_id": one, "touched": 1, "read": 0} for one in sorted(workflow_ids)]
        async with one_write(self._engine) as connection:
            await connection.execute(_TOUCH, rows)

    async def read_all_again(self, open_ones: Collection[str]) -> None:
        """Those that are known, too: the server's list is a little behind."""
        async with looking(self._engine) as connection:
            known = (await connection.execute(sa.select(own_time.c.workflow_id))).scalars().all()
        await self.touch({*known, *open_ones})

    async def touched(self) -> dict[str, int]:
        """How often, of those whose deadline was not read since."""
        async with looking(self._engine) as connection:
            return {row.workflow_id: row.touched for row in await connection.execute(_THOSE_TOUCHED)}

    async def keep(self, workflow_id: str, deadline: datetime | None, touched: int) -> None:
        """The deadline, as it was read after so many touches. None: it waits for as long as it takes."""
        kept = {"mine": workflow_id, "to_deadline": deadline, "to_read": touched}
        async with one_write(self._engine) as connection:
            await connection.execute(_KEEP, kept)

    async def forget(self, workflow_id: str, touched: int) -> None:
        """It has ended; unless it was begun again since."""
        mine = (own_time.c.workflow_id == workflow_id) & (own_time.c.touched == touched)
        async with one_write(self._engine) as connection:
            await connection.execute(own_time.delete().where(mine))

    async def due(self, by: datetime) -> set[str]:
        async with looking(self._engine) as connection:
            return set((await connection.execute(_DUE, {"by": by})).scalars())

    async def next_deadline(self, after: datetime) -> datetime | None:
        async with looking(self._engine) as connection:
            found: datetime | None = (await connection.execute(_NEXT, {"after": after})).scalar_one()
            return found
