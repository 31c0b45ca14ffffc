"""Who may get several letters as one is written to by one process at a time, also where several send what is due."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notices.letter_kinds import KINDS, LetterKind
from services.notices.mailing.gathering import TOGETHER
from services.notices.settling import CHANGES, OF_CALLED_OFF
from services.runtime.storage.database import is_locked_out

_GATHERED = frozenset({*CHANGES, *OF_CALLED_OFF, *TOGETHER, LetterKind.SESSION_REMINDER})
_WAITS_FOR = sa.text("SET LOCAL lock_timeout = '10s'")
"""[ours] Less than a statement may take. The other one may have a slow mail server: it is tried again then."""


class ReadersAreLocked(Exception):
    """Another process has long been writing to one of these readers; the rows are left to whoever comes next."""


async def lock_readers(connection: AsyncConnection, notices: Sequence[sa.Row[Any]]) -> None:
    """Until the transaction ends, no other process gathers for the readers of these rows, or sends what is gathered.

    Two that each have a part in hand would each begin a letter, and what one of them puts into the letter that the
    other is sending would be told to nobody. Taken in one order, so that no two wait for each other.

    Raises ReadersAreLocked.
    """
    readers = sorted({str(one.person_id) for one in notices if one.person_id and _may_be_gathered(one)})
    if not readers:
        return
    reader = sa.func.unnest(sa.literal(readers, ARRAY(sa.Text))).column_valued("reader")
    await connection.execute(_WAITS_FOR)
    try:
        await connection.execute(
            sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(reader, 0)))
        )
    except DBAPIError as error:
        if not is_locked_out(error):
            raise
        raise ReadersAreLocked("readers_are_locked") from None
    await connection.execute(sa.text("SET LOCAL lock_timeout = 0"))


def _may_be_gathered(notice: sa.Row[Any]) -> bool:
    return notice.kind in _GATHERED or KINDS[notice.kind].is_for_staff
