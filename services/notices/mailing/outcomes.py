"""What became of a row, kept with it: sent, put off until a time, refused, or dropped."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any, get_args

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.messages.billing import MailFault, TellMailRefused
from services.notices.letter_kinds import BRINGS_DOCUMENT
from services.notices.mailing.gathering import TOGETHER, tell_gathered
from services.notices.mailing.replies import TRIED_FOR, Reason, Reply, delay
from services.notices.tables import Notice
from services.notices.writing import MESSAGE
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Fault
from services.runtime.logs import log

_MOST_TRIES = 10


_LONGEST_DELAY_S = 300


_LOOKS_AGAIN = timedelta(hours=1)


_LONGEST_WAIT = timedelta(days=30)


_FAULTS: Mapping[str, MailFault] = {
    "no_such_address": "no_such_address",
    "address_letters": "no_such_address",
}
"""What billing calls it; nothing more of what a server said leaves here."""


notice_table: sa.Table = Notice.__table__  # type: ignore[attr-defined]  # SQLModel makes it


async def wait_for_somebody(
    connection: AsyncConnection, ask: Asker, notice: sa.Row[Any], now: datetime, reason: str
) -> None:
    """The staff names somebody who acts for the customer; after a month its news is old."""
    if now >= notice.written_at + _LONGEST_WAIT:
        await refuse(connection, ask, notice, reason, now)
    else:
        await mark(connection, notice, not_before=now + _LOOKS_AGAIN)


NOTHING_FAILED: dict[str, Any] = {"refusal": None, "reply": None, "failed_at": None}


def sent_now(now: datetime) -> dict[str, Any]:
    return {"status": "sent", "sent_at": now, **NOTHING_FAILED}


async def wait_for_the_server(
    connection: AsyncConnection, ask: Asker, notice: sa.Row[Any], now: datetime, reply: Reply
) -> None:
    """For minutes, then hours; after some days a person decides."""
    since = notice.put_off_since or notice.not_before
    if now >= since + TRIED_FOR:
        await refuse(connection, ask, notice, reply.reason, now, reply.digits)
    else:
        await _put_off(connection, notice, now, delay(notice.tries + 1), reply.reason, reply.digits)


async def try_again(
    connection: AsyncConnection, ask: Asker, notice: sa.Row[Any], now: datetime, reason: str, *, counts: bool
) -> None:
    """What could not be written. counts: trying again is not expected to help, and ends in a refusal."""
    tries = notice.tries + 1
    if counts and tries >= _MOST_TRIES:
        await refuse(connection, ask, notice, reason, now)
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
    await mark(connection, notice, not_before=now + later, put_off_since=since, tries=tries, **failed)


async def refuse(
    connection: AsyncConnection,
    ask: Asker,
    notice: sa.Row[Any],
    reason: str,
    now: datetime,
    reply: str | None = None,
) -> None:
    """For good. Of a letter with a document billing hears it first: while it is away, the letter waits."""
    if notice.kind in BRINGS_DOCUMENT:
        try:
            await ask(_told(notice, reason, now))
        except Fault as away:
            log.warning("refusal_not_told", notice_id=str(notice.notice_id), error_type=type(away).__name__)
            await _put_off(connection, notice, now, delay(notice.tries + 1), reason, reply)
            return
    log.error("notice_refused", notice_id=str(notice.notice_id), kind=notice.kind, reason=reason, reply=reply)
    failed = _failed(now, reason, reply)
    await mark(connection, notice, status="refused", tries=notice.tries + 1, **failed)


def _told(notice: sa.Row[Any], reason: str, now: datetime) -> TellMailRefused:
    """Next: services/billing/delivery/mailing.py:hear_refusal"""
    invoice_id = notice.facts["invoice_id"]
    return TellMailRefused(
        invoice_id=invoice_id,
        message_id=notice.facts.get(MESSAGE, invoice_id),
        reason=_FAULTS.get(reason, "mail_refused" if reason in get_args(Reason) else "mail_not_written"),
        as_of=now,
    )


def _failed(now: datetime, reason: str, reply: str | None) -> dict[str, Any]:
    return {"refusal": reason, "reply": reply, "failed_at": now}


async def mark(connection: AsyncConnection, notice: sa.Row[Any], **facts: Any) -> None:
    told = {f"to_{name}": fact for name, fact in facts.items()}
    await connection.execute(_marking(*facts), {"marked": notice.notice_id, **told})
    if notice.kind in TOGETHER and facts.get("status") == "sent":
        await tell_gathered(connection, notice, facts["sent_at"])


@cache
def _marking(*names: str) -> sa.Update:
    """Put together once for each of the few sets of columns: every letter is marked."""
    mine = notice_table.update().where(notice_table.c.notice_id == sa.bindparam("marked"))
    return mine.values({name: sa.bindparam(f"to_{name}") for name in names})
