"""What follows from the facts on cards: names, counts, phase, open tasks and what is next; of one, or of many at once.

It is a function of the facts alone, so when it is worked out, and how often, makes no difference.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.board import commissioners, leavers
from services.console.board.phases import paused_openly, phase_of
from services.console.board.search_words import search_words
from services.console.board.tasks import next_deadline, tasks_of
from services.console.tables import (
    KnownCommissioner,
    KnownDepartment,
    KnownLeaver,
    KnownOrganisation,
    ProcessCard,
    ProcessReview,
    ProcessSession,
    Task,
)
from services.runtime.finland import HELSINKI
from services.runtime.storage.database import among, among_asked, execute, take_in

NAMED_BY = frozenset({"organisation_id", "department_id", "asked_name", "number"})
"""Of a card's columns: what `name` reads."""
COUNTED_BY = frozenset({"paused_from", "goes_on", "early_end_on", "ended_at"})
"""Of a card's columns: what tells whether its paused sessions count."""
_DAY: Any = sa.cast(sa.func.timezone(HELSINKI.key, col(ProcessSession.starts_at)), sa.Date)
SUMS = frozenset({"invoices", "invoiced_cents"})
"""Of a card's columns: nothing follows from these."""
_NONE_PLANNED: dict[str, Any] = {
    "sessions_total": 0,
    "sessions_held": 0,
    "sessions_cancelled": 0,
    "sessions_no_show": 0,
    "next_session_at": None,
}


_waits = col(ProcessSession.replan_by).is_not(None)
_status, _contract = col(ProcessSession.status), ~col(ProcessSession.trial)
_used = (_status != "cancelled") | ~col(ProcessSession.unused)
# Put together once: every event about a process asks them.
_COUNTED = (
    sa.select(
        col(ProcessSession.process_id),
        sa.func.count().filter(_contract).label("sessions_total"),
        *(
            sa.func.count().filter(_contract, _used, _status == one, ~_waits).label(f"sessions_{one}")
            for one in ("held", "cancelled", "no_show")
        ),
        sa.func.min(col(ProcessSession.starts_at)).filter(_status == "planned").label("next_session_at"),
    )
    .join(ProcessCard, col(ProcessCard.process_id) == col(ProcessSession.process_id))
    .where(sa.func.coalesce(col(ProcessCard.early_end_on) >= _DAY, True))
    .where(among_asked(ProcessSession.process_id), _status.not_in(("replaced", "paused")) | _waits)
    .group_by(col(ProcessSession.process_id))
)
_WAITING = select(ProcessSession).where(
    among_asked(ProcessSession.process_id), col(ProcessSession.overdue_at).is_not(None) | _waits
)
_REVIEWS = select(ProcessReview).where(among_asked(ProcessReview.process_id))
_TASKS = select(Task).where(among_asked(Task.process_id))
_customers, _supervisors = (
    sa.bindparam(name, type_=ARRAY(sa.Uuid())) for name in ("customers", "supervisors")
)
_THERE = sa.select(
    sa.exists(_WAITING.with_only_columns(sa.literal_column("1"))).label("meetings"),
    sa.exists(_REVIEWS.with_only_columns(sa.literal_column("1"))).label("reviews"),
    sa.exists(_TASKS.with_only_columns(sa.literal_column("1"))).label("tasks"),
    sa.exists().where(col(KnownLeaver.supervisor_id) == sa.any_(_supervisors)).label("leaving"),
    sa.exists()
    .where(col(KnownCommissioner.organisation_id) == sa.any_(_customers), ~col(KnownCommissioner.acts))
    .label("left"),
)
"""left: somebody acts for a customer of theirs no longer; it may be that nobody does."""


async def follow(db: AsyncSession, cards: Sequence[ProcessCard], *, recount: bool, rename: bool) -> None:
    """recount: their sessions have changed. rename: one of the columns has that `name` reads."""
    await db.flush()
    with db.no_autoflush:  # each would write a card once more
        ids = [card.process_id for card in cards]
        if recount:
            counted, held_back = await _counted(db, ids), await _held_back(db, cards)
            for card in cards:
                take_in(card, counted.get(card.process_id, _NONE_PLANNED))
                card.sessions_total += held_back[card.process_id]
        if rename:
            await name(db, cards)
        await _follow(db, cards, ids)
    await db.flush()


async def _follow(db: AsyncSession, cards: Sequence[ProcessCard], ids: Sequence[UUID]) -> None:
    there = await _there(db, cards, ids)
    meetings = await _waiting(db, ids) if "meetings" in there else {}
    reviews = await _reviews(db, ids) if "reviews" in there else {}
    left = await commissioners.left_without(db, cards) if "left" in there else {}
    leaving = await leavers.of(db, cards) if "leaving" in there else {}
    tasks: list[Task] = []
    for card in cards:
        phase, card.phase_since = phase_of(card)
        card.phase = phase.value
        own = card.process_id
        of_it = meetings.get(own, ()), reviews.get(own, ())
        waiting = tasks_of(card, *of_it, left_since=left.get(own), leaver=leaving.get(own))
        card.next_at = next_deadline(card, waiting)
        tasks += waiting
    open_ones = (await db.exec(_TASKS, params={"ids": list(ids)})).all() if "tasks" in there else ()
    await _keep(db, open_ones, tasks)


async def _there(db: AsyncSession, cards: Sequence[ProcessCard], ids: Sequence[UUID]) -> set[str]:
    """Where there is anything of these processes, and is to be read: of most there is little."""
    customers = {card.organisation_id for card in cards} - {None}
    supervisors = {card.supervisor_id for card in cards} - {None}
    asked = {"ids": list(ids), "customers": list(customers), "supervisors": list(supervisors)}
    row = (await execute(db, _THERE, asked)).mappings().one()
    return {name for name, is_there in row.items() if is_there}


async def name(db: AsyncSession, cards: Sequence[ProcessCard]) -> None:
    """As directory has it, with the department's; as the inquiry has it, where it is not known yet."""
    whole = select(KnownOrganisation).where(
        among(KnownOrganisation.organisation_id, {card.organisation_id for card in cards} - {None})
    )
    below = select(KnownDepartment).where(
        among(KnownDepartment.department_id, {card.department_id for card in cards} - {None})
    )
    organisations = {one.organisation_id: one.name for one in await db.exec(whole)}
    departments = {one.department_id: one.name for one in await db.exec(below)}
    for card in cards:
        known = (organisations.get(card.organisation_id), departments.get(card.department_id))  # type: ignore[arg-type]  # none is no key
        card.organisation_name = ", ".join(one for one in known if one is not None) or card.asked_name
        card.search_text = " ".join(search_words(f"{card.number or ''} {card.organisation_name or ''}"))


async def _counted(db: AsyncSession, process_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """The card's columns: how many the contract has of each kind, and when the next planned one of all begins.

    What an early end calls off after its last day is nobody's any more.
    """
    asked = {"ids": list(process_ids)}
    rows = [dict(row) for row in (await execute(db, _COUNTED, asked)).mappings()]
    return {row.pop("process_id"): row for row in rows}


async def _held_back(db: AsyncSession, cards: Sequence[ProcessCard]) -> Counter[UUID]:
    """Sessions that are to be planned again once an open pause ends: each number that has no other row."""
    ids = [card.process_id for card in cards if paused_openly(card)]
    status, number = col(ProcessSession.status), col(ProcessSession.number)
    mine = among(ProcessSession.process_id, ids), ~col(ProcessSession.trial), status != "replaced"
    numbers = sa.select(col(ProcessSession.process_id)).where(*mine)
    each = numbers.group_by(col(ProcessSession.process_id), number)
    waits = col(ProcessSession.replan_by).is_not(None)
    paused = each.having(sa.func.bool_and((status == "paused") & ~waits))
    return Counter((await execute(db, paused)).scalars()) if ids else Counter()


async def _waiting(db: AsyncSession, process_ids: Sequence[UUID]) -> dict[UUID, list[ProcessSession]]:
    found: dict[UUID, list[ProcessSession]] = {}
    for one in await db.exec(_WAITING, params={"ids": list(process_ids)}):
        found.setdefault(one.process_id, []).append(one)
    return found


async def _reviews(db: AsyncSession, process_ids: Sequence[UUID]) -> dict[UUID, list[ProcessReview]]:
    found: dict[UUID, list[ProcessReview]] = {}
    for one in await db.exec(_REVIEWS, params={"ids": list(process_ids)}):
        found.setdefault(one.process_id, []).append(one)
    return found


async def _keep(db: AsyncSession, open_ones: Sequence[Task], tasks: Iterable[Task]) -> None:
    """Of the processes whose open ones these are, exactly those tasks are open."""
    wanted = {(task.process_id, task.kind, task.about): task for task in tasks}
    for task in open_ones:
        new = wanted.pop((task.process_id, task.kind, task.about), None)
        if new is None:
            await db.delete(task)
        else:
            take_in(task, new.model_dump())
    db.add_all(wanted.values())
