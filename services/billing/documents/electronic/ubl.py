"""An invoice or credit note as Peppol BIS Billing 3.0: UBL 2.1, amounts of a credit note positive.

Source: Peppol BIS Billing 3.0, syntax of invoice and credit note; the order is that of UBL 2.1's schemas.
"""

from decimal import Decimal
from xml.etree.ElementTree import Element, register_namespace, tostring

from stdnum.fi import ytunnus

from services.billing.documents.electronic.elements import Content, element, euros, plain
from services.billing.invoices.semantic import model
from services.billing.items.places import OUT_OF_SCOPE
from services.messages.countries import HOME

CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
OF_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
NAMES = {"cbc": f"{OF_UBL}CommonBasicComponents-2", "cac": f"{OF_UBL}CommonAggregateComponents-2"}
PROJECT = "50"
"""The type of an additional document which is the project of a credit note; an invoice has an element of its own."""
Y_TUNNUS = "0212"
"""The scheme of a Finnish legal identifier. Source: ISO 6523."""
OBJECT = "130"
"""The type of a document which is what a line is about: here the process. Source: UNTDID 1001, as BT-128 has it."""

for _prefix, _name in NAMES.items():
    register_namespace(_prefix, _name)


def write(invoice: model.SemanticInvoice) -> bytes:
    """In UTF-8; the same bytes each time. Next: services/billing/documents/electronic/ubl_reading.py:read"""
    is_credit = invoice.type_code == model.CREDIT_NOTE
    kind = "CreditNote" if is_credit else "Invoice"
    head = _credit_head(invoice) if is_credit else _invoice_head(invoice)
    root = element(
        kind,
        head,
        _references(invoice, is_credit=is_credit),
        _cac("AccountingSupplierParty", _party(invoice.seller)),
        _cac("AccountingCustomerParty", _party(invoice.buyer)),
        _payment(invoice, is_credit=is_credit),
        _cac("PaymentTerms", _cbc("Note", invoice.payment_terms)),
        _tax(invoice),
        _totals(invoice.totals),
        [_line(line, kind) for line in invoice.lines],
        xmlns=f"{OF_UBL}{kind}-2",
    )
    made: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return made


def _cbc(name: str, content: str, **attributes: str) -> Element | None:
    """None where it is empty: Peppol takes no empty element."""
    return element(f"{{{NAMES['cbc']}}}{name}", content, **attributes) if content else None


def _cac(name: str, *content: Content) -> Element | None:
    made = element(f"{{{NAMES['cac']}}}{name}", *content)
    return made if len(made) else None


def _amount(name: str, cents: int) -> Element | None:
    return _cbc(name, euros(cents), currencyID="EUR")


def _some(*found: Element | None) -> list[Element]:
    return [one for one in found if one is not None]


def _invoice_head(invoice: model.SemanticInvoice) -> list[Element]:
    return _some(
        *_beginning(invoice),
        _cbc("DueDate", invoice.due_on.isoformat()),
        _cbc("InvoiceTypeCode", invoice.type_code),
        *_after_type(invoice),
    )


def _credit_head(invoice: model.SemanticInvoice) -> list[Element]:
    return _some(*_beginning(invoice), _cbc("CreditNoteTypeCode", invoice.type_code), *_after_type(invoice))


def _beginning(invoice: model.SemanticInvoice) -> list[Element]:
    return _some(
        _cbc("CustomizationID", CUSTOMIZATION),
        _cbc("ProfileID", PROFILE),
        _cbc("ID", invoice.number),
        _cbc("IssueDate", invoice.issued_on.isoformat()),
    )


def _after_type(invoice: model.SemanticInvoice) -> list[Element]:
    first, last = invoice.period
    return _some(
        _cbc("DocumentCurrencyCode", invoice.currency),
        _cbc("BuyerReference", invoice.buyer_reference),
        _cac("InvoicePeriod", _cbc("StartDate", first.isoformat()), _cbc("EndDate", last.isoformat())),
        _cac("OrderReference", _cbc("ID", invoice.order)),
    )


def _references(invoice: model.SemanticInvoice, *, is_credit: bool) -> list[Element]:
    before = invoice.preceding
    corrected = _corrected(before) if before else None
    project = _cbc("ID", invoice.project)
    of_credit = project is not None and is_credit
    return _some(
        _cac("BillingReference", corrected),
        _cac("ContractDocumentReference", _cbc("ID", invoice.agreement)),
        _cac("AdditionalDocumentReference", project, _cbc("DocumentTypeCode", PROJECT))
        if of_credit
        else None,
        None if is_credit else _cac("ProjectReference", project),
    )


def _corrected(before: model.Preceding) -> Element | None:
    return _cac(
        "InvoiceDocumentReference",
        _cbc("ID", before.number),
        _cbc("IssueDate", before.issued_on.isoformat()),
    )


def _party(party: model.Party) -> Element | None:
    at, where = party.electronic, party.address
    return _cac(
        "Party",
        _cbc("EndpointID", at.value, schemeID=at.scheme) if at else None,
        _cac("PartyName", _cbc("Name", party.trading_name)),
        _cac(
            "PostalAddress",
            _cbc("StreetName", where.street),
            _cbc("CityName", where.town),
            _cbc("PostalZone", where.postal_code),
            _cac("Country", _cbc("IdentificationCode", where.country)),
        ),
        _cac("PartyTaxScheme", _cbc("CompanyID", party.vat_id), _vat_scheme()) if party.vat_id else None,
        _cac(
            "PartyLegalEntity",
            _cbc("RegistrationName", party.name),
            _cbc("CompanyID", party.legal_id, **_register(party)),
        ),
        _cac("Contact", _cbc("Telephone", party.phone), _cbc("ElectronicMail", party.email)),
    )


def _register(party: model.Party) -> dict[str, str]:
    """Which one it is of; of others than Finland's own it is not known."""
    return (
        {"schemeID": Y_TUNNUS} if ytunnus.is_valid(party.legal_id) and party.address.country == HOME else {}
    )


def _vat_scheme() -> Element | None:
    return _cac("TaxScheme", _cbc("ID", "VAT"))


def _payment(invoice: model.SemanticInvoice, *, is_credit: bool) -> Element | None:
    payment = invoice.payment
    return _cac(
        "PaymentMeans",
        _cbc("PaymentMeansCode", payment.means),
        _cbc("PaymentDueDate", invoice.due_on.isoformat()) if is_credit else None,
        _cbc("PaymentID", payment.reference),
        _cac(
            "PayeeFinancialAccount",
            _cbc("ID", payment.account),
            _cbc("Name", payment.payee),
            _cac("FinancialInstitutionBranch", _cbc("ID", payment.bank)),
        ),
    )


def _tax(invoice: model.SemanticInvoice) -> Element | None:
    return _cac(
        "TaxTotal",
        _amount("TaxAmount", invoice.totals.vat_cents),
        _some(*map(_subtotal, invoice.vat)),
    )


def _subtotal(group: model.VatBreakdown) -> Element | None:
    return _cac(
        "TaxSubtotal",
        _amount("TaxableAmount", group.taxable_cents),
        _amount("TaxAmount", group.tax_cents),
        _cac(
            "TaxCategory",
            *_rate(group.category, group.rate),
            _cbc("TaxExemptionReasonCode", group.ground_code),
            _cbc("TaxExemptionReason", group.ground),
            _vat_scheme(),
        ),
    )


def _rate(category: str, rate: Decimal) -> list[Element]:
    """What is outside of the tax has no rate at all."""
    percent = "" if category == OUT_OF_SCOPE else plain(rate)
    return _some(_cbc("ID", category), _cbc("Percent", percent))


def _totals(totals: model.DocumentTotals) -> Element | None:
    return _cac(
        "LegalMonetaryTotal",
        _amount("LineExtensionAmount", totals.lines_cents),
        _amount("TaxExclusiveAmount", totals.net_cents),
        _amount("TaxInclusiveAmount", totals.gross_cents),
        _amount("PayableAmount", totals.due_cents),
    )


def _line(line: model.SemanticLine, kind: str) -> Element:
    quantity = "CreditedQuantity" if kind == "CreditNote" else "InvoicedQuantity"
    day = line.performed_on.isoformat()
    tax = _cac("ClassifiedTaxCategory", *_rate(line.category, line.rate), _vat_scheme())
    made = _cac(
        f"{kind}Line",
        _cbc("ID", line.line_id),
        _cbc(quantity, str(line.quantity), unitCode=line.unit),
        _amount("LineExtensionAmount", line.net_cents),
        _cac("InvoicePeriod", _cbc("StartDate", day), _cbc("EndDate", day)),
        _object(line.project),
        _allowance(line.allowance),
        _cac("Item", _cbc("Name", line.name), tax),
        _cac("Price", _amount("PriceAmount", line.price_cents)),
    )
    assert made is not None
    return made


def _object(number: str) -> Element | None:
    return _cac("DocumentReference", _cbc("ID", number), _cbc("DocumentTypeCode", OBJECT)) if number else None


def _allowance(less: model.LineAllowance | None) -> Element | None:
    if less is None:
        return None
    return _cac(
        "AllowanceCharge",
        _cbc("ChargeIndicator", "false"),
        _cbc("AllowanceChargeReason", less.reason),
        _cbc("MultiplierFactorNumeric", plain(less.percent)),
        _amount("Amount", less.cents),
        _amount("BaseAmount", less.base_cents),
    )
