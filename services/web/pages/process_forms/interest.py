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
    """typed: a form that has its fields among its own. Of no ties there are no years."""
    said = Interest.model_validate(typed.model_dump(include=set(Interest.model_fields)))
    if said.code is InterestCode.NONE:
        return said.model_copy(update={"since": None, "until": None})
    return said
