"""The cards as pages show them: a board with a column for each open phase, a list, and one card.

Every question carries its viewer: whoever supervises sees their own processes, and no prices.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.board.phases import OPEN, Phase
from services.console.board.queries.card_rows import CARD, SHOWN, conditions, shown
from services.console.board.queries.searching import MOST_HITS, found_in, hits, in_order, on_the_way
from services.console.board.queries.views import (
    COUNTED_TO,
    IN_A_COLUMN,
    ON_A_PAGE,
    Card,
    Column,
    Filters,
    Page,
    Place,
)
from services.console.board.search_words import search_words
from services.messages.values import Viewer
from services.runtime.storage.database import among, execute


async def board(db: AsyncSession, viewer: Viewer, filters: Filters) -> list[Column]:
    """A column for each open phase, or the one that is asked for; ended processes are in the list only."""
    phases = [phase for phase in OPEN if filters.phase in (None, phase)]
    where = conditions(viewer, replace(filters, phase=None))
    if words := search_words(filters.text):
        found = await hits(db, words, filters.persons, where)
        if len(found) < MOST_HITS:
            return await found_in(db, viewer, phases, found)
        where.append(on_the_way(words, filters.persons))
    asked = _columns(phases, where)
    rows = await in_order(db, asked) if words else (await execute(db, asked)).all()
    cards: dict[str, list[Card]] = {phase.value: [] for phase in phases}
    for row in rows:
        cards[row.phase].append(shown(viewer, row))
    counts = {row.phase: row.in_column for row in rows}
    return [Column(phase, cards[phase.value], counts.get(phase.value, 0)) for phase in phases]


async def listing(db: AsyncSession, viewer: Viewer, filters: Filters, after: Place | None = None) -> Page:
    """A page of the list, what began last first. What was a test is found by its words or its number alone."""
    order = (CARD.c.began_at, CARD.c.process_id)
    where = conditions(viewer, filters)
    if not filters.text:
        where.append(CARD.c.is_test.is_(False))
    if words := search_words(filters.text):
        found = await hits(db, words, filters.persons, where)
        rare = len(found) < MOST_HITS
        where.append(
            among(CARD.c.process_id, [hit.process_id for hit in found])
            if rare
            else on_the_way(words, filters.persons)
        )
    if after:
        where.append(sa.tuple_(*order) < sa.tuple_(sa.literal(after.began_at), sa.literal(after.process_id)))
    asked = sa.select(*SHOWN).where(*where).order_by(*(column.desc() for column in order))
    rows = (await execute(db, asked.limit(ON_A_PAGE + 1))).all()
    cards = [shown(viewer, row) for row in rows[:ON_A_PAGE]]
    more = len(rows) > ON_A_PAGE
    return Page(cards, Place(cards[-1].began_at, cards[-1].process_id) if more else None)


async def card(db: AsyncSession, viewer: Viewer, number: str) -> Card | None:
    """By its number; none also for what is out of the viewer's reach."""
    return await _one(db, viewer, CARD.c.number == number)


async def card_by_id(db: AsyncSession, viewer: Viewer, process_id: UUID) -> Card | None:
    """For a page that has heard of its change."""
    return await _one(db, viewer, CARD.c.process_id == process_id)


async def _one(db: AsyncSession, viewer: Viewer, which: Any) -> Card | None:
    asked = sa.select(*SHOWN).where(which, *conditions(viewer, Filters()))
    row = (await execute(db, asked)).first()
    return shown(viewer, row) if row else None


def _columns(phases: Sequence[Phase], where: Sequence[sa.ColumnElement[bool]]) -> Any:
    """One question for all columns: each reads its own first cards off an index, and counts no further than shown."""
    # Not VALUES, which is compiled anew each time, nor an array, of whose length the planner knows nothing.
    names = (sa.select(sa.literal(phase.value).label("name")) for phase in phases)
    each = sa.union_all(*names).subquery("each")
    here = (CARD.c.phase == each.c.name, *where)
    first = (
        sa.select(*SHOWN)
        .where(*here)
        .order_by(CARD.c.next_at, CARD.c.process_id)
        .limit(IN_A_COLUMN)
        .correlate(each)
        .lateral("first")
    )
    # In the same order, so that the same index is read.
    some = (
        sa.select(CARD.c.process_id)
        .where(*here)
        .order_by(CARD.c.next_at, CARD.c.process_id)
        .limit(COUNTED_TO)
        .correlate(each)
        .subquery("some")
    )
    count = sa.select(sa.func.count().label("in_column")).select_from(some).lateral("counted")
    joined = each.join(first, sa.true()).join(count, sa.true())
    in_turn = (first.c.next_at, first.c.process_id)
    return sa.select(first, count.c.in_column).select_from(joined).order_by(*in_turn)
