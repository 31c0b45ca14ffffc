"""My day: what waits for one person of the house, the most urgent first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.board.tasks import TaskKind
from services.console.tables import ProcessCard, ProcessSession, Task
from services.messages.sessions import ReviewToHold
from services.messages.values import Role
from services.runtime.storage.database import among, execute

MOST = 50
_REVIEW = "record_review"
_OF_A_DRAFT = ("complete_contract", "mend_contract")


@dataclass(frozen=True)
class Item:
    """review: interim, final. late: due_at has passed. trial: its session is one of a trial.

    lapses_at: of a draft, when it comes to nothing unless it is completed.
    """

    kind: TaskKind
    process_id: UUID
    number: str
    organisation_name: str | None
    session_id: UUID | None
    session_number: int | None
    review: str | None
    since: datetime
    due_at: datetime
    late: bool
    escalated: bool
    coordinator_id: UUID | None
    organisation_id: UUID | None = None
    contact_id: UUID | None = None
    trial: bool = False
    lapses_at: datetime | None = None


@dataclass(frozen=True)
class Worklist:
    """more: there is more than is shown."""

    items: Sequence[Item]
    more: bool


async def worklist(
    db: AsyncSession, role: Role, person_id: UUID, now: datetime, reviews: Sequence[ReviewToHold] = ()
) -> Worklist:
    """For a coordinator: of their processes, of those that nobody looks after, and what is escalated.

    For finance: whatever is finance's. For a supervisor: their own, and each session that is over and not said what
    became of. reviews: theirs on the day, as sessions says.
    """
    found = await execute(db, _tasks(role, [*_mine(role, person_id), *_of_reviews(reviews)]))
    theirs = {(one.process_id, one.kind) for one in reviews}
    tasks = {
        (row.process_id, row.kind, row.about): row for row in found if _is_theirs(row, role, theirs)
    }.values()
    items = [_item(row, now) for row in tasks]
    if role is Role.SUPERVISOR:
        items += await _to_confirm(db, person_id, now)
    items.sort(key=lambda item: (item.due_at, item.process_id, item.kind))
    return Worklist(items[:MOST], len(items) > MOST)


async def escalated(db: AsyncSession, now: datetime) -> Worklist:
    """What is so late that every coordinator is shown it, the longest due first."""
    found = await execute(db, _tasks(Role.COORDINATOR, [col(Task.escalated).is_(True)]))
    items = sorted((_item(row, now) for row in found), key=lambda item: (item.due_at, item.process_id))
    return Worklist(items[:MOST], len(items) > MOST)


def _mine(role: Role, person_id: UUID) -> list[sa.ColumnElement[bool]]:
    if role is Role.FINANCE:
        return [col(Task.person_id).is_(None)]
    if role is not Role.COORDINATOR:
        return [col(Task.person_id) == person_id]
    nobodys = sa.and_(col(Task.coordinator_id).is_(None), col(Task.person_id).is_(None))
    return [col(Task.coordinator_id) == person_id, nobodys, col(Task.escalated).is_(True)]


def _of_reviews(reviews: Sequence[ReviewToHold]) -> list[sa.ColumnElement[bool]]:
    ids = {one.process_id for one in reviews}
    return [(col(Task.kind) == _REVIEW) & among(Task.process_id, ids)] if ids else []


def _is_theirs(row: Any, role: Role, reviews: Collection[tuple[UUID, str]]) -> bool:
    """Of one process one review may be theirs, and not the other."""
    return role is not Role.SUPERVISOR or row.kind != _REVIEW or (row.process_id, row.about) in reviews


def _tasks(role: Role, which: Sequence[sa.ColumnElement[bool]]) -> Any:
    """Its session's number comes along. A part for each index, so that each reads no more than a page."""
    first = sa.union_all(*(_first(role, part) for part in which)).subquery("first")
    card, meeting = ProcessCard, ProcessSession
    names = (
        col(card.number),
        col(card.organisation_name),
        col(card.organisation_id),
        col(card.contact_id),
        col(card.draft_lapses_at),
    )
    return (
        sa.select(first, *names, col(meeting.number).label("session_number"), col(meeting.trial))
        .join_from(first, card, col(card.process_id) == first.c.process_id)
        .outerjoin(meeting, col(meeting.session_id) == first.c.session_id)
        .where(col(card.number).is_not(None))
    )


def _first(role: Role, which: sa.ColumnElement[bool]) -> Any:
    table = sa.inspect(Task).local_table
    mine = sa.select(table).where(table.c.role == role.value, which)
    return sa.select(mine.order_by(table.c.due_at, table.c.process_id).limit(MOST + 1).subquery())


def _item(row: Any, now: datetime) -> Item:
    return Item(
        kind=row.kind,
        process_id=row.process_id,
        number=row.number,
        organisation_name=row.organisation_name,
        session_id=row.session_id,
        session_number=row.session_number,
        review=None if row.session_id else row.about or None,
        since=row.since,
        due_at=row.due_at,
        late=row.due_at < now,
        escalated=row.escalated,
        coordinator_id=row.coordinator_id,
        organisation_id=row.organisation_id,
        contact_id=row.contact_id,
        trial=bool(row.trial),
        lapses_at=row.draft_lapses_at if row.kind in _OF_A_DRAFT else None,
    )


async def _to_confirm(db: AsyncSession, supervisor_id: UUID, now: datetime) -> list[Item]:
    card, meeting = ProcessCard, ProcessSession
    over: Any = (
        sa.select(
            col(meeting.session_id),
            col(meeting.process_id),
            col(meeting.number).label("session_number"),
            col(meeting.trial),
            col(meeting.ends_at),
            col(meeting.confirm_by),
            col(card.number),
            col(card.organisation_name),
            col(card.contact_id),
            col(card.coordinator_id),
        )
        .join_from(meeting, card, col(card.process_id) == col(meeting.process_id))
        .where(
            col(meeting.supervisor_id) == supervisor_id,
            col(meeting.status) == "planned",
            col(meeting.ends_at) <= now,
            col(card.number).is_not(None),
        )
        .order_by(col(meeting.ends_at))
        .limit(MOST + 1)
    )
    return [_unconfirmed(row, now) for row in await execute(db, over)]


def _unconfirmed(row: Any, now: datetime) -> Item:
    return Item(
        kind="confirm_session",
        process_id=row.process_id,
        number=row.number,
        organisation_name=row.organisation_name,
        session_id=row.session_id,
        session_number=row.session_number,
        review=None,
        since=row.ends_at,
        due_at=row.confirm_by,
        late=row.confirm_by < now,
        escalated=False,
        coordinator_id=row.coordinator_id,
        contact_id=row.contact_id,
        trial=bool(row.trial),
    )
