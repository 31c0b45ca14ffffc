"""How an inquiry is shown."""

from services.intake.screening import suggest
from services.intake.tables import Inquiry
from services.messages.intake import InquiryCard, Suggestion, Wish


def card(inquiry: Inquiry) -> InquiryCard:
    facts = inquiry.model_dump(include=set(InquiryCard.model_fields))
    return InquiryCard(suggestion=_suggestion(inquiry), **facts)


def _suggestion(inquiry: Inquiry) -> Suggestion | None:
    """A renewal has none: nobody filled in a form for it."""
    return None if inquiry.renews else suggest([Wish(wish) for wish in inquiry.wishes])
