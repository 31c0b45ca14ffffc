"""What a service keeps of files that are sent to it until it takes one in: parts, by the file's id."""

from base64 import b64decode
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import keep_times
from services.messages.envelope import FileSent
from services.runtime.commands.refusal import Refusal
from services.runtime.storage.database import execute
from services.runtime.storage.forgetting import Old

MOST_WAITING = 64 << 20
"""Bytes of one sender's files that nobody has taken in: more are refused until they are swept."""

metadata = sa.MetaData()

sent_part = sa.Table(
    "sent_part",
    metadata,
    sa.Column("file_id", postgresql.UUID(as_uuid=True), primary_key=True),
    sa.Column("part", sa.Integer, primary_key=True),
    sa.Column("parts", sa.Integer, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("sent_by", postgresql.UUID(as_uuid=True), nullable=False, index=True),
    sa.Column(
        "sent_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False, index=True
    ),
)


def swept(kept: sa.Table, kept_for: timedelta = keep_times.SENT_FILES) -> Old:
    """Of a service's own copy of the table: what nobody has taken in."""
    return Old(kept, kept.c.sent_at, kept_for)


async def keep(db: AsyncSession, order: FileSent, largest: int) -> None:
    """Sent again, it is there. largest: bytes of the whole. Refuses: file_damaged, file_too_large, files_waiting."""
    try:
        content = b64decode(order.content, validate=True)
    except ValueError:
        raise Refusal("file_damaged", "content") from None
    row = {**order.model_dump(include={"file_id", "part", "parts", "sent_by"}), "content": content}
    await execute(db, insert(sent_part).values(row).on_conflict_do_nothing())
    size = sa.func.coalesce(sa.func.sum(sa.func.length(sent_part.c.content)), 0)
    of_this = sa.select(size).where(sent_part.c.file_id == order.file_id)
    if (await execute(db, of_this)).scalar_one() > largest:
        raise Refusal("file_too_large", "content")
    of_theirs = sa.select(size).where(sent_part.c.sent_by == order.sent_by)
    if (await execute(db, of_theirs)).scalar_one() > MOST_WAITING:
        raise Refusal("files_waiting", "content")


async def take(db: AsyncSession, file_id: UUID, fingerprint: str, sent_by: UUID) -> bytes:
    """The whole, which is waiting no more. Refuses: unknown_file, file_damaged."""
    mine = (sent_part.c.file_id == file_id) & (sent_part.c.sent_by == sent_by)
    found = (await execute(db, sa.select(sent_part).where(mine).order_by(sent_part.c.part))).all()
    if not found:
        raise Refusal("unknown_file", "file_id")
    whole = b"".join(one.content for one in found)
    if len(found) != found[0].parts or sha256(whole).hexdigest() != fingerprint:
        raise Refusal("file_damaged", "file_id")
    await execute(db, sa.delete(sent_part).where(mine))
    return whole
