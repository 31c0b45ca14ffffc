"""The contract as a file: what somebody who decides reads from it, and who may have it."""

import io
import re
from base64 import b64decode
from typing import get_args

import pytest
import pytest_asyncio
from pypdf import PdfReader

from services.contracts.papers.wording import wording
from services.messages.contracts import ShowContractPdf, ShowContractText
from services.messages.values import Language, Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.wording.formats import Formats
from tests.integration.contracts.builders import COMMISSIONER, MEMBERS, STRANGER, drafted, signing
from tests.integration.contracts.sealing.papers import sealed


@pytest_asyncio.fixture
async def contracts(house):
    """With the billing, which knows who the provider is."""
    await house.open("directory", "intake", "contracts", "billing")
    return house


def commissioner_of(card):
    return Viewer(person_id=COMMISSIONER, role=Role.COMMISSIONER, organisation_id=card.terms.organisation_id)


def text_of(file) -> str:
    """Without the feet of the pages, which stand in the middle of a sentence that goes on behind them."""
    pages = PdfReader(io.BytesIO(b64decode(file.pdf))).pages
    told = " ".join(" ".join(page.extract_text() for page in pages).split())
    return re.sub(r" Sivu \d / \d", "", told)


async def test_the_file_says_what_the_page_says_and_names_its_parties(contracts):
    card = await sealed(contracts)
    seen = {"process_id": card.process_id, "viewer": commissioner_of(card)}
    file = await contracts.ask(ShowContractPdf(**seen))
    paper, told = await contracts.ask(ShowContractText(**seen)), text_of(file)
    words = wording(paper.language)
    assert file.number in told and paper.paper_sha256 in told.replace(" ", "")
    for clause in paper.clauses:
        assert clause.title in told
        rows = [part for row in clause.table.rows for part in (row.what, row.value)] if clause.table else []
        lines = [line for line in clause.text.split("\n") if not (rows and line.startswith("- "))]
        assert [line for line in [*lines, *rows] if " ".join(line.split()) not in told] == []
    assert words.offered("one_with_vat") in told
    moments = [Formats(paper.language).moment(one.signed_at) for one in paper.signers]
    assert [one for one in moments if " ".join(one.split()) not in told] == []
    assert words.on_paper("awaited") not in told and words.on_paper("signed") in told


async def test_the_same_version_is_the_same_file(contracts):
    card = await sealed(contracts)
    asked = ShowContractPdf(process_id=card.process_id, viewer=commissioner_of(card))
    assert await contracts.ask(asked) == await contracts.ask(asked)


async def test_before_the_signatures_the_file_says_that_they_are_awaited(contracts):
    card = await signing(contracts)
    file = await contracts.ask(ShowContractPdf(process_id=card.process_id, viewer=commissioner_of(card)))
    words = wording(card.terms.language)
    assert text_of(file).count(words.on_paper("awaited")) == 3
    assert words.on_paper("not_signed") in text_of(file)


async def test_who_may_not_read_it_gets_no_file(contracts):
    card = await signing(contracts)
    for viewer in (
        Viewer(person_id=STRANGER, role=Role.SUPERVISEE),
        Viewer(person_id=STRANGER, role=Role.FINANCE),
        Viewer(person_id=MEMBERS[0], role=Role.SUPERVISOR),
        Viewer(person_id=STRANGER, role=Role.PAYER, organisation_id=card.terms.organisation_id),
    ):
        with pytest.raises(Refusal, match="unknown_process"):
            await contracts.ask(ShowContractPdf(process_id=card.process_id, viewer=viewer))


async def test_a_draft_is_no_file(contracts):
    process_id = await drafted(contracts)
    coordinator = Viewer(person_id=STRANGER, role=Role.COORDINATOR)
    asked = ShowContractPdf(process_id=process_id, viewer=coordinator)
    paper = await contracts.ask(ShowContractText(process_id=process_id, viewer=coordinator))
    assert paper.status == "draft"
    with pytest.raises(Refusal, match="still_a_draft"):
        await contracts.ask(asked)


def test_the_paper_has_its_words_in_every_language():
    words = [wording(language).tables["paper"] for language in get_args(Language)]
    assert len({frozenset(one) for one in words}) == 1
    assert all(text for one in words for text in one.values())
