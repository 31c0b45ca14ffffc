"""The words of the mails, and how their blanks are filled.

Each letter stands in three languages side by side, in the file of its area below `letters/`; what all letters of a
language have in common, in that language's file.

Days, times and sums are written as `services/wording/formats.py` writes them.
A blank is {name} or {name:form}; the forms are listed at `Blanks.format_field`. What stands in [[name?...]] is said
only where that fact is not 0.
"""

import re
import string
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, get_args

from services.messages.values import Language
from services.wording.blanks import fits
from services.wording.formats import Formats, ends_with_a_day

_HERE = Path(__file__).parent
LANGUAGES: tuple[Language, ...] = get_args(Language)
PARTS = ("subject", "body")
"""What a letter is made of."""

_LONGEST_NAME = 100
_WHERE_ANY = re.compile(r"\[\[(\w+)\?(.*?)\]\]", re.DOTALL)
_INNER_STOP = re.compile(r"\.(?=\w)")

Fact = str | int | date | datetime


class MissingFact(LookupError):
    """A text needs a fact that was not given, or a word that its language lacks: a fault of the caller."""


def one_line(text: str) -> str:
    """The text without line breaks, control or invisible characters: safe in a header and in a sentence."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def as_typed(name: str) -> str:
    """A name that somebody else typed: of one line and not long, and nothing in it that a mail program links."""
    short = one_line(name)
    cut = short if len(short) <= _LONGEST_NAME else short[: _LONGEST_NAME - 1].rstrip() + "…"
    return _INNER_STOP.sub(". ", cut)


OF_OLDER_LETTERS: Mapping[str, Fact] = {
    "planned": 1,
    "elsewhere": 0,
    "lapses_at": 0,
    "first_on": 0,
    "none_planned": 1,
    "taken_back": 1,
    "lapsed": 0,
    "unready": 0,
    "unreviewed": 0,
    "unsigned": 1,
    "stands": 1,
    "none_stands": 0,
    "review_day": 0,
    "may_move": 1,
    "others_move": 0,
    "named": 0,
    "by_supervisor": 1,
    "told_at": 0,
    "former_told_at": 0,
    "handed_over": 0,
    "by_former": 0,
    "without_time": 0,
    "stands_in": 0,
    "listed": 1,
    "kept": 0,
    "to_come": 0,
    "tried": 1,
    "tried_paid": 0,
    "tried_free": 0,
    "of_contract": 1,
    "of_trial": 0,
    "takes_part": 0,
    "performed_on": 0,
    "held": 1,
    "upheld": 0,
    "some_stay": 1,
    "nobody_stays": 0,
    "fee_unknown": 1,
    "fee": 0,
    "no_fee": 0,
    "rejected": 0,
    "untried": 0,
    "undecided": 1,
    "withdrawn": 0,
    "free": 0,
    "falls": 1,
    "waived": 0,
    "by_supervisees": 1,
    "by_commissioner": 0,
    "by_customer": 0,
    "otherwise_changed": 1,
    "goes_over": 0,
    "by_end": 0,
    "moved": 0,
    "otherwise": 0,
    "lasts": 0,
    "comes_next": 1,
    "awaited": 0,
    "came_too_late": 0,
    "stays": 1,
    "leaves": 0,
    "invited": 1,
    "by_page": 0,
    "handed_back": 0,
    "same_supervisor": 0,
    "owed": 0,
    "without_vat": 1,
    "with_vat": 0,
    "costs_with_vat": 0,
    "dated": 1,
    "replanned": 0,
    "still_waiting": 0,
    "unlisted": 0,
    "paused": 0,
    "follows": 1,
    "not_signed": 0,
    "draft_ends_at": 0,
    "signing_ends_at": 0,
    "renewal_off": 0,
    "amendment_off": 0,
    "by_itself": 0,
    "alone": 0,
    "with_others": 1,
    "another": 1,
    "yours": 0,
    "yours_for_now": 0,
    "next_dated": 0,
    "off_numbered": 0,
    "renewal_number": 0,
    "next_ends": 0,
    "next_stands": 0,
    "terminated": 0,
    "begun": 1,
    "unbegun": 0,
    "all_fall": 0,
    "left_out": 0,
    "taken": 0,
    "by_word": 1,
    "over": 0,
    "to_parties": 1,
    "to_staff": 0,
    "stay_out": 0,
}
"""What was so of every letter that waits since before this was kept of it."""


def _said_of(part: re.Match[str], facts: Mapping[str, Fact]) -> str:
    name, words = part.groups()
    if name not in facts and name not in OF_OLDER_LETTERS:
        raise MissingFact(f"the fact {name!r} is missing")
    return "" if facts.get(name, OF_OLDER_LETTERS.get(name)) == 0 else words


@dataclass(frozen=True)
class Wording:
    """Everything that one language says. tables: its own file's, and its letters by kind."""

    language: Language
    tables: Mapping[str, Any]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of letter that this language has."""
        return frozenset(self.tables["letters"])

    def letter(self, kind: str, own: Mapping[str, str] | None = None) -> tuple[str, str]:
        """The unfilled subject and body of a kind of letter. own: the provider's, where they have the same blanks."""
        if kind not in self.kinds:
            raise MissingFact(f"no letter of kind {kind!r} in {self.language}")
        found = self.tables["letters"][kind]
        usual = found["subject"], found["body"].strip()
        if own and all(fits(own[part], text) for part, text in zip(PARTS, usual, strict=True)):
            return own["subject"], own["body"]
        return usual

    def fill(self, text: str, facts: Mapping[str, Fact]) -> str:
        """The text with its blanks filled; a missing, empty or unknown fact raises MissingFact."""
        return Blanks(self).vformat(_WHERE_ANY.sub(lambda part: _said_of(part, facts), text), (), facts)

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
        if key == "number" and kwargs.get("trial"):
            return self.wording.tables["forms"]["trial_session"].replace("{number}", str(value))
        if value is None or value == "":
            raise MissingFact(f"the fact {key!r} is missing")
        return value

    def format_field(self, value: Any, form: str) -> str:
        """Forms: none (by type, a datetime with its zone), `bare` (without zone), `until` (a last moment;
        at midnight the day that ends then), `time`, `day`, `money`, or the name of a table of words."""
        wording, formats = self.wording, Formats(self.wording.language)
        match value, form:
            case datetime(), "":
                return f"{formats.day_and_time(value)} ({wording.tables['forms']['zone']})"
            case datetime(), "until" if ends_with_a_day(value):
                return formats.deadline(value)
            case datetime(), "until":
                return self.format_field(value, "")
            case datetime(), "bare":
                return formats.day_and_time(value)
            case datetime(), "time":
                return formats.time(value)
            case datetime(), "day":
                return formats.day(value)
            case date(), "" if not isinstance(value, datetime):
                return formats.day(value)
            case int(), "money":
                return formats.euros(value)
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
    for known in LANGUAGES:
        if known == language:
            letters = {kind: said[known] for kind, said in _letters().items() if known in said}
            return Wording(known, _parsed(_HERE / f"{known}.toml") | {"letters": letters})
    raise MissingFact(f"no wording for the language {language!r}")


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
