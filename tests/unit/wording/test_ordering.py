"""Names stand where a reader of the language looks for them."""

import random
import re
from dataclasses import dataclass

import pytest

from services.messages.values import Language
from services.wording.ordering import by_family_name, by_name, sort_key
from tests.unit.docs.reading import ROOT, sources

NORDIC = ["Aalto", "Mattila", "Mårtensson", "Mäkinen", "Möller", "Zorn", "Åberg", "Ångström", "Äijälä", "Öst"]
ENGLISH = [
    "Aalto",
    "Åberg",
    "Äijälä",
    "Ångström",
    "Mäkinen",
    "Mårtensson",
    "Mattila",
    "Möller",
    "Öst",
    "Zorn",
]
ALIKE = [
    "d’Arcy",
    "Dahl",
    "Ek-Holm",
    "Ekholm",
    "Éric",
    "Erik",
    "Łukasz",
    "Lund",
    "Šimek",
    "Sinisalo",
    "Þórr",
    "Thun",
]


@pytest.mark.parametrize("language, names", [("fi", NORDIC), ("sv", NORDIC), ("en", ENGLISH)])
def test_each_name_stands_where_its_reader_looks_for_it(language: Language, names: list[str]) -> None:
    assert in_any_order(names, language) == names


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_other_marks_are_with_their_letter(language: Language) -> None:
    assert in_any_order(ALIKE, language) == ALIKE


@pytest.mark.parametrize("language, names", [
    ("fi", ["Muller", "Müller", "Myyrä", "Män", "Mæn", "Møn", "Mör"]),
    ("en", ["Mæn", "Møn", "Muller", "Müller", "Myyrä"]),
])  # fmt: skip
def test_a_neighbours_letter_is_with_ours(language: Language, names: list[str]) -> None:
    """Ü is written for y, æ for ä and ø for ö in Finnish and Swedish."""
    assert in_any_order(names, language) == names


def test_case_and_marks_decide_last_and_loose_dots_not_at_all() -> None:
    names = ["ek, a", "Ek, a", "Ék, a", "ek, b"]
    assert in_any_order(names, "fi") == names
    assert sort_key("A\u0308ija\u0308la\u0308", "fi")[0] == sort_key("Äijälä", "fi")[0]


def in_any_order(names: list[str], language: Language) -> list[str]:
    shuffled = random.Random(names[0]).sample(names, len(names))
    return by_name(shuffled, language, lambda name: name)


@dataclass(frozen=True)
class Somebody:
    name: str
    family_name: str


@pytest.mark.parametrize(("language", "told"), [("fi", "cadbe"), ("en", "cdbea")])
def test_people_go_by_family_name_and_then_by_the_whole(language: Language, told: str) -> None:
    everybody = {
        "a": Somebody("Anna von Essen", "von Essen"),
        "b": Somebody("Aamu Äijälä", "Äijälä"),
        "c": Somebody("Öivind Aalto", "Aalto"),
        "d": Somebody("Aino Åberg", "Åberg"),
        "e": Somebody("Bo Äijälä", "Äijälä"),
    }
    assert "".join(by_family_name(everybody, language, lambda one: everybody[one])) == told


BY_CODE_POINT = re.compile(
    r"(?:sorted|\.sort|order_by)\(.*(?:\.\w*name\b|casefold\(|\.lower\(|in_small\(|\.town\b|\.title\b)"
    r"|\{[%{].*\|\s*(?:sort|dictsort|groupby)\b"
)


def test_no_list_of_names_is_in_the_order_of_code_points() -> None:
    """What people read is put in order by `by_name` or `by_family_name`, or in a database by `in_order`."""
    pages = [
        page for door in ("web", "portal", "console") for page in (ROOT / "services" / door).rglob("*.html")
    ]
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in [*sources(), *pages]
        for number, line in enumerate(file.read_text().splitlines(), start=1)
        if BY_CODE_POINT.search(line) and "in_order(" not in line and "by_name(" not in line
    ]
    assert found == []


@pytest.mark.parametrize("line", [
    "sorted(listed, key=lambda one: one.person.name.casefold())",
    "    .order_by(in_small(Person.family_name))",
    "people.sort(key=lambda one: one.name)",
    "{% for one in departments | sort(attribute='name') %}",
])  # fmt: skip
def test_and_such_a_list_would_be_found(line: str) -> None:
    assert BY_CODE_POINT.search(line)
