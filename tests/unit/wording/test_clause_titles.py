"""A clause has one title: on the form of the draft and on the paper that is signed."""

from pathlib import Path
from typing import get_args

import pytest
from babel.messages.pofile import read_po

from services.contracts.papers.wording import wording
from services.messages.contracts import Clause
from services.messages.values import Language
from services.web.pages.labels.contracts import OF_CONTRACTS

CATALOGUES = Path(__file__).parents[3] / "services" / "web" / "locale"


def of_the_form(language: Language) -> dict[Clause, str]:
    said = {clause: OF_CONTRACTS[f"clause.{clause.value}"] for clause in Clause}
    if language == "en":
        return said
    with (CATALOGUES / language / "labels.po").open("rb") as source:
        translated = {str(message.id): str(message.string) for message in read_po(source)}
    return {clause: translated[text] for clause, text in said.items()}


@pytest.mark.parametrize("language", get_args(Language))
def test_a_clause_is_called_on_the_form_as_on_the_paper(language: Language) -> None:
    words = wording(language)
    assert of_the_form(language) == {clause: words.title(clause) for clause in Clause}
