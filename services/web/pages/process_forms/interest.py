"""What a supervisor has to do with the parties, as it is typed: by themselves, or by who was told."""

from services.messages.intake import Interest, InterestCode, Year
from services.messages.values import LongText
from services.web.pages.forms import Form


class InterestForm(Form):
    code: InterestCode
    since: Year | None = None
    until: Year | None = None
    words: LongText = ""


def interest_of(typed: Form) -> Interest:
    """typed: a form that has its fields among its own."""
    return Interest.model_validate(typed.model_dump(include=set(Interest.model_fields)))
