"""The logo at the head of a paper: inside the file, told to who cannot see it, no larger than its place."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from services.billing.documents.pdf import invoice_pdf
from services.contracts.papers.printing import contract_pdf
from services.printing.pictures import Picture
from tests.unit.billing.builders import an_invoice
from tests.unit.contracts.test_printing import NAMED, TEXT
from tests.unit.pictures.drawings import jpeg, png

LOGO = Picture(png(300, 90, (30, 90, 90, 120), "RGBA"), 300, 90)


def images(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages[0].images)


@pytest.mark.parametrize("logo", [LOGO, Picture(jpeg(90, 240), 90, 240)], ids=["png", "jpeg"])
def test_papers_have_it_and_stay_archivable_and_accessible(logo: Picture) -> None:
    """The compiler refuses a picture without words, and what PDF/A does not allow."""
    for made in (
        invoice_pdf(an_invoice(), "fi", logo),
        contract_pdf(TEXT, NAMED, date(2027, 1, 12), logo=logo),
    ):
        assert images(made) >= 1
        assert b"pdfaid" in made or "pdfaid" in str(PdfReader(io.BytesIO(made)).xmp_metadata)


def test_the_same_logo_makes_the_same_file() -> None:
    assert invoice_pdf(an_invoice(), "fi", LOGO) == invoice_pdf(an_invoice(), "fi", LOGO)
    assert images(invoice_pdf(an_invoice(), "fi")) == 0


def test_on_paper_it_is_no_wider_and_no_higher_than_its_place() -> None:
    assert LOGO.inputs()["logo_mm"] == "[50.0, 15.0]"
    assert Picture(b"", 1000, 100).inputs()["logo_mm"] == "[60.0, 6.0]"
