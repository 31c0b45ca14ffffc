"""Codes for signing in: one short mail each, at once and in real time, beside the letters and never behind them.

The code, its link and the address are kept only until the mail is sent; then the row says no more than that.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.directory import ShowContacts
from services.messages.notices import CODE_GOOD_FOR, MOST_CODES_AN_HOUR, AskedFor, MailSignInCode
from services.notices.commit_signal import CODES, tell_of_code, woken_by_commits
from services.notices.composing.letters import Recipient, compose, message_id
from services.notices.composing.replying import sent_by, shared_head
from services.notices.letter_kinds import LetterKind
from services.notices.mailing.post import AddressRefused, Line, MailServer, NotSent, connected
from services.notices.tables import SignInMail
from services.notices.wording import Fact, as_typed, wording
from services.runtime.clock import SystemClock
from services.runtime.commands.asking import Asker
from services.runtime.logs import log
from services.runtime.provider.names import name_at
from services.runtime.service import Service
from services.runtime.settings import Settings
from services.runtime.storage.database import execute

_WINDOW = timedelta(hours=1)
_BATCH = 10
_PAUSE_S = 0.5
_TIMEOUT_S = 4.0
_FIRST_DELAY = timedelta(seconds=15)
"""A greylist asks for minutes, and somebody waits: tried after this, and then after twice as long each time."""
_SENDING = "codes"
_NAMESPACE = UUID("f2a4c0de-51b7-5a35-8f0e-2f9c3b7d6a41")
_REAL = SystemClock()
_KINDS = {"sign_in": LetterKind.SIGN_IN_CODE, "address": LetterKind.ADDRESS_CODE}

_mail: sa.Table = SignInMail.__table__  # type: ignore[attr-defined]  # SQLModel makes it


async def asker_of(ask: Asker, order: MailSignInCode) -> AskedFor | None:
    """As directory knows them; none where it is the reader, or nobody who is signed in."""
    if order.asked_by in (None, order.person_id):
        return None
    people = (await ask(ShowContacts(person_ids=[order.asked_by]))).people
    return AskedFor(name=people[0].name, email=people[0].email, phone=people[0].phone) if people else None


async def write(db: AsyncSession, order: MailSignInCode) -> None:
    """Once for each person, door and instant of asking; its id, which is in the mail, tells nothing of the code.

    Whoever asks too often is told what everybody is, and no mail goes out.
    """
    if await _has_had_enough(db, order):
        log.warning("code_not_written", person_id=str(order.person_id), reason="too_many")
        return
    about = f"{order.person_id}:{order.purpose}:{order.as_of.isoformat()}"
    kept = {"person_id", "purpose", "proves", "email", "code", "language", "link", "asker"}
    row = order.model_dump(include=kept)
    now = _REAL.now()
    row |= {"mail_id": uuid5(_NAMESPACE, about), "written_at": now, "not_before": now}
    await execute(db, insert(_mail).values(row).on_conflict_do_nothing())
    tell_of_code(db)


async def _has_had_enough(db: AsyncSession, order: MailSignInCode) -> bool:
    """From both doors together; those who ask at once are counted one after the other."""
    await execute(db, sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(order.email, 0))))
    lately = sa.select(sa.func.count()).where(
        _mail.c.person_id == order.person_id, _mail.c.written_at > _REAL.now() - _WINDOW
    )
    had: int = (await execute(db, lately)).scalar_one()
    return had >= MOST_CODES_AN_HOUR


async def send_codes(service: Service) -> None:
    """Until cancelled: at once when a code was written."""
    with woken_by_commits(service.engine, CODES, _REAL) as waking:
        while True:
            waking.begin()
            try:
                left = await send_batch(service)
                service.dependencies.done(_SENDING)
            except Exception as error:  # the rows keep everything: try again until the servers are back
                if await service.dependencies.pause_for(error, _SENDING) is None:
                    log.warning("codes_interrupted", error_type=type(error).__name__)
                left = 1
            if left:
                await asyncio.sleep(_PAUSE_S)
            else:
                await waking.next_call()


async def send_batch(service: Service) -> int:
    """Those that are to be tried now. Returns how many still wait, also for later.

    Raises NotSent while the mail server is away; what was sent until then stays sent.
    """
    async with service.engine.connect() as connection:
        waiting = await _take(connection)
        try:
            if waiting:
                await _deal_with(connection, service, waiting)
            left = sa.select(sa.func.count()).where(_mail.c.status == "waiting")
            return int((await connection.execute(left)).scalar_one())
        finally:
            await connection.commit()


async def _take(connection: AsyncConnection) -> Sequence[sa.Row[Any]]:
    oldest = (
        sa.select(_mail)
        .where(_mail.c.status == "waiting", _mail.c.not_before <= _REAL.now())
        .order_by(_mail.c.not_before)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    )
    return (await connection.execute(oldest)).all()


async def _deal_with(connection: AsyncConnection, service: Service, waiting: Sequence[sa.Row[Any]]) -> None:
    now = _REAL.now()
    fresh = [row for row in waiting if now < _over_at(row)]
    for row in waiting:
        if row not in fresh:
            await _end(connection, row, "dropped")
    if fresh:
        signed = sent_by(service.settings, await name_at(connection, service.clock.now()))
        async with connected(MailServer.of(service.settings), timeout_seconds=_TIMEOUT_S) as line:
            for row in fresh:
                await _send(connection, line, row, signed, now)


def _over_at(row: sa.Row[Any]) -> datetime:
    return row.written_at + CODE_GOOD_FOR  # type: ignore[no-any-return]  # a column of instants


async def _send(
    connection: AsyncConnection, line: Line, row: sa.Row[Any], settings: Settings, now: datetime
) -> None:
    """Raises NotSent while the server takes nothing."""
    try:
        await line.send(_letter(row, settings, now))
    except (AddressRefused, ValueError) as refused:
        await _refuse(connection, row, type(refused).__name__)
    except NotSent as fault:
        reply = fault.over_this_mail
        if reply is None:
            raise
        await _put_off(connection, row, reply.reason, now)
    except Exception as error:  # whatever is odd about one code keeps no other waiting
        await _put_off(connection, row, type(error).__name__, now)
    else:
        await _end(connection, row, "sent")


def _letter(row: sa.Row[Any], settings: Settings, now: datetime) -> Any:
    """Raises ValueError for an address that is none."""
    facts: dict[str, Fact] = {
        "code": f"{row.code[:3]} {row.code[3:]}",
        "link": row.link,
        "purpose": row.purpose,
        "minutes": CODE_GOOD_FOR // timedelta(minutes=1),
    }
    reader = Recipient("", row.email)
    about = message_id(row.mail_id)
    if row.asker:
        return _to_be_read(row, facts, settings, now)
    kind = _KINDS[row.proves]
    return compose(kind, row.language, reader, facts, about, now, **shared_head(settings))


def _to_be_read(row: sa.Row[Any], facts: dict[str, Fact], settings: Settings, now: datetime) -> Any:
    """To somebody who asked for nothing: they answer, and call, whom the code is to be read to."""
    asker = Recipient(row.asker["name"], row.asker["email"], row.asker["phone"])
    words, facts = wording(row.language), {**facts, "asked_by": as_typed(asker.name)}
    call: dict[str, Fact] = {"who": as_typed(asker.name), "phone": asker.phone}
    below = [words.fill(words.word("around", "call"), call)] if asker.phone else []
    head = shared_head(settings) | {"reply_to": [asker]}
    kind, reader = LetterKind.ADDRESS_CODE_TO_READ, Recipient("", row.email)
    return compose(kind, row.language, reader, facts, message_id(row.mail_id), now, below=below, **head)


async def _put_off(connection: AsyncConnection, row: sa.Row[Any], reason: str, now: datetime) -> None:
    log.warning("code_put_off", mail_id=str(row.mail_id), reason=reason)
    later = min(now + _FIRST_DELAY * 2**row.tries, _over_at(row))
    await _mark(connection, row, tries=row.tries + 1, not_before=later)


async def _refuse(connection: AsyncConnection, row: sa.Row[Any], reason: str) -> None:
    log.error("code_refused", mail_id=str(row.mail_id), reason=reason)
    await _end(connection, row, "refused")


async def _end(connection: AsyncConnection, row: sa.Row[Any], status: str) -> None:
    await _mark(
        connection, row, status=status, email=None, code=None, link=None, asker=None, ended_at=_REAL.now()
    )


async def _mark(connection: AsyncConnection, row: sa.Row[Any], **facts: Any) -> None:
    await connection.execute(_mail.update().where(_mail.c.mail_id == row.mail_id).values(**facts))
