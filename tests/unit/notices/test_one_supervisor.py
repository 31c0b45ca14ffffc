"""A letter whose news is another supervisor names no second one as if both were."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.directory import ShowContacts
from services.notices.composing.known import Known
from services.notices.composing.letters import Recipient
from services.notices.composing.readers import Reader
from services.notices.composing.surroundings import Surroundings
from services.notices.letter_kinds import NAMES_SUPERVISOR, PROPOSES_SUPERVISOR, LetterKind
from services.runtime.finland import ONE_DAY, local_date
from tests.unit.notices.test_surroundings import (
    KNOWN,
    PROCESS,
    REPLIES,
    STANDS_IN,
    SUPERVISOR,
    WRITTEN,
    Owners,
    row,
)

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


TODAY = local_date(WRITTEN)


@pytest.mark.parametrize(
    ("last_day", "until", "named"),
    [
        (None, TODAY, [SUPERVISOR]),
        (TODAY, TODAY, [SUPERVISOR]),
        (TODAY - ONE_DAY, TODAY, [STANDS_IN]),
        (TODAY - ONE_DAY, TODAY - ONE_DAY, []),
    ],
)
async def test_of_a_notice_who_has_left_is_named_no_more_but_who_holds_it_that_day(
    last_day: date | None, until: date, named: list[UUID]
) -> None:
    """Also once nobody does: by the contract, the days after who stands in are the first one's again."""
    begins = TODAY - timedelta(days=40)
    held = {
        (PROCESS, SUPERVISOR): [(date.min, begins - ONE_DAY), (until + ONE_DAY, date.max)],
        (PROCESS, STANDS_IN): [(begins, until)],
    }
    last_days = {SUPERVISOR: last_day} if last_day else {}
    known = Known({}, {PROCESS: SUPERVISOR}, {}, held=held, last_days=last_days)
    owners = Owners()
    around: Any = Surroundings(owners, known, REPLIES)  # type: ignore[arg-type]  # asks as an Asker does
    reader = Reader(Recipient("Aino", "aino@kunta.example"), "fi")
    told = await around.of(row(LetterKind.PROCESS_TERMINATED), reader)
    asked = [one for query in owners.asked if isinstance(query, ShowContacts) for one in query.person_ids]
    assert asked == named and ("Työnohjaaja: " in told) is bool(named)
