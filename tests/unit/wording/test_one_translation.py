"""What is said in the same words in English is said in the same words in each other language, on every page."""

from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.catalogues import LANGUAGES

ROOT = Path(__file__).parents[3]
TWO_THINGS = {
    "Therapy or occupational health care": "an alternative of a form; on the front page a part of a sentence",
    "Left out": "a line of an invoice, or a meeting",
    "Agreed so far": "who has agreed to a last day, or what a contract has so far",
    "Take it back": "one's own answer, or a contract that was sent to its signers",
    "Sent": "of a thing with one gender in Swedish, or of mail in general",
}
"""English has one word where the others need two, and why."""
BEFORE_MAILS = {"fi": "Viesti: ", "sv": "Meddelande: "}


def translations(language: str) -> dict[str, dict[str, list[str]]]:
    """By the English text, what it is in that language and in which catalogues."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for file in sorted(ROOT.glob(f"services/*/locale/{language}/*.po")):
        with file.open("rb") as source:
            for message in read_po(source):
                if message.id:
                    text = message.id if isinstance(message.id, str) else message.id[0]
                    found[text][str(message.string)].append(f"{file.parents[2].name}/{file.name}")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_english_text_is_translated_in_one_way(language: str) -> None:
    several = {text: dict(said) for text, said in translations(language).items() if len(said) > 1}
    assert {text: said for text, said in several.items() if text not in TWO_THINGS} == {}


def test_what_may_be_said_in_two_ways_is() -> None:
    several = {
        text for language in LANGUAGES for text, said in translations(language).items() if len(said) > 1
    }
    assert several == set(TWO_THINGS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_of_a_timeline_is_called_a_mail_by_one_word(language: str) -> None:
    mails = {text: said for text, said in translations(language).items() if text.startswith("Mail: ")}
    assert len(mails) > 100
    assert [
        said for said in mails.values() for one in said if not one.startswith(BEFORE_MAILS[language])
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_stands_without_its_text(language: str) -> None:
    """Such a line is left over where two changes of one text were put together, and nobody reads it."""
    alone = []
    for file in sorted(ROOT.glob(f"services/*/locale/{language}/*.po")):
        lines = [line for line in file.read_text().splitlines() if line]
        for before, line in pairwise(lines):
            if line.startswith('msgstr "') and not before.startswith(("msgid", '"')):
                alone.append(f"{file.parents[2].name}/{file.name}: {line}")
    assert alone == []
