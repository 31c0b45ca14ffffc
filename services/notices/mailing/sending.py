"""The loop that sends what is due: a batch is one transaction, one question to directory, one connection.

A mail's id is its row's, so that a kill between the server's answer and our commit repeats a copy, not a mail."""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notices.commit_signal import LETTERS, woken_by_commits
from services.notices.composing.doors import Doors
from services.notices.composing.known import known_of
from services.notices.composing.logo_in_mail import with_logo
from services.notices.composing.looking_up import look_up
from services.notices.composing.provider import provider_at
from services.notices.composing.replying import Replies, sent_by
from services.notices.composing.surroundings import Surroundings
from services.notices.mailing.outcomes import (
    NOTHING_FAILED,
    mark,
    notice_table,
    refuse,
    sent_now,
    wait_for_the_server,
)
from services.notices.mailing.post import AddressRefused, Line, MailServer, NotSent, connected
from services.notices.mailing.preparing import Together, customers, prepared
from services.notices.mailing.reader_locks import lock_readers
from services.notices.writing import EARLIER, INVOICES_WENT_TO
from services.printing.pictures import picture_of
from services.runtime.commands.asking import Asker
from services.runtime.commands.files import OtherFileError
from services.runtime.commands.refusal import Fault, Refusal
from services.runtime.logs import log
from services.runtime.service import Service
from services.runtime.storage.database import looking, spelled_out

_BATCH = 25


_FIRST_PAUSE_S = 0.5


_LONGEST_PAUSE_S = 30.0


_MOST_ENDED = 3
"""[ours] Mails one after the other over which the server ends the talk: then the others are not tried now."""


_SENDING = "letters"


_SAME_ANSWERS_S = 1.0


_first = sa.select(sa.func.min(notice_table.c.not_before)).where(notice_table.c.status == "waiting")
_coming = _first.where(
    notice_table.c.not_before > sa.bindparam("looked_at", type_=sa.DateTime(timezone=True))
)
# One question where nothing is due, as after most events: to take what is due is a transaction.
_TIMES = spelled_out(sa.select(_first.scalar_subquery(), _coming.scalar_subquery()))

_OLDEST = spelled_out(
    sa.select(notice_table)
    .where(
        notice_table.c.status == "waiting",
        notice_table.c.not_before <= sa.bindparam("now", type_=sa.DateTime(timezone=True)),
    )
    .order_by(notice_table.c.not_before, notice_table.c.place)
    .limit(sa.bindparam("most", type_=sa.Integer))
    .with_for_update(skip_locked=True)
)


async def send_notices(service: Service[Doors]) -> None:
    """Until cancelled: at once when something was written, else when the clock says so.

    Next: services/notices/composing/composing.py:mail_of
    """
    pause = _FIRST_PAUSE_S
    with woken_by_commits(service.engine, LETTERS, service.clock) as waking:
        while True:
            waking.begin()
            has_sent, rush = False, _Rush(service.ask)
            try:
                is_due, next_at = await _due_at(service)
                while is_due and await send_batch(service, rush.asker()):
                    pause, has_sent = _FIRST_PAUSE_S, True
                    is_due, next_at = await _due_at(service)
                service.is_done(_SENDING, has_sent)
            except Exception as error:  # the rows keep everything: try again until the servers are back
                if await service.dependencies.pause_for(error, _SENDING) is None:
                    log.warning("sending_interrupted", error_type=type(error).__name__, pause_s=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE_S)
                continue
            await waking.next_call(next_at)


class _Rush:
    """Letters that fall due together are about few customers, and one often leads to the next: whom their batches ask
    answers the same question once, for as long as the rush lasts, and no longer than `_SAME_ANSWERS_S`.
    """

    def __init__(self, ask: Asker) -> None:
        self._ask = ask
        self._until = 0.0

    def asker(self) -> Asker:
        if time.monotonic() >= self._until:
            self._until = time.monotonic() + _SAME_ANSWERS_S
            self._asker = self._ask.for_one_batch()
        return self._asker


async def _due_at(service: Service[Doors]) -> tuple[bool, datetime | None]:
    """Whether one is due; and when the next one is to be. What is due and cannot be taken is in another process's
    hands.
    """
    looked_at = service.clock.now()
    async with looking(service.engine) as connection:
        first, coming = (await connection.execute(_TIMES, {"looked_at": looked_at})).one()
    return first is not None and first <= looked_at, coming


async def send_batch(service: Service[Doors], ask: Asker | None = None) -> int:
    """The oldest that are due. Returns how many it has dealt with. ask: of the batches that share their answers.

    Raises NotSent while the mail server is away, Fault while directory is; what was sent until then stays sent.
    """
    async with service.engine.connect() as connection:
        notices = await _take_due(connection, service.clock.now())
        try:
            if notices:
                await lock_readers(connection, notices)
                await _deal_with(connection, service, ask or service.ask.for_one_batch(), notices)
        finally:
            await connection.commit()
    return len(notices)


async def _take_due(connection: AsyncConnection, now: datetime) -> Sequence[sa.Row[Any]]:
    """Locked; what another process has in hand is left to it."""
    return (await connection.execute(_OLDEST, {"now": now, "most": _BATCH})).all()


async def _deal_with(
    connection: AsyncConnection, service: Service[Doors], ask: Asker, notices: Sequence[sa.Row[Any]]
) -> None:
    provider = await provider_at(connection, service.clock.now())
    settings = sent_by(service.settings, provider.name)
    customers_of = await customers(connection, notices)
    # Others are asked while we look at our own tables.
    asked = asyncio.gather(look_up(ask, notices, customers_of), Replies.look_up(settings, ask, notices))
    try:
        known = await known_of(connection, notices)
        together = await Together.of(connection, notices, service.clock.now())
        readers, replies = await asked
    finally:
        asked.cancel()
    around = Surroundings(ask, known, replies.worded(provider.texts), service.resources.portal)
    await around.look_ahead(notices)
    if mails := await prepared(connection, service, notices, readers, around, together):
        await _add_logo(ask, provider.logo, [mail for _notice, mail in mails])
        await _send(connection, service, mails)


async def _add_logo(ask: Asker, picture_id: UUID | None, mails: Sequence[EmailMessage]) -> None:
    """Where the provider has one, and who keeps it can say so now: no letter waits for it."""
    with contextlib.suppress(Fault, Refusal, OtherFileError):
        if logo := await picture_of(ask, picture_id):
            for mail in mails:
                with_logo(mail, logo, mail["From"].addresses[0].display_name)


async def _send(
    connection: AsyncConnection, service: Service[Doors], mails: Sequence[tuple[sa.Row[Any], EmailMessage]]
) -> None:
    """A mail over which the server ends the talk waits by itself, as by a reply: it may be the only one."""
    ended = 0
    async with connected(MailServer.of(service.settings)) as line:
        for notice, mail in mails:
            now = service.clock.now()
            try:
                await _send_one(connection, service.ask, line, notice, mail, now)
                ended = 0
            except NotSent as fault:
                reply = fault.over_this_mail
                if reply is None:
                    raise
                await wait_for_the_server(connection, service.ask, notice, now, reply)
                ended = ended + 1 if fault.ended_the_talk else 0
                if ended == _MOST_ENDED:
                    raise


async def _send_one(
    connection: AsyncConnection,
    ask: Asker,
    line: Line,
    notice: sa.Row[Any],
    mail: EmailMessage,
    now: datetime,
) -> None:
    """Raises NotSent."""
    try:
        await line.send(mail)
    except AddressRefused as refused:
        if {EARLIER, INVOICES_WENT_TO} & set(
            notice.facts
        ):  # an address that is nobody's any more is nobody's to correct
            await mark(connection, notice, status="dropped", **NOTHING_FAILED)
        else:
            await refuse(connection, ask, notice, refused.reply.reason, now, refused.reply.digits)
    else:
        await mark(connection, notice, tries=notice.tries + 1, **sent_now(now))
