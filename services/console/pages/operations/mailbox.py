"""The mails that a platform on one machine has caught, read for its page."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path


@dataclass(frozen=True)
class Mail:
    """name: the file's, without its ending. attachments: their names."""

    name: str
    at: datetime
    to: str
    subject: str
    text: str
    attachments: tuple[str, ...]


def list_mail(folder: Path, to: str, most: int) -> list[Mail]:
    """The newest first. to: a part of the receiver's address, in any case of letters."""
    found: list[Mail] = []
    for file in sorted(folder.glob("*.eml"), reverse=True):
        mail = _read(file)
        if to.strip().lower() in mail.to.lower():
            found.append(mail)
        if len(found) == most:
            break
    return found


def read_mail(folder: Path, name: str) -> Mail | None:
    """None for a name that none of the files has."""
    files = {file.stem: file for file in folder.glob("*.eml")}
    return _read(files[name]) if name in files else None


def _read(file: Path) -> Mail:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    return Mail(
        name=file.stem,
        at=datetime.fromtimestamp(int(file.stem.split("-")[0]) / 1e9, UTC),
        to=str(message["To"] or message["Delivered-To"] or ""),
        subject=str(message["Subject"] or ""),
        text=body.get_content() if body else "",
        attachments=tuple(
            part.get_filename() or part.get_content_type() for part in message.iter_attachments()
        ),
    )
