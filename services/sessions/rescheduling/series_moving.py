"""The rest of a series on another weekday or at another time: planned by the contract's rule, all of it or nothing."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.policy import can
from services.runtime.storage.database import among
from services.sessions import access, contract_facts
from services.sessions.hours import changing_hands
from services.sessions.hours.diary import book, diary_of, locked_session, take_turn
from services.sessions.notice import earliest
from services.sessions.planning import holding, passed_over, series_terms
from services.sessions.planning.booking import terms_by_day
from services.sessions.planning.confirming import confirm_by
from services.sessions.rescheduling.series_again import Moving, rest_of
from services.sessions.showing.session_card import can_change, card
from services.sessions.tables import TAKES_TIME, Agreement, Session

Asked = messages.PreviewMoveSeries | messages.MoveSeries


@dataclass(frozen=True)
class Rest:
    """moving: by their numbers; the plan has as many times as were found for them. staying: too near to be moved."""

    moving: Sequence[Session]
    staying: Sequence[Session]
    plan: series_terms.Plan = field(default_factory=lambda: series_terms.Plan((), ()))

    @property
    def pairs(self) -> list[tuple[Session, series_terms.PlannedSession]]:
        return list(zip(self.moving, self.plan.sessions, strict=False))


async def preview(db: AsyncSession, query: messages.PreviewMoveSeries) -> messages.SeriesMovePlan:
    """Refuses: unknown_session, session_not_open."""
    first, process = await access.session_reached(db, query.session_id, query.viewer)
    if not can(query.viewer, "move_session", process.session(first, local_date(query.as_of))):
        raise Refusal("unknown_session", "session_id")
    return _told(await _rest(db, first, query), query.weekday)


async def move(db: AsyncSession, order: messages.MoveSeries) -> messages.SeriesMovePlan:
    """Refuses: unknown_session, session_not_open, not_the_supervisor, another_supervisor, not_all_fit,
    nothing_that_weekday, plan_changed, slot_taken.

    Next: services/notices/occasions/session_letters.py:move
    """
    first = await _locked(db, order.session_id)
    if order.waived and order.moved_by != first.supervisor_id:
        raise Refusal("not_the_supervisor", "waived")
    await take_turn(db, first.supervisor_id)
    rest = await _rest(db, first, order)
    await _refuse_while_changing(db, first, rest)
    told = _told(rest, order.weekday)
    if all(row.starts_at == found.starts_at for row, found in rest.pairs) and not told.without_time:
        return told
    if told.without_time:
        raise Refusal("not_all_fit", "weekday")
    if told.elsewhere:
        raise Refusal("nothing_that_weekday", "weekday")
    if told.fingerprint != order.fingerprint:
        raise Refusal("plan_changed", "fingerprint")
    await _write(db, first, order, rest)
    return told


async def _refuse_while_changing(db: AsyncSession, first: Session, rest: Rest) -> None:
    """While another supervisor is proposed, or holds some of them. Refuses: another_supervisor."""
    holding_them = {row.supervisor_id for row in rest.moving} - {first.supervisor_id}
    if holding_them or await changing_hands.waits_from(db, first.process_id):
        raise Refusal("another_supervisor", "weekday")


async def _rest(db: AsyncSession, first: Session, asked: Asked) -> Rest:
    """What is planned from that session on, where it would go, and what is too near."""
    if first.trial or not can_change(first, asked.as_of):
        raise Refusal("session_not_open", "session_id")
    versions = await contract_facts.versions(db, first.process_id)
    agreement = contract_facts.in_force(versions, local_date(asked.as_of))
    opens = earliest(contract_facts.notice_of(agreement), asked.as_of)
    opens = asked.as_of if asked.waived else opens
    others = await _taking_time(db, first.process_id)
    ahead = [one for one in others if can_change(one, asked.as_of) and one.starts_at >= first.starts_at]
    moving = sorted((one for one in ahead if one.starts_at >= opens), key=lambda one: one.number)
    staying = [one for one in ahead if one not in moving]
    if not moving:
        return Rest([], staying)
    kept = [one for one in others if one not in moving]
    return Rest(moving, staying, await _plan(db, versions, asked, moving, kept, opens))


async def _plan(
    db: AsyncSession,
    versions: Sequence[Agreement],
    asked: Asked,
    moving: Sequence[Session],
    kept: Sequence[Session],
    opens: datetime,
) -> series_terms.Plan:
    """None of them on the days of another supervisor."""
    last = max(kept, key=lambda one: one.starts_at, default=None)
    supervisor_id, number = moving[0].supervisor_id, moving[0].number
    wanted = Moving(
        first_number=number,
        count=len(moving),
        weekday=asked.weekday,
        start=_minute(asked.time),
        opens=opens,
        before=(local_date(last.starts_at), number - 1) if last else None,
    )
    itself = among(Session.session_id, [one.session_id for one in moving])
    closed = await holding.closed(db, moving[0].process_id)
    closed += changing_hands.elsewhere(versions, supervisor_id)
    since = local_date(asked.as_of)
    diary = await diary_of(db, supervisor_id, besides=itself, since=since, closed=closed)
    return await asyncio.to_thread(rest_of, terms_by_day(versions, asked.as_of), wanted, diary)


async def _locked(db: AsyncSession, session_id: UUID) -> Session:
    """Its process's planned sessions, which nobody else changes until the commit. Refuses: unknown_session."""
    found = await db.get(Session, session_id)
    if found is None:
        raise Refusal("unknown_session", "session_id")
    await contract_facts.lock(db, found.process_id)
    mine = select(Session).where(Session.process_id == found.process_id, Session.status == "planned")
    await db.exec(mine.order_by(col(Session.session_id)).with_for_update())
    return await locked_session(db, session_id)


async def _write(db: AsyncSession, first: Session, order: messages.MoveSeries, rest: Rest) -> None:
    """Refuses: slot_taken."""
    versions = await contract_facts.versions(db, first.process_id)
    changed = [(row, found) for row, found in rest.pairs if row.starts_at != found.starts_at]
    before = {row.session_id: row.starts_at for row, _ in changed}
    for row, _ in changed:  # their old times are free before others of them take those
        row.status = "paused"
    await db.flush()
    for row, found in changed:
        row.status, row.starts_at, row.ends_at = "planned", found.starts_at, found.ends_at
        promises = contract_facts.promises_of(contract_facts.in_force(versions, local_date(row.starts_at)))
        told_by = confirm_by(row.ends_at, promises)
        row.confirm_by = await holding.due(db, row.process_id, row.ends_at, told_by)
        row.moved_by = order.moved_by
        row.sequence += 1
    await book(db, [row for row, _ in changed])
    told = [
        messages.MovedSession(
            **row.model_dump(include=set(messages.MovedSession.model_fields)),
            previous_starts_at=before[row.session_id],
            free_until=contract_facts.free_until(versions, row.starts_at),
        )
        for row, _ in changed
    ]
    facts = {"process_id": first.process_id, "supervisor_id": first.supervisor_id}
    await announce(db, messages.SeriesMoved(**facts, party=order.party, sessions=told))


def _told(rest: Rest, weekday: int) -> messages.SeriesMovePlan:
    moved = [
        messages.NewTime(
            number=row.number,
            previous_starts_at=row.starts_at,
            starts_at=found.starts_at,
            ends_at=found.ends_at,
        )
        for row, found in rest.pairs
    ]
    numbers = [row.number for row in rest.moving]
    conflicts = passed_over.told(
        replace(one, number=numbers[one.number - 1])
        for one in rest.plan.conflicts
        if one.number <= len(numbers)
    )
    shown = "|".join(f"{one.number} {one.previous_starts_at} {one.starts_at}" for one in moved)
    return messages.SeriesMovePlan(
        moved=moved,
        staying=[card(row) for row in rest.staying],
        conflicts=conflicts,
        without_time=numbers[len(moved) :],
        elsewhere=bool(moved) and weekday not in {local_date(one.starts_at).weekday() for one in moved},
        fingerprint=hashlib.sha256(shown.encode()).hexdigest(),
    )


async def _taking_time(db: AsyncSession, process_id: UUID) -> Sequence[Session]:
    own = (col(Session.process_id) == process_id) & ~col(Session.trial)
    mine = select(Session).where(own, sa.text(TAKES_TIME))
    return (await db.exec(mine.order_by(col(Session.starts_at)))).all()


def _minute(at: time) -> time:
    return at.replace(second=0, microsecond=0)
