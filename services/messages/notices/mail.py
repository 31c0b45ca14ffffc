"""Mails: how many wait, and what was sent to whom."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from services.messages.envelope import Query, Reply
from services.messages.values import Viewer

MailStatus = Literal["waiting", "gathered", "sent", "dropped", "refused"]


class NoticeCounts(Reply):
    """gathered: for the next letter of the day. dropped: stale reminders that were not sent any more."""

    waiting: int
    gathered: int = 0
    sent: int
    dropped: int
    refused: int


class CountNotices(Query[NoticeCounts]):
    """All of them, since the beginning."""


class MailCard(Reply):
    """One mail to one reader: a person, an organisation's address for invoices, or a role of staff until it is sent.

    status: gathered waits for its reader's letter of the day. sent_at: the platform's time. reason, failed_at: of the
    last try that failed, where it was not sent since.
    """

    kind: str
    person_id: UUID | None
    organisation_id: UUID | None
    role: str | None
    written_at: datetime
    sent_at: datetime | None
    status: MailStatus
    reason: str | None = None
    failed_at: datetime | None = None


class MailList(Reply):
    mails: list[MailCard]


class ListMails(Query[MailList]):
    """What was written about one process, the oldest first; for coordinators and administrators.

    Refuses: unknown_process.
    """

    viewer: Viewer
    process_id: UUID
