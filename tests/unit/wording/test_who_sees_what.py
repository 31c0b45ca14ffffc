"""The contract and the privacy page say the table of who sees what with the same words."""

import re
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import get_args

import pytest

from services import portal
from services.contracts.papers import clauses
from services.messages.contracts import Clause
from services.messages.policy import WHO_DOES_WHAT, WHO_SEES_WHAT, Scope
from services.messages.values import Language, Role
from services.web.pages.renderer import Renderer
from services.wording import who_sees_what
from tests.unit.contracts.builders import terms

LANGUAGES: tuple[Language, ...] = get_args(Language)
PORTAL = Renderer(Path(portal.__file__).parent, local_profile=False)

Said = dict[str, dict[str, str]]


def said_by_the_contract(language: Language) -> Said:
    """Row -> role -> how much, all as they are written; who sees all of it stands there without a word."""
    lines = clauses.from_numbers(terms(language=language))[Clause.INFORMATION_EXCHANGE].splitlines()[1:]
    told = (re.fullmatch(r"- ([^:]+): (.+)", line) for line in lines)
    without_a_word = who_sees_what.scope("yes", language)
    return {
        one[1]: {
            role: scope or without_a_word
            for role, scope in re.findall(r"([^ ,()][^,()]*?)(?: \(([^)]+)\))?(?:, |$)", one[2])
        }
        for one in told
        if one
    }


def said_by_the_privacy_page(language: Language) -> Said:
    """As above, with headings written as inside a sentence and without those who see nothing."""
    visit = SimpleNamespace(
        signed_in=False,
        path="/privacy",
        door=SimpleNamespace(
            name="portal", home="/home", provider="Esimerkki Oy", logo=None, languages=LANGUAGES
        ),
    )
    tables = {"sees": WHO_SEES_WHAT, "does": WHO_DOES_WHAT, "for_group": frozenset(), "roles": list(Role)}
    frame = {"visit": visit, "navigation": [], "said": None, "controller": None}
    frame |= {"unsent_days": 1, "letter_years": 3, "step_years": 10}
    page = unescape(PORTAL.page(language, "privacy/show.html", **frame, **tables))
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    told: Said = {}
    for row in table.split("<tr>")[1:]:
        heading = re.search(r"<th[^>]*>([^<]+)</th>", row)
        assert heading
        cells = re.findall(r'<td data-label="([^"]+)" class="matrix-some">([^<]+)</td>', row)
        told[_inside(heading[1])] = {_inside(role): scope for role, scope in cells}
    return told


def _inside(heading: str) -> str:
    return heading[:1].lower() + heading[1:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_say_the_same_words_of_every_row_and_they_are_the_tables(language):
    table = {
        who_sees_what.what(row, language): {
            who_sees_what.role(role, language): who_sees_what.scope(scope, language)
            for role, scope in scopes.items()
            if scope != "no"
        }
        for row, scopes in WHO_SEES_WHAT.items()
    }
    assert len(table) == len(WHO_SEES_WHAT)
    assert said_by_the_contract(language) == said_by_the_privacy_page(language) == table


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind, name", [("rows", "place"), ("roles", "supervisee"), ("scopes", "own")])
def test_another_word_in_the_table_is_another_in_both(monkeypatch, language, kind, name):
    monkeypatch.setitem(who_sees_what.WORDS[kind][name], language, "planted word")
    contract, page = said_by_the_contract(language), said_by_the_privacy_page(language)
    assert contract == page and "planted word" in str(page)


def test_every_row_scope_and_role_has_words_in_every_language_and_no_other_has():
    words = who_sees_what.WORDS
    known = {"rows": set(WHO_SEES_WHAT), "scopes": set(get_args(Scope)), "roles": set(Role)}
    assert {kind: set(named) for kind, named in words.items()} == known
    said = [one for named in words.values() for one in named.values()]
    assert all(set(one) == set(LANGUAGES) and all(one.values()) for one in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_templates_call_a_role_or_a_row_by_themselves_is_called_so_in_the_table_too(language):
    """A heading such as "Supervisor" stands in the catalogues as well."""
    said = [*who_sees_what.WORDS["roles"].values(), *who_sees_what.WORDS["rows"].values()]
    for words in said:
        english, wanted = (who_sees_what.heading(words[one]) for one in ("en", language))
        assert PORTAL.text(language, english) in (english, wanted)
