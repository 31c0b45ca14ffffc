"""How far a process has come and what it waits for: what the events of its steps have said, as one answer."""

from datetime import datetime

from services.intake import inquiries, promised_times
from services.intake.offers.proposals_told import reminders, trial_end
from services.intake.tables import Inquiry, Proposal
from services.messages.intake import InquiryProgress, InquiryStatus
from services.messages.promises import Promises

_OVER = (InquiryStatus.REDIRECTED, InquiryStatus.DECLINED, InquiryStatus.EXPIRED, InquiryStatus.WITHDRAWN)
_WAITS_FOR_ITS_ANSWER = (InquiryStatus.PROPOSED, InquiryStatus.REPROPOSED)


def told(inquiry: Inquiry, proposal: Proposal | None, accepted: Proposal | None) -> InquiryProgress:
    """proposal: the newest. accepted: the newest that was."""
    status = InquiryStatus(inquiry.status)
    asks = proposal if status in _WAITS_FOR_ITS_ANSWER else None
    return InquiryProgress(
        status=status,
        is_over=inquiry.ended or inquiry.ended_in_trial or status in _OVER,
        renews=inquiry.renews,
        reminders_at=_reminders(inquiry, status, proposal),
        expires_at=promised_times.expiry(asks.valid_until) if asks else None,
        trial_ends_at=trial_end(accepted) if accepted and inquiry.trial_open else None,
    )


def _reminders(inquiry: Inquiry, status: InquiryStatus, proposal: Proposal | None) -> list[datetime]:
    promises = inquiries.promises_of(inquiry)
    if status == InquiryStatus.RECEIVED:
        return promised_times.screening(promises, inquiry.received_at)
    if status == InquiryStatus.IN_MATCHING and inquiry.decided_at:
        return promised_times.matching(promises, inquiry.decided_at)
    if status == InquiryStatus.MATCHED:
        return _of_the_next_proposal(promises, inquiry, proposal)
    return reminders(inquiry, proposal) if proposal and status in _WAITS_FOR_ITS_ANSWER else []


def _of_the_next_proposal(promises: Promises, inquiry: Inquiry, proposal: Proposal | None) -> list[datetime]:
    """Since a supervisor was chosen, or a change of the last one asked for."""
    since = [at for at in (inquiry.matched_at, proposal.answered_at if proposal else None) if at]
    return promised_times.proposing(promises, max(since)) if since else []
