"""Invoices for the customer's system: what is written, and that reading it back gives the same terms."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.billing.documents.electronic import finvoice, finvoice_reading, formats, ubl, ubl_reading
from services.billing.documents.pdf import invoice_pdf
from services.billing.invoices.semantic.bar_code import bar_code
from services.billing.invoices.semantic.making import semantic
from services.billing.invoices.semantic.model import CREDIT_NOTE, Preceding, SemanticInvoice
from services.messages.billing import ItemKind
from services.runtime.commands.refusal import Refusal
from tests.searching import examples
from tests.unit.billing.builders import (
    CONSUMER,
    CUSTOMER,
    NORWEGIAN,
    SELLER,
    SWEDISH,
    TERMS,
    an_exempt_invoice,
    an_invoice,
    an_invoice_abroad,
    an_item,
)

INVOICE = semantic(
    an_invoice(
        an_item(1, date(2024, 8, 30)),
        an_item(2, cents=17500, percent=50, kind=ItemKind.NO_SHOW),
        an_item(3, category="AA"),
        an_item(4, kind=ItemKind.TRIAL_CREDIT, cents=1000),
        customer=replace(CUSTOMER, department_name="Kotihoito – itä", order_number="12345678"),
    ),
    "fi",
)
CREDIT = replace(
    INVOICE,
    type_code=CREDIT_NOTE,
    preceding=Preceding("1001", date(2027, 5, 1)),
    payment=replace(INVOICE.payment, reference=""),
)
ABROAD = {
    "to Sweden": semantic(an_invoice_abroad(SWEDISH, "AE", an_item(1), an_item(2, category="AA")), "sv"),
    "to Norway": semantic(an_invoice_abroad(NORWEGIAN, "O", an_item(1, percent=50)), "en"),
    "of health care": semantic(an_exempt_invoice("health_care", an_item(1), taxed=(an_item(2),)), "fi"),
    "of social welfare": semantic(an_exempt_invoice("social_welfare", an_item(1, percent=50)), "sv"),
    "of education": semantic(an_exempt_invoice("education"), "en"),
    "to a consumer": semantic(an_invoice(customer=CONSUMER), "fi"),
}
READ = {"finvoice": finvoice_reading.read, "peppol": ubl_reading.read}
WRITE = {"finvoice": finvoice.write, "peppol": ubl.write}
FORMATS = sorted(READ)


@pytest.mark.parametrize("wanted", FORMATS)
@pytest.mark.parametrize(
    "invoice", [INVOICE, CREDIT, *ABROAD.values()], ids=["invoice", "credit note", *ABROAD]
)
def test_reading_back_gives_the_same_terms_and_writing_again_the_same_bytes(
    wanted: str, invoice: SemanticInvoice
) -> None:
    made = WRITE[wanted](invoice)
    assert READ[wanted](made) == invoice
    assert WRITE[wanted](READ[wanted](made)) == made


def test_a_finvoice_is_in_its_encoding_with_commas_and_the_bank_s_bar_code() -> None:
    made = finvoice.write(INVOICE)
    assert b"ISO-8859-15" in made.splitlines()[0]
    assert "Työnohjaus Virta Oy" in made.decode("ISO-8859-15")
    assert b"Kotihoito &#8211; it" in made, "what the encoding lacks is written as a number"
    found = fromstring(made)
    assert found.findtext("InvoiceDetails/InvoiceTypeCode") == "INV01"
    assert found.findtext("InvoiceDetails/InvoiceTotalVatIncludedAmount") == "322,89"
    assert found.findtext("VirtualBankBarcode") == "421123456000007850003228900000000000020270000014270615"
    assert found.findtext("BuyerPartyDetails/BuyerCode") == "003702012566"
    assert found.find("BuyerPartyDetails/BuyerCode").get("SchemeID") == "0037"  # type: ignore[union-attr]


def test_a_credit_note_is_negative_in_finvoice_and_positive_in_ubl() -> None:
    details = fromstring(finvoice.write(CREDIT)).find("InvoiceDetails")
    assert details is not None
    assert details.findtext("InvoiceTypeCode") == "INV02"
    assert details.findtext("InvoiceTotalVatIncludedAmount") == "-322,89"
    assert details.findtext("OriginalInvoiceNumber") == "1001"
    assert b'<cbc:PayableAmount currencyID="EUR">322.89</cbc:PayableAmount>' in ubl.write(CREDIT)
    assert b"VirtualBankBarcode" not in finvoice.write(CREDIT)


def test_in_peppol_both_parties_are_addressed_by_scheme_0216() -> None:
    made = ubl.write(INVOICE).decode()
    assert re.findall(r'EndpointID schemeID="0216">(\d+)<', made) == ["003720774740", "003702012566"]


def test_long_names_go_into_a_finvoice_in_pieces_and_what_has_no_room_is_refused() -> None:
    longest = replace(INVOICE, buyer=replace(INVOICE.buyer, name="W" * 141))
    pieces = fromstring(finvoice.write(longest)).findall("BuyerPartyDetails/BuyerOrganisationName")
    assert [len(one.text or "") for one in pieces] == [47, 47, 47]
    street = replace(INVOICE.buyer.address, street="W" * 106)
    too_long = replace(INVOICE, buyer=replace(INVOICE.buyer, address=street))
    with pytest.raises(Refusal, match="document_does_not_fit"):
        formats.document(too_long, "finvoice")
    assert formats.obstacle(too_long, "finvoice") == "document_does_not_fit"
    assert formats.obstacle(too_long, "peppol") is None


def test_a_percent_with_more_decimals_than_finvoice_has_is_refused_and_not_cut() -> None:
    [line] = [one for one in INVOICE.lines if one.allowance]
    assert line.allowance is not None
    odd = replace(line, allowance=replace(line.allowance, percent=Decimal("33.3333")))
    assert formats.obstacle(replace(INVOICE, lines=(odd,)), "finvoice") == "document_does_not_fit"


def test_who_has_no_reference_of_its_own_gets_the_number_of_its_commission() -> None:
    bare = an_invoice(customer=replace(CUSTOMER, buyer_reference=""))
    assert formats.obstacle(semantic(bare, "fi"), "peppol") is None
    assert b"<cbc:BuyerReference>TO-1007</cbc:BuyerReference>" in ubl.write(semantic(bare, "fi"))
    nameless = replace(bare, terms=replace(TERMS, process_number=""))
    assert formats.obstacle(semantic(nameless, "fi"), "peppol") == "no_buyer_reference"
    assert formats.obstacle(semantic(nameless, "fi"), "finvoice") is None
    assert invoice_pdf(nameless, "fi")


@pytest.mark.parametrize("wanted", FORMATS)
def test_without_an_address_for_it_there_is_no_document(wanted) -> None:
    nowhere = replace(INVOICE, buyer=replace(INVOICE.buyer, electronic=None))
    assert formats.obstacle(nowhere, wanted) == "no_electronic_address"
    with pytest.raises(Refusal, match="no_electronic_address"):
        formats.document(nowhere, wanted)


def test_a_document_that_says_something_else_is_given_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(INVOICE, due_on=date(2027, 6, 16))
    planted = replace_format(lambda invoice: finvoice.write(other))
    monkeypatch.setitem(formats._FORMATS, "finvoice", planted)
    with pytest.raises(formats.UnequalError):
        formats.document(INVOICE, "finvoice")


def replace_format(write) -> formats._Format:
    return formats._Format(write, finvoice_reading.read)


names = st.text(st.sampled_from("aäöÅŁж€ &<>\"'–"), min_size=2, max_size=160).map(str.strip)
named = names.filter(lambda name: len(name) > 1)


def test_who_pays_from_another_country_reads_the_international_reference_in_each_format() -> None:
    told = ABROAD["to Sweden"]
    wanted = told.payment.reference
    assert wanted.startswith("RF")
    assert f"<cbc:PaymentID>{wanted}</cbc:PaymentID>".encode() in ubl.write(told)
    sent = finvoice.write(told).decode("iso-8859-15")
    assert f'IdentificationSchemeName="ISO">{wanted}</EpiRemittanceInfoIdentifier>' in sent
    assert bar_code(told).startswith("5")


references = st.text(st.sampled_from("ABC-123/ä"), max_size=20).map(str.strip)
items = st.builds(
    an_item,
    performed_on=st.dates(date(2023, 1, 1), date(2027, 5, 31)),
    cents=st.integers(100, 99_999),
    percent=st.integers(1, 100),
    category=st.sampled_from(["S", "AA"]),
)


@st.composite
def invoices(draw) -> SemanticInvoice:
    found = draw(st.lists(items, min_size=1, max_size=8))
    numbered = [replace(one, item_id=f"item-{at}", session_number=at) for at, one in enumerate(found)]
    customer = replace(
        CUSTOMER,
        name=draw(named),
        buyer_reference=draw(references),
        order_number=draw(references),
        language=draw(st.sampled_from(["fi", "sv", "en"])),
    )
    invoice = replace(an_invoice(*numbered, customer=customer), seller=replace(SELLER, name=draw(named)))
    made = semantic(invoice, customer.language)
    if draw(st.booleans()):
        collected = [
            replace(line, project=draw(st.sampled_from(["TO-1007", "TO-1008"]))) for line in made.lines
        ]
        made = replace(made, project="", lines=tuple(collected))
    if draw(st.booleans()):
        return made
    return replace(
        made,
        type_code=CREDIT_NOTE,
        preceding=Preceding("1001", date(2027, 5, 1)),
        payment=replace(made.payment, reference=""),
    )


@settings(max_examples=examples(4), derandomize=True)
@given(invoices())
def test_any_invoice_and_credit_note_reads_back_as_it_was(invoice: SemanticInvoice) -> None:
    assert ubl_reading.read(ubl.write(invoice)) == invoice
    assert finvoice_reading.read(finvoice.write(invoice)) == invoice


def test_nothing_but_amounts_days_and_the_kind_of_a_session_is_told_of_a_line() -> None:
    """Nothing has room for who was there, a theme or a goal: a line's name is made of kind, number and minutes."""
    names = {re.sub(r"\d+", "#", line.name) for line in INVOICE.lines}
    assert names == {
        "Työnohjaus, tapaaminen #, # min",
        "Tapaaminen #, kukaan ei saapunut, # min",
        "Hyvitys koejaksosta, # min",
    }
    assert b"InvoiceFreeText" not in finvoice.write(INVOICE) and b"RowFreeText" not in finvoice.write(INVOICE)
    assert b"<cbc:Description>" not in ubl.write(INVOICE)


def test_a_business_in_sweden_owes_the_tax_itself_and_each_document_says_so() -> None:
    found = ABROAD["to Sweden"]
    assert (found.totals.vat_cents, found.totals.gross_cents) == (0, found.totals.net_cents)
    assert [(one.category, one.rate, one.ground_code) for one in found.vat] == [
        ("AE", Decimal(0), "VATEX-EU-AE")
    ]
    assert (found.buyer.vat_id, found.buyer.address.country) == ("SE556036079301", "SE")
    assert b"Omv\xc3\xa4nd skattskyldighet / Reverse charge" in ubl.write(found)
    details = fromstring(finvoice.write(found)).find("InvoiceDetails/VatSpecificationDetails")
    assert details is not None
    told = [details.findtext(name) for name in ("VatCode", "VatRatePercent", "VatExemptionReasonCode")]
    assert told == ["AE", "0", "VATEX-EU-AE"]


def test_outside_of_the_tax_nobody_says_a_vat_number_and_there_is_no_rate() -> None:
    found = ABROAD["to Norway"]
    assert (found.seller.vat_id, found.buyer.vat_id, found.buyer.legal_id) == ("", "", "923609016")
    made = ubl.write(found)
    assert b"Percent" not in made and b"VATEX-EU-O" in made
