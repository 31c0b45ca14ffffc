"""A number that a text says is the rule's own: another one there is another one in every language."""

import re
from typing import get_args

import pytest

from services.messages.values import Language
from services.web.pages.languages import translations
from services.web.pages.numbers import NUMBERS, with_numbers
from tests.catalogues import PACKAGES, used

FOLDERS = tuple(home / "locale" for home in PACKAGES.values())
TEXTS = sorted(
    {
        text
        for package in PACKAGES
        for said in used(package)
        for text in ((said,) if isinstance(said, str) else said)
    }
)
_NUMBER = re.compile(r"\b(\d+|two|three|four|five|six|ten|twelve)\b", re.I)
SAID_BY_ITSELF = re.compile(
    # What is so by law, by a standard, by its form, or in this place alone.
    r"six digits|[Ff]ive digits|16 digits|SHA-256|1234567-1|TO-1007|9:30|port 587|WCAG|306/2019|TRAFICOM|320 pixels"
    r"|Accounting Act|VAT Act|within 14 days|12 months after|[Tt]hree (short steps|languages|parties|credentials)"
    r"|three-party contract|all three sign|\([+−]?[012]\)|weight 2|T-score|50 means|three to six|think of two"
    r"|[Tt]wo entries|make the two one|[Tt]hree-way"
    r"|003720774740|^9 is a digit|^1–2 hours every|^30 days$|; 0 takes no"
)


def saying(name: str) -> list[str]:
    return [text for text in TEXTS if f"%({name})s" in text]


@pytest.mark.parametrize("name", NUMBERS)
def test_a_planted_number_is_said_in_every_language(name):
    assert saying(name), f"no text says {name}"
    for language in get_args(Language):
        for text in saying(name):
            told = with_numbers(translations(language, FOLDERS).gettext(text), {**NUMBERS, name: 98_765})
            assert "98765" in told, (language, text)


def test_what_the_page_gives_stays_for_the_page():
    assert with_numbers("%(email)s has 50 %% for %(code_minutes)s min") == "%(email)s has 50 %% for 10 min"


def test_no_text_says_a_number_of_its_own():
    told = [text for text in TEXTS if _NUMBER.search(text) and not SAID_BY_ITSELF.search(text)]
    assert told == [], "name it in services/web/pages/numbers.py, or let the page give it"
