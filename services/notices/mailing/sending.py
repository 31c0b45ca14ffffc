"""The loop that sends what is due: a batch is one transaction, one question to directory, one connection.

A mail's id is its row's, so that a kill between the server's answer and our commit repeats a copy, not a mail.
"""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notices.commit_signal import LETTERS, woken_by_commits
from services.notices.composing.composing import NothingToTell, mail_of
from services.notices.composing.doors import Doors
from services.notices.composing.known import known_of
from services.notices.composing.letters import NoAddress
from services.notices.composing.readers import Customer, NobodyActs, Reader, Readers, look_up
from services.notices.composing.replying import Replies
from services.notices.composing.surroundings import Surroundings
from services.notices.letter_kinds import LetterKind
from services.notices.mailing.answers import answers_too_often
from services.notices.mailing.changes_told import calendar_of, changes_of
from services.notices.mailing.changing import Letters, take_in, told_of_more
from services.notices.mailing.digest import (
    daily_readers,
    digest_of,
    is_for_the_morning,
    keep_for_the_morning,
)
from services.notices.mailing.gathering import TOGETHER, put_into, tell_gathered
from services.notices.mailing.post import AddressRefused, Line, MailServer, NotSent, connected
from services.notices.mailing.reminding import reminded_of_more, reminders_of, was_told_today
from services.notices.mailing.replies import TRIED_FOR, Reply, delay
from services.notices.tables import KnownParty, KnownProcess, Notice
from services.notices.writing import COMMISSIONER, EARLIER, natural_key, notice_id
from services.runtime.logs import log
from services.runtime.service import Service
from services.runtime.storage.database import among, write_rows

_BATCH = 25
_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 30.0
_MOST_TRIES = 10
_LONGEST_DELAY_S = 300
_MOST_ENDED = 3
"""[ours] Mails one after the other over which the server ends the talk: then the others are not tried now."""
_SENDING = "letters"
_LOOKS_AGAIN = timedelta(hours=1)
_LONGEST_WAIT = timedelta(days=30)

_notice: sa.Table = Notice.__table__  # type: ignore[attr-defined]  # SQLModel makes it
_party: sa.Table = KnownParty.__table__  # type: ignore[attr-defined]
_process: sa.Table = KnownProcess.__table__  # type: ignore[attr-defined]


async def send_notices(service: Service[Doors]) -> None:
    """Until cancelled: at once when something was written, else when the clock says so.

    Next: services/notices/composing/composing.py:mail_of
    """
    pause = _FIRST_PAUSE_S
    with woken_by_commits(service.engine, LETTERS, service.clock) as waking:
        while True:
            waking.begin()
            looked_at = service.clock.now()
            try:
                while await send_batch(service):
                    pause = _FIRST_PAUSE_S
                next_at = await _next_at(service, looked_at)
                service.dependencies.done(_SENDING)
            except Exception as error:  # the rows keep everything: try again until the servers are back
                if await service.dependencies.pause_for(error, _SENDING) is None:
                    log.warning("sending_interrupted", error_type=type(error).__name__, pause_s=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE_S)
                continue
            await waking.next_call(next_at)


async def _next_at(service: Service[Doors], looked_at: datetime) -> datetime | None:
    """When the next one will be due; what was due before the look and still waits is in another process's hands."""
    coming = sa.select(sa.func.min(_notice.c.not_before)).where(
        _notice.c.status == "waiting", _notice.c.not_before > looked_at
    )
    async with service.engine.connect() as connection:
        at: datetime | None = (await connection.execute(coming)).scalar_one()
    return at


async def send_batch(service: Service[Doors]) -> int:
    """The oldest that are due. Returns how many it has dealt with.

    Raises NotSent while the mail server is away, Fault while directory is; what was sent until then stays sent.
    """
    async with service.engine.connect() as connection:
        notices = await _take_due(connection, service.clock.now())
        try:
            if notices:
                await _deal_with(connection, service, notices)
        finally:
            await connection.commit()
    return len(notices)


async def _take_due(connection: AsyncConnection, now: datetime) -> Sequence[sa.Row[Any]]:
    """Locked; what another process has in hand is left to it."""
    oldest = (
        sa.select(_notice)
        .where(_notice.c.status == "waiting", _notice.c.not_before <= now)
        .order_by(_notice.c.not_before, _notice.c.place)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    )
    return (await connection.execute(oldest)).all()


async def _deal_with(
    connection: AsyncConnection, service: Service[Doors], notices: Sequence[sa.Row[Any]]
) -> None:
    ask = service.ask.for_one_batch()
    readers = await look_up(ask, notices, await _customers(connection, notices))
    replies = await Replies.look_up(service.settings, ask, notices)
    known, portal = await known_of(connection, notices), service.resources.portal
    around = Surroundings(ask, known, replies, portal)
    together = await _Together.of(connection, notices, service.clock.now())
    mails = []
    for notice in notices:
        if await together.takes(connection, notice, service.clock.now()):
            continue
        if mail := await _prepared(connection, service, notice, readers, around):
            mails.append((notice, mail))
    if mails:
        await _send(connection, service, mails)


@dataclass(frozen=True)
class _Together:
    """Whose rows are told in a letter with others: staff's in the morning, several reminders or changes at once."""

    daily: Collection[UUID]
    reminded: Collection[UUID]
    changed: Letters

    @classmethod
    async def of(cls, connection: AsyncConnection, notices: Sequence[sa.Row[Any]], now: datetime) -> Self:
        return cls(
            await daily_readers(connection, notices),
            await reminded_of_more(connection, notices, now),
            await told_of_more(connection, notices, now),
        )

    async def takes(self, connection: AsyncConnection, notice: sa.Row[Any], now: datetime) -> bool:
        """Whether the row has gone into such a letter."""
        if is_for_the_morning(notice, self.daily):
            await keep_for_the_morning(connection, notice, now)
            return True
        if await take_in(connection, notice, self.changed, now):
            return True
        if notice.kind != LetterKind.SESSION_REMINDER or notice.person_id not in self.reminded:
            return False
        if await _is_out_of_date(connection, notice, now):
            return False
        return await put_into(connection, notice, LetterKind.SESSION_REMINDERS, notice.not_before, now)


async def _customers(connection: AsyncConnection, notices: Sequence[sa.Row[Any]]) -> dict[UUID, Customer]:
    """Of the processes with a row for whoever acts for the customer."""
    wanted = {notice.process_id for notice in notices if notice.role == COMMISSIONER}
    contact = (_party.c.process_id == _process.c.process_id) & (_party.c.role == "contact")
    known = sa.select(_process, _party.c.person_id).outerjoin(_party, contact)
    found = await connection.execute(known.where(among(_process.c.process_id, wanted)))
    return {row.process_id: Customer(row.organisation_id, row.department_id, row.person_id) for row in found}


async def _prepared(
    connection: AsyncConnection,
    service: Service[Doors],
    notice: sa.Row[Any],
    readers: Readers,
    around: Surroundings,
) -> EmailMessage | None:
    """The mail; none where the row was dropped, passed on to each of the staff, or put off."""
    now = service.clock.now()
    if await _is_out_of_date(connection, notice, now):
        await _mark(connection, notice, status="dropped")
        return None
    try:
        if notice.role:
            await _pass_on(connection, notice, readers.in_role(notice))
            return None
        return await _composed(connection, service, notice, readers.of(notice), around)
    except NothingToTell:
        await _mark(connection, notice, status="dropped")
    except NobodyActs as nobody:
        await _wait_for_somebody(connection, notice, now, str(nobody))
    except NoAddress:
        await _refuse(connection, notice, "address_letters", now)
    except Exception as error:
        # Whom we ask is away: this mail waits. It cannot be written: it is shown in the end. The others go.
        away = await service.dependencies.who_is_away(error)
        await _try_again(connection, notice, now, type(error).__name__, counts=away is None)
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
    link = service.resources.link(notice, supervises=around.known.supervises(notice))
    return await mail_of(notice, reader, around, now, link)


_OF_SEVERAL = {
    LetterKind.DAILY_DIGEST: digest_of,
    LetterKind.SESSION_REMINDERS: reminders_of,
    LetterKind.SESSIONS_CHANGED: changes_of,
    LetterKind.CALENDAR_CHANGED: calendar_of,
}


async def _is_out_of_date(connection: AsyncConnection, notice: sa.Row[Any], now: datetime) -> bool:
    if notice.stale_after and now >= notice.stale_after:
        return True
    return notice.kind == LetterKind.SESSION_REMINDER and await was_told_today(connection, notice, now)


async def _wait_for_somebody(
    connection: AsyncConnection, notice: sa.Row[Any], now: datetime, reason: str
) -> None:
    """The staff names somebody who acts for the customer; after a month its news is old."""
    if now >= notice.written_at + _LONGEST_WAIT:
        await _refuse(connection, notice, reason, now)
    else:
        await _mark(connection, notice, not_before=now + _LOOKS_AGAIN)


async def _pass_on(connection: AsyncConnection, notice: sa.Row[Any], people: Sequence[UUID]) -> None:
    """A row for a role becomes one for each who has it now."""
    about = notice.natural_key.removesuffix(f":{notice.role}").removeprefix(f"{notice.kind}:")
    same = {name: value for name, value in notice._mapping.items() if name not in ("place", "role")}
    rows = []
    for person_id in people:
        key = natural_key(notice.kind, about, person_id)
        rows.append(
            {**same, "notice_id": notice_id(key), "natural_key": key, "person_id": person_id, "tries": 0}
        )
    await write_rows(connection, insert(_notice).on_conflict_do_nothing(), rows)
    await connection.execute(_notice.delete().where(_notice.c.notice_id == notice.notice_id))


async def _send(
    connection: AsyncConnection, service: Service[Doors], mails: Sequence[tuple[sa.Row[Any], EmailMessage]]
) -> None:
    """A mail over which the server ends the talk waits by itself, as by a reply: it may be the only one."""
    ended = 0
    async with connected(MailServer.of(service.settings)) as line:
        for notice, mail in mails:
            now = service.clock.now()
            try:
                await _send_one(connection, line, notice, mail, now)
                ended = 0
            except NotSent as fault:
                reply = fault.over_this_mail
                if reply is None:
                    raise
                await _wait_for_the_server(connection, notice, now, reply)
                ended = ended + 1 if fault.ended_the_talk else 0
                if ended == _MOST_ENDED:
                    raise


async def _send_one(
    connection: AsyncConnection, line: Line, notice: sa.Row[Any], mail: EmailMessage, now: datetime
) -> None:
    """Raises NotSent."""
    try:
        await line.send(mail)
    except AddressRefused as refused:
        if EARLIER in notice.facts:  # an address that is nobody's any more is nobody's to correct
            await _mark(connection, notice, status="dropped", **_NOTHING_FAILED)
        else:
            await _refuse(connection, notice, refused.reply.reason, now, refused.reply.digits)
    else:
        await _mark(connection, notice, tries=notice.tries + 1, **_sent(now))


_NOTHING_FAILED: dict[str, Any] = {"refusal": None, "reply": None, "failed_at": None}


def _sent(now: datetime) -> dict[str, Any]:
    return {"status": "sent", "sent_at": now, **_NOTHING_FAILED}


async def _wait_for_the_server(
    connection: AsyncConnection, notice: sa.Row[Any], now: datetime, reply: Reply
) -> None:
    """For minutes, then hours; after some days a person decides."""
    since = notice.put_off_since or notice.not_before
    if now >= since + TRIED_FOR:
        await _refuse(connection, notice, reply.reason, now, reply.digits)
    else:
        await _put_off(connection, notice, now, delay(notice.tries + 1), reply.reason, reply.digits)


async def _try_again(
    connection: AsyncConnection, notice: sa.Row[Any], now: datetime, reason: str, *, counts: bool
) -> None:
    """What could not be written. counts: trying again is not expected to help, and ends in a refusal."""
    tries = notice.tries + 1
    if counts and tries >= _MOST_TRIES:
        await _refuse(connection, notice, reason, now)
    else:
        later = timedelta(seconds=min(2**tries, _LONGEST_DELAY_S))
        await _put_off(connection, notice, now, later, reason)


async def _put_off(
    connection: AsyncConnection,
    notice: sa.Row[Any],
    now: datetime,
    later: timedelta,
    reason: str,
    reply: str | None = None,
) -> None:
    tries = notice.tries + 1
    about = {"notice_id": str(notice.notice_id), "kind": notice.kind}
    log.warning("notice_put_off", reason=reason, reply=reply, tries=tries, **about)
    since = notice.put_off_since or notice.not_before
    # What could not be written is not told of before the last try: who is asked for it may only be away.
    failed = _failed(now, reason, reply) if reply else {}
    await _mark(connection, notice, not_before=now + later, put_off_since=since, tries=tries, **failed)


async def _refuse(
    connection: AsyncConnection, notice: sa.Row[Any], reason: str, now: datetime, reply: str | None = None
) -> None:
    log.error("notice_refused", notice_id=str(notice.notice_id), kind=notice.kind, reason=reason, reply=reply)
    failed = _failed(now, reason, reply)
    await _mark(connection, notice, status="refused", tries=notice.tries + 1, **failed)


def _failed(now: datetime, reason: str, reply: str | None) -> dict[str, Any]:
    return {"refusal": reason, "reply": reply, "failed_at": now}


async def _mark(connection: AsyncConnection, notice: sa.Row[Any], **facts: Any) -> None:
    await connection.execute(_notice.update().where(_notice.c.notice_id == notice.notice_id).values(**facts))
    if notice.kind in TOGETHER and facts.get("status") == "sent":
        await tell_gathered(connection, notice, facts["sent_at"])
