"""The words of the mails, and how their blanks are filled.

Each letter stands in three languages side by side, in the file of its area below `letters/`; what all letters of a
language have in common, in that language's file.

Days, times and sums are written as the language writes them, times always as in Helsinki.
A blank is {name} or {name:form}; the forms are listed at `Blanks.format_field`.
"""

import string
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from services.runtime.finland import local_date, to_local

_HERE = Path(__file__).parent
LANGUAGES = ("fi", "sv", "en")

Fact = str | int | date | datetime


class MissingFact(LookupError):
    """A text needs a fact that was not given, or a word that its language lacks: a fault of the caller."""


def one_line(text: str) -> str:
    """The text without line breaks, control or invisible characters: safe in a header and in a sentence."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


@dataclass(frozen=True)
class Wording:
    """Everything that one language says. tables: its own file's, and its letters by kind."""

    language: str
    tables: Mapping[str, Any]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of letter that this language has."""
        return frozenset(self.tables["letters"])

    def letter(self, kind: str) -> tuple[str, str]:
        """The unfilled subject and body of a kind of letter."""
        if kind not in self.kinds:
            raise MissingFact(f"no letter of kind {kind!r} in {self.language}")
        found = self.tables["letters"][kind]
        return found["subject"], found["body"].strip()

    def fill(self, text: str, facts: Mapping[str, Fact]) -> str:
        """The text with its blanks filled; a missing, empty or unknown fact raises MissingFact."""
        return Blanks(self).vformat(text, (), facts)

    def day(self, on: date) -> str:
        form = self.tables["forms"]
        return str(form["day"].format(day=on.day, month=form["months"][on.month - 1], year=on.year))

    def time(self, at: datetime) -> str:
        local = to_local(at)
        return str(self.tables["forms"]["time"].format(hour=local.hour, minute=local.minute))

    def moment(self, at: datetime) -> str:
        day = self.day(local_date(at))
        return str(self.tables["forms"]["moment"].format(day=day, time=self.time(at)))

    def money(self, cents: int) -> str:
        form = self.tables["forms"]
        euros, rest = divmod(abs(cents), 100)
        whole = f"{euros:,}".replace(",", form["thousands"])
        written = form["money"].format(amount=f"{whole}{form['decimal']}{rest:02}")
        return f"\N{MINUS SIGN}{written}" if cents < 0 else str(written)

    def word(self, table: str, code: object) -> str:
        """The words for a code, such as the outcome of a screening; table: a table of the language's file."""
        words = self.tables.get(table, {})
        if code not in words:
            raise MissingFact(f"no words for this code in {self.language}.{table}")
        return str(words[code])


class Blanks(string.Formatter):
    """Fills the blanks of one language's texts."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        value = kwargs.get(str(key))
        if value is None or value == "":
            raise MissingFact(f"the fact {key!r} is missing")
        return value

    def format_field(self, value: Any, form: str) -> str:
        """Forms: none (by type, a datetime with its zone), `bare` (without zone), `time`, `day`, `money`, or
        the name of a table of words."""
        wording = self.wording
        match value, form:
            case datetime(), "":
                return f"{wording.moment(value)} ({wording.tables['forms']['zone']})"
            case datetime(), "bare":
                return wording.moment(value)
            case datetime(), "time":
                return wording.time(value)
            case datetime(), "day":
                return wording.day(local_date(value))
            case date(), "" if not isinstance(value, datetime):
                return wording.day(value)
            case int(), "money":
                return wording.money(value)
            case int(), "":
                return str(value)
            case str(), "":
                return one_line(value)
            case str(), _:
                return wording.word(form, value)
        raise TypeError(f"a {type(value).__name__} cannot be written in the form {form!r}")


@cache
def wording(language: str) -> Wording:
    """The words of a language: one of LANGUAGES."""
    if language not in LANGUAGES:
        raise MissingFact(f"no wording for the language {language!r}")
    own = _parsed(_HERE / f"{language}.toml")
    letters = {kind: said[language] for kind, said in _letters().items() if language in said}
    return Wording(language, own | {"letters": letters})


@cache
def _letters() -> dict[str, dict[str, Any]]:
    """Kind -> language -> subject and body. No kind stands in two files."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted((_HERE / "letters").glob("*.toml")):
        area = _parsed(file)
        if twice := found.keys() & area.keys():
            raise ValueError(f"{file.name} says again what another file says: {sorted(twice)}")
        found |= area
    return found


def _parsed(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
