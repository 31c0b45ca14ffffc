"""What a service's refusal is called in a reader's language: a sentence for each code, never what was sent.

A code stands in the file of the service that refuses with it; one that several know, in several.py.
"""

from services.runtime.commands.refusal import Refusal
from services.web.pages.languages import marked as _
from services.web.pages.refusals import billing, contracts, directory, intake, sessions, several

_OF_EACH = (several, intake, contracts, sessions, billing, directory)
SENTENCES: dict[str, str] = {code: sentence for each in _OF_EACH for code, sentence in each.SENTENCES.items()}


def sentence(refusal: Refusal) -> str:
    """English, to be translated where it is shown. A code without a sentence is a fault of ours, but no dead end.

    What is said of others in a field has a sentence of its own, where the code's speaks of whoever presses.
    """
    if said := several.OF_FIELDS.get((refusal.code, refusal.field or "")):
        return said
    return SENTENCES.get(refusal.code, _("This cannot be done now."))
