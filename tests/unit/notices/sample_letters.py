"""Letters of every kind, with facts for every blank."""

from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from typing import Any

from services.notices.composing.letters import KindsOfHeaders, Link, Recipient, compose, message_id
from services.notices.letter_kinds import LetterKind
from services.notices.wording import Fact

SENT_ON = datetime(2027, 1, 4, 6, 30, tzinfo=UTC)
READER = Recipient("Aino Öhman", "aino@kunta.example")
FACTS: dict[str, Fact] = {
    "effective_on": date(2027, 6, 1),
    "process_number": "TO-1007",
    "successor_number": "TO-1019",
    "organisation": "Esimerkin kunta",
    "customer": "Esimerkin kunta, kirjasto",
    "person": "Outi Outo",
    "relation": "hr",
    "ask": "hr",
    "side": "customer",
    "because": "asked_back",
    "received_at": datetime(2026, 11, 30, 10, 5, tzinfo=UTC),
    "due_on": date(2027, 2, 3),
    "due_at": datetime(2027, 1, 14, 8, 0, tzinfo=UTC),
    "valid_until": date(2027, 1, 29),
    "signed_on": date(2027, 1, 12),
    "ends_on": date(2027, 12, 15),
    "closed_on": date(2027, 12, 16),
    "left_on": date(2027, 10, 4),
    "from_day": date(2027, 4, 12),
    "until_day": date(2027, 6, 6),
    "goes_on": date(2027, 6, 7),
    "was_to_go_on": date(2027, 8, 7),
    "charged": 1,
    "lost": 0,
    "fits": 16,
    "why": "unanswered",
    "which": "all",
    "remaining": 4,
    "absent": 1,
    "former": "no_show",
    "became": "held",
    "members": 5,
    "outcome": "orientation",
    "review": "interim",
    "number": 3,
    "starts_at": datetime(2027, 1, 13, 7, 0, tzinfo=UTC),
    "ends_at": datetime(2027, 1, 13, 8, 30, tzinfo=UTC),
    "changed_at": datetime(2027, 1, 13, 8, 30, tzinfo=UTC),
    "previous_starts_at": datetime(2027, 1, 12, 7, 0, tzinfo=UTC),
    "invoice_number": "2027-0012",
    "document_number": "H1001",
    "of_number": 1001,
    "total_cents": 123450,
    "reference": "12 34561",
    "party": "supervisee",
    "code": "123 456",
    "link": "https://portal.example/sign-in/code",
    "purpose": "portal",
    "asked_by": "Kerttu Koordinaattori",
    "minutes": 10,
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
