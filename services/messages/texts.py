"""Letters and digits as people write them: one way of writing each text, and what no text holds.

The types that are read so stand in `values.py`; names of people and organisations have rules besides: `names.py`.
"""

import re
import unicodedata
from typing import TypeVar

from pydantic_core import PydanticCustomError

T = TypeVar("T")

_TURNS_THE_LINE = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Unicode's Bidi_Control: what stands after one is shown in another place than it is written in."""
_NEVER_NAMED = "".join(
    chr(plane + last) for plane in range(0, 0x11_0000, 0x1_0000) for last in (0xFFFE, 0xFFFF)
)
_NO_CHARACTER = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd{_NEVER_NAMED}]")
"""Controls besides line break and tab, halves of pairs, what Unicode will never name, and what stands for all these
where a browser's bytes or a file's could not be read.
"""
_FROM_A_PAGE = {
    **dict.fromkeys((0xAD, 0x34F, 0x180E, 0x200B, *range(0x2060, 0x2065), 0xFEFF)),
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
}  # fmt: skip
"""What text copied from a page or a PDF brings along: hyphenation marks, marks of width nothing, joined letters."""
_JOINS_NOTHING = re.compile(
    "(?<=[0-9A-Za-z\u00c0-\u024f])[\u200c\u200d]+|[\u200c\u200d]+(?=[0-9A-Za-z\u00c0-\u024f])"
)
"""Unicode's joiners beside a Latin letter. In other scripts, and in pictures, they change what is seen."""
_LINE_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANK_THOUGH_A_LETTER = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Fillers of Hangul and the empty Braille cell: letters and symbols by name, with nothing to see."""
_DIGITS = re.compile("[0-9]+")
_NUMBER = re.compile("[+-]?[0-9]+(?:[.][0-9]+)?")


def is_digits(text: str) -> bool:
    """Whether it is 0 to 9 alone, and not nothing: the digits of other scripts, which Python reads too, are none."""
    return bool(_DIGITS.fullmatch(text))


def in_digits(value: T) -> T | str:
    """A number as it is typed: with a point or a comma, with or without spaces between the thousands.

    Refuses what is none, such as a number in other digits or with an exponent.
    """
    if not isinstance(value, str):
        return value
    number = "".join(value.split()).replace(",", ".").replace("\u2212", "-")
    if not _NUMBER.fullmatch(number):
        raise PydanticCustomError("not_a_number", "is not a number")
    return number


def is_letter(char: str) -> bool:
    """Of any script, with the marks that stand on letters."""
    return unicodedata.category(char)[0] in "LM" and char not in _BLANK_THOUGH_A_LETTER


def written(value: T) -> T | str:
    """Composed (NFC), in lines that end alike, without blanks around; empty where nothing of it can be seen.

    What a page brings along unseen goes; what is no text passes as it is. Refuses characters that no text holds.
    """
    if not isinstance(value, str):
        return value
    if value.isascii() and value.isprintable():
        return value.strip()
    shown = _JOINS_NOTHING.sub("", value.translate(_FROM_A_PAGE))
    text = unicodedata.normalize("NFC", _LINE_BREAK.sub("\n", shown))
    if _NO_CHARACTER.search(text):
        raise PydanticCustomError("control_character", "holds a character that no text has")
    if _TURNS_THE_LINE.search(text):
        raise PydanticCustomError(
            "direction_control", "holds a hidden sign that turns the direction of writing"
        )
    return text.strip() if any(map(_is_seen, text)) else ""


def in_one_line(value: T) -> T | str:
    """As `written`; also refuses what is more than one line."""
    text = written(value)
    if isinstance(text, str) and ("\n" in text or "\t" in text):
        raise PydanticCustomError("more_than_a_line", "is more than one line")
    return text


def searched(value: T) -> T | str:
    """As `in_one_line`; refuses what is typed and cannot be seen: nothing is looked for by it, not everything."""
    text = in_one_line(value)
    if text == "" and isinstance(value, str) and value.strip():
        raise PydanticCustomError("nothing_to_see", "has nothing that can be seen")
    return text


def _is_seen(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNPS" and char not in _BLANK_THOUGH_A_LETTER
