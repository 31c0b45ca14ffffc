"""Where a number stands before what it counts, one of it has words of its own."""

import re
from typing import get_args

import pytest

from services.contracts.papers.wording import wording
from services.messages.values import Language
from services.web.pages.numbers import NUMBERS
from tests.catalogues import PACKAGES, used

_NOUN = (
    r"(?:working |whole |full )?(?:days?|hours?|weeks?|months?|years?|minutes?|sessions?|people|members?|lines?"
    r"|times|processes|invoices|letters|readers|mails|consents|characters)"
)
_COUNTED = re.compile(rf"%\((\w+)\)s {_NOUN}\b")
NEVER_ONE = {
    "minutes": "the shortest session is longer",
    "days": "an interval between sessions, at least a week; or how long a draft is kept, a constant",
    "weeks": "of the front page, as the usual promise has it",
    "years": "constants of how long things are kept", "letters": "the same", "steps": "the same",
    "most": "of characters", "most_rows": "a constant", "people": "of a usual group",
    "back": "a constant of feeds", "ahead": "the same",
    "total": "of how many, said after another number", "required": "the same", "asked": "the same",
    "number": "said only of several: lines that are not shown, readers of a letter",
}  # fmt: skip
"""Numbers that are told to a form that has no plural, and why that is well."""


def counted() -> dict[str, list[str]]:
    """By the number's name, the texts without a plural that say it before a noun."""
    found: dict[str, list[str]] = {}
    for package in PACKAGES:
        for said in (text for text in used(package) if isinstance(text, str)):
            for name in _COUNTED.findall(said):
                found.setdefault(name, []).append(said)
    return found


def test_no_number_that_may_be_one_stands_before_a_plural():
    told = {name: texts for name, texts in counted().items() if name not in NEVER_ONE}
    assert {name: texts for name, texts in told.items() if NUMBERS.get(name, 1) == 1} == {}


def test_a_planted_one_is_seen():
    assert _COUNTED.findall("Within %(soon)s working days of %(day)s") == ["soon"]


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("name", ["tier_days", "tier_hours", "tier_working_days"])
def test_a_paper_says_one_day_and_several(language, name):
    words = wording(language)
    for sentence in (name, f"{name}_free"):
        one, two = (words.sentence(sentence, notice=number, percent=50) for number in (1, 2))
        assert one != two.replace("2", "1") and "2" in two and "1" not in one
    ours = {name: words.text(name).replace(".", "!")}
    assert words.with_own(ours).sentence(name, notice=1, percent=50).endswith("!"), "the provider's own"


@pytest.mark.parametrize("language", get_args(Language))
def test_a_paper_says_what_one_session_comes_to(language):
    for name in ("total", "total_to_consumer"):
        one = wording(language).sentence(name, sessions=1, total="175,00 €")
        assert "1 " not in one.replace("175", "") and "175,00 €" in one
