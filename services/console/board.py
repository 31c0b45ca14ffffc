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
        hits = await _hits(session, words, where)
        if len(hits) < _MOST_HITS:
            return await _found(session, viewer, phases, hits)
        where.append(_says(words, on_the_way=True))
    asked = _columns(phases, where)
    rows = await _in_order(session, asked) if words else (await execute(session, asked)).all()
    cards: dict[str, list[Card]] = {phase.value: [] for phase in phases}
    for row in rows:
        cards[row.phase].append(_shown(viewer, row))
    counts = {row.phase: row.in_column for row in rows}
    return [Column(phase, cards[phase.value], counts.get(phase.value, 0)) for phase in phases]


async def listing(
    session: AsyncSession, viewer: Viewer, filters: Filters, after: Place | None = None
) -> Page:
    """A page of the list, what began last first."""
    order = (_CARD.c.began_at, _CARD.c.process_id)
    where = _conditions(viewer, filters)
    if words := search_words(filters.text):
        hits = await _hits(session, words, where)
        rare = len(hits) < _MOST_HITS
        where.append(_one_of([hit.process_id for hit in hits]) if rare else _says(words, on_the_way=True))
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
    names = sa.bindparam(None, [phase.value for phase in phases], type_=postgresql.ARRAY(sa.Text))
    each = sa.func.unnest(names).table_valued(sa.column("name", sa.Text), name="each")
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
    session: AsyncSession, viewer: Viewer, phases: Sequence[Phase], hits: Sequence[Any]
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
    rows = await execute(session, sa.select(*_SHOWN).where(_one_of(ids)))
    cards = {row.process_id: _shown(viewer, row) for row in rows}
    return [
        Column(
            phase,
            [cards[process_id] for process_id in first[phase.value]],
            min(len(in_phase[phase.value]), COUNTED_TO),
        )
        for phase in phases
    ]


async def _hits(
    session: AsyncSession, words: Sequence[str], where: Sequence[sa.ColumnElement[bool]]
) -> Sequence[Any]:
    """What a search finds, in no order, up to _MOST_HITS: a word that is rarer is looked up,

    one that is more common is met often enough on the way through an index in order.
    """
    columns = (_CARD.c.phase, _CARD.c.next_at, _CARD.c.process_id)
    return (await execute(session, sa.select(*columns).where(_says(words), *where).limit(_MOST_HITS))).all()


async def _in_order(session: AsyncSession, asked: Any) -> Sequence[Any]:
    """Cards are come upon along an index, which the planner would not expect to be quicker than sorting them all."""
    await execute(session, sa.text("SET LOCAL enable_sort = off"))
    rows = (await execute(session, asked)).all()
    await execute(session, sa.text("SET LOCAL enable_sort = on"))
    return rows


def _says(words: Sequence[str], *, on_the_way: bool = False) -> sa.ColumnElement[bool]:
    """Every word begins one of the card's. Words are letters or digits alone, so none is an operator.

    on_the_way: asked of each card that an index in order comes upon, never looked up in the index of words.
    """
    asked = sa.func.to_tsquery(sa.literal_column("'simple'"), " & ".join(f"{word}:*" for word in words))
    said = (
        sa.func.coalesce(_CARD.c.search, sa.literal_column("''::tsvector")) if on_the_way else _CARD.c.search
    )
    return said.op("@@")(asked)


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
