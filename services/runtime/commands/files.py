"""A file that may be larger than one message: given away in parts, put together again and held against its sha256.

The same file is made for each part: whoever is answered by two processes in turn gets the parts of one.
"""

from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

from services.messages.envelope import FilePart, FileQuery

P = TypeVar("P", bound=FilePart)
PART = 384 << 10
"""Bytes; 512 KiB in base64."""


@dataclass(frozen=True)
class Part:
    """content: base64. parts: of the whole file. sha256: of the whole file, in hex."""

    content: str
    parts: int
    sha256: str


class OtherFileError(Exception):
    """The parts are not those of one file: it was made otherwise meanwhile, and is to be asked for again."""


def part_of(whole: bytes, number: int) -> Part:
    """The part of that number, from 0; empty after the last."""
    at = number * PART
    parts = max(-(-len(whole) // PART), 1)
    return Part(b64encode(whole[at : at + PART]).decode(), parts, sha256(whole).hexdigest())


async def whole_file(
    ask: Callable[[Any], Awaitable[P]], query: FileQuery[P], content: Callable[[P], str]
) -> tuple[P, bytes]:
    """The first part's answer, and the file. content: which of the answer's fields has it. Raises OtherFileError."""
    first = await ask(query)
    found = [b64decode(content(first), validate=True)]
    for number in range(1, first.parts):
        part = await ask(query.model_copy(update={"part": number}))
        found.append(b64decode(content(part), validate=True))
    file = b"".join(found)
    if first.sha256 and sha256(file).hexdigest() != first.sha256:
        raise OtherFileError
    return first, file
