"""A contract ends before its time: its later sessions are called off, and its final review is opened or waived."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.contracts import EndCosts, ProcessTerminated
from services.runtime.events.announcing import announce
from services.runtime.finland import end_of, local_date
from services.runtime.storage.database import execute
from services.sessions import access, contract_facts
from services.sessions.changes import pausing
from services.sessions.changes.staying_out import staying_out
from services.sessions.content import reviews
from services.sessions.proposing import replanning
from services.sessions.recording.attendance import announce_cancelled
from services.sessions.rescheduling.leaving_out import leave_out
from services.sessions.showing.session_card import card
from services.sessions.tables import Agreement, Session

_BY_COSTS: dict[EndCosts, messages.CancelledBy] = {
    "nothing": "end", "agreed_fee": "termination", "by_notice": "end_at_once",
}  # fmt: skip


_AS_ENDED = {"agreed", "fee_percent", "withdraws", "renewal_off", "amendment_off", "unbegun_from"}


async def preview(db: AsyncSession, query: messages.PreviewEnding) -> messages.EndingPreview:
    """Refuses: unknown_process."""
    await access.reached(db, query.process_id, query.viewer)
    ahead = await _ahead(db, query.process_id, query.as_of)
    falling = ahead if query.last_day is None else _after(ahead, query.last_day)
    standing = [row for row in ahead if row not in falling]
    nothing_held = not (standing or await _anything_held(db, query.process_id, query.as_of))
    reviewed = nothing_held or await reviews.is_final_settled(db, query.process_id)
    last_day = query.last_day or local_date(query.as_of)
    out = await staying_out(db, query.process_id, query.as_of, query.last_day, standing)
    return messages.EndingPreview(
        standing=[card(row) for row in standing],
        called_off=[card(row) for row in falling],
        stay_out=[card(row) for row in out],
        review_by=None if reviewed else await _review_by(db, query.process_id, query.as_of, last_day),
        nothing_held=nothing_held,
        left_out=[card(row) for row in await _waiting(db, query)],
    )


async def _waiting(db: AsyncSession, query: messages.PreviewEnding) -> list[Session]:
    """What would be left out; in their order."""
    waits = select(Session).where(Session.process_id == query.process_id, col(Session.replan_by).is_not(None))
    found = (await db.exec(waits.order_by(col(Session.starts_at)))).all()
    by_notice = query.last_day if not query.agreed else None
    return _after(found, by_notice) if by_notice else list(found)


async def end_early(db: AsyncSession, event: ProcessTerminated) -> None:
    """All in one transaction. What is called off costs the agreed fee or nothing, however late it is said.

    Next: services/notices/occasions/ending_letters.py:tell_of_termination
    """
    await contract_facts.lock(db, event.process_id)
    await _shorten(db, event.process_id, event.last_day)
    stay_out = len(await _stay_out(db, event))
    await pausing.end_with_contract(db, event.process_id, event.terminated_at)
    await replanning.lapse(db, event.process_id, "terminated", event.terminated_at)
    found = await _locked(db, event.process_id)
    left_out = await _leave_out(db, event, found)
    falling = _to_call_off(event, found)
    to_decide = await _to_decide(db, event, falling)
    await _call_off(db, event, falling, _called_off_by(event, to_decide=to_decide))
    standing = [row for row in await _ahead(db, event.process_id, event.terminated_at) if row not in falling]
    process = await access.find(db, event.process_id)
    review = await _settle_review(db, event, stands=bool(standing))
    await announce(db, messages.SeriesCutShort(
        process_id=event.process_id,
        by=event.by,
        last_day=event.last_day,
        session_ids=[row.session_id for row in falling],
        attendee_ids=_whose(process, falling, local_date(event.terminated_at)),
        at_once=event.stops_at is not None,
        to_decide=to_decide,
        standing=len(standing),
        left_out=left_out,
        stay_out=stay_out,
        **event.model_dump(include=_AS_ENDED),
        **review,
    ))  # fmt: skip


async def _call_off(
    db: AsyncSession, event: ProcessTerminated, falling: Sequence[Session], by: messages.CancelledBy
) -> None:
    for row in falling:
        row.status, row.settled_at, row.cancelled_by = "cancelled", event.terminated_at, by
        row.sequence += 1
        await announce_cancelled(db, row, by, event.terminated_at)


def _whose(process: access.Process, falling: Sequence[Session], today: date) -> list[UUID]:
    """The group, and each supervisor who holds its sessions now, or was to hold one of these."""
    holders = [process.agreement(today).supervisor_id, *(row.supervisor_id for row in falling)]
    return [*process.coming(today), *dict.fromkeys(holders)]


async def _stay_out(db: AsyncSession, event: ProcessTerminated) -> Sequence[Session]:
    if event.stops_at:
        return []
    last_day, ahead = event.last_day, await _ahead(db, event.process_id, event.terminated_at)
    standing = [row for row in ahead if local_date(row.starts_at) <= last_day]
    return await staying_out(db, event.process_id, event.terminated_at, last_day, standing)


async def _settle_review(db: AsyncSession, event: ProcessTerminated, *, stands: bool) -> dict[str, Any]:
    """What is told of it. Of what nobody has come to and nobody will there is nothing to review."""
    waived = event.final_review == "waived" and not await reviews.is_final_settled(db, event.process_id)
    said_at = event.terminated_at
    reviewed = stands or await _anything_held(db, event.process_id, said_at)
    how = event.final_review if reviewed or event.final_review == "waived" else "nothing_held"
    by = await _review_by(db, event.process_id, said_at, event.last_day)
    held = await reviews.settle_final(db, event.process_id, said_at, end_of(by), how)
    return {"review_by": by if held else None, "review_waived": waived}


async def _review_by(db: AsyncSession, process_id: UUID, said_at: datetime, last_day: date) -> date:
    """The last day; where that is too near, half of the time that a review may take."""
    days = await reviews.days_of(db, process_id, said_at)
    return max(last_day, local_date(said_at) + timedelta(days=days // 2))


async def _anything_held(db: AsyncSession, process_id: UUID, at: datetime) -> bool:
    """Also what has begun, of which nobody has said yet what became of it; a trial's too."""
    begun = (col(Session.status) == "planned") & (col(Session.starts_at) <= at)
    mine = select(Session.session_id).where(
        Session.process_id == process_id, sa.or_(col(Session.status) == "held", begun)
    )
    return (await db.exec(mine.limit(1))).first() is not None


def _called_off_by(event: ProcessTerminated, *, to_decide: bool) -> messages.CancelledBy:
    """By what it costs: see billing's rule of cancelling."""
    costs: EndCosts = "nothing" if event.costs == "by_notice" and not to_decide else event.costs
    return _BY_COSTS[costs]


async def _to_decide(db: AsyncSession, event: ProcessTerminated, falling: Sequence[Session]) -> bool:
    """Whether any of it may be paid for: what is called off in time costs nothing, whoever ends it."""
    if event.costs != "by_notice" or not falling:
        return False
    versions, at = await contract_facts.versions(db, event.process_id), event.terminated_at
    limits = [contract_facts.free_until(versions, row.starts_at) for row in falling]
    return any(limit is None or at >= limit for limit in limits)


async def _locked(db: AsyncSession, process_id: UUID) -> Sequence[Session]:
    """What is planned, and what waits for another time.

    Locked twice: what came in another's place while the first look waited is found by the second.
    """
    mine = select(Session).where(
        Session.process_id == process_id,
        sa.or_(col(Session.status) == "planned", col(Session.replan_by).is_not(None)),
    )
    locked = mine.order_by(col(Session.session_id)).with_for_update()
    await db.exec(locked)
    return (await db.exec(locked)).all()


async def _leave_out(db: AsyncSession, event: ProcessTerminated, found: Sequence[Session]) -> int:
    """What waited for another time after the end, and where nobody is to arrange anything more, all that waited."""
    late = found if _settles_all(event) else _after(found, event.last_day, event.stops_at)
    lost = [one for one in late if one.replan_by]
    for one in lost:
        await leave_out(db, one)
    return len(lost)


def _to_call_off(event: ProcessTerminated, found: Sequence[Session]) -> list[Session]:
    """What lies after the end."""
    late = _after(found, event.last_day, event.stops_at)
    ahead = [one for one in late if one.status == "planned" and one.starts_at > event.terminated_at]
    return sorted(ahead, key=lambda one: one.starts_at)


def _settles_all(event: ProcessTerminated) -> bool:
    """By notice it goes on for months, in which another time can be found; else what stands was just agreed."""
    return event.agreed or event.withdraws or event.stops_at is not None


async def _shorten(db: AsyncSession, process_id: UUID, last_day: date) -> None:
    """Nothing is planned for, or moved to, a day after it."""
    longer = (col(Agreement.process_id) == process_id) & (col(Agreement.ends_on) > last_day)
    await execute(db, sa.update(Agreement).where(longer).values(ends_on=last_day))


async def _ahead(db: AsyncSession, process_id: UUID, at: datetime) -> Sequence[Session]:
    """Planned, and not begun."""
    planned = select(Session).where(
        Session.process_id == process_id, Session.status == "planned", col(Session.starts_at) > at
    )
    return (await db.exec(planned.order_by(col(Session.starts_at)))).all()


def _after(rows: Sequence[Session], last_day: date, stops_at: datetime | None = None) -> list[Session]:
    """stops_at: nothing begins from then on, also on the last day."""
    from_then = stops_at or datetime.max.replace(tzinfo=UTC)
    return [row for row in rows if local_date(row.starts_at) > last_day or row.starts_at >= from_then]
