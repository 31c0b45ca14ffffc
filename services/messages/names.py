"""Names that people type and that reach somebody else: of persons, and of organisations and their departments.

They stand in mails, where a reader takes them for ours, so that nothing that leads elsewhere or hides goes in.
"""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from services.messages.printing import printed
from services.messages.texts import in_one_line, is_letter

_DIGITS = frozenset("0123456789")
_BESIDE_LETTERS = frozenset(" -‐'’ʼ´.,·")
_LIKE_AN_ADDRESS = re.compile(r"[^\W_][.][^\W0-9_]{2}|www[.]", re.IGNORECASE)
_LIKE_A_LINK = re.compile(r"://|\bwww[.]|@|[^\W_][.][^\W_]{2,}[/:?#]", re.IGNORECASE)
_MOST_DIGITS = 3
"""More of them are a telephone number."""


def _person(value: str) -> str:
    """Letters of any script, what stands between them, and a digit or two."""
    name = _spaced(value)
    digits = sum(char in _DIGITS for char in name)
    plain = all(is_letter(char) or char in _DIGITS or char in _BESIDE_LETTERS for char in name)
    has_letter = any(is_letter(char) for char in name)
    if not (plain and has_letter) or digits > _MOST_DIGITS or _LIKE_AN_ADDRESS.search(name):
        raise PydanticCustomError("plain_name", "is not a name as one is spoken of")
    return name


def _title(value: str) -> str:
    """Whatever an invoice can show, but no link; a company may well be called after its domain."""
    name = _spaced(value)
    if not name or _LIKE_A_LINK.search(name):
        raise PydanticCustomError("plain_title", "holds a link")
    return printed(name)


def _spaced(value: str) -> str:
    return re.sub("[ \u00a0]+", " ", value)


PersonName = Annotated[
    str, Field(min_length=1, max_length=60), BeforeValidator(in_one_line), AfterValidator(_person)
]
"""A given or a family name."""
TitleText = Annotated[
    str, Field(min_length=1, max_length=200), BeforeValidator(in_one_line), AfterValidator(_title)
]
"""An organisation's or a department's name."""
