"""Blanks in a text that the provider writes itself: which it has, and whether they are those of the text in its place.

A blank is {name} or {name:form}; [[name?...]] stands around what is said only where that fact is not 0. A text is
never run: what is no blank is a word.
"""

import re
from collections.abc import Mapping
from typing import Literal

BlankFault = Literal["brace_alone", "unknown_blank", "blank_missing"]

Parts = Mapping[str, str]
"""What a text is made of by name, such as a letter's subject and body."""
Held = Mapping[tuple[str, str], Parts]
"""The provider's own texts by name and language; usual ones are not among them."""

_BLANK = re.compile(r"\{([a-z_]+(?::[a-z_]+)?)\}")
_ONLY_WHERE = re.compile(r"\[\[([a-z_]+)\?(.*?)\]\]", re.DOTALL)


def blanks_in(text: str) -> list[str]:
    """As they are written, each once, in the order of the text: "{number}", "[[lost?...]]"."""
    conditions = [f"[[{name}?...]]" for name, _ in _ONLY_WHERE.findall(text)]
    return list(dict.fromkeys([*(f"{{{name}}}" for name in _BLANK.findall(text)), *conditions]))


def fault(text: str, usual: str) -> BlankFault | None:
    """usual: the text in whose place it is to stand; its blanks are needed, and others are not known."""
    if {"{", "}"} & set(_BLANK.sub("", text)) or _has_half_a_condition(text):
        return "brace_alone"
    found, needed = set(blanks_in(text)), set(blanks_in(usual))
    if found - needed:
        return "unknown_blank"
    return "blank_missing" if needed - found else None


def fits(text: str, usual: str) -> bool:
    """Also of one that was kept: a later release may need another blank."""
    return fault(text, usual) is None


def _has_half_a_condition(text: str) -> bool:
    without = _ONLY_WHERE.sub(lambda found: found[2], text)
    return "[[" in without or "]]" in without
