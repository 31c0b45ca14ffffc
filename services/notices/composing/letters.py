"""Composes the mails of Luotsi: plain, neutral text in the reader's language, no content of supervision.

The texts are in `wording`; calendar invitations are added by `invitations`, sending is in `post`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.errors import MessageError
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage
from email.utils import parseaddr
from functools import cache
from typing import Any, Literal
from uuid import UUID

from services.notices.composing.mail_domains import on_the_wire
from services.notices.letter_kinds import LetterKind
from services.notices.wording import Fact, Wording, as_typed, one_line, wording
from services.wording.blanks import Held

SENDER = "Luotsi <no-reply@luotsi.example>"

_LEFT_OF_AT = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")


class KindsOfHeaders(HeaderRegistry):
    """Python's own makes a class for each header of each mail, which takes longer than to write the mail."""

    @cache  # noqa: B019 - there is one for the whole process
    def __getitem__(self, name: str) -> Any:
        return super().__getitem__(name)


MAIL_POLICY = policy.SMTP.clone(header_factory=KindsOfHeaders())


class NoAddress(ValueError):
    """Mail cannot be sent to it, now or later; quotes nothing of it, since faults are logged."""


@dataclass(frozen=True)
class Recipient:
    """One person and where mail reaches them; asked for when the mail is sent, not kept. phone: empty for none."""

    name: str
    address: str
    phone: str = ""


@dataclass(frozen=True)
class Link:
    """label: which words lead to it. page: for signed-in readers; became: shows nothing of the paper that
    came to nothing; the others: good by itself, for its reader alone.
    """

    label: Literal["page", "became", "signing", "consenting", "confirming", "answering"]
    url: str


def message_id(notice_id: UUID | str) -> str:
    """The Message-ID of a notice: the same for every attempt, so that a repeated copy can be recognised."""
    if not _LEFT_OF_AT.fullmatch(str(notice_id)):
        raise ValueError("a notice's id holds only letters, digits, hyphens, underscores and single dots")
    return f"<{notice_id}@luotsi.invalid>"


def compose(
    kind: LetterKind,
    language: str,
    recipient: Recipient,
    facts: Mapping[str, Fact],
    message_id: str,
    sent_on: datetime,
    sender: str = SENDER,
    link: Link | None = None,
    below: Sequence[str] = (),
    reply_to: Sequence[Recipient] = (),
    own: Held | None = None,
) -> EmailMessage:
    """The mail that tells one recipient one thing.

    language: fi, sv or en. facts: what the letter's blanks ask for, more is ignored; instants aware, days local, money
    in cents. recipient: greeted by name, where it has one. sender: "Name <address>"; its name also signs the letter.
    below: a paragraph each. link: stands below all of it. reply_to: who reads an answer, and the letter says so.
    own: the provider's own texts, of all letters. Raises: MissingFact (words or facts), NoAddress, ValueError (time).
    Next: services/notices/mailing/post.py:Line.send
    """
    words = wording(language)
    written = words.letter(kind, (own or {}).get((kind, language)))
    subject, body = (words.fill(part, facts) for part in written)
    mail = _envelope(recipient, sender, message_id, sent_on, reply_to)
    mail["Subject"] = subject
    told = [body, *filter(None, below), *_leading(words, link)]
    text = _framed(words, "\n\n".join(told), recipient, _mailbox(sender), reply_to)
    mail.set_content(text, cte="quoted-printable")
    # Of the text, not of the mail: it moves with the text into its part when something is attached.
    mail["Content-Language"] = language
    return mail


def _leading(words: Wording, link: Link | None) -> list[str]:
    return [words.fill(words.tables["links"][link.label], {"link": link.url})] if link else []


def _envelope(
    recipient: Recipient, sender: str, message_id: str, sent_on: datetime, reply_to: Sequence[Recipient]
) -> EmailMessage:
    """The headers that do not depend on what is said."""
    if sent_on.utcoffset() is None:
        raise ValueError("the time of sending has no zone")
    mail = EmailMessage(MAIL_POLICY)
    mail["From"] = _mailbox(sender)
    mail["To"] = _address(as_typed(recipient.name), recipient.address)
    if reply_to:
        mail["Reply-To"] = [_address(as_typed(one.name), one.address) for one in reply_to]
    mail["Date"] = sent_on
    mail["Message-ID"] = message_id
    # RFC 3834: keeps absence notices from answering a mailbox that nobody reads.
    mail["Auto-Submitted"] = "auto-generated"
    return mail


def _mailbox(sender: str) -> Address:
    return _address(*parseaddr(sender))


def _address(name: str, address: str) -> Address:
    """A mailbox for a header. Raises NoAddress."""
    try:
        return Address(one_line(name), addr_spec=on_the_wire(address))
    except (ValueError, IndexError, MessageError):
        raise NoAddress("this is no mail address") from None


def _framed(
    words: Wording, body: str, recipient: Recipient, sender: Address, reply_to: Sequence[Recipient]
) -> str:
    """The letter between its greeting and its closing."""
    frame = words.tables["frame"]
    name = as_typed(recipient.name)
    greeting = words.fill(frame["greeting"], {"name": name}) if name else frame["greeting_without_name"]
    closing = words.fill(frame["closing"], {"sender": sender.display_name or sender.addr_spec})
    footer = frame["footer"]
    if reply_to:
        names = ", ".join(as_typed(one.name) or one.address for one in reply_to)
        footer = words.fill(frame["footer_answered"], {"readers": names})
    return f"{greeting}\n\n{body}\n\n{closing}\n\n{footer}\n"
