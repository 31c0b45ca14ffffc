"""Supervisors who have left the house, and what is still written to them: it goes to who sees to it now."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.directory import SupervisorLeaves
from services.messages.values import Role
from services.notices.composing.known import Known
from services.notices.letter_kinds import KINDS, OF_READER_ALONE, LetterKind
from services.notices.mailing.gathering import TOGETHER, release
from services.notices.mailing.outcomes import mark, notice_table
from services.notices.tables import KnownLeaver
from services.notices.writing import about_of, natural_key, notice_id
from services.runtime.storage.database import among_asked, execute, write_rows

_leaver: sa.Table = KnownLeaver.__table__  # type: ignore[attr-defined]  # SQLModel makes it
_GONE = sa.select(_leaver.c.supervisor_id).where(
    among_asked(_leaver.c.supervisor_id), _leaver.c.last_day < sa.bindparam("today", type_=sa.Date())
)


async def keep(db: AsyncSession, event: SupervisorLeaves) -> None:
    """None any more, where it is taken back."""
    mine = col(KnownLeaver.supervisor_id) == event.supervisor_id
    await execute(db, sa.delete(KnownLeaver).where(mine))
    if event.last_day:
        db.add(KnownLeaver(supervisor_id=event.supervisor_id, last_day=event.last_day))


async def gone(connection: AsyncConnection, notices: Sequence[Any], today: date) -> set[UUID]:
    """Of the readers of these rows, the supervisors whose last day is over."""
    readers = {one.person_id for one in notices if one.person_id}
    if not readers:
        return set()
    return set((await connection.execute(_GONE, {"ids": list(readers), "today": today})).scalars())


def has_left(notice: Any, known: Known, gone: Collection[UUID]) -> bool:
    """Whether what the row tells was its reader's to know as a supervisor, and is no more."""
    if notice.person_id not in gone:
        return False
    as_supervisor = notice.kind in (*TOGETHER, LetterKind.INTEREST_ASKED)
    return as_supervisor or known.supervises(notice)


async def pass_on(connection: AsyncConnection, notice: Any) -> None:
    """To the coordinators what nobody else is told: but for what is of its reader alone, or done by their link.

    A letter of several things is taken apart: each of them goes its own way.
    """
    if notice.kind in TOGETHER:
        await release(connection, notice)
    elif _is_for_others(notice) and not await _reaches_somebody(connection, notice):
        await _write_to_coordinators(connection, notice)
    await mark(connection, notice, status="dropped")


def _is_for_others(notice: Any) -> bool:
    if notice.kind in OF_READER_ALONE:
        return False
    row = KINDS[notice.kind]
    return row.console is not None and not (
        row.signed_by_link or row.confirmed_by_link or row.answered_by_link is not None
    )


async def _reaches_somebody(connection: AsyncConnection, notice: Any) -> bool:
    """Whether the same letter is another reader's too."""
    same = sa.select(notice_table).where(
        notice_table.c.process_id == notice.process_id,
        notice_table.c.kind == notice.kind,
        notice_table.c.notice_id != notice.notice_id,
    )
    about = about_of(notice)
    return any(about_of(one) == about for one in await connection.execute(same))


async def _write_to_coordinators(connection: AsyncConnection, notice: Any) -> None:
    role = Role.COORDINATOR.value
    key = natural_key(notice.kind, about_of(notice), role)
    same = {name: value for name, value in notice._mapping.items() if name not in ("place", "person_id")}
    row = {**same, "notice_id": notice_id(key), "natural_key": key, "role": role, "tries": 0}
    await write_rows(connection, insert(notice_table).on_conflict_do_nothing(), [row])
