"""How an inquiry is shown, and what of it is left out for whom."""

from services.intake import changing, queries
from services.intake.offers import proposal_checks
from services.intake.screening import suggest
from services.intake.supervisors import choosing
from services.intake.tables import Inquiry
from services.messages.intake import InquiryCard, Suggestion, Wish
from services.messages.values import Address, Viewer
from services.runtime.policy import can

_HOPED_FOR = {"message", "wishes", "themes", "suggestion", "outcome_reason", "withdrawn_because"}
_BILLED_TO = {"address", "invoice_email"}
_MEMBERS = {"supervisee_ids"}
_EMPTY = {"suggestion": None, "outcome_reason": None}
"""Of the fields that may be left out, those without a default."""


def card(inquiry: Inquiry, viewer: Viewer | None = None) -> InquiryCard:
    """viewer: none where a service asks, which sees everything."""
    facts = inquiry.model_dump(include=set(InquiryCard.model_fields))
    facts["organisation_name"] = inquiry.customer_name or inquiry.organisation_name
    facts |= {"suggestion": _suggestion(inquiry), "address": _address(inquiry)}
    facts |= _own_part(inquiry, viewer) if viewer else {}
    hidden = _hidden(inquiry, viewer)
    return InquiryCard(**_EMPTY | {name: fact for name, fact in facts.items() if name not in hidden})


def listed(inquiry: Inquiry, viewer: Viewer) -> InquiryCard:
    """The same for a list: two long texts of each would soon be more than a message holds."""
    return card(inquiry, viewer).model_copy(update={"message": "", "outcome_reason": None})


def _own_part(inquiry: Inquiry, viewer: Viewer) -> dict[str, bool]:
    """What this viewer may do with it now."""
    whose = queries.belongs(inquiry)
    return {
        **changing.own_part(inquiry, viewer),
        "may_match": choosing.is_open(inquiry) and can(viewer, "match", whose),
        "may_propose": _may_propose(inquiry) and can(viewer, "send_proposal", whose),
    }


def _may_propose(inquiry: Inquiry) -> bool:
    return proposal_checks.may_be_sent(inquiry) and not inquiry.trial_open


def _hidden(inquiry: Inquiry, viewer: Viewer | None) -> set[str]:
    hidden: set[str] = set()
    if not queries.sees_expectations(inquiry, viewer):
        hidden |= _HOPED_FOR
    if not queries.sees_prices(inquiry, viewer):
        hidden |= _BILLED_TO
    if not queries.sees_members(inquiry, viewer):
        hidden |= _MEMBERS
    return hidden


def _address(inquiry: Inquiry) -> Address:
    return Address(**inquiry.model_dump(include=set(Address.model_fields)))


def _suggestion(inquiry: Inquiry) -> Suggestion | None:
    """A renewal has none: nobody filled in a form for it."""
    return None if inquiry.renews else suggest([Wish(wish) for wish in inquiry.wishes])
