"""The mails that a platform on one machine has caught, read for its page.

A file never changes once it bears its name: of each the heading is read once, and the rest when it is opened.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import HeaderParser
from functools import lru_cache
from pathlib import Path

_HEADINGS_KEPT = 20_000
"""Some megabytes; who has caught more mails reads those anew."""


@dataclass(frozen=True)
class Heading:
    """name: the file's, without its ending."""

    name: str
    at: datetime
    to: str
    subject: str


@dataclass(frozen=True)
class Mail:
    """attachments: their names."""

    heading: Heading
    text: str
    attachments: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """older: whether there are more behind the last one. all: how many mails there are, asked for or not."""

    mails: list[Heading]
    older: bool
    all: int


def list_mail(folder: Path, to: str, most: int, before: str = "") -> Page:
    """The newest first. to: a part of the receiver's address, in any case of letters. before: a mail's name."""
    files = sorted(folder.glob("*.eml"), reverse=True)
    found: list[Heading] = []
    for file in files:
        if before and file.stem >= before:
            continue
        heading = _heading(file)
        if to.lower() in heading.to.lower():
            found.append(heading)
        if len(found) > most:
            break
    return Page(found[:most], older=len(found) > most, all=len(files))


def read_mail(folder: Path, name: str) -> Mail | None:
    """None for a name that none of the files has."""
    file = next((file for file in folder.glob("*.eml") if file.stem == name), None)
    if file is None:
        return None
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    return Mail(
        heading=_heading(file),
        text=body.get_content() if body else "",
        attachments=tuple(
            part.get_filename() or part.get_content_type() for part in message.iter_attachments()
        ),
    )


@lru_cache(_HEADINGS_KEPT)
def _heading(file: Path) -> Heading:
    with file.open("rb") as opened:
        head = b""
        while (line := opened.readline()).strip():
            head += line
    message = HeaderParser().parsestr(head.decode("utf-8", "replace"))
    return Heading(
        name=file.stem,
        at=datetime.fromtimestamp(int(file.stem.split("-")[0]) / 1e9, UTC),
        to=_decoded(message["To"] or message["Delivered-To"]),
        subject=_decoded(message["Subject"]),
    )


def _decoded(header: str | None) -> str:
    """As it stands, where it is no header that can be read."""
    text = "".join((header or "").splitlines())
    try:
        return str(make_header(decode_header(text)))
    except (HeaderParseError, LookupError, UnicodeError):
        return text
