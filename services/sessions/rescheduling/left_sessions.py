"""Sessions that are left to be planned again, and what comes of it: the ground of a pause and of a change."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.finland import local_date
from services.runtime.storage.database import among
from services.sessions import contract_facts
from services.sessions.hours.availability import Diary
from services.sessions.hours.diary import diary_of
from services.sessions.planning import holding
from services.sessions.planning.booking import terms_of
from services.sessions.planning.pauses import Again, Asked, Left, Stretch, plan_again, usual_wish
from services.sessions.planning.series_terms import PlannedSession
from services.sessions.recording.lateness import was_late
from services.sessions.tables import Agreement, Session

Agreed = Sequence[Agreement]
"""As of `contract_facts.by_day`."""

HELD_OR_TO_BE = ("planned", "held", "no_show")


@dataclass(frozen=True)
class Outcome:
    """paused, charged: rows that leave the diary. later: planned after the pause. again: none while it is open.

    numbers: of all that are left.
    """

    paused: list[Session]
    charged: list[Session]
    later: list[Session]
    numbers: list[int]
    again: Again | None = None


async def plan_left(
    db: AsyncSession,
    agreed: Agreed,
    asked: Asked,
    latest: date | None,
    rows: Sequence[Session],
    found: Outcome,
    ends_on: date,
    *,
    extends: bool,
    pause: date | None = None,
    after: Sequence[PlannedSession] = (),
) -> Again:
    """In a thread, as every plan. ends_on: the last day but for the pause; extends: it moves by that. pause: its first
    day, where it is one that is planned round anew. after: those that keep their days, which come before.
    """
    assert asked.goes_on
    promises = contract_facts.promises_of(agreed_on(agreed, asked.asked_at))
    usual = [one.starts_at for one in rows if one.status in (*HELD_OR_TO_BE, "paused")]
    left = Left(
        numbers=tuple(found.numbers),
        wish=usual_wish(usual),
        last_used=local_date(after[-1].starts_at) if after else _last_used(agreed, rows, found),
        ends_on=ends_on,
        extends=extends,
        latest=latest,
    )
    days, notice_days = (asked.from_day, asked.goes_on), promises.resuming_working_days
    by_day = await stretches(db, agreed, asked, found, pause)
    return await asyncio.to_thread(plan_again, left, days, asked.asked_at, notice_days, by_day)


async def stretches(
    db: AsyncSession, agreed: Agreed, asked: Asked, found: Outcome, pause: date | None
) -> list[Stretch]:
    """pause: as of `plan_left`."""
    return [
        Stretch(one.effective_from, terms_of(one, asked.asked_at), await diary(db, one, asked, found, pause))
        for one in agreed
    ]


async def diary(
    db: AsyncSession, agreement: Agreement, asked: Asked, found: Outcome, pause: date | None = None
) -> Diary:
    """Without what is planned again, and without the days of every pause but that one."""
    again = [*found.paused, *found.charged, *found.later]
    itself = among(Session.session_id, [one.session_id for one in again])
    closed = await holding.closed(db, agreement.process_id, besides=pause)
    since = local_date(asked.asked_at)
    return await diary_of(db, agreement.supervisor_id, besides=itself, since=since, closed=closed)


def _last_used(agreed: Agreed, rows: Sequence[Session], found: Outcome) -> date | None:
    """The day of the last that was or is to be held before, or that is charged."""
    again = [*found.paused, *found.later]
    used = [
        one.starts_at
        for one in rows
        if one in found.charged or (one not in again and one.status in HELD_OR_TO_BE) or is_late(agreed, one)
    ]
    return local_date(max(used)) if used else None


def is_late(agreed: Agreed, row: Session) -> bool:
    return was_late(row, contract_facts.notice_of(agreed_on(agreed, row.starts_at)))


def agreed_on(agreed: Agreed, at: datetime) -> Agreement:
    return contract_facts.in_force(agreed, local_date(at))


async def of_contract(db: AsyncSession, process_id: UUID) -> Sequence[Session]:
    """All that the contract has had, by their time."""
    own = (col(Session.process_id) == process_id) & ~col(Session.trial)
    mine = select(Session).where(own, Session.status != "proposed")
    return (await db.exec(mine.order_by(sa.asc(col(Session.starts_at))))).all()
