"""The loop that sends what is due: a batch is one transaction, one question to directory, one connection.

A mail's id is its row's, so that a kill between the server's answer and our commit repeats a copy, not a mail.
"""

import asyncio
import contextlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.orm import Session

from services.notices.composing import mail_of
from services.notices.people import Readers, look_up
from services.notices.post import AddressRefused, NotSent, connected
from services.notices.tables import Notice
from services.notices.writing import natural_key, notice_id
from services.runtime.logs import log
from services.runtime.refusal import Fault
from services.runtime.service import Service

_BATCH = 25
_POLL_S = 0.25
_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 30.0
_MOST_TRIES = 10
_LONGEST_DELAY_S = 300

_notice: sa.Table = Notice.__table__  # type: ignore[attr-defined]  # SQLModel makes it


async def send_notices(service: Service) -> None:
    """Until cancelled: at once when something was written, else when the clock says so.

    Next: services/notices/composing.py:mail_of
    """
    pause = _FIRST_PAUSE_S
    with _woken_by_commits(service.engine) as woken:
        while True:
            woken.clear()
            try:
                while await send_batch(service):
                    pause = _FIRST_PAUSE_S
            except Exception as error:  # the rows keep everything: try again until the servers are back
                log.warning("sending_interrupted", error_type=type(error).__name__, pause_s=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE_S)
                continue
            await _until(woken)


async def due(service: Service) -> dict[str, Any]:
    """How many are due by the clock, and when the next one will be."""
    now = service.clock.now()
    waiting = sa.select(
        sa.func.count().filter(_notice.c.not_before <= now),
        sa.func.min(_notice.c.not_before).filter(_notice.c.not_before > now),
    ).where(_notice.c.status == "waiting")
    async with service.engine.connect() as connection:
        number, at = (await connection.execute(waiting)).one()
    return {"due_now": number, "next_due": at}


async def send_batch(service: Service) -> int:
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


async def _deal_with(connection: AsyncConnection, service: Service, notices: Sequence[sa.Row[Any]]) -> None:
    readers = await look_up(service.ask, notices)
    mails = []
    for notice in notices:
        if mail := await _prepared(connection, service, notice, readers):
            mails.append((notice, mail))
    if mails:
        await _send(connection, service, mails)


async def _prepared(
    connection: AsyncConnection, service: Service, notice: sa.Row[Any], readers: Readers
) -> EmailMessage | None:
    """The mail; none where the row was dropped, passed on to each of the staff, or put off."""
    now = service.clock.now()
    if notice.stale_after and now >= notice.stale_after:
        await _mark(connection, notice, status="dropped")
        return None
    try:
        if notice.role:
            await _pass_on(connection, notice, readers)
            return None
        return await mail_of(notice, readers.of(notice), service.ask, now)
    except Fault as error:  # whom we ask is away: this mail waits, the others go
        await _put_off(connection, notice, now, type(error).__name__, for_good=False)
    except Exception as error:  # the mail cannot be written: the others go, and this one is shown in the end
        await _put_off(connection, notice, now, type(error).__name__, for_good=True)
    return None


async def _pass_on(connection: AsyncConnection, notice: sa.Row[Any], readers: Readers) -> None:
    """A row for a role becomes one for each who has it now."""
    about = notice.natural_key.removesuffix(f":{notice.role}").removeprefix(f"{notice.kind}:")
    same = {name: value for name, value in notice._mapping.items() if name not in ("place", "role")}
    rows = []
    for person_id in readers.in_role(notice.role):
        key = natural_key(notice.kind, about, person_id)
        rows.append(
            {**same, "notice_id": notice_id(key), "natural_key": key, "person_id": person_id, "tries": 0}
        )
    await connection.execute(insert(_notice).values(rows).on_conflict_do_nothing())
    await connection.execute(_notice.delete().where(_notice.c.notice_id == notice.notice_id))


async def _send(
    connection: AsyncConnection, service: Service, mails: Sequence[tuple[sa.Row[Any], EmailMessage]]
) -> None:
    async with connected(service.settings.smtp_host, service.settings.smtp_port) as line:
        for notice, mail in mails:
            now = service.clock.now()
            try:
                await line.send(mail)
            except AddressRefused as refused:
                await _refuse(connection, notice, str(refused.code))
            except NotSent as fault:
                if fault.server_away:
                    raise
                await _put_off(connection, notice, now, str(fault.code), for_good=fault.for_good)
            else:
                await _mark(connection, notice, status="sent", sent_at=now, tries=notice.tries + 1)


async def _put_off(
    connection: AsyncConnection, notice: sa.Row[Any], now: datetime, reason: str, for_good: bool
) -> None:
    """With growing delay. for_good: trying again is not expected to help, and ends in a refusal."""
    tries = notice.tries + 1
    if for_good and tries >= _MOST_TRIES:
        await _refuse(connection, notice, reason)
        return
    log.warning(
        "notice_put_off", notice_id=str(notice.notice_id), kind=notice.kind, reason=reason, tries=tries
    )
    later = now + timedelta(seconds=min(2**tries, _LONGEST_DELAY_S))
    await _mark(connection, notice, tries=tries, not_before=later)


async def _refuse(connection: AsyncConnection, notice: sa.Row[Any], reason: str) -> None:
    log.error("notice_refused", notice_id=str(notice.notice_id), kind=notice.kind, reason=reason)
    await _mark(connection, notice, status="refused", refusal=reason, tries=notice.tries + 1)


async def _mark(connection: AsyncConnection, notice: sa.Row[Any], **facts: Any) -> None:
    await connection.execute(_notice.update().where(_notice.c.notice_id == notice.notice_id).values(**facts))


@contextmanager
def _woken_by_commits(engine: AsyncEngine) -> Iterator[asyncio.Event]:
    """Rings after every handler's commit; the loop's own are made on bare connections and do not ring."""
    woken = asyncio.Event()

    def ring(session: Session) -> None:
        if session.get_bind() is engine.sync_engine:
            woken.set()

    sa.event.listen(Session, "after_commit", ring)
    try:
        yield woken
    finally:
        sa.event.remove(Session, "after_commit", ring)


async def _until(woken: asyncio.Event) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_POLL_S):
            await woken.wait()
