"""One member cannot come to one session: said beforehand, seen by the supervisor, and by the others as a number.

What was said stands for the session at its time: moved, it asks anew. It costs nothing and changes nothing; only where
nobody can come, and cancelling is still free, whoever signs for the group is asked whether to cancel.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.storage.database import among, execute
from services.sessions import access, contract_facts
from services.sessions.hours.diary import locked_session, refuse_moved
from services.sessions.notice import NoticeOwed, notice_given
from services.sessions.tables import Absence, Session


async def report(db: AsyncSession, order: messages.ReportAbsence) -> None:
    """Said again, nothing more.

    Refuses: unknown_session, not_a_member, alone_in_it, session_not_open, session_already_begun, session_moved.
    Next: services/notices/occasions/absence_letters.py:tell
    """
    row, process = await _to_come(db, order)
    refuse_moved(row, order.seen_at)
    members = process.members(local_date(row.starts_at))
    if len(members) == 1:
        raise Refusal("alone_in_it", "person_id")
    before = (await of_sessions(db, [row])).get(row.session_id, set())
    if order.person_id in before:
        return
    await _forget(db, order)
    db.add(Absence(
        session_id=row.session_id, person_id=order.person_id, starts_at=row.starts_at, reported_at=order.as_of
    ))  # fmt: skip
    absent = {*before, order.person_id}.intersection(members)
    asks = len(absent) == len(members) and _is_free(process, row, order.as_of)
    await announce(db, messages.AbsenceReported(
        **_counted(row, len(absent), len(members)),
        asked_id=process.representative(local_date(order.as_of)) if asks else None,
        reported_at=order.as_of,
    ))  # fmt: skip


async def take_back(db: AsyncSession, order: messages.TakeBackAbsence) -> None:
    """Refuses: unknown_session, not_a_member, session_not_open, session_already_begun."""
    row, process = await _to_come(db, order)
    before = (await of_sessions(db, [row])).get(row.session_id, set())
    if order.person_id not in before:
        return
    await _forget(db, order)
    members = process.members(local_date(row.starts_at))
    absent = (before - {order.person_id}).intersection(members)
    await announce(db, messages.AbsenceTakenBack(
        **_counted(row, len(absent), len(members)), taken_back_at=order.as_of
    ))  # fmt: skip


async def of_sessions(db: AsyncSession, rows: Iterable[Session]) -> dict[UUID, set[UUID]]:
    """By session, who cannot come to it as it stands now."""
    starts = {row.session_id: row.starts_at for row in rows}
    found: dict[UUID, set[UUID]] = {}
    for one in await db.exec(select(Absence).where(among(Absence.session_id, starts))):
        if one.starts_at == starts[one.session_id]:
            found.setdefault(one.session_id, set()).add(one.person_id)
    return found


async def _to_come(
    db: AsyncSession, order: messages.ReportAbsence | messages.TakeBackAbsence
) -> tuple[Session, access.Process]:
    """The session, locked, so that the last of two who cannot come sees the other.

    Refuses: unknown_session, not_a_member, session_not_open, session_already_begun.
    """
    row = await locked_session(db, order.session_id)
    process = await access.of_session(db, row)
    if order.person_id not in process.members(local_date(row.starts_at)):
        raise Refusal("not_a_member", "person_id")
    if row.status != "planned":
        raise Refusal("session_not_open", "session_id")
    if row.starts_at <= order.as_of:
        raise Refusal("session_already_begun", "session_id")
    return row, process


def _is_free(process: access.Process, row: Session, at: datetime) -> bool:
    """Whether cancelling it now still costs nothing."""
    agreement = process.agreement(local_date(row.starts_at))
    return gives_notice(contract_facts.notice_of(agreement), at, row.starts_at)


def gives_notice(agreed: NoticeOwed, at: datetime, starts_at: datetime) -> bool:
    """As long a notice as the contract wants for cancelling free of charge."""
    given = notice_given(at, starts_at)
    if agreed.working_days is not None:
        return given.working_days >= agreed.working_days
    return agreed.hours is not None and given.hours >= agreed.hours


async def _forget(db: AsyncSession, order: messages.ReportAbsence | messages.TakeBackAbsence) -> None:
    """Also what was said of an earlier time of it."""
    mine = (col(Absence.session_id) == order.session_id) & (col(Absence.person_id) == order.person_id)
    await execute(db, sa.delete(Absence).where(mine))


def _counted(row: Session, absent: int, members: int) -> dict[str, Any]:
    told = row.model_dump(
        include={"process_id", "session_id", "number", "supervisor_id", "starts_at", "trial"}
    )
    return {**told, "absent": absent, "members": members}
