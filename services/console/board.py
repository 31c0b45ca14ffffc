"""The cards as pages show them: a board with a column for each open phase, a list, and one card.

Every question carries its viewer: whoever supervises sees their own processes, and no prices.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.cards import search_words
from services.console.phases import OPEN, Phase
from services.console.tables import ProcessCard
from services.console.timeline import owners_of
from services.messages.policy import scope
from services.messages.values import Audience, Role, Viewer
from services.runtime.database import execute
from services.runtime.policy import seen_rows

IN_A_COLUMN = 25
COUNTED_TO = 100
ON_A_PAGE = 50
_MOST_HITS = 500


@dataclass(frozen=True)
class Filters:
    """All that is given must hold. text: beginnings of words of the organisation's name, or of the number.

    assignee: a coordinator, or "nobody".
    """

    text: str = ""
    phase: Phase | None = None
    assignee: UUID | Literal["nobody"] | None = None
    supervisor_id: UUID | None = None
    audience: Audience | None = None
    organisation_id: UUID | None = None


@dataclass(frozen=True)
class Card:
    """What a card shows. Amounts are none for whoever sees no prices. next_at: next session or deadline."""

    process_id: UUID
    number: str
    organisation_id: UUID | None
    organisation_name: str | None
    audience: str | None
    language: str | None
    contact_id: UUID | None
    supervisor_id: UUID | None
    coordinator_id: UUID | None
    phase: str
    phase_since: datetime | None
    next_at: datetime | None
    next_session_at: datetime | None
    began_at: datetime
    starts_on: date | None
    ends_on: date | None
    proposal: str | None
    proposal_until: date | None
    awaited_party: str | None
    continuation: str | None
    sessions_total: int
    sessions_held: int
    sessions_cancelled: int
    sessions_no_show: int
    renews: UUID | None
    successor_id: UUID | None
    ended_at: datetime | None
    price_cents: int | None
    invoices: int | None
    invoiced_cents: int | None


@dataclass(frozen=True)
class Column:
    """cards: the first ones, by what is next. count: of all of them, at most COUNTED_TO, which means or more."""

    phase: Phase
    cards: Sequence[Card]
    count: int


@dataclass(frozen=True)
class Page:
    """next: where the next page begins; none: this is the last."""

    cards: Sequence[Card]
    next: "Place | None"


@dataclass(frozen=True)
class Place:
    """After which card a page goes on."""

    began_at: datetime
    process_id: UUID


_CARD = sa.inspect(ProcessCard).local_table
_NAMES = [field.name for field in fields(Card)]
_SHOWN = [_CARD.c[name] for name in _NAMES]
_MONEY = ("price_cents", "invoices", "invoiced_cents")


async def board(session: AsyncSession, viewer: Viewer, filters: Filters) -> list[Column]:
    """A column for each open phase, or the one that is asked for; ended processes are in the list only."""
    phases = [phase for phase in OPEN if filters.phase in (None, phase)]
    where = _conditions(viewer, replace(filters, phase=None))
    if words := search_words(filters.text):
        return await _found(session, viewer, phases, [_says(words), *where])
    columns: dict[str, tuple[list[Card], int]] = {phase.value: ([], 0) for phase in phases}
    for row in await execute(session, _columns(phases, where)):
        cards, _ = columns[row.phase]
        columns[row.phase] = [*cards, _shown(viewer, row)], row.in_column
    return [Column(phase, *columns[phase.value]) for phase in phases]


async def listing(
    session: AsyncSession, viewer: Viewer, filters: Filters, after: Place | None = None
) -> Page:
    """A page of the list, what began last first."""
    order = (_CARD.c.began_at, _CARD.c.process_id)
    where = _conditions(viewer, filters)
    if words := search_words(filters.text):
        hits = await _hits(session, words, where)
        # A rare word is looked up; a common one is met often enough on the way through the list.
        where.append(_one_of(hits) if len(hits) < _MOST_HITS else _says(words))
    if after:
        where.append(sa.tuple_(*order) < sa.tuple_(sa.literal(after.began_at), sa.literal(after.process_id)))
    asked = sa.select(*_SHOWN).where(*where).order_by(*(column.desc() for column in order))
    rows = (await execute(session, asked.limit(ON_A_PAGE + 1))).all()
    cards = [_shown(viewer, row) for row in rows[:ON_A_PAGE]]
    more = len(rows) > ON_A_PAGE
    return Page(cards, Place(cards[-1].began_at, cards[-1].process_id) if more else None)


async def card(session: AsyncSession, viewer: Viewer, number: str) -> Card | None:
    """By its number; none also for what is out of the viewer's reach."""
    return await _one(session, viewer, _CARD.c.number == number)


async def card_by_id(session: AsyncSession, viewer: Viewer, process_id: UUID) -> Card | None:
    """For a page that has heard of its change."""
    return await _one(session, viewer, _CARD.c.process_id == process_id)


async def _one(session: AsyncSession, viewer: Viewer, which: Any) -> Card | None:
    asked = sa.select(*_SHOWN).where(which, *_conditions(viewer, Filters()))
    row = (await execute(session, asked)).first()
    return _shown(viewer, row) if row else None


def _columns(phases: Sequence[Phase], where: Sequence[sa.ColumnElement[bool]]) -> Any:
    """One question for all columns: each reads its own first cards off an index, and counts no further than shown."""
    each = sa.values(sa.column("name", sa.Text), name="each").data([(phase.value,) for phase in phases])
    here = (_CARD.c.phase == each.c.name, *where)
    first = (
        sa.select(*_SHOWN)
        .where(*here)
        .order_by(_CARD.c.next_at, _CARD.c.process_id)
        .limit(IN_A_COLUMN)
        .correlate(each)
        .lateral("first")
    )
    # In the same order, so that the same index is read.
    some = (
        sa.select(_CARD.c.process_id)
        .where(*here)
        .order_by(_CARD.c.next_at, _CARD.c.process_id)
        .limit(COUNTED_TO)
        .correlate(each)
        .subquery("some")
    )
    count = sa.select(sa.func.count().label("in_column")).select_from(some).lateral("counted")
    joined = each.join(first, sa.true()).join(count, sa.true())
    in_turn = (first.c.next_at, first.c.process_id)
    return sa.select(first, count.c.in_column).select_from(joined).order_by(*in_turn)


async def _found(
    session: AsyncSession, viewer: Viewer, phases: Sequence[Phase], where: Sequence[sa.ColumnElement[bool]]
) -> list[Column]:
    """The columns of a search: a word that everybody has finds only so many, so they are put in turn here."""
    in_turn = (_CARD.c.next_at, _CARD.c.process_id)
    open_ones = _CARD.c.phase.in_([phase.value for phase in phases])
    hits = sa.select(_CARD.c.phase, *in_turn).where(open_ones, *where).limit(_MOST_HITS)
    in_phase: dict[str, list[tuple[bool, Any, UUID]]] = {phase.value: [] for phase in phases}
    for hit in await execute(session, hits):
        at = hit.next_at.timestamp() if hit.next_at else 0.0
        in_phase[hit.phase].append((hit.next_at is None, at, hit.process_id))
    first = {name: sorted(hits)[:IN_A_COLUMN] for name, hits in in_phase.items()}
    ids = [hit[2] for hits in first.values() for hit in hits]
    rows = await execute(session, sa.select(*_SHOWN).where(_one_of(ids)))
    cards = {row.process_id: _shown(viewer, row) for row in rows}
    return [
        Column(
            phase,
            [cards[hit[2]] for hit in first[phase.value]],
            min(len(in_phase[phase.value]), COUNTED_TO),
        )
        for phase in phases
    ]


async def _hits(
    session: AsyncSession, words: Sequence[str], where: Sequence[sa.ColumnElement[bool]]
) -> list[UUID]:
    found = sa.select(_CARD.c.process_id).where(_says(words), *where).limit(_MOST_HITS)
    return [row.process_id for row in await execute(session, found)]


def _says(words: Sequence[str]) -> sa.ColumnElement[bool]:
    """Every word begins one of the card's. Words are letters or digits alone, so none is an operator."""
    asked = sa.func.to_tsquery(sa.literal_column("'simple'"), " & ".join(f"{word}:*" for word in words))
    return sa.literal_column("process_card.search").op("@@")(asked)


def _one_of(process_ids: Sequence[UUID]) -> sa.ColumnElement[bool]:
    ids = sa.bindparam(None, process_ids, type_=postgresql.ARRAY(sa.Uuid))
    return _CARD.c.process_id == sa.any_(ids)


def _conditions(viewer: Viewer, filters: Filters) -> list[sa.ColumnElement[bool]]:
    """The policy's filter, and those that were asked for. Whose beginning was not heard has no card yet."""
    where = [_CARD.c.number.is_not(None), seen_rows(viewer, "phase_dates_units", owners_of(ProcessCard))]
    if viewer.role is Role.SUPERVISOR:  # said plainly, for the index
        where.append(_CARD.c.supervisor_id == viewer.person_id)
    if filters.supervisor_id:
        where.append(_CARD.c.supervisor_id == filters.supervisor_id)
    if filters.organisation_id:
        where.append(_CARD.c.organisation_id == filters.organisation_id)
    if filters.phase:
        where.append(_CARD.c.phase == filters.phase.value)
    if filters.audience:
        where.append(_CARD.c.audience == filters.audience.value)
    if filters.assignee == "nobody":
        where.append(_CARD.c.coordinator_id.is_(None))
    elif filters.assignee:
        where.append(_CARD.c.coordinator_id == filters.assignee)
    return where


def _shown(viewer: Viewer, row: Any) -> Card:
    facts = dict(zip(_NAMES, row, strict=False))  # a row may hold a count besides
    if scope(viewer.role, "prices_and_invoices") != "yes":
        facts |= dict.fromkeys(_MONEY)
    return Card(**facts)
