import io
import subprocess
import sys
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from string import ascii_letters, digits
from typing import get_args

import pytest
from pydantic import TypeAdapter
from pypdf import PdfReader

from services.billing.documents.pdf import invoice_pdf
from services.billing.invoices import wording
from services.billing.invoices.invoicing import Address, Invoice
from services.messages.billing import ItemKind
from services.messages.names import TitleText
from services.messages.values import Language
from tests.patience import PATIENCE_S
from tests.unit.billing.builders import CUSTOMER, SELLER, an_invoice, an_item

LANGUAGES = get_args(Language)
INVOICE = an_invoice(
    an_item(1, date(2027, 5, 3), cents=123450),
    an_item(2, date(2027, 5, 24), cents=17500, percent=50, kind=ItemKind.NO_SHOW),
    an_item(3, date(2027, 5, 31), cents=17500, kind=ItemKind.CANCELLED),
)
BAR_CODE = "421123456000007850018787400000000000020270000014270615"

# In every language: what the VAT act's section 209 e and the payer's bank ask for, as printed.
ALWAYS = [
    "2027000001",
    "FI20774740",
    "2077474-0",
    "Työnohjaus Virta Oy",
    "Hämeenkatu 12",
    "33100 Tampere",
    "Järvikunta, sosiaalipalvelut",
    "Kunnantie 1",
    "12345 Järvikunta",
    "SOTE-4711",
    "TO-1007",
    "2 02700 00014",
    "FI21 1234 5600 0007 85",
    "NDEAFIHH",
    BAR_CODE,
]
AMOUNTS_AND_DAYS = {
    "fi": [
        "1.6.2027",
        "15.6.2027",
        "3.5.2027",
        "24.5.2027",
        "1 234,50 €",
        "175,00 €",
        "87,50 €",
        "25,5 %",
        "1 497,00 €",
    ],
    "en": [
        "1 June 2027",
        "15 June 2027",
        "3 May 2027",
        "24 May 2027",
        "€1,234.50",
        "€175.00",
        "€87.50",
        "25.5%",
    ],
}
WORDS = {
    "fi": [
        "Lasku",
        "Eräpäivä",
        "Suorituspäivä",
        "Verokanta",
        "Veron peruste",
        "Viitenumero",
        "50 % yksikköhinnasta",
    ],
    "sv": [
        "Faktura",
        "Förfallodag",
        "Prestationsdag",
        "Skattesats",
        "Skattegrund",
        "Referensnummer",
        "50 % av à-priset",
    ],
    "en": [
        "Invoice",
        "Due date",
        "Date of supply",
        "Rate",
        "Taxable amount",
        "Payment reference",
        "50% of the unit price",
    ],
}


@cache
def the_pdf(language: Language) -> bytes:
    """Made once for all tests that only read it."""
    return invoice_pdf(INVOICE, language)


@cache
def text_of(pdf: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return "\n".join(pages).replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_invoice_shows_what_the_law_asks(language: Language) -> None:
    text = text_of(the_pdf(language))
    amounts = AMOUNTS_AND_DAYS["en" if language == "en" else "fi"]
    expected = [*ALWAYS, *amounts, *WORDS[language]]
    assert [words for words in expected if words not in text] == []


def test_the_sums_on_paper_are_the_sums_of_the_invoice() -> None:
    text = text_of(the_pdf("fi"))
    assert INVOICE.totals.vat_cents == 38174
    assert "381,74 €" in text
    assert "1 878,74 €" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_invoice_is_the_same_file_twice(language: Language) -> None:
    assert invoice_pdf(INVOICE, language) == the_pdf(language)


def test_another_process_makes_the_same_file() -> None:
    script = (
        "from hashlib import sha256; from services.billing.documents.pdf import invoice_pdf;"
        "from tests.unit.billing.builders import an_invoice;"
        "print(sha256(invoice_pdf(an_invoice(), 'sv')).hexdigest())"
    )
    made = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=PATIENCE_S
    )
    assert made.stdout.strip() == sha256(invoice_pdf(an_invoice(), "sv")).hexdigest()


def test_the_file_is_stamped_with_the_day_of_issue_and_not_with_the_clock() -> None:
    stamped = PdfReader(io.BytesIO(the_pdf("fi"))).metadata
    assert stamped is not None
    assert stamped.creation_date is not None
    assert stamped.creation_date.date() == INVOICE.issued_on


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_is_tagged_archivable_and_in_its_language(language: Language) -> None:
    reader = PdfReader(io.BytesIO(the_pdf(language)))
    catalog = reader.root_object
    assert "'/Marked': True" in str(catalog["/MarkInfo"])
    assert str(catalog["/Lang"]).startswith(language)
    assert reader.metadata is not None and str(INVOICE.number) in str(reader.metadata.title)
    assert reader.xmp_metadata is not None
    described = reader.xmp_metadata.stream.get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in described
    assert "<pdfuaid:part>1</pdfuaid:part>" in described


def test_the_bar_code_can_be_heard() -> None:
    reader = PdfReader(io.BytesIO(the_pdf("fi")))
    told = [str(part["/Alt"]) for part in _structure(reader.root_object["/StructTreeRoot"]) if "/Alt" in part]
    assert told == [f"Virtuaaliviivakoodi {BAR_CODE}"]


def test_what_a_customer_typed_is_printed_and_never_run() -> None:
    odd = replace(CUSTOMER, name="#panic() *Äö* $x$ <b>漢😀")
    assert "#panic() *Äö* $x$ <b>??" in text_of(invoice_pdf(an_invoice(customer=odd), "fi"))


def test_a_letter_written_as_two_characters_is_printed_as_one() -> None:
    odd = replace(CUSTOMER, name="Ja\u0308rvi\u202f2\tOy")
    assert "Järvi 2 Oy" in text_of(invoice_pdf(an_invoice(customer=odd), "fi"))


LONG = "W" * 60
"""The widest letter, and nowhere a place to break."""


def test_a_name_without_a_space_stays_on_the_paper() -> None:
    odd = replace(
        CUSTOMER, name=LONG, department_name=LONG, address=Address(LONG, "00100", LONG), buyer_reference=LONG
    )
    sold = replace(SELLER, name=LONG, address=Address(LONG, "00100", LONG), email=f"{LONG}@{LONG}.example")
    reader = PdfReader(io.BytesIO(invoice_pdf(replace(an_invoice(customer=odd), seller=sold), "fi")))
    lines = reader.pages[0].extract_text().splitlines()
    assert max(line.count("W") for line in lines) < 35, "none as long as the page is wide"
    assert sum(line.count("W") for line in lines) == 60 * (5 + 1 + 1 + 5), "and nothing of it is left out"
    assert len(reader.pages) == 1


def test_a_word_that_is_broken_puts_nothing_unseen_into_the_text_of_the_file() -> None:
    odd = replace(CUSTOMER, address=Address(ascii_letters + digits * 3, "00100", "Espoo"))
    text = text_of(invoice_pdf(an_invoice(customer=odd), "fi"))
    assert "\u200b" not in text
    assert "FI21 1234 5600 0007 85" in text and "Laskun numero" in text


def test_the_longest_names_that_are_taken_can_be_invoiced() -> None:
    longest = "W" * 200
    sold = replace(SELLER, name=longest, address=Address(longest, "00100", longest))
    assert invoice_pdf(replace(an_invoice(), seller=sold), "sv")


def test_a_letter_that_the_font_has_is_printed() -> None:
    names = ["Oʻzbek", "Ɛwe № 5™", "Ἀθῆναι", "Ngũgĩ & Þór, 5 ‰", "Žižek–Łódź", "Игорь ґ"]
    assert [TypeAdapter(TitleText).validate_python(name) for name in names] == names
    name, department, reference, street, town, seller = names
    odd = replace(
        CUSTOMER,
        name=name,
        department_name=department,
        buyer_reference=reference,
        address=Address(street, "00100", town),
    )
    text = text_of(invoice_pdf(replace(an_invoice(customer=odd), seller=replace(SELLER, name=seller)), "fi"))
    assert [one for one in names if one not in text] == []


def test_a_long_invoice_goes_on_to_the_next_page_with_its_headings() -> None:
    reader = PdfReader(io.BytesIO(invoice_pdf(_long_invoice(), "sv")))
    assert len(reader.pages) == 3
    assert "Prestationsdag" in reader.pages[1].extract_text()
    assert "Sida 3 / 3" in reader.pages[2].extract_text().replace("\u00a0", " ")


def test_all_languages_have_the_same_words() -> None:
    assert len({frozenset(words) for words in wording.WORDS.values()}) == 1
    assert all(text for words in wording.WORDS.values() for text in words.values())


def _long_invoice() -> Invoice:
    return an_invoice(*(an_item(number) for number in range(1, 61)))


def _structure(part: object) -> list[dict[str, object]]:
    """Every structure element below a PDF's structure tree root."""
    part = part.get_object() if hasattr(part, "get_object") else part
    if isinstance(part, list):
        return [found for child in part for found in _structure(child)]
    return [part, *_structure(part.get("/K"))] if isinstance(part, dict) else []


def test_every_kind_of_item_has_its_words_in_every_language() -> None:
    missing = {(language, kind) for language in get_args(Language) for kind in ItemKind} - {
        (language, kind) for language, words in wording.WORDS.items() for kind in ItemKind if kind in words
    }
    assert missing == set()
