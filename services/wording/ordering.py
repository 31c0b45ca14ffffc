"""Names in the order of the reader's language, by a key of our own: the databases here know no language's order.

Marks and case decide only between names that are otherwise the same. One table makes the key in Python and in SQL
(`services/directory/ordering.py:in_order`).
Source: Unicode CLDR, collation rules of Finnish and Swedish; v and w are two letters, as both languages have them now.
"""

import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from typing import Protocol, TypeVar

from services.messages.values import Language

T = TypeVar("T")


class Named(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def family_name(self) -> str: ...


_AFTER_Z = {
    "å": "{",
    "ä": "|",
    "æ": "|",
    "ö": "}",
    "ø": "}",
    "ő": "}",
    "õ": "}",
    "œ": "}",
    "ü": "y",
    "ű": "y",
}
"""Letters of their own in Finnish and Swedish, by the signs that follow z; ü is written for y."""
_LIKE = {"đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŋ": "n", "ø": "o", "ŧ": "t", "ʒ": "z"}
_LIKE |= dict(zip("’‘ʼʻ´‐‑‒–—\u00a0", "'''''----- ", strict=True))
_LIKE_SEVERAL = {"æ": "ae", "œ": "oe", "ß": "ss", "þ": "th"}
_LATIN = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
_MARKS = range(0x300, 0x370)


@cache
def letters(language: Language) -> dict[str, str]:
    """What a small letter is put in order as, where that is another; a mark is put in no order."""
    based = {char: unicodedata.normalize("NFD", char)[0] for char in map(chr, _LATIN) if char.islower()}
    own = {} if language == "en" else _AFTER_Z
    found = {char: base for char, base in based.items() if char != base} | _LIKE | _LIKE_SEVERAL | own
    return found | dict.fromkeys(map(chr, _MARKS), "")


@cache
def _places(language: Language) -> dict[int, str]:
    return str.maketrans(letters(language))


def sort_key(text: str, language: Language) -> tuple[str, str, str]:
    """By its letters, then by their marks, then by their case."""
    small = unicodedata.normalize("NFC", text).lower()
    return small.translate(_places(language)), small, text.swapcase()


def by_name(items: Iterable[T], language: Language, name: Callable[[T], str]) -> list[T]:
    return sorted(items, key=lambda one: sort_key(name(one), language))


def by_family_name(items: Iterable[T], language: Language, person: Callable[[T], Named]) -> list[T]:
    """People, as a list of them is read; who have a family name in common by the whole name."""
    return sorted(
        by_name(items, language, lambda one: person(one).name),
        key=lambda one: sort_key(person(one).family_name, language),
    )
