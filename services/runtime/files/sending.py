"""A file on its way to the service that owns it: cut into parts that messages hold, each an order of its own."""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from uuid6 import uuid7

from services.messages.envelope import FileSent
from services.runtime.commands.files import PART


@dataclass(frozen=True)
class Sent:
    """By which its owner finds the whole. sha256: in hex."""

    file_id: UUID
    sha256: str


async def send_file(
    ask: Callable[[Any], Awaitable[Any]], kind: type[FileSent], file: bytes, sent_by: UUID
) -> Sent:
    """kind: the order by which its owner takes a part. Raises as `ask` does."""
    sent = Sent(uuid7(), sha256(file).hexdigest())
    parts = range(0, len(file), PART) or range(1)
    for number, at in enumerate(parts):
        content = b64encode(file[at : at + PART]).decode()
        await ask(kind(file_id=sent.file_id, part=number, parts=len(parts), content=content, sent_by=sent_by))
    return sent
