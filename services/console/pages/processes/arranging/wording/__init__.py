"""What a new contract's clauses say until the coordinator writes otherwise: one TOML file a language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from services.messages.contracts import Clause
from services.messages.values import Language


@cache
def usual_clauses(language: Language) -> Mapping[Clause, str]:
    """The clauses that do not follow from numbers, each in full."""
    return {Clause(name): text.strip() for name, text in _file(language)["clauses"].items()}


@cache
def usual_disputes_to(language: Language) -> str:
    """The third party that a contract names for disputes."""
    return str(_file(language)["disputes_to"])


def _file(language: Language) -> Mapping[str, Mapping[str, str]]:
    file = Path(__file__).parent / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
