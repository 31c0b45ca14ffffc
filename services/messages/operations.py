"""What every service answers about itself: how it is, what it has parked, and try that again."""

from datetime import datetime
from uuid import UUID

from services.messages.envelope import Command, Done, Reply


class Report(Reply):
    """outbox_pending: changes whose event is not in the stream yet. due_now: own work that is due (mails).

    next_due: when the next own work falls due, if any is known.
    """

    service: str
    outbox_pending: int
    parked: int
    due_now: int = 0
    next_due: datetime | None = None


class ReportState(Command[Report]):
    """How is it?"""


class ParkedMessage(Reply):
    """A message that could not be handled; `reason` is a code, never the message's own text."""

    parked_id: UUID
    source: str
    subject: str
    event_id: str | None
    aggregate_id: UUID | None
    reason: str
    parked_at: datetime
    replayed_at: datetime | None


class ParkedMessages(Reply):
    messages: list[ParkedMessage]


class ListParked(Command[ParkedMessages]):
    """Everything parked and not yet replayed, oldest first."""


class ReplayParked(Command[Done]):
    """Handle this one again now. Refuses: unknown_message, still_refused."""

    parked_id: UUID
