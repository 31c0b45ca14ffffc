"""Letters of every kind, with facts for every blank."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from typing import Any

from services.notices.composing import sample
from services.notices.composing.letters import KindsOfHeaders, Link, Recipient, compose, message_id
from services.notices.composing.sample import SENT_ON as SENT_ON
from services.notices.letter_kinds import LetterKind
from services.notices.wording import Fact

READER = Recipient("Aino Öhman", "aino@kunta.example")
FACTS: dict[str, Fact] = sample.FACTS | {
    "code": "123 456",
    "link": "https://portal.example/sign-in/code",
    "purpose": "portal",
    "asked_by": "Kerttu Koordinaattori",
}


class Headers(KindsOfHeaders):
    """Most headers of a letter are those of all, and each costs as much to write or read as the letter itself."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[tuple[str, str], Any] = {}

    def __call__(self, name: str, value: Any) -> Any:
        if (known := (name, str(value))) not in self._known:
            self._known[known] = super().__call__(name, value)
        return self._known[known]


ARRIVED = policy.default.clone(header_factory=Headers())


def a_letter(
    kind: LetterKind,
    language: str = "fi",
    recipient: Recipient = READER,
    below: Link | None = None,
    **facts: Fact,
) -> EmailMessage:
    """below: the link that stands below the text."""
    mail = compose(kind, language, recipient, FACTS | facts, message_id("n-1"), SENT_ON, link=below)
    return message_from_bytes(mail.as_bytes(), policy=ARRIVED)


def linked_text(kind: LetterKind, language: str, below: Link) -> str:
    """As it is composed: that what arrives is the same text, `a_letter` says of each letter without a link."""
    mail = compose(kind, language, READER, FACTS, message_id("n-1"), SENT_ON, link=below)
    return str(mail.get_content())


@cache
def the_letter(kind: LetterKind, language: str) -> EmailMessage:
    """Written once for all tests that only read it."""
    return a_letter(kind, language)


@cache
def text_of(mail: EmailMessage) -> str:
    return str(mail.get_content())


def paragraphs(text: str) -> list[str]:
    return text.replace("\r\n", "\n").split("\n\n")
