"""Every paper is what it says it is: PDF/A-3a and PDF/UA-1, as a validator that is not ours finds; sealed ones too."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, get_args

import pytest

from services.billing.documents.pdf import invoice_pdf
from services.contracts.papers import proposed, sample
from services.contracts.papers.introducing import introduced
from services.contracts.papers.printing import contract_pdf
from services.messages.values import Language
from services.paper_seals.sealing import sealed
from tests.unit.billing.builders import an_invoice
from tests.unit.contracts.test_printing import NAMED, PROVIDER
from tests.unit.contracts.test_proposed import BEGINS, CARD, PLACE, PROPOSAL, VAT
from tests.unit.paper_seals.papers import AT, keys

page = pytest.importorskip("page", reason="page-validation is not installed here")
LENGTH = "PDFA3A-STREAM-LENGTH-001"
"""The validator takes a stream's own last byte for a line's end where it looks like one: one in some hundred does."""
STREAM = re.compile(rb"/Length (\d+)\b(?:(?!endobj).)*?>>\s*stream\r?\n", re.DOTALL)
LANGUAGES: tuple[Language, ...] = get_args(Language)


def lengths_hold(file: bytes) -> bool:
    """Counted by hand: each stream is followed by the end of its line and of itself."""
    streams = [(one.end(), int(one[1])) for one in STREAM.finditer(file)]
    ends = [
        file[begins + length :].startswith((b"\nendstream", b"\r\nendstream")) for begins, length in streams
    ]
    return all(ends) and len(ends) == file.count(b"\nendstream")


def contract(language: Language) -> bytes:
    """Signed: with the sheet of evidence."""
    text = sample.sample_text("total", language, {})
    behind = sample.sample_evidence({}, "https://portal.firm.example/verify")
    return contract_pdf(text, NAMED, sample.STAMP, behind, price=[("Price", "265,00 €")])


def sealed_contract(language: Language) -> bytes:
    return sealed(contract(language), "TO-1005/2", keys().own, AT)


def proposal(language: Language) -> bytes:
    offered: dict[str, Any] = {"number": "TO-1005", "provider": PROVIDER, "customer": NAMED.customer}
    offered |= {
        "department": None,
        "contact": "Henna Heikkilä",
        "supervisor": "Helmi Haapa",
        "introduced": introduced(CARD, BEGINS),
        "place": PLACE,
    }
    said = PROPOSAL.model_copy(update={"language": language})
    return proposed.proposal_pdf(proposed.Offered(proposal=said, vat=VAT, **offered), date(2027, 1, 4))


def invoice(language: Language) -> bytes:
    return invoice_pdf(an_invoice(), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("made", [contract, sealed_contract, proposal, invoice])
def test_it_is_what_it_claims_to_be(made: Callable[[Language], bytes], language: Language) -> None:
    file = made(language)
    for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
        report = page.validate_pdf_bytes(file, profile=profile)
        found = [(one.rule_id, one.message) for one in report.failures]
        assert [one for one in found if one[0] != LENGTH or not lengths_hold(file)] == []
        assert report.rules.total > 50


def test_a_file_that_is_none_is_found_to_be_none() -> None:
    """Without what it says of itself."""
    file = contract("fi").replace(b"<pdfaid:part>3", b"<pdfaid:part>7")
    assert not page.is_pdf_compliant_bytes(file, profile=page.ValidationProfile.PDF_A_3A)
