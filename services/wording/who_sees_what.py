"""The words of the table of who sees what (`messages/policy.py`): the contract and the pages say them from here.

They are written as inside a sentence; a heading begins with a capital letter.
"""

import tomllib
from pathlib import Path

from services.messages.values import Language

WORDS: dict[str, dict[str, dict[str, str]]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)


def what(row: str, language: Language) -> str:
    """KeyError, here and below: the table does not know it."""
    return WORDS["rows"][row][language]


def role(name: str, language: Language) -> str:
    return WORDS["roles"][name][language]


def scope(name: str, language: Language) -> str:
    return WORDS["scopes"][name][language]


def heading(words: str) -> str:
    return words[:1].upper() + words[1:]
