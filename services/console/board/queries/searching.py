"""A search among the cards: a rare word is looked up, a common one is met on the way through an index in order."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.board.phases import Phase
from services.console.board.queries.card_rows import CARD, SHOWN, shown
from services.console.board.queries.views import COUNTED_TO, IN_A_COLUMN, Column
from services.messages.texts import is_digits
from services.messages.values import Viewer
from services.runtime.storage.database import among, execute

MOST_HITS = 500


async def hits(
    db: AsyncSession, words: Sequence[str], persons: Sequence[UUID], where: Sequence[sa.ColumnElement[bool]]
) -> Sequence[Any]:
    """What a search finds, in no order, up to MOST_HITS: a word that is rarer is looked up, one that is more
    common is met often enough on the way through an index in order. persons: processes of private customers whom
    the words name.
    """
    hit = sa.select(CARD.c.phase, CARD.c.next_at, CARD.c.process_id).where(*where).limit(MOST_HITS)
    found = (await execute(db, hit.where(says(words)))).all()
    if not persons:
        return found
    return [*found, *(await execute(db, hit.where(_said_of(words, persons)))).all()]


def name_words(words: Sequence[str]) -> list[str]:
    """Those that may be of somebody's name, of which the cards know nothing; the rest is of numbers."""
    return [word for word in words if not is_digits(word)]


def on_the_way(words: Sequence[str], persons: Sequence[UUID]) -> sa.ColumnElement[bool]:
    """As `hits`, asked of each card that an index in order comes upon."""
    said = says(words, on_the_way=True)
    return sa.or_(said, _said_of(words, persons)) if persons else said


def _said_of(words: Sequence[str], persons: Sequence[UUID]) -> sa.ColumnElement[bool]:
    """Of private persons' cards, whose owner has found the names in them: the numbers are here."""
    theirs = among(CARD.c.process_id, persons)
    numbers = [word for word in words if is_digits(word)]
    return sa.and_(theirs, says(numbers)) if numbers else theirs


async def found_in(
    db: AsyncSession, viewer: Viewer, phases: Sequence[Phase], hits: Sequence[Any]
) -> list[Column]:
    """The columns of a search that found few."""
    in_phase: dict[str, list[tuple[bool, float, UUID]]] = {phase.value: [] for phase in phases}
    for hit in hits:
        if hit.phase not in in_phase:
            continue
        at = hit.next_at.timestamp() if hit.next_at else 0.0
        in_phase[hit.phase].append((hit.next_at is None, at, hit.process_id))
    first = {name: [hit[2] for hit in sorted(found)[:IN_A_COLUMN]] for name, found in in_phase.items()}
    ids = [process_id for found in first.values() for process_id in found]
    rows = await execute(db, sa.select(*SHOWN).where(among(CARD.c.process_id, ids)))
    cards = {row.process_id: shown(viewer, row) for row in rows}
    return [
        Column(
            phase,
            [cards[process_id] for process_id in first[phase.value]],
            min(len(in_phase[phase.value]), COUNTED_TO),
        )
        for phase in phases
    ]


async def in_order(db: AsyncSession, asked: Any) -> Sequence[Any]:
    """Cards are come upon along an index, which the planner would not expect to be quicker than sorting them all."""
    await execute(db, sa.text("SET LOCAL enable_sort = off"))
    rows = (await execute(db, asked)).all()
    await execute(db, sa.text("SET LOCAL enable_sort = on"))
    return rows


def says(words: Sequence[str], *, on_the_way: bool = False) -> sa.ColumnElement[bool]:
    """Every word begins one of the card's. Words are letters or digits alone, so none is an operator.

    on_the_way: asked of each card that an index in order comes upon, never looked up in the index of words.
    """
    asked = sa.func.to_tsquery(sa.literal_column("'simple'"), " & ".join(f"{word}:*" for word in words))
    said = sa.func.coalesce(CARD.c.search, sa.literal_column("''::tsvector")) if on_the_way else CARD.c.search
    return said.op("@@")(asked)
