"""Another supervisor: the sessions from a day on are theirs, at the same times where they can, else planned anew."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.contracts import AmendmentDrafted, AmendmentEnded, ContractAmended
from services.runtime.events.announcing import announce
from services.runtime.finland import ONE_DAY, local_date, start_of
from services.runtime.storage.database import among
from services.sessions import access, contract_facts
from services.sessions.changes import handing_back
from services.sessions.hours.availability import Diary, Interval
from services.sessions.hours.diary import book, diary_of, take_turn
from services.sessions.notice import earliest
from services.sessions.planning import holding
from services.sessions.planning.booking import terms_of
from services.sessions.planning.confirming import confirm_by
from services.sessions.proposing import replanning
from services.sessions.recording import attendance, unrecorded
from services.sessions.rescheduling import replacing
from services.sessions.rescheduling.several_again import Off, Series, on_one_weekday
from services.sessions.tables import TAKES_TIME, Agreement, Session, SupervisionProcess


@dataclass(frozen=True)
class Taking:
    """Who takes over which process, from which day on and until when, as it is at this time."""

    process_id: UUID
    supervisor_id: UUID
    from_day: date
    until_day: date | None
    at: datetime


@dataclass
class Handed:
    """kept: at their times; moved: at other ones. waiting: called off before, and have a time now. lost: have none."""

    kept: list[Session] = field(default_factory=list)
    moved: list[tuple[Session, Interval]] = field(default_factory=list)
    waiting: list[tuple[Session, Interval]] = field(default_factory=list)
    lost: list[Session] = field(default_factory=list)


async def begin(db: AsyncSession, event: AmendmentDrafted) -> None:
    """From now on nothing is planned with whoever leaves."""
    if event.supervisor_id:
        process = await contract_facts.lock(db, event.process_id)
        process.changing_from, process.changing_until = event.effective_from, event.until_day


async def give_up(db: AsyncSession, event: AmendmentEnded, at: datetime) -> None:
    """It stays as it was: what has waited for the other one is planned again with the first."""
    process = await db.get(SupervisionProcess, event.process_id)
    if process is None or process.changing_from is None:
        return
    process = await contract_facts.lock(db, event.process_id)
    process.changing_from = process.changing_until = None
    if event.ended_as == "terminated":
        return
    await db.flush()
    for row in await _waiting(db, event.process_id):
        if when := await replacing.plan_again(db, row, at):
            await replacing.replace(db, row, when)


async def hand_over(db: AsyncSession, event: ContractAmended, agreement: Agreement) -> None:
    """All in one transaction; the process is locked. After who stood in, the sessions have stayed the first one's.

    Next: services/notices/occasions/supervisor_letters.py:tell_of_change
    """
    if event.comes_back:
        return
    process = await contract_facts.lock(db, event.process_id)
    process.changing_from = process.changing_until = None
    versions = await contract_facts.versions(db, event.process_id)
    before = [one for one in versions if one.version < agreement.version]
    former = contract_facts.in_force(before, event.effective_from)
    for one in sorted({former.supervisor_id, agreement.supervisor_id}):
        await take_turn(db, one)
    handed = await found(db, _taking(event), agreement)
    await _take_over(db, handed, agreement, former.supervisor_id, event.signed_at)
    await announce(db, await _told(db, event, handed, former.supervisor_id))
    for row in handed.lost:
        await attendance.say_off(db, row, "supervisor", event.signed_at, event.signed_at, None)
    for row, when in handed.waiting:
        await replacing.replace(db, row, when)
    await replanning.plan_again(db, event.process_id, event.signed_at)


async def found(db: AsyncSession, taking: Taking, agreement: Agreement) -> Handed:
    """What each session becomes; nothing of it is changed yet. agreement: with who takes over."""
    last = min(taking.until_day or date.max, agreement.ends_on)
    ahead, waiting = await _ahead(db, taking, last), await _waiting(db, taking.process_id)
    since = local_date(taking.at)
    closed = await holding.closed(db, taking.process_id)
    diary = await diary_of(db, taking.supervisor_id, besides=sa.false(), since=since, closed=closed)
    kept = [row for row in ahead if diary.has_room(Interval(row.starts_at, row.ends_at))]
    off = sorted([row for row in ahead if row not in kept] + waiting, key=lambda row: row.starts_at)
    busy = (*diary.busy, *(Interval(row.starts_at, row.ends_at) for row in kept))
    series = await _series(db, taking, agreement, off, last)
    wanted = [Off(row.process_id, row.number, row.starts_at) for row in off]
    staying = [row.starts_at for row in kept]
    times = await asyncio.to_thread(on_one_weekday, wanted, series, Diary(diary.weekly, busy), staying)
    handed = Handed(kept=kept)
    for row, when in zip(off, times, strict=True):
        if when:
            (handed.waiting if row in waiting else handed.moved).append((row, when))
        elif row not in waiting:
            handed.lost.append(row)
    return handed


def _taking(event: ContractAmended) -> Taking:
    return Taking(
        event.process_id,
        event.parties.supervisor_id,
        event.effective_from,
        event.until_day,
        event.signed_at,
    )


async def _series(
    db: AsyncSession, taking: Taking, agreement: Agreement, off: Sequence[Session], last: date
) -> dict[UUID, Series]:
    """Between the first and the last day of the new supervisor."""
    terms = terms_of(agreement, taking.at)
    terms = replace(terms, starts_on=max(terms.starts_on, taking.from_day), ends_on=last)
    itself = among(Session.session_id, [row.session_id for row in off])
    mine = (col(Session.process_id) == taking.process_id) & ~itself
    staying = select(Session).where(mine, sa.text(TAKES_TIME), Session.status != "proposed")
    rows = await db.exec(staying.order_by(col(Session.starts_at)))
    notice = earliest(contract_facts.notice_of(agreement), taking.at)
    return {taking.process_id: Series([terms], notice, replacing.standing(rows))}


async def _ahead(db: AsyncSession, taking: Taking, last: date) -> list[Session]:
    """What is to be held from the day on, by its time."""
    mine = select(Session).where(
        Session.process_id == taking.process_id,
        Session.status == "planned",
        Session.starts_at > taking.at,
        Session.starts_at >= start_of(taking.from_day),
        Session.starts_at < start_of(last + ONE_DAY),
        Session.supervisor_id != taking.supervisor_id,
    )
    return list(await db.exec(mine.order_by(col(Session.starts_at))))


async def _waiting(db: AsyncSession, process_id: UUID) -> list[Session]:
    """What was called off and has no other time yet."""
    mine = select(Session).where(Session.process_id == process_id, col(Session.replan_by).is_not(None))
    return list(await db.exec(mine.order_by(col(Session.starts_at))))


async def _take_over(
    db: AsyncSession, handed: Handed, agreement: Agreement, former_id: UUID, at: datetime
) -> None:
    """Refuses: slot_taken."""
    for row in handed.lost:
        attendance.mark_cancelled(row, "supervisor", former_id, at)
    promises = contract_facts.promises_of(agreement)
    for row, when in handed.moved:
        due = confirm_by(when.ends_at, promises)
        row.confirm_by = await holding.due(db, row.process_id, when.ends_at, due)
        row.starts_at, row.ends_at, row.sequence = when.starts_at, when.ends_at, row.sequence + 1
    theirs = [*handed.kept, *(row for row, _ in handed.moved)]
    for row in theirs:
        row.supervisor_id = agreement.supervisor_id
    await book(db, theirs)


async def _told(
    db: AsyncSession, event: ContractAmended, handed: Handed, former_id: UUID
) -> messages.SessionsHandedOver:
    moved = [row for row, _ in handed.moved]
    theirs = sorted([*handed.kept, *moved], key=lambda row: row.starts_at)
    coming = (await access.find(db, event.process_id)).coming(local_date(event.signed_at))
    versions = await contract_facts.versions(db, event.process_id)
    told: dict[str, Any] = {
        **event.model_dump(include={"process_id", "version", "until_day"}),
        "from_day": event.effective_from,
        "former_supervisor_id": former_id,
        "supervisor_id": event.parties.supervisor_id,
        "sessions": contract_facts.as_replanned(versions, theirs),
        "moved_ids": [row.session_id for row in moved],
        "waiting": len(handed.lost),
        "attendee_ids": [*coming, event.parties.supervisor_id],
    }
    return messages.SessionsHandedOver.model_validate(told)


async def after(db: AsyncSession, query: messages.FindSessionsAfter) -> messages.SessionsAfter:
    """By the first of their sessions."""
    mine = select(Session).where(
        Session.supervisor_id == query.supervisor_id,
        Session.status == "planned",
        Session.starts_at >= start_of(query.last_day + ONE_DAY),
    )
    left: dict[UUID, list[Session]] = {}
    for row in await db.exec(mine.order_by(col(Session.starts_at))):
        left.setdefault(row.process_id, []).append(row)
    found = [await _left(db, process_id, theirs) for process_id, theirs in left.items()]
    unrecorded_by = query.as_of and await unrecorded.left_by(db, query.supervisor_id, query.as_of)
    return messages.SessionsAfter(processes=found, unrecorded=unrecorded_by or [], **await _theirs(db, query))


async def _theirs(db: AsyncSession, query: messages.FindSessionsAfter) -> dict[str, list[UUID]]:
    """Whose last version names them: what is paused openly goes on, whichever day stands there as its last."""
    mine = Agreement.supervisor_id == query.supervisor_id, Agreement.version > contract_facts.TRIAL
    named = select(Agreement.process_id).where(*mine).distinct()
    found: dict[str, list[UUID]] = {"going_on_ids": [], "proposed_ids": [], "over_ids": []}
    for process_id in sorted((await db.exec(named)).all()):
        versions = await contract_facts.versions(db, process_id)
        if versions[-1].supervisor_id != query.supervisor_id:
            continue
        open_ = any(one.goes_on is None for one in await holding.of(db, process_id))
        if versions[-1].ends_on <= query.last_day and not open_:
            found["over_ids"].append(process_id)
            continue
        found["going_on_ids"].append(process_id)
        process = await db.get(SupervisionProcess, process_id)
        if process and process.changing_from and process.changing_until is None:
            found["proposed_ids"].append(process_id)
    return found


async def _left(db: AsyncSession, process_id: UUID, rows: Sequence[Session]) -> messages.ProcessAfter:
    days = [local_date(row.starts_at) for row in rows]
    process = await db.get(SupervisionProcess, process_id)
    first = process.changing_from if process else None
    last = (process.changing_until if process else None) or date.max
    trial = all(row.trial for row in rows)
    later = None if trial else await _comes_after(db, rows[-1])
    return messages.ProcessAfter(
        process_id=process_id,
        sessions=len(days),
        first_day=days[0],
        proposed_from=first,
        proposed=first is not None and first <= days[0] and days[-1] <= last,
        pause_ahead=any(
            one.from_day > days[0] for one in holding.standing(await holding.of(db, process_id), days[0])
        ),
        trial=trial,
        comes_after_id=later.supervisor_id if later else None,
        comes_after_from=later.effective_from if later else None,
    )


async def _comes_after(db: AsyncSession, last: Session) -> Agreement | None:
    """last: the last of theirs."""
    versions = await contract_facts.versions(db, last.process_id)
    assert last.supervisor_id
    return handing_back.comes_after(versions, last.supervisor_id, local_date(last.starts_at))
