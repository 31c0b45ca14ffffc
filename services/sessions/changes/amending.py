"""A contract is changed: its next version holds from its day on, and what is left of the series is planned by it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.contracts import ContractAmended
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import ONE_DAY, local_date, start_of
from services.sessions import access, contract_facts
from services.sessions.changes import handing_over
from services.sessions.hours.diary import take_turn
from services.sessions.planning import holding, passed_over
from services.sessions.proposing import replanning
from services.sessions.rescheduling import booking_again, left_sessions, of_a_change, waiting
from services.sessions.rescheduling.booking_again import Booked
from services.sessions.rescheduling.leaving_out import leave_out
from services.sessions.rescheduling.left_sessions import Outcome
from services.sessions.showing.session_card import card
from services.sessions.tables import Agreement, Pause, Session

_OF_THE_SERIES = {"duration_minutes", "base_interval_days", "sessions_agreed", "ends_on"}


async def last_recorded(db: AsyncSession, query: messages.FindLastRecorded) -> messages.LastRecorded:
    """What was called off beforehand is settled too, but is no day on which anything was done."""
    told = col(Session.status).in_(("held", "no_show")) | col(Session.recorded_by).is_not(None)
    last = sa.select(sa.func.max(Session.starts_at)).where(col(Session.process_id) == query.process_id, told)
    found: datetime | None = (await db.exec(last)).scalar_one()  # type: ignore[call-overload]
    in_place = 0
    if query.before:
        agreed = contract_facts.by_day(await contract_facts.versions(db, query.process_id))
        in_place = await of_a_change.in_place(db, agreed, query.before)
    return messages.LastRecorded(day=local_date(found) if found else None, in_place=in_place)


async def last_planned(db: AsyncSession, query: messages.FindLastPlanned) -> messages.LastPlanned:
    until = start_of(query.until_day + ONE_DAY) if query.until_day else None
    mine = [col(Session.process_id) == query.process_id, col(Session.status) == "planned"]
    mine.append(col(Session.starts_at) >= start_of(query.from_day))
    if until:
        mine.append(col(Session.starts_at) < until)
    last = sa.select(sa.func.max(Session.starts_at)).where(*mine)
    found: datetime | None = (await db.exec(last)).scalar_one()  # type: ignore[call-overload]
    return messages.LastPlanned(day=local_date(found) if found else None)


async def preview(db: AsyncSession, query: messages.PreviewChange) -> messages.ChangePlan:
    """Refuses: unknown_process."""
    process = await access.reached(db, query.process_id, query.viewer)
    if query.viewer and not _concerns(process, query.viewer, local_date(query.as_of)):
        raise Refusal("unknown_process", "process_id")
    versions = await contract_facts.versions(db, query.process_id)
    said = query.model_dump(include=_OF_THE_SERIES, exclude_none=True)
    changed = Agreement(**versions[-1].model_dump() | said | {"effective_from": query.effective_from})
    agreed = contract_facts.by_day([*versions, changed])
    if not await left_sessions.of_contract(db, query.process_id):
        return messages.ChangePlan(planned=[], conflicts=[], taken=[], staying=[])
    found = await of_a_change.after_change(db, agreed, query.as_of, query.effective_from)
    assert found.again
    pairs = await booking_again.rows_of(db, agreed, found.again, found.later)
    placed = [now for now, _ in pairs if now]
    ahead = await _ahead(db, query)
    waits = await holding.open_pause(db, query.process_id)
    lost, held = _without_a_day(changed, found, [row.number for _, row in pairs], waits)
    out = await of_a_change.waiting_beyond(db, agreed, query.as_of, query.effective_from)
    return messages.ChangePlan(
        planned=[card(row) for _, row in pairs],
        conflicts=passed_over.told(found.again.conflicts),
        taken=[card(row) for row in found.later if row not in placed],
        staying=[card(row) for row in ahead if row not in found.later],
        lost=len(lost),
        held=len(held),
        left_out=[card(row) for row in sorted(out, key=lambda one: one.number)],
    )


def _concerns(process: access.Process, viewer: Viewer, today: date) -> bool:
    """What is planned is nothing to a member who has left."""
    return viewer.role is not Role.SUPERVISEE or viewer.person_id in process.coming(today)


async def amend(db: AsyncSession, event: ContractAmended) -> None:
    """All in one transaction.

    Next: services/notices/occasions/amendment_letters.py:tell_of_series
    """
    await contract_facts.lock(db, event.process_id)
    agreement = await contract_facts.keep_amended(db, event)
    if agreement is None:
        return
    if "supervisor_id" in event.changes:
        await handing_over.hand_over(db, event, agreement)
    if _OF_THE_SERIES & set(event.changes):
        await _plan_again(db, event, agreement)
    if "cancellation_tiers" in event.changes:
        await _say_limits(db, event)


async def _say_limits(db: AsyncSession, event: ContractAmended) -> None:
    versions = await contract_facts.versions(db, event.process_id)
    opens = max(event.signed_at, start_of(event.effective_from))
    own = (col(Session.process_id) == event.process_id) & (col(Session.status) == "planned")
    ahead = await db.exec(select(Session).where(own, ~col(Session.trial), col(Session.starts_at) >= opens))
    limits = [
        messages.FreeLimit(
            session_id=row.session_id, free_until=contract_facts.free_until(versions, row.starts_at)
        )
        for row in ahead
    ]
    if limits:
        await announce(db, messages.FreeLimitsChanged(process_id=event.process_id, sessions=limits))


async def _plan_again(db: AsyncSession, event: ContractAmended, agreement: Agreement) -> None:
    await take_turn(db, agreement.supervisor_id)
    if not await left_sessions.of_contract(db, event.process_id):
        # What nobody has confirmed is proposed to them.
        await replanning.plan_again(db, event.process_id, event.signed_at)
        return
    if {"ends_on", "sessions_agreed"} & set(event.changes):
        await holding.settle(db, event.process_id, another_end="ends_on" in event.changes)
    agreed = contract_facts.by_day(await contract_facts.versions(db, event.process_id))
    for row in await of_a_change.waiting_beyond(db, agreed, event.signed_at, event.effective_from):
        await leave_out(db, row, agreed=True)
    found = await of_a_change.after_change(db, agreed, event.signed_at, event.effective_from)
    waits = await holding.open_pause(db, event.process_id)
    if not found.later and not found.numbers and not (waits and waits.numbers):
        return
    booked = await booking_again.book_again(db, agreed, found, agreement.ends_on)
    taken = _taken(found, booked)
    for row in taken:
        row.status = "replaced"
    lost, held = _without_a_day(agreement, found, [row.number for row in booked.sessions], waits)
    if waits:
        waits.numbers = held
    await db.flush()
    told = await _told(db, event, agreement, booked, taken, lost=len(lost), held=len(held))
    aside = await _lay_aside(db, event, booked, lost)
    await announce(db, told.model_copy(update={"waiting": aside}))


async def _lay_aside(
    db: AsyncSession, event: ContractAmended, booked: Booked, lost: Sequence[int]
) -> list[messages.WaitingSession]:
    """Of a number that all have agreed on none falls by itself: what finds no day is for a coordinator to place."""
    if not lost or "sessions_agreed" not in event.changes:
        return []
    planned = [row.number for row in booked.sessions]
    rows = await waiting.lay_aside(db, event.process_id, planned, lost, event.signed_at)
    names = set(messages.WaitingSession.model_fields)
    return [messages.WaitingSession.model_validate(row.model_dump(include=names)) for row in rows]


def _taken(found: Outcome, booked: Booked) -> list[Session]:
    """What the plan has no place for any more."""
    return [row for row in found.later if row not in booked.sessions]


async def _told(
    db: AsyncSession,
    event: ContractAmended,
    agreement: Agreement,
    booked: Booked,
    taken: Sequence[Session],
    *,
    lost: int,
    held: int,
) -> messages.SeriesAmended:
    coming = (await access.find(db, event.process_id)).coming(local_date(event.signed_at))
    versions = await contract_facts.versions(db, event.process_id)
    return messages.SeriesAmended.model_validate(
        {
            **event.model_dump(include={"process_id", "version", "effective_from"}),
            "ends_on": agreement.ends_on,
            "sessions": contract_facts.as_replanned(versions, booked.sessions),
            "changed_ids": booked.changed,
            "taken_ids": [row.session_id for row in taken],
            "taken_sequences": [row.sequence for row in taken],
            "lost": lost,
            "held": held,
            "supervisor_id": agreement.supervisor_id,
            "attendee_ids": [*coming, agreement.supervisor_id],
        }
    )


def _without_a_day(
    agreement: Agreement, found: Outcome, planned: Collection[int], waits: Pause | None
) -> tuple[list[int], list[int]]:
    """The numbers that find no day, and those that wait for the end of the pause instead: an open one leaves no day to
    any. Where no number is agreed, what it has taken out waits on.
    """
    without = [one for one in found.numbers if one not in planned]
    if waits is None:
        return without, []
    if agreement.sessions_agreed is None:
        without = sorted({*waits.numbers, *without})
    return [], without


async def _ahead(db: AsyncSession, query: messages.PreviewChange) -> Sequence[Session]:
    opens = max(query.as_of, start_of(query.effective_from))
    mine = select(Session).where(
        Session.process_id == query.process_id, Session.status == "planned", col(Session.starts_at) >= opens
    )
    return (await db.exec(mine.order_by(sa.asc(col(Session.starts_at))))).all()
