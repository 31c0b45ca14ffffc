"""Another supervisor: the sessions from a day on are theirs, at the times that `handed_times.py` finds."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.contracts import AmendmentDrafted, AmendmentEnded, ContractAmended
from services.runtime.events.announcing import announce
from services.runtime.finland import ONE_DAY, local_date, start_of
from services.sessions import access, contract_facts
from services.sessions.changes import handed_times, handing_back
from services.sessions.changes.handed_times import Handed, Taking
from services.sessions.hours import away
from services.sessions.hours.diary import book, take_turn
from services.sessions.planning import holding
from services.sessions.planning.confirming import confirm_by
from services.sessions.proposing import replanning
from services.sessions.recording import attendance, unrecorded
from services.sessions.rescheduling import replacing
from services.sessions.tables import Agreement, Session, SupervisionProcess


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
    for row in await handed_times.waiting(db, event.process_id):
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
    await _carry_out(db, _taking(event), agreement)
    await replanning.plan_again(db, event.process_id, event.signed_at)


async def hand_over_booked(db: AsyncSession, process_id: UUID, at: datetime) -> None:
    """What has just been booked with who supervises today, on the days of others on whom all had agreed before that.

    The process is locked.
    """
    by_day = contract_facts.by_day(await contract_facts.versions(db, process_id))
    for place, one in enumerate(by_day):
        later = next((each for each in by_day[place:] if each.supervisor_id != one.supervisor_id), None)
        until = later.effective_from - ONE_DAY if later else None
        taking = Taking(process_id, one.supervisor_id, one.effective_from, until, at)
        if one.effective_from > local_date(at) and await _holds_others(db, taking):
            await _carry_out(db, taking, one)


async def _holds_others(db: AsyncSession, taking: Taking) -> bool:
    """Whether any of those days' sessions is somebody else's."""
    until = start_of(taking.until_day + ONE_DAY) if taking.until_day else None
    theirs = select(Session.session_id).where(
        Session.process_id == taking.process_id,
        Session.status == "planned",
        Session.supervisor_id != taking.supervisor_id,
        col(Session.starts_at) >= start_of(taking.from_day),
        *([col(Session.starts_at) < until] if until else []),
    )
    return (await db.exec(theirs.limit(1))).first() is not None


async def _carry_out(db: AsyncSession, taking: Taking, agreement: Agreement) -> None:
    versions = await contract_facts.versions(db, taking.process_id)
    before = [one for one in versions if one.version < agreement.version]
    former_id, at = contract_facts.in_force(before, taking.from_day).supervisor_id, taking.at
    for one in sorted({former_id, agreement.supervisor_id}):
        await take_turn(db, one)
    handed = await handed_times.found(db, taking, agreement)
    await _take_over(db, handed, agreement, former_id, at)
    await announce(db, await _told(db, taking, agreement.version, handed, former_id))
    for row in handed.lost:
        row.replan_by = await replacing.replan_by(db, row, at)
        await attendance.announce_cancelled(db, row, "supervisor", at, former_id=former_id)
    for row, when in handed.waiting:
        await replacing.replace(db, row, when)


def _taking(event: ContractAmended) -> Taking:
    return Taking(
        event.process_id,
        event.parties.supervisor_id,
        event.effective_from,
        event.until_day,
        event.signed_at,
    )


async def _take_over(
    db: AsyncSession, handed: Handed, agreement: Agreement, former_id: UUID, at: datetime
) -> None:
    """Refuses: slot_taken."""
    for row in handed.lost:
        attendance.mark_cancelled(row, "supervisor", former_id, at)
        leaves = await away.leaves_before(db, former_id, local_date(row.starts_at))
        row.off_because = "supervisor_leaves" if leaves else "another_supervisor"
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
    db: AsyncSession, taking: Taking, version: int, handed: Handed, former_id: UUID
) -> messages.SessionsHandedOver:
    moved = [row for row, _ in handed.moved]
    theirs = sorted([*handed.kept, *moved], key=lambda row: row.starts_at)
    coming = (await access.find(db, taking.process_id)).coming(local_date(taking.at))
    versions = await contract_facts.versions(db, taking.process_id)
    told: dict[str, Any] = {
        "process_id": taking.process_id,
        "version": version,
        "from_day": taking.from_day,
        "until_day": taking.until_day,
        "former_supervisor_id": former_id,
        "supervisor_id": taking.supervisor_id,
        "sessions": contract_facts.as_replanned(versions, theirs),
        "moved_ids": [row.session_id for row in moved],
        "waiting": len(handed.lost),
        "replanned": len(handed.waiting),
        "still_waiting": len(handed.still_waiting),
        "attendee_ids": [*coming, taking.supervisor_id],
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
