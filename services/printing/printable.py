"""Texts as every document can hold them: one line, letters that the fonts and XML both have."""

import re
import unicodedata

from services.messages.printing import PRINTED

_OTHER_SPACES = re.compile("[\t\r\n\u2000-\u200a\u2028\u2029\u202f\u3000]+")


def printable(text: str) -> str:
    """A letter that the fonts lack becomes `?`, as PDF/A refuses the whole document for it.

    What is typed today is refused with such a letter (`services/messages/printing.py`); what was kept before is not.
    """
    spaced = _OTHER_SPACES.sub(" ", unicodedata.normalize("NFC", text))
    return "".join(char if char in PRINTED else "?" for char in spaced)
