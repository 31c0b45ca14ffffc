"""The words of the clauses that follow from numbers: one TOML file a language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from services.messages.contracts import Clause
from services.messages.values import Language


@dataclass(frozen=True)
class Wording:
    """What one language says. KeyError: a word is missing in it."""

    tables: Mapping[str, Any]

    def sentence(self, name: str, **blanks: str | int) -> str:
        return str(self.tables["sentences"][name]).strip().format(**blanks)

    def on_paper(self, word: str, /, **blanks: str) -> str:
        """What stands beside the clauses on the printed paper."""
        return str(self.tables["paper"][word]).format(**blanks)

    def proven(self, word: str, /, **blanks: str | int) -> str:
        """What stands on the sheet of evidence behind it."""
        return str(self.tables["evidence"][word]).format(**blanks)

    def offered(self, word: str, /, **blanks: str | int) -> str:
        """What stands on the printed proposal."""
        return str(self.tables["proposal"][word]).format(**blanks)

    def title(self, clause: Clause) -> str:
        return str(self.tables["titles"][clause])


@cache
def wording(language: Language) -> Wording:
    file = Path(__file__).parent / f"{language}.toml"
    return Wording(tomllib.loads(file.read_text(encoding="utf-8")))
