"""The words of the paper: one TOML file a language.

`sentences` tell the clauses that follow from numbers; `usual` is what the others say until a coordinator writes
otherwise. The provider may have texts of its own in place of both (`services/contracts/papers/own_texts.py`).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from services.messages.contracts import Clause
from services.messages.values import Language
from services.wording.blanks import fits

_COUNTED = ("notice", "sessions")
"""Blanks before a noun."""
TITLE, PROVEN = "title_", "evidence_"
"""Before the name of a clause's heading, and of a word of the sheet of evidence."""
WORDED = ("heading", "said", "checked_at")
"""Of that sheet: what it is called, and what leads to it. What was done, and what a seal proves, are facts."""


@dataclass(frozen=True)
class Wording:
    """What one language says. own: texts of the provider's own, by name. KeyError: a word is missing in it."""

    tables: Mapping[str, Any]
    own: Mapping[str, str] = field(default_factory=dict)

    def with_own(self, texts: Mapping[str, str]) -> "Wording":
        """Without those that no longer have the blanks of the sentence in whose place they stand."""
        return replace(self, own={name: text for name, text in texts.items() if self._fits(name, text)})

    def text(self, name: str) -> str:
        """As it is written, with its blanks."""
        return self.own.get(name) or self.usual(name)

    def usual(self, name: str) -> str:
        """Raises KeyError."""
        said = self._usual(name)
        if said is None:
            raise KeyError(name)
        return said.strip()

    def sentence(self, name: str, **blanks: str | int) -> str:
        """The usual one has a form of its own for one of what it counts."""
        one = (
            self.tables["one"].get(name) if 1 in map(blanks.get, _COUNTED) and name not in self.own else None
        )
        return str(one or self.text(name)).format(**blanks)

    def _fits(self, name: str, text: str) -> bool:
        return (usual := self._usual(name)) is not None and fits(text, usual.strip())

    def _usual(self, name: str) -> str | None:
        """None: nothing of that name can be worded."""
        tables: Mapping[str, Mapping[str, str]] = self.tables
        if name.startswith(TITLE):
            return tables["titles"].get(name.removeprefix(TITLE))
        if name.startswith(PROVEN):
            word = name.removeprefix(PROVEN)
            return tables["evidence"][word] if word in WORDED else None
        return tables["sentences"].get(name) or tables["usual"].get(name)

    def on_paper(self, word: str, /, **blanks: str) -> str:
        """What stands beside the clauses on the printed paper."""
        return str(self.tables["paper"][word]).format(**blanks)

    def proven(self, word: str, /, **blanks: str | int) -> str:
        """What stands on the sheet of evidence behind it."""
        said = self.text(f"{PROVEN}{word}") if word in WORDED else str(self.tables["evidence"][word])
        return said.format(**blanks)

    def offered(self, word: str, /, **blanks: str | int) -> str:
        """What stands on the printed proposal."""
        return str(self.tables["proposal"][word]).format(**blanks)

    def at(self, word: str, /, **blanks: str) -> str:
        """What stands there of place and time."""
        return str(self.tables["where"][word]).format(**blanks)

    def counted(self, unit: str, number: int) -> str:
        """So many months or days."""
        form = "one" if number == 1 else "many"
        return str(self.tables["counts"][f"{unit}_{form}"]).format(number=number)

    def title(self, clause: Clause) -> str:
        return self.text(f"{TITLE}{clause}")


@cache
def wording(language: Language) -> Wording:
    file = Path(__file__).parent / f"{language}.toml"
    return Wording(tomllib.loads(file.read_text(encoding="utf-8")))
