"""From a row of a batch to its mail; or it is told with others, passed on to each of a role, or dropped."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notices import leavers
from services.notices.composing.composing import NothingToTell, mail_of
from services.notices.composing.doors import Doors
from services.notices.composing.letters import NoAddress
from services.notices.composing.readers import Customer, NobodyActs, Reader, Readers
from services.notices.composing.surroundings import Surroundings
from services.notices.letter_kinds import LetterKind
from services.notices.mailing import called_off
from services.notices.mailing.answers import answers_too_often
from services.notices.mailing.changes_told import calendar_of, changes_of
from services.notices.mailing.changing import Letters, take_in, told_of_more
from services.notices.mailing.digest import (
    daily_readers,
    digest_of,
    is_for_the_morning,
    keep_for_the_morning,
)
from services.notices.mailing.gathering import TOGETHER, put_into
from services.notices.mailing.inviting import is_overtaken
from services.notices.mailing.outcomes import mark, notice_table, refuse, try_again, wait_for_somebody
from services.notices.mailing.reminding import (
    put_off_until,
    reminded_of_more,
    reminders_of,
    was_told_lately,
)
from services.notices.tables import KnownParty, KnownProcess
from services.notices.writing import AS_ROLE, COMMISSIONER, INVOICING, PAYER, about_of, natural_key, notice_id
from services.runtime.finland import local_date
from services.runtime.service import Service
from services.runtime.storage.database import among_asked, write_rows

_party: sa.Table = KnownParty.__table__  # type: ignore[attr-defined]


_process: sa.Table = KnownProcess.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Together:
    """Whose rows are told in a letter with others: staff's in the morning, several reminders or changes at once.

    gone: readers who were supervisors of ours, and are told nothing more as that.
    """

    daily: Collection[UUID]
    reminded: Collection[UUID]
    changed: Letters
    off: called_off.Several = ()
    gone: Collection[UUID] = ()

    @classmethod
    async def of(cls, connection: AsyncConnection, notices: Sequence[sa.Row[Any]], now: datetime) -> Self:
        return cls(
            await daily_readers(connection, notices),
            await reminded_of_more(connection, notices, now),
            await told_of_more(connection, notices, now),
            await called_off.told_of_several(connection, notices, now),
            await leavers.gone(connection, notices, local_date(now)),
        )

    async def takes(self, connection: AsyncConnection, notice: sa.Row[Any], now: datetime) -> bool:
        """Whether the row has gone into such a letter."""
        if is_for_the_morning(notice, self.daily):
            await keep_for_the_morning(connection, notice, now)
            return True
        if await take_in(connection, notice, self.changed, now):
            return True
        if await called_off.take_in(connection, notice, self.off, now):
            return True
        if notice.kind != LetterKind.SESSION_REMINDER or notice.person_id not in self.reminded:
            return False
        if await _is_out_of_date(connection, notice, now):
            return False
        return await put_into(connection, notice, LetterKind.SESSION_REMINDERS, notice.not_before, now)


_ONCE = insert(notice_table).on_conflict_do_nothing()
_PASSED_ON = notice_table.delete().where(notice_table.c.notice_id == sa.bindparam("row", type_=sa.Uuid()))
_contact = (_party.c.process_id == _process.c.process_id) & (_party.c.role == "contact")
_CUSTOMERS = (
    sa.select(_process, _party.c.person_id)
    .outerjoin(_party, _contact)
    .where(among_asked(_process.c.process_id))
)


async def customers(connection: AsyncConnection, notices: Sequence[sa.Row[Any]]) -> dict[UUID, Customer]:
    """Of the processes with a row for whoever acts or pays for the customer."""
    wanted = {notice.process_id for notice in notices if notice.role in (COMMISSIONER, PAYER)}
    if not wanted:
        return {}
    found = await connection.execute(_CUSTOMERS, {"ids": list(wanted)})
    return {row.process_id: Customer(row.organisation_id, row.department_id, row.person_id) for row in found}


async def prepared(
    connection: AsyncConnection,
    service: Service[Doors],
    notices: Sequence[sa.Row[Any]],
    readers: Readers,
    around: Surroundings,
    together: Together,
) -> list[tuple[sa.Row[Any], EmailMessage]]:
    """The mails; without rows that went into another, were dropped, passed on to each of the staff, or put off.

    What the database refuses of one letter takes none of the others back: each is prepared again by itself then.
    """
    how = (readers, around, together)
    try:
        async with connection.begin_nested():
            mails = [await _prepared(connection, service, notice, *how) for notice in notices]
    except Exception:
        mails = [await _prepared_alone(connection, service, notice, *how) for notice in notices]
    return [(notice, mail) for notice, mail in zip(notices, mails, strict=True) if mail]


async def _prepared(
    connection: AsyncConnection,
    service: Service[Doors],
    notice: sa.Row[Any],
    readers: Readers,
    around: Surroundings,
    together: Together,
) -> EmailMessage | None:
    if leavers.has_left(notice, around.known, together.gone):
        await leavers.pass_on(connection, notice)
        return None
    if await together.takes(connection, notice, service.clock.now()):
        return None
    return await _by_itself(connection, service, notice, readers, around)


async def _prepared_alone(
    connection: AsyncConnection,
    service: Service[Doors],
    notice: sa.Row[Any],
    readers: Readers,
    around: Surroundings,
    together: Together,
) -> EmailMessage | None:
    now = service.clock.now()
    try:
        async with connection.begin_nested():
            return await _prepared(connection, service, notice, readers, around, together)
    except Exception as error:
        # Whom we ask is away: this mail waits. It cannot be written: it is shown in the end. The others go.
        away = await service.dependencies.who_is_away(error)
        await try_again(connection, around.ask, notice, now, type(error).__name__, counts=away is None)
    return None


async def _by_itself(
    connection: AsyncConnection,
    service: Service[Doors],
    notice: sa.Row[Any],
    readers: Readers,
    around: Surroundings,
) -> EmailMessage | None:
    now = service.clock.now()
    if around.known.calls_off_nothing(notice) or await _is_out_of_date(connection, notice, now):
        await mark(connection, notice, status="dropped")
        return None
    if later := await put_off_until(connection, notice, now):
        await mark(connection, notice, not_before=later)
        return None
    try:
        if notice.role:
            await _pass_on(connection, notice, readers.in_role(notice))
            return None
        return await _composed(connection, service, notice, readers.of(notice), around)
    except NothingToTell:
        await mark(connection, notice, status="dropped")
    except NobodyActs as nobody:
        await wait_for_somebody(connection, around.ask, notice, now, str(nobody))
    except NoAddress:
        await refuse(connection, around.ask, notice, "address_letters", now)
    return None


async def _composed(
    connection: AsyncConnection,
    service: Service[Doors],
    notice: sa.Row[Any],
    reader: Reader,
    around: Surroundings,
) -> EmailMessage:
    """Raises NothingToTell, also for a reader who has had enough of these, and as `mail_of` does."""
    if await answers_too_often(connection, notice, accepted=reader.accepted):
        raise NothingToTell("too_often")
    now = service.clock.now()
    if notice.kind in TOGETHER:
        return await _OF_SEVERAL[notice.kind](connection, notice, reader, around, service.resources, now)
    supervises = around.known.supervises(notice)
    link = service.resources.link(notice, reader.recipient.address, supervises=supervises)
    return await mail_of(notice, reader, around, now, link)


_OF_SEVERAL = {
    LetterKind.DAILY_DIGEST: digest_of,
    LetterKind.SESSION_REMINDERS: reminders_of,
    LetterKind.SESSIONS_CHANGED: changes_of,
    LetterKind.CALENDAR_CHANGED: calendar_of,
    LetterKind.SESSIONS_CALLED_OFF: called_off.called_off_of,
}


async def _is_out_of_date(connection: AsyncConnection, notice: sa.Row[Any], now: datetime) -> bool:
    if notice.stale_after and now >= notice.stale_after:
        return True
    if notice.kind == LetterKind.SESSION_INVITATION:
        return await is_overtaken(connection, notice)
    if notice.kind == LetterKind.SESSION_REMINDER:
        return await was_told_lately(connection, notice, now)
    return False


async def _pass_on(connection: AsyncConnection, notice: sa.Row[Any], people: Sequence[UUID]) -> None:
    """A row for a role becomes one for each who has it now."""
    about, same = about_of(notice), dict(notice._mapping)
    same = {name: value for name, value in same.items() if name not in ("place", "role")}
    if notice.role not in (COMMISSIONER, INVOICING):
        same["facts"] = {**notice.facts, AS_ROLE: notice.role}
    rows = []
    for person_id in people:
        key = natural_key(notice.kind, about, person_id)
        rows.append(
            {**same, "notice_id": notice_id(key), "natural_key": key, "person_id": person_id, "tries": 0}
        )
    await write_rows(connection, _ONCE, rows)
    await connection.execute(_PASSED_ON, {"row": notice.notice_id})
