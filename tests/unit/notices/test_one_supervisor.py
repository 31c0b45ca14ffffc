"""A letter whose news is another supervisor names no second one as if both were."""

from typing import Any
from uuid import uuid4

import pytest

from services.notices.composing.letters import Recipient
from services.notices.composing.readers import Reader
from services.notices.composing.surroundings import Surroundings
from services.notices.letter_kinds import NAMES_SUPERVISOR, PROPOSES_SUPERVISOR, LetterKind
from tests.unit.notices.test_surroundings import KNOWN, REPLIES, Owners, row

LABELS = {"fi": "Työnohjaaja:", "sv": "Arbetshandledare:", "en": "Supervisor:"}
PRESENT = {
    "fi": "Nykyinen työnohjaaja: Helmi Haapa",
    "sv": "Nuvarande arbetshandledare: Helmi Haapa",
    "en": "Present supervisor: Helmi Haapa",
}


async def lines(kind: LetterKind, language: Any, **facts: Any) -> list[str]:
    around: Any = Surroundings(Owners(), KNOWN, REPLIES)  # type: ignore[arg-type]  # asks as an Asker does
    reader = Reader(Recipient("Aino", "aino@kunta.example"), language)
    return str(await around.of(row(kind, **facts), reader)).split("\n")


@pytest.mark.parametrize("language", LABELS)
async def test_where_one_is_proposed_the_present_one_is_called_so(language: Any) -> None:
    for kind in PROPOSES_SUPERVISOR:
        told = await lines(kind, language, about_id=str(uuid4()))
        assert told[0] == PRESENT[language], kind


@pytest.mark.parametrize("language", LABELS)
async def test_where_there_is_one_no_line_names_who_it_was(language: Any) -> None:
    for kind in NAMES_SUPERVISOR:
        told = await lines(kind, language, about_id=str(uuid4()))
        assert not [one for one in told if "Helmi Haapa" in one], kind


async def test_any_other_change_of_the_contract_names_its_supervisor() -> None:
    for kind in (LetterKind.CONTRACT_AMENDED, LetterKind.SIGNATURE_DUE):
        assert (await lines(kind, "fi"))[0] == "Työnohjaaja: Helmi Haapa"
