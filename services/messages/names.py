"""Names that people type and that reach somebody else: of persons, and of organisations and their departments.

They stand in mails, where a reader takes them for ours, so that nothing that leads elsewhere or hides goes in.
"""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

_BESIDE_LETTERS = frozenset(" -‐'’ʼ´.,·")
_LIKE_AN_ADDRESS = re.compile(r"[^\W_][.][^\W\d_]{2}|www[.]", re.IGNORECASE)
_LIKE_A_LINK = re.compile(r"://|\bwww[.]|@|[^\W_][.][^\W_]{2,}[/:?#]", re.IGNORECASE)
_MOST_DIGITS = 3
"""More of them are a telephone number."""


def _person(value: str) -> str:
    """Letters of any script, what stands between them, and a digit or two."""
    name = _spaced(value)
    digits = sum(char.isdigit() for char in name)
    plain = all(_is_letter(char) or char.isdigit() or char in _BESIDE_LETTERS for char in name)
    has_letter = any(_is_letter(char) for char in name)
    if not (plain and has_letter) or digits > _MOST_DIGITS or _LIKE_AN_ADDRESS.search(name):
        raise PydanticCustomError("plain_name", "is not a name as one is spoken of")
    return name


def _title(value: str) -> str:
    """Whatever is printed, but no link; a company may well be called after its domain."""
    name = _spaced(value)
    if not name or not all(char.isprintable() for char in name) or _LIKE_A_LINK.search(name):
        raise PydanticCustomError("plain_title", "holds a link or what is not printed")
    return name


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM"


def _spaced(value: str) -> str:
    """One way of writing it. Line breaks and tabs stay, to be refused."""
    composed = unicodedata.normalize("NFC", value).replace("\u00a0", " ")
    return re.sub(" +", " ", composed).strip(" ")


PersonName = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_person)]
"""A given or a family name."""
TitleText = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_title)]
"""An organisation's or a department's name."""
