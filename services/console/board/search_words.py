"""Words as the board's search compares them."""

import re

from services.messages.texts import is_digits

_LETTERS_OR_DIGITS = re.compile(r"[^\W0-9_]+|[0-9]+")


def search_words(text: str) -> list[str]:
    """Folded, letters and digits apart, without the TO of a number, which all have."""
    words = _LETTERS_OR_DIGITS.findall(text.casefold())
    return [
        word
        for place, word in enumerate(words)
        if not (word == "to" and place + 1 < len(words) and is_digits(words[place + 1]))
    ]
