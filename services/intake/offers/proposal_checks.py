"""What may be done with a proposal as it and its inquiry stand: sent, sent again, answered; and whether it is over."""

from datetime import date, datetime
from typing import Any

from services.intake import inquiries, queries
from services.intake.offers import correcting
from services.intake.tables import Inquiry, Proposal
from services.messages import intake as messages
from services.messages.intake import InquiryStatus
from services.messages.values import Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.far_days import BEGINS_WITHIN_YEARS, refuse_far, refuse_long
from services.runtime.finland import local_date
from services.runtime.policy import can

_TERMS = {
    "duration_minutes", "base_interval_days", "starts_on", "ends_on", "valid_until", "sessions_agreed",
    "three_way_meeting", "trial_sessions", "trial_price", "trial_decision_days", "trial_ends_by",
}  # fmt: skip


# With the same terms, too: the one before has come to nothing.
_MAY_BE_SENT_AGAIN_IN = (InquiryStatus.MATCHED, InquiryStatus.EXPIRED)


OPEN_IN = (InquiryStatus.PROPOSED, InquiryStatus.REPROPOSED)


def has_run_out(valid_until: date, at: datetime) -> bool:
    """A proposal is valid through its last day, in Helsinki."""
    return local_date(at) > valid_until


def may_be_sent(inquiry: Inquiry) -> bool:
    """The first, or another one that takes the place of the one before."""
    open_still = inquiry.status in (*_MAY_BE_SENT_AGAIN_IN, InquiryStatus.PROPOSED)
    return open_still or correcting.may_correct(inquiry)


def no_proposal() -> Refusal:
    return Refusal("no_proposal", "process_id")


def proposal_changed(field: str) -> Refusal:
    return Refusal("proposal_changed", field, "is not the newest any more")


def is_sent_already(inquiry: Inquiry, last: Proposal, order: messages.SendProposal) -> bool:
    """Whether the order is the last one's, come again. What is over, or to be changed, is not sent by it again."""
    same = last.model_dump(include=_TERMS) == terms_of_order(inquiry, order)
    over = inquiry.status in (*_MAY_BE_SENT_AGAIN_IN, InquiryStatus.WITHDRAWN)
    return same and not over and order.replaces in (None, last.revision - 1)


def check_sending(inquiry: Inquiry, last: Proposal | None, order: messages.SendProposal) -> None:
    if not may_be_sent(inquiry):
        raise inquiries.refusal(inquiry, "not_matched")
    if order.replaces not in (None, last.revision if last else 0):
        raise proposal_changed("replaces")
    if order.ends_on < order.starts_on:
        raise Refusal("ends_before_start", "ends_on", "is before starts_on")
    refuse_far("starts_on", order.starts_on, order.as_of, years_back=1, years_ahead=BEGINS_WITHIN_YEARS)
    refuse_long("ends_on", order.starts_on, order.ends_on, is_confirmed=order.long_term_confirmed)
    if has_run_out(order.valid_until, order.as_of):
        raise Refusal("validity_in_the_past", "valid_until", "is a day that has passed")
    refuse_far("valid_until", order.valid_until, order.as_of, years_back=0, years_ahead=1)
    if order.starts_on <= order.valid_until and not correcting.stands(inquiry):
        raise Refusal("begins_before_answer", "starts_on", "is not after valid_until")
    if order.trial_sessions:
        _check_trial(order)


def _check_trial(order: messages.SendProposal) -> None:
    """It can begin after the last day on which the proposal is accepted, and is over before the contract's last day."""
    if order.trial_ends_by is None:
        raise Refusal("trial_end_missing", "trial_ends_by")
    if order.trial_ends_by <= order.valid_until:
        raise Refusal("trial_ends_too_early", "trial_ends_by", "is not after the proposal's last day")
    if order.trial_ends_by >= order.ends_on:
        raise Refusal("trial_ends_too_late", "trial_ends_by")


def may_answer(inquiry: Inquiry, proposal: Proposal, viewer: Viewer | None, now: datetime) -> bool:
    answers = viewer is not None and can(viewer, "answer_proposal", queries.belongs(inquiry))
    return answers and proposal.answer is None and not is_over(inquiry, proposal, now)


def came_to_nothing(inquiry: Inquiry, proposal: Proposal) -> bool:
    """It expired, whatever was done since."""
    return proposal.answer is None and inquiry.status not in OPEN_IN


def is_over(inquiry: Inquiry, proposal: Proposal, now: datetime) -> bool:
    return inquiry.ended or inquiry.status not in OPEN_IN or has_run_out(proposal.valid_until, now)


def check_answerable(inquiry: Inquiry, proposal: Proposal, order: messages.AnswerProposal) -> None:
    if proposal.answer:
        raise Refusal("already_answered", "answer", "was given otherwise")
    if is_over(inquiry, proposal, order.as_of):
        raise inquiries.refusal(inquiry, "proposal_expired")
    if order.answer == "decline" and not order.reason.strip():
        raise Refusal("reason_missing", "reason", "is needed to decline")


def terms_of_order(inquiry: Inquiry, order: messages.SendProposal) -> dict[str, Any]:
    """As ordered; what the order leaves open is as promised."""
    promises = inquiries.promises_of(inquiry)
    as_promised = {
        "base_interval_days": order.base_interval_days or promises.interval_days,
        "trial_decision_days": order.trial_decision_days or promises.trial_decision_days,
    }
    return order.model_dump(include=_TERMS) | as_promised
