"""How far a process has come, asked by who has to begin it anew."""

from uuid import UUID

from services.messages.envelope import Query, Reply
from services.messages.intake.inquiry import InquiryStatus
from services.messages.values import Utc


class InquiryProgress(Reply):
    """As the events have said it. is_over: nothing is waited for any more. renews: the process that it follows.

    reminders_at: of the step that is waited for; of an unanswered proposal, expires_at is the end of its last day.
    trial_ends_at: a trial comes before the contract, and nobody has said yet what became of it.
    """

    status: InquiryStatus
    is_over: bool
    renews: UUID | None = None
    reminders_at: list[Utc] = []
    expires_at: Utc | None = None
    trial_ends_at: Utc | None = None


class ShowProgress(Query[InquiryProgress]):
    """Refuses: unknown_process."""

    process_id: UUID
