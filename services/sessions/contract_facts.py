"""What each signed version of a contract says of the sessions, and which version is in force on a day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.contracts import ContractAmended, Parties, Terms
from services.messages.promises import Promises
from services.messages.sessions import ReplannedSession
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.runtime.storage.database import execute
from services.sessions import notice
from services.sessions.members import roster
from services.sessions.notice import NoticeOwed, owed
from services.sessions.tables import Agreement, Session, SupervisionProcess

TRIAL = 0
"""Which version the trial's agreement is; the contract's begin with 1."""

_AS_SAID = {
    "starts_on", "ends_on", "duration_minutes", "base_interval_days", "language", "sessions_agreed",
    "preferred_weekdays", "preferred_times",
}  # fmt: skip


async def keep(
    db: AsyncSession, process_id: UUID, version: int, terms: Terms, parties: Parties, renews: UUID | None
) -> None:
    """One signed version; nothing when it is there already. The first one names those who begin as the group."""
    await begin(db, process_id, terms)
    row = facts(process_id, version, terms, parties) | {"renews": renews}
    await execute(db, insert(Agreement).values(row).on_conflict_do_nothing())
    await roster.begin(db, process_id, parties.supervisee_ids)


async def begin(db: AsyncSession, process_id: UUID, terms: Terms) -> None:
    """Its row; nothing where it is there."""
    process = {"process_id": process_id, **terms.model_dump(include={"organisation_id", "department_id"})}
    await execute(db, insert(SupervisionProcess).values(process).on_conflict_do_nothing())


async def keep_amended(db: AsyncSession, event: ContractAmended) -> Agreement | None:
    """The next version, in force from its day on; None: it is there already.

    Where it does not say how many sessions, as many as there were.
    """
    before = await versions(db, event.process_id)
    if any(one.version == event.version for one in before):
        return None
    row = facts(event.process_id, event.version, event.terms, event.parties)
    row["effective_from"], row["renews"] = event.effective_from, before[-1].renews
    row["sessions_agreed"] = event.terms.sessions_agreed or before[-1].sessions_agreed
    amended = Agreement(**row)
    db.add(amended)
    await db.flush()
    return amended


def facts(process_id: UUID, version: int, terms: Terms, parties: Parties) -> dict[str, Any]:
    """The version's columns. It takes effect on the first day of its terms."""
    least = owed(terms.cancellation_tiers)
    return {
        "process_id": process_id,
        "version": version,
        "effective_from": terms.starts_on,
        "format": terms.audience.session_format,
        "audience": terms.audience,
        "promises": terms.promises.model_dump(),
        "notice_hours": least.hours,
        "notice_working_days": least.working_days,
        "notice_frees": least.frees,
        **terms.model_dump(include=_AS_SAID),
        **parties.model_dump(exclude={"supervisee_ids"}),
    }


async def versions(db: AsyncSession, process_id: UUID) -> Sequence[Agreement]:
    """All of the contract, the oldest first. Refuses: unknown_process."""
    return _some([one for one in await _kept(db, process_id) if one.version > TRIAL])


async def with_trial(db: AsyncSession, process_id: UUID) -> Sequence[Agreement]:
    """The same, or what is agreed of the trial while no contract is signed. Refuses: unknown_process."""
    kept = await _kept(db, process_id)
    return _some([one for one in kept if one.version > TRIAL] or kept)


async def of_session(db: AsyncSession, row: Session) -> Sequence[Agreement]:
    """By which it is held: of the trial, or of the contract. Refuses: unknown_process."""
    if not row.trial:
        return await versions(db, row.process_id)
    return _some([one for one in await _kept(db, row.process_id) if one.version == TRIAL])


# Put together once: nearly everything begins with it.
_KEPT = (
    select(Agreement)
    .where(col(Agreement.process_id) == sa.bindparam("process_id", type_=sa.Uuid()))
    .order_by(col(Agreement.version))
)


async def _kept(db: AsyncSession, process_id: UUID) -> Sequence[Agreement]:
    return (await db.exec(_KEPT, params={"process_id": process_id})).all()


def _some(found: Sequence[Agreement]) -> Sequence[Agreement]:
    if not found:
        raise Refusal("unknown_process", "process_id")
    return found


def in_force(versions: Sequence[Agreement], on: date) -> Agreement:
    """The newest version that has taken effect by the day; before the first one does, the first."""
    begun = [one for one in versions if one.effective_from <= on]
    return begun[-1] if begun else versions[0]


def to_plan_by(versions: Sequence[Agreement], on: date) -> Agreement:
    """What is in force on the day, with the last day that the newest version gives: that one is signed as well.

    To read, not to change: it is no row of the database.
    """
    return Agreement(**in_force(versions, on).model_dump() | {"ends_on": versions[-1].ends_on})


def to_propose_by(versions: Sequence[Agreement], on: date) -> Agreement:
    """The same, with the newest number and interval too: as long as nothing is booked, nothing goes by the others.

    As long as the longest session of any day to come: each has room then, whichever day it gets.
    """
    newest = versions[-1].model_dump(include={"sessions_agreed", "base_interval_days"})
    to_come = [in_force(versions, on), *(one for one in versions if one.effective_from > on)]
    longest = max(one.duration_minutes for one in to_come)
    return Agreement(**to_plan_by(versions, on).model_dump() | newest | {"duration_minutes": longest})


def by_day(versions: Sequence[Agreement]) -> list[Agreement]:
    """What is in force from each day on which one takes effect, the first one first; each as `to_plan_by`."""
    days = sorted({one.effective_from for one in versions})
    return [Agreement(**to_plan_by(versions, day).model_dump() | {"effective_from": day}) for day in days]


def covers(versions: Sequence[Agreement], day: date) -> bool:
    """Whether the contract's term, as it stands on the day, holds it."""
    agreement = in_force(versions, day)
    return agreement.starts_on <= day <= agreement.ends_on


def length_on(versions: Sequence[Agreement], row: Session, day: date) -> timedelta:
    """Its own, unless it goes to a day on which another version of the contract holds: then what that says."""
    there = in_force(versions, day)
    if there.version == in_force(versions, local_date(row.starts_at)).version:
        return row.ends_at - row.starts_at
    return timedelta(minutes=there.duration_minutes)


def term(versions: Sequence[Agreement]) -> tuple[date, date]:
    """The first and the last day on which any version lets there be a session."""
    return min(one.starts_on for one in versions), max(one.ends_on for one in versions)


async def follows_on(db: AsyncSession, process_id: UUID) -> date | None:
    """The first day of the process that renews it, once that is signed."""
    of_it = select(sa.func.min(Agreement.starts_on)).where(Agreement.renews == process_id)
    return (await db.exec(of_it)).one()


def as_replanned(versions: Sequence[Agreement], rows: Sequence[Session]) -> list[dict[str, Any]]:
    """As events tell of sessions that are planned again."""
    fields = set(ReplannedSession.model_fields)
    return [
        row.model_dump(include=fields) | {"free_until": free_until(versions, row.starts_at)} for row in rows
    ]


def promises_of(agreement: Agreement) -> Promises:
    """What the provider promised to this process."""
    return Promises.model_validate(agreement.promises)


def notice_of(agreement: Agreement) -> NoticeOwed:
    """What is owed before one of its sessions."""
    return NoticeOwed(agreement.notice_hours, agreement.notice_working_days, agreement.notice_frees)


def free_until(versions: Sequence[Agreement], starts_at: datetime) -> datetime | None:
    """When it begins to cost to call off a session of then; none: it always does."""
    return notice.free_until(notice_of(in_force(versions, local_date(starts_at))), starts_at)


async def find(db: AsyncSession, process_id: UUID, on: date) -> Agreement:
    """What is agreed for the day. Refuses: unknown_process."""
    return in_force(await versions(db, process_id), on)


async def end(db: AsyncSession, process_id: UUID, at: datetime) -> None:
    (await lock(db, process_id)).ended_at = at


async def has_ended(db: AsyncSession, process_id: UUID) -> bool:
    """Closed, or renewed: contracts has carried it out."""
    process = await db.get(SupervisionProcess, process_id)
    return process is not None and process.ended_at is not None


async def lock(db: AsyncSession, process_id: UUID) -> SupervisionProcess:
    """Nobody else changes this process's series, goals or reviews until the commit. Refuses: unknown_process."""
    mine = select(SupervisionProcess).where(SupervisionProcess.process_id == process_id).with_for_update()
    process = (await db.exec(mine)).first()
    if process is None:
        raise Refusal("unknown_process", "process_id")
    return process


async def lock_of_session(db: AsyncSession, session_id: UUID) -> None:
    """As `lock`, the process of which it is a session; nothing where there is none."""
    itself = col(Session.process_id) == col(SupervisionProcess.process_id)
    mine = select(SupervisionProcess).join(Session, itself).where(Session.session_id == session_id)
    await db.exec(mine.with_for_update(of=SupervisionProcess))
