"""The proposal as a file: what somebody of a municipality can decide from, and who may have it."""

import io
from base64 import b64decode
from datetime import date, timedelta
from typing import get_args
from uuid import UUID

import pytest
import pytest_asyncio
from pypdf import PdfReader

from services.contracts.papers.wording import wording
from services.messages.billing import SetSeller
from services.messages.contracts import Clause, ShowProposalPdf, TellProposal
from services.messages.directory import NO_END, CorrectCredential
from services.messages.intake import ShowProposal
from services.messages.values import Language, Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.wording import who_sees_what
from tests.founder import FOUNDER
from tests.integration.contracts.builders import STRANGER
from tests.integration.intake.builders import LATER, TRAINING, matched, price, proposal, supervisor

COORDINATOR = Viewer(person_id=STRANGER, role=Role.COORDINATOR)


@pytest_asyncio.fixture
async def contracts(house):
    """With the billing, which knows who the provider is and what the tax is."""
    await house.open("directory", "intake", "contracts", "billing")
    return house


async def offered(house, language: Language = "fi", **terms) -> UUID:
    """On a day on which it can be answered, whatever day it is."""
    house.move_clock(LATER)
    who = await supervisor(house, languages=[language])
    await house.ask(price(cents=26_500))
    process_id: UUID = await matched(house, who, language=language)
    await house.ask(proposal(process_id, **terms))
    return process_id


async def told(house, process_id: UUID) -> str:
    file = await house.ask(ShowProposalPdf(process_id=process_id, viewer=COORDINATOR))
    pages = PdfReader(io.BytesIO(b64decode(file.pdf))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


SUMS = {
    "fi": ("265,00 €", "3 975,00 €", "1 013,63 €", "4 988,63 €"),
    "sv": ("265,00 €", "3 975,00 €", "1 013,63 €", "4 988,63 €"),
    "en": ("€265.00", "€3,975.00", "€1,013.63", "€4,988.63"),
}
"""One session, all fifteen, the tax on them at 25,5 %, and both together."""


@pytest.mark.parametrize("language", get_args(Language))
async def test_one_can_decide_from_it(contracts, language):
    text = await told(contracts, await offered(contracts, language, sessions_agreed=15))
    words = wording(language)
    assert [amount for amount in SUMS[language] if amount not in text] == []
    assert words.offered("at_most", number=15) in text and words.offered("total") in text
    assert "Sari Salo" in text and f"{words.offered('training')}: {TRAINING}" in text
    assert "Järvikunta, sosiaalipalvelut" in text and "0201256-6" in text and "Helena Laine" in text
    for clause in (Clause.INTERRUPTION, Clause.CANCELLATION, Clause.INFORMATION_EXCHANGE):
        assert words.title(clause) in text
    assert who_sees_what.heading(who_sees_what.what("session_notes", language)) in text


async def test_where_no_number_is_offered_the_price_of_one_stands_with_its_tax(contracts):
    text = await told(contracts, await offered(contracts))
    words = wording("fi")
    assert "332,58 €" in text and words.offered("one_with_vat") in text
    assert words.offered("total") not in text


async def test_who_may_not_see_prices_gets_no_file(contracts):
    process_id = await offered(contracts)
    supervises = await contracts.ask(ShowProposal(process_id=process_id))
    for viewer, why in (
        (Viewer(person_id=supervises.supervisor_id, role=Role.SUPERVISOR), "no_proposal"),
        (Viewer(person_id=STRANGER, role=Role.COMMISSIONER, organisation_id=STRANGER), "unknown_process"),
        (Viewer(person_id=STRANGER, role=Role.SUPERVISEE), "unknown_process"),
    ):
        with pytest.raises(Refusal, match=why):
            await contracts.ask(ShowProposalPdf(process_id=process_id, viewer=viewer))


async def test_the_page_is_told_what_the_paper_says(contracts):
    process_id = await offered(contracts, "sv", sessions_agreed=15)
    told_of_it = await contracts.ask(TellProposal(process_id=process_id, viewer=COORDINATOR))
    text = await told(contracts, process_id)
    rows = [row for section in told_of_it.sections for row in section.rows]
    for row in rows:
        assert " ".join(row.what.split()) in text and " ".join(row.value.split()) in text
    assert rows[-1].what == wording("sv").offered("languages")
    assert [one.title for one in told_of_it.clauses if one.title not in text] == []


async def test_what_was_sent_says_who_offers_it_and_who_supervises_as_they_were_then(contracts):
    """It is what somebody decides on, or has."""
    await contracts.ask(seller("Ohjaus Ennen Oy", date(2026, 1, 1)))
    process_id = await offered(contracts, sessions_agreed=15)
    asked = ShowProposalPdf(process_id=process_id, viewer=COORDINATOR)
    before = await contracts.ask(asked)
    await contracts.ask(seller("Ohjaus Nyt Oy", date(2026, 11, 12)))
    who = (await contracts.ask(ShowProposal(process_id=process_id))).supervisor_id
    told_anew = {
        "supervisor_id": who,
        "kind": "training",
        "valid_until": NO_END,
        "description": "Kurssi, 2026",
    }
    order = {"replaces": date(2028, 12, 31), "corrected_by": FOUNDER, "as_of": LATER + timedelta(days=1)}
    await contracts.ask(CorrectCredential.model_validate(told_anew | order))
    assert await contracts.ask(asked) == before
    text = await told(contracts, process_id)
    assert "Ohjaus Ennen Oy" in text and TRAINING in text and "Kurssi" not in text


def seller(name: str, valid_from: date) -> SetSeller:
    facts = {"name": name, "business_id": "2077474-0", "iban": "FI2112345600000785", "valid_from": valid_from}
    address = {"street": "Hämeenkatu 12", "postal_code": "33100", "town": "Tampere"}
    return SetSeller.model_validate(facts | {"address": address, "set_by": FOUNDER, "as_of": LATER})


async def test_the_same_revision_is_the_same_file(contracts):
    asked = ShowProposalPdf(process_id=await offered(contracts), viewer=COORDINATOR)
    assert await contracts.ask(asked) == await contracts.ask(asked)


def test_the_paper_has_its_words_in_every_language():
    words = [wording(language).tables["proposal"] for language in get_args(Language)]
    assert len({frozenset(one) for one in words}) == 1
    assert all(text for one in words for text in one.values())
