"""A proposal as it is told: its card, and the events of its being sent and answered."""

from datetime import datetime
from typing import Any

from services.intake import inquiries, promised_times, queries
from services.intake.offers import correcting
from services.intake.offers.proposal_checks import came_to_nothing
from services.intake.tables import Inquiry, Proposal
from services.messages import intake as messages
from services.messages.promises import Promises
from services.messages.values import Viewer
from services.runtime.finland import end_of

_NAMED_ON_PAPER = {
    "organisation_id", "department_id", "contact_id", "supervisor_id", "audience", "headcount", "language", "region",
    "remote_ok", "preferred_weekdays", "preferred_times",
}  # fmt: skip


def found_of(inquiry: Inquiry, proposal: Proposal) -> messages.ProposalFound:
    return messages.ProposalFound(
        expired=came_to_nothing(inquiry, proposal),
        answer=proposal.answer,
        answered_at=proposal.answered_at,
        reminders_at=reminders(inquiry, proposal),
        expires_at=promised_times.expiry(proposal.valid_until),
        stands=correcting.stands(inquiry),
    )


def reminders(inquiry: Inquiry, proposal: Proposal) -> list[datetime]:
    """Of what waits now: the answer, or another proposal."""
    promises = inquiries.promises_of(inquiry)
    if proposal.answered_at is None:
        return promised_times.answering(promises, proposal.sent_at, proposal.valid_until)
    changes = proposal.answer == "ask_change" and not correcting.stands(inquiry)
    return promised_times.proposing(promises, proposal.answered_at) if changes else []


def sent(inquiry: Inquiry, proposal: Proposal, *, reopens: bool) -> messages.ProposalSent:
    return messages.ProposalSent(
        **proposal.model_dump(include=set(messages.ProposalSent.model_fields)),
        reopens=reopens,
        corrects=correcting.stands(inquiry),
        reminders_at=reminders(inquiry, proposal),
        expires_at=promised_times.expiry(proposal.valid_until),
    )


def answered(
    inquiry: Inquiry, proposal: Proposal, order: messages.AnswerProposal, *, stands: bool
) -> messages.ProposalAnswered:
    accepts = order.answer == "accept"
    promises = inquiries.promises_of(inquiry)
    return messages.ProposalAnswered(
        process_id=order.process_id,
        answer=order.answer,
        answered_at=order.as_of,
        reminders_at=reminders(inquiry, proposal),
        complete_by=complete_by(promises, proposal, order) if accepts or stands else None,
        stands=stands and not accepts,
        trial_sessions=proposal.trial_sessions if accepts and not stands else 0,
        trial_ends_at=trial_end(proposal) if accepts and not stands else None,
    )


def trial_end(proposal: Proposal) -> datetime | None:
    """None where nothing is tried."""
    return end_of(proposal.trial_ends_by) if proposal.trial_sessions and proposal.trial_ends_by else None


def complete_by(promises: Promises, proposal: Proposal, order: messages.AnswerProposal) -> datetime:
    """Where the three parties are to meet first, the end of the time for that; a trial comes before they do."""
    if proposal.three_way_meeting and not proposal.trial_sessions:
        return promised_times.meeting(promises, order.as_of, proposal.starts_on)
    first_day = proposal.trial_ends_by if proposal.trial_sessions else proposal.starts_on
    return promised_times.completing(promises, order.as_of, first_day or proposal.starts_on)


def card_of(
    inquiry: Inquiry, proposal: Proposal, viewer: Viewer | None = None, *, as_sent: bool = False
) -> messages.ProposalCard:
    """expectations: the commissioner's own words in the inquiry."""
    facts = inquiry.model_dump() | proposal.model_dump() | {"expectations": inquiry.message}
    if as_sent:
        facts |= proposal.sent_with or {}
    if not queries.sees_expectations(inquiry, viewer):
        facts |= {"expectations": "", "answer_reason": None}
    return messages.ProposalCard.model_validate(facts)


def sent_with(inquiry: Inquiry) -> dict[str, Any]:
    """What a proposal's paper names of the inquiry, as it is now."""
    return inquiry.model_dump(mode="json", include=_NAMED_ON_PAPER)


def earlier_of(proposal: Proposal) -> messages.EarlierProposal:
    return messages.EarlierProposal.model_validate(proposal.model_dump())
