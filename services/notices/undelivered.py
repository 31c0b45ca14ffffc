"""What did not reach its reader: which of it a person should look at, sending it again, and leaving it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.notices import (
    LeaveUndelivered,
    ListUndelivered,
    SendAgain,
    UndeliveredMail,
    UndeliveredMails,
)
from services.messages.values import Role, Viewer
from services.notices.letter_kinds import BRINGS_DOCUMENT
from services.notices.mailing.replies import HEALS
from services.notices.tables import Notice
from services.runtime import permitted
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import fitting
from services.runtime.commands.transactions import Work
from services.runtime.policy import Owners, rows_for
from services.runtime.storage.database import among, execute

SHOWN_AFTER = timedelta(hours=4)
"""What heals by itself, as a rule, is not shown before. Source: RFC 5321, 4.5.4.1, for telling of a delay."""
_MOST = 500
_ACTION: Final = "mend_mail"
_OF_MONEY = col(Notice.kind).in_(BRINGS_DOCUMENT)
_BILLINGS = sa.and_(_OF_MONEY, col(Notice.status) == "refused")
"""Gone to the customer's next channel, or finance's to send again: nothing to do about the mail itself."""


async def list_undelivered(db: AsyncSession, query: ListUndelivered) -> UndeliveredMails:
    shown = sa.or_(
        col(Notice.status) == "refused",
        sa.and_(
            col(Notice.status) == "waiting",
            sa.or_(col(Notice.refusal).not_in(HEALS), col(Notice.put_off_since) <= query.as_of - SHOWN_AFTER),
        ),
    )
    mine: Any = select(Notice).where(
        col(Notice.failed_at).is_not(None), shown, ~_BILLINGS, _seen_by(query.viewer)
    )
    oldest = mine.order_by(col(Notice.failed_at), col(Notice.place)).limit(_MOST + 1)
    found = (await db.exec(oldest)).all()
    told = fitting([_told(one) for one in found[:_MOST]])
    return UndeliveredMails(mails=told, more=len(told) < len(found))


async def send_again(order: SendAgain, work: Work) -> None:
    """Also at once what would be tried later. Refuses: see the message."""
    at_once: dict[str, Any] = {
        "status": "waiting",
        "not_before": order.as_of,
        "tries": 0,
        "put_off_since": None,
    }
    theirs = await _theirs(order.sent_by, "sent_by", work)
    await _change(work.db, theirs, order.notice_ids, at_once)


async def leave(order: LeaveUndelivered, work: Work) -> None:
    """Refuses: see the message."""
    theirs = await _theirs(order.left_by, "left_by", work)
    await _change(work.db, theirs, order.notice_ids, {"status": "dropped"})


async def _theirs(person_id: UUID, field: str, work: Work) -> sa.ColumnElement[bool]:
    """What they may mend: all that the house looks after, or the invoices alone. Refuses: not_yours_to_decide."""
    await permitted.check(work.ask, person_id, _ACTION, field)
    return sa.true() if await permitted.may(work.ask, person_id, "handle_exceptions") else _OF_MONEY


async def _change(
    db: AsyncSession, mine: sa.ColumnElement[bool], notice_ids: Sequence[UUID], to: dict[str, Any]
) -> None:
    """Of those that are undelivered still; the others have been dealt with, by somebody or by themselves."""
    theirs = sa.and_(among(Notice.notice_id, notice_ids), mine)
    known = sa.select(sa.func.count()).select_from(Notice).where(theirs)
    if (await execute(db, known)).scalar_one() != len(set(notice_ids)):
        raise Refusal("unknown_mail", "notice_ids")
    failed = sa.and_(
        col(Notice.failed_at).is_not(None), col(Notice.status).in_(("waiting", "refused")), ~_BILLINGS
    )
    nothing_more = {"refusal": None, "reply": None, "failed_at": None}
    await execute(db, sa.update(Notice).where(theirs, failed).values(**to, **nothing_more))


def _seen_by(viewer: Viewer) -> sa.ColumnElement[bool]:
    mine = _OF_MONEY if viewer.role is Role.FINANCE else sa.true()
    return sa.and_(rows_for(viewer, _ACTION, Owners()), mine)


def _told(notice: Notice) -> UndeliveredMail:
    assert notice.refusal and notice.failed_at
    told = notice.model_dump(include=set(UndeliveredMail.model_fields))
    return UndeliveredMail(
        **told,
        process_number=notice.facts.get("process_number"),
        department_id=notice.facts.get("department_id"),
        reason=notice.refusal,
        since=notice.put_off_since or notice.failed_at,
        next_try_at=_next_try(notice),
    )


def _next_try(notice: Notice) -> datetime | None:
    return notice.not_before if notice.status == "waiting" else None
