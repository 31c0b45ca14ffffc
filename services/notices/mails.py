"""What was written about one process: for the console's timeline, without a word of it."""

from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.notices import ListMails, MailCard, MailList
from services.notices.tables import KnownProcess, Notice
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import fitting
from services.runtime.policy import Owners, rows_for

_MOST = 1000
# Whoever sets right what went wrong has to see which mails came through; nobody else looks at other people's mail.
_WHO_LOOKS: Final = "handle_exceptions"


async def list_mails(db: AsyncSession, query: ListMails) -> MailList:
    """Refuses: unknown_process, also for whoever may not look."""
    seen = rows_for(query.viewer, _WHO_LOOKS, Owners())
    known = select(KnownProcess.process_id).where(KnownProcess.process_id == query.process_id, seen)
    if (await db.exec(known)).first() is None:
        raise Refusal("unknown_process", "process_id")
    mine: Any = select(Notice).where(Notice.process_id == query.process_id)
    oldest = sa.func.coalesce(col(Notice.sent_at), col(Notice.not_before))
    found = await db.exec(mine.order_by(oldest, col(Notice.place)).limit(_MOST))
    return MailList(mails=fitting([_card(one) for one in found]))


def _card(notice: Notice) -> MailCard:
    return MailCard.model_validate({**notice.model_dump(), "reason": notice.refusal})
