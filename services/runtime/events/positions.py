"""Once and in order, by one mechanism: how far each source's aggregates have been applied.

Version = last + 1: apply. Older: it was applied. Newer: too early, the missing one has to come first.

A transaction of many events asks for their places once and writes them once: `look_ahead`, a turn for each, `move_all`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.same_person.same_people import newest_taken_over, note_newest
from services.runtime.storage.database import among, execute, write_rows
from services.runtime.storage.prepared import Prepared
from services.runtime.storage.tables import position

# Built once: putting them together took a third of the time that an event costs us.
_of, _about, _to = (
    sa.bindparam(name, type_=type_)
    for name, type_ in (("of", sa.Text()), ("about", sa.Uuid()), ("to", sa.BigInteger()))
)
# What was taken over is asked for in passing: once more in each transaction would be a question in twenty-five.
_taken_over = newest_taken_over().label("taken_over")
_mine = (position.c.source == _of) & (position.c.aggregate_id == _about)
_FIRST = (
    insert(position)
    .values(source=_of, aggregate_id=_about, version=_to)
    .on_conflict_do_nothing()
    .returning(position.c.version, _taken_over)
)
_NEXT = (
    position.update()
    .where(_mine, position.c.version == _to - 1)
    .values(version=_to)
    .returning(position.c.version, _taken_over)
)
_LAST = sa.select(position.c.version).where(_mine)
_abouts, _tos = (
    sa.bindparam(name, type_=ARRAY(type_))
    for name, type_ in (("abouts", sa.Uuid()), ("tos", sa.BigInteger()))
)
_each = sa.func.unnest(_abouts).column_valued("each")
# Of those whose first event waits: a row to lock, as the others have. Nobody else ever sees it.
_BEGUN = Prepared(
    insert(position)
    .from_select(["source", "aggregate_id", "version"], sa.select(_of, _each, sa.literal(0)).order_by(_each))
    .on_conflict_do_nothing()
)
# In one order for everybody: two processes of a kind never wait for each other crosswise.
_LOCKED = (
    sa.select(position.c.aggregate_id, position.c.version, _taken_over)
    .where(position.c.source == _of, position.c.aggregate_id == sa.any_(_abouts))
    .order_by(position.c.aggregate_id)
    .with_for_update()
)
_moves = sa.func.unnest(_abouts, _tos).table_valued("about", "to", name="move").render_derived()
_ALL = Prepared(
    position.update()
    .where(position.c.source == _of, position.c.aggregate_id == _moves.c.about)
    .values(version=_moves.c.to)
)
_GIVEN_UP = Prepared(
    position.delete().where(
        position.c.source == _of, position.c.aggregate_id == sa.any_(_abouts), position.c.version == 0
    )
)


class Turn(Enum):
    APPLY = "apply"
    APPLIED = "applied"
    EARLY = "early"


@dataclass
class _Ahead:
    """In a session's `info`. last: of those whose rows this transaction has locked. moved: not written yet. begun: of
    whose rows it may have made some.
    """

    source: str
    last: dict[UUID, int]
    begun: Collection[UUID]
    moved: dict[UUID, int] = field(default_factory=dict)


async def look_ahead(db: AsyncSession, source: str, places: Collection[tuple[UUID, int]]) -> None:
    """Locks the rows of these aggregates until the commit, and knows them from now on. What moves, only `move_all`
    writes down.
    """
    begun = {aggregate_id for aggregate_id, version in places if version == 1}
    if begun:
        await _BEGUN.write(db, {"of": source, "abouts": list(begun)})
    abouts = list({aggregate_id for aggregate_id, _ in places})
    locked = (await execute(db, _LOCKED, {"of": source, "abouts": abouts})).all()
    if locked:
        note_newest(db, locked[0].taken_over)
    db.info[_Ahead] = _Ahead(source, {row.aggregate_id: row.version for row in locked}, begun)


async def move_all(db: AsyncSession) -> None:
    """In one statement, what turns have moved since `look_ahead`; in another, where an aggregate did not begin yet."""
    ahead: _Ahead | None = db.info.pop(_Ahead, None)
    if ahead and ahead.moved:
        moved = {"abouts": list(ahead.moved), "tos": list(ahead.moved.values())}
        await _ALL.write(db, {"of": ahead.source, **moved})
    if ahead and (given_up := [one for one in ahead.begun if not ahead.last[one]]):
        await _GIVEN_UP.write(db, {"of": ahead.source, "abouts": given_up})


async def take_turn(db: AsyncSession, source: str, aggregate_id: UUID, version: int) -> Turn:
    """Moves the position to `version` if it is the next one; the row stays locked until the commit."""
    ahead: _Ahead | None = db.info.get(_Ahead)
    if ahead and aggregate_id in ahead.last:
        return _turn_ahead(ahead, aggregate_id, version)
    turn = await _turn_of_one(db, source, aggregate_id, version)
    if ahead and turn is Turn.APPLY:
        ahead.last[aggregate_id] = version
    return turn


def _turn_ahead(ahead: _Ahead, aggregate_id: UUID, version: int) -> Turn:
    last = ahead.last[aggregate_id]
    if version == last + 1:
        ahead.last[aggregate_id] = ahead.moved[aggregate_id] = version
        return Turn.APPLY
    return Turn.APPLIED if version <= last else Turn.EARLY


async def _turn_of_one(db: AsyncSession, source: str, aggregate_id: UUID, version: int) -> Turn:
    place = {"of": source, "about": aggregate_id}
    step = _FIRST if version == 1 else _NEXT
    if moved := (await execute(db, step, {**place, "to": version})).first():
        note_newest(db, moved.taken_over)
        return Turn.APPLY
    last = (await execute(db, _LAST, place)).scalar()
    return Turn.APPLIED if last is not None and last >= version else Turn.EARLY


async def positions_of(db: AsyncSession, source: str, aggregate_ids: Collection[UUID]) -> dict[UUID, int]:
    """Of those of which something was applied: the last version."""
    asked = sa.select(position.c.aggregate_id, position.c.version).where(
        position.c.source == source, among(position.c.aggregate_id, aggregate_ids)
    )
    return {row.aggregate_id: row.version for row in await execute(db, asked)}


async def move_to(db: AsyncSession, source: str, versions: Mapping[UUID, int]) -> None:
    """For whoever applies many at once, and whom nobody else can meet: the last of each."""
    moving = insert(position)
    moving = moving.on_conflict_do_update(
        index_elements=["source", "aggregate_id"], set_={"version": moving.excluded.version}
    )
    rows = [{"source": source, "aggregate_id": one, "version": last} for one, last in versions.items()]
    await write_rows(db, moving, rows)
