"""A plan is found by the contract's rule, and its times are held in the supervisor's diary until it is answered."""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.sessions import ProposedSession
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import ONE_DAY, local_date, start_of
from services.runtime.storage.database import execute
from services.sessions import contract_facts
from services.sessions.hours.availability import Diary
from services.sessions.hours.diary import book, diary_of
from services.sessions.notice import earliest
from services.sessions.planning import holding, renewed, series, series_terms
from services.sessions.planning.booking import terms_of
from services.sessions.planning.wishes import Wishes
from services.sessions.proposing import deadlines
from services.sessions.showing.my_sessions import told
from services.sessions.tables import Agreement, ProposedPlan, Session


@dataclass(frozen=True)
class Wished:
    """By whoever proposes it; what they leave open is as it was wished for with the inquiry."""

    weekdays: tuple[int, ...] = ()
    start: time | None = None
    first_day: date | None = None


async def find(
    db: AsyncSession, agreement: Agreement, wished: Wished, as_of: datetime, *, by_itself: bool
) -> series_terms.Plan:
    """by_itself: as of `deadlines.opens`. Where nothing fits that leaves a day to answer, what can be confirmed now.

    Refuses: outside_the_contract, no_availability.
    """
    notice, promises = contract_facts.notice_of(agreement), contract_facts.promises_of(agreement)
    opens = deadlines.opens(as_of, notice, promises, by_itself=by_itself)
    diary = await _diary(db, agreement, as_of)
    usual = terms_of(agreement, as_of)
    if agreement.renews:
        usual = renewed.following(usual, await renewed.last_day_before(db, agreement.renews))
    best = series_terms.Plan((), ())
    for at in opens:
        found = await _plan(_terms(usual, wished, at), diary)
        best = max(best, found, key=lambda one: len(one.sessions))
        if len(best.sessions) >= (agreement.sessions_agreed or 1):
            break
    best = best if best.sessions else await _plan(_terms(usual, wished, earliest(notice, as_of)), diary)
    if best.sessions:
        return best
    late = wished.first_day is not None and wished.first_day > agreement.ends_on
    raise Refusal("outside_the_contract", "first_day") if late else Refusal("no_availability", "process_id")


async def hold(db: AsyncSession, agreement: Agreement, revision: int, found: series_terms.Plan) -> None:
    """In the place of what was held before. Refuses: slot_taken."""
    await let_go(db, agreement.process_id)
    rows = []
    for one in found.sessions:
        own_id = uuid5(agreement.process_id, f"plan {revision}, session {one.number}")
        when: dict[str, Any] = {"number": one.number, "starts_at": one.starts_at, "ends_at": one.ends_at}
        own: dict[str, Any] = {
            "session_id": own_id,
            "calendar_uid": own_id,
            "process_id": agreement.process_id,
        }
        rows.append(Session(
            **own, **when, supervisor_id=agreement.supervisor_id, status="proposed", confirm_by=one.ends_at
        ))  # fmt: skip
    await book(db, rows)


async def let_go(db: AsyncSession, process_id: UUID) -> None:
    """The times are anybody's again."""
    mine = sa.and_(col(Session.process_id) == process_id, col(Session.status) == "proposed")
    await execute(db, sa.delete(Session).where(mine))


async def held_times(db: AsyncSession, process_id: UUID) -> list[series_terms.PlannedSession]:
    """Of its open plan, in their order."""
    mine = select(Session.number, Session.starts_at, Session.ends_at).where(
        Session.process_id == process_id, Session.status == "proposed"
    )
    return [series_terms.PlannedSession(*one) for one in await db.exec(mine.order_by(col(Session.number)))]


async def latest(db: AsyncSession, process_id: UUID) -> ProposedPlan | None:
    return await db.get(ProposedPlan, process_id, populate_existing=True)


async def is_planned(db: AsyncSession, process_id: UUID) -> bool:
    """Whether its sessions were agreed to; what a pause has taken out is none of them any more."""
    return any(row.status != "paused" and not row.trial for row in await told(db, process_id))


def fingerprint(times: Iterable[series_terms.PlannedSession]) -> str:
    shown = "|".join(f"{one.number} {one.starts_at}" for one in times)
    return hashlib.sha256(shown.encode()).hexdigest()


def listed(times: Sequence[series_terms.PlannedSession]) -> list[ProposedSession]:
    return [ProposedSession(number=one.number, starts_at=one.starts_at, ends_at=one.ends_at) for one in times]


def wished_by(plan: ProposedPlan | None) -> Wished:
    return Wished(tuple(plan.weekdays), plan.start, plan.first_day) if plan else Wished()


def _terms(terms: series_terms.Terms, wished: Wished, opens: datetime) -> series_terms.Terms:
    """The contract's, with what is wished; no session begins before `opens`."""
    day = local_date(opens)
    first = day if start_of(day) == opens else day + ONE_DAY
    terms = replace(terms, starts_on=max(terms.starts_on, first, wished.first_day or date.min))
    if wished.weekdays:
        times = frozenset() if wished.start else terms.wishes.times
        terms = replace(terms, wishes=Wishes(frozenset(wished.weekdays), times))
    elif wished.start:
        terms = replace(terms, wishes=replace(terms.wishes, times=frozenset()))
    only = wished.weekdays[0] if len(wished.weekdays) == 1 else None
    return replace(terms, preferred_weekday=only, preferred_start=wished.start)


async def _plan(terms: series_terms.Terms, diary: Diary) -> series_terms.Plan:
    """In a thread: five years of a full diary take a while, and other commands are answered meanwhile."""
    if terms.starts_on > terms.ends_on:
        return series_terms.Plan((), ())
    return await asyncio.to_thread(series.plan, terms, diary)


async def _diary(db: AsyncSession, agreement: Agreement, as_of: datetime) -> Diary:
    """Without what is held for this plan."""
    own = col(Session.process_id) == agreement.process_id
    closed = await holding.closed(db, agreement.process_id)
    return await diary_of(db, agreement.supervisor_id, besides=own, since=local_date(as_of), closed=closed)
