"""Events of a type that this code does not know: kept aside without a word, for the version that will know them.

Nobody waits for them, and nobody has to look at them. A later version hears at its start what it has a handler for,
and forgets the rest.
"""

from collections.abc import Collection

import sqlalchemy as sa
from nats.aio.msg import Msg
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.storage.database import execute
from services.runtime.storage.tables import passed_over

_KNOWN = passed_over.c.event_type == sa.any_(sa.bindparam("known", type_=ARRAY(sa.Text)))
_OLDEST = (
    sa.select(passed_over.c.id)
    .where(passed_over.c.source == sa.bindparam("source"), _KNOWN)
    .order_by(passed_over.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_TAKE_KNOWN = (
    sa.delete(passed_over).where(passed_over.c.id == _OLDEST.scalar_subquery()).returning(passed_over)
)


async def keep(db: AsyncSession, source: str, message: Msg) -> None:
    """In the transaction that moves the position past it. Once, however often it comes."""
    row = {
        "source": source,
        "stream_seq": message.metadata.sequence.stream,
        "event_id": (message.headers or {})["ce-id"],
        "event_type": (message.headers or {})["ce-type"],
        "subject": message.subject,
        "headers": dict(message.headers or {}),
        "payload": message.data,
    }
    await execute(db, insert(passed_over).values(row).on_conflict_do_nothing())


async def take_known(db: AsyncSession, source: str, known: Collection[str]) -> sa.RowMapping | None:
    """The oldest one whose type is known by now; taken out, if this transaction is committed."""
    return (await execute(db, _TAKE_KNOWN, {"source": source, "known": list(known)})).mappings().first()
