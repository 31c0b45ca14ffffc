"""notices: mail and calendar invitations. It listens, sends codes for signing in, and answers what it has sent."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import EmailStr, Field

from services.messages.envelope import Command, Done, Reply
from services.messages.values import Language, Utc, Viewer


class NoticeCounts(Reply):
    """dropped: stale reminders that were not sent any more."""

    waiting: int
    sent: int
    dropped: int
    refused: int


class CountNotices(Command[NoticeCounts]):
    """All of them, since the beginning."""


class MailCard(Reply):
    """One mail to one reader: a person, an organisation's address for invoices, or a role of staff until it is sent.

    status: waiting, sent, dropped, refused. sent_at: the platform's time.
    """

    kind: str
    person_id: UUID | None
    organisation_id: UUID | None
    role: str | None
    written_at: datetime
    sent_at: datetime | None
    status: str


class MailList(Reply):
    mails: list[MailCard]


class ListMails(Command[MailList]):
    """What was written about one process, the oldest first; for coordinators and administrators.

    Refuses: unknown_process.
    """

    viewer: Viewer
    process_id: UUID


class MailSignInCode(Command[Done]):
    """Sends a code at once; one for each person, door and as_of. Code, link and address are kept until it is sent.

    purpose: the door at which it was asked for. link: the page with the button that takes the code.
    """

    email: EmailStr
    person_id: UUID
    code: Annotated[str, Field(pattern=r"^\d{6}$")]
    language: Language
    link: Annotated[str, Field(min_length=1, max_length=500)]
    purpose: Literal["portal", "console"]
    as_of: Utc
