"""An invoice or credit note as Finvoice 3.0: no namespace, a fixed order, a decimal comma, ISO-8859-15.

A credit note's quantities and amounts are negative, its prices are not. What does not fit into Finvoice's fields is
refused; nothing is cut.
Source: Finance Finland, Finvoice 3.0 implementation guidelines and schema of 17 December 2020.
"""

from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element, tostring

from services.billing.documents.electronic.elements import element, euros, plain
from services.billing.invoices import references
from services.billing.invoices.semantic import model
from services.billing.invoices.semantic.bar_code import bar_code
from services.runtime.commands.refusal import Refusal

ENCODING = "ISO-8859-15"
OVT = "0037"
"""The scheme of an OVT where Finvoice names one; Peppol's is 0216 for the same value."""
TYPES = {model.INVOICE: ("INV01", "LASKU"), model.CREDIT_NOTE: ("INV02", "HYVITYSLASKU")}
_PIECES = 3
"""In so many a street is written at most."""


def write(invoice: model.SemanticInvoice) -> bytes:
    """The same bytes each time. Refuses: document_does_not_fit.

    Next: services/billing/documents/electronic/finvoice_reading.py:read
    """
    seller, buyer = invoice.seller, invoice.buyer
    root = element(
        "Finvoice",
        element("SellerPartyDetails", _party(seller, "Seller")),
        _contact(seller),
        element("SellerInformationDetails", _account(invoice.payment)),
        element("BuyerPartyDetails", _party(buyer, "Buyer")),
        _details(invoice),
        _bar_code(invoice),
        [_row(line, _sign(invoice)) for line in invoice.lines],
        _epi(invoice),
        Version="3.0",
    )
    made: bytes = tostring(root, encoding=ENCODING, xml_declaration=True)
    return made


def scheme(address: model.ElectronicAddress) -> str:
    return OVT if address.scheme == "0216" else address.scheme


def _sign(invoice: model.SemanticInvoice) -> int:
    return -1 if invoice.type_code == model.CREDIT_NOTE else 1


def _text(name: str, content: str, most: int, least: int = 1, **attributes: str) -> Element | None:
    """None where it is empty. Refuses: document_does_not_fit."""
    if not content:
        return None
    if not least <= len(content) <= most:
        raise Refusal("document_does_not_fit", name)
    return element(name, content, **attributes)


def _some(*found: Element | None) -> list[Element]:
    return [one for one in found if one is not None]


def _pieces(name: str, content: str, most: int, pieces: int | None = None) -> list[Element]:
    """In pieces of the same element, none of them of a single letter. Refuses: document_does_not_fit."""
    count = max(-(-len(content) // most), 1)
    if len(content) < 2 or (pieces and count > pieces):
        raise Refusal("document_does_not_fit", name)
    size = -(-len(content) // count)
    return [element(name, content[at : at + size]) for at in range(0, len(content), size)]


def _day(name: str, on: date) -> Element:
    return element(name, f"{on:%Y%m%d}", Format="CCYYMMDD")


def _amount(name: str, cents: int) -> Element:
    return element(name, euros(cents).replace(".", ","), AmountCurrencyIdentifier="EUR")


def _percent(name: str, percent: Decimal) -> Element:
    """Three decimals at most. Refuses: document_does_not_fit."""
    told = plain(percent).replace(".", ",")
    if len(told.partition(",")[2]) > 3:
        raise Refusal("document_does_not_fit", name)
    return element(name, told)


def _party(party: model.Party, who: str) -> list[Element]:
    at = party.electronic
    return _some(
        _text(f"{who}PartyIdentifier", party.legal_id, 35),
        *_pieces(f"{who}OrganisationName", party.name, 70),
        _text(f"{who}OrganisationTradingName", party.trading_name, 70, 2),
        _text(f"{who}OrganisationTaxCode", party.vat_id, 35),
        _text(f"{who}Code", at.value, 70, SchemeID=scheme(at)) if at else None,
        element(f"{who}PostalAddressDetails", _address(party.address, who)),
    )


def _address(address: model.PostalAddress, who: str) -> list[Element]:
    return _some(
        *_pieces(f"{who}StreetName", address.street, 35, _PIECES),
        _text(f"{who}TownName", address.town, 35, 2),
        _text(f"{who}PostCodeIdentifier", address.postal_code, 35, 2),
        element("CountryCode", address.country),
    )


def _contact(seller: model.Party) -> Element | None:
    found = _some(
        _text("SellerPhoneNumberIdentifier", seller.phone, 35),
        _text("SellerEmailaddressIdentifier", seller.email, 70),
    )
    return element("SellerCommunicationDetails", found) if found else None


def _account(payment: model.PaymentInstructions) -> Element:
    return element(
        "SellerAccountDetails",
        element("SellerAccountID", payment.account, IdentificationSchemeName="IBAN"),
        element("SellerBic", payment.bank, IdentificationSchemeName="BIC"),
    )


def _details(invoice: model.SemanticInvoice) -> Element:
    first, last = invoice.period
    return element(
        "InvoiceDetails",
        _kind(invoice),
        _preceding(invoice.preceding),
        _day("InvoicingPeriodStartDate", first),
        _day("InvoicingPeriodEndDate", last),
        _text("OrderIdentifier", invoice.order, 70),
        _text("AgreementIdentifier", invoice.agreement, 70),
        _text("BuyerReferenceIdentifier", invoice.buyer_reference, 70),
        _text("ProjectReferenceIdentifier", invoice.project, 70),
        _totals(invoice.totals, _sign(invoice)),
        [_vat(group, _sign(invoice)) for group in invoice.vat],
        element(
            "PaymentTermsDetails",
            _text("PaymentTermsFreeText", invoice.payment_terms, 70),
            _day("InvoiceDueDate", invoice.due_on),
        ),
    )


def _kind(invoice: model.SemanticInvoice) -> list[Element]:
    code, words = TYPES[invoice.type_code]
    return _some(
        element("InvoiceTypeCode", code, CodeListAgencyIdentifier="SPY"),
        element("InvoiceTypeCodeUN", invoice.type_code),
        element("InvoiceTypeText", words),
        element("OriginCode", "Original"),
        _text("InvoiceNumber", invoice.number, 20),
        _day("InvoiceDate", invoice.issued_on),
    )


def _preceding(before: model.Preceding | None) -> list[Element]:
    if before is None:
        return []
    return _some(
        _text("OriginalInvoiceNumber", before.number, 20), _day("OriginalInvoiceDate", before.issued_on)
    )


def _totals(totals: model.DocumentTotals, sign: int) -> list[Element]:
    return [
        _amount("RowsTotalVatExcludedAmount", sign * totals.lines_cents),
        _amount("InvoiceTotalVatExcludedAmount", sign * totals.net_cents),
        _amount("InvoiceTotalVatAmount", sign * totals.vat_cents),
        _amount("InvoiceTotalVatIncludedAmount", sign * totals.gross_cents),
    ]


def _vat(group: model.VatBreakdown, sign: int) -> Element:
    return element(
        "VatSpecificationDetails",
        _amount("VatBaseAmount", sign * group.taxable_cents),
        _percent("VatRatePercent", group.rate),
        element("VatCode", group.category),
        _amount("VatRateAmount", sign * group.tax_cents),
        _text("VatFreeText", group.ground, 70),
        _text("VatExemptionReasonCode", group.ground_code, 20),
    )


def _bar_code(invoice: model.SemanticInvoice) -> Element | None:
    """Of a credit note nothing is to be paid."""
    asks = invoice.type_code == model.INVOICE
    return element("VirtualBankBarcode", bar_code(invoice)) if asks else None


_UNITS = {model.SESSION: "kpl", model.KILOMETRE: "km", model.PIECE: "kpl"}


def _row(line: model.SemanticLine, sign: int) -> Element:
    return element(
        "InvoiceRow",
        _text("ArticleName", line.name, 100),
        element(
            "InvoicedQuantity",
            str(sign * line.quantity),
            QuantityUnitCode=_UNITS[line.unit],
            QuantityUnitCodeUN=line.unit,
        ),
        _day("StartDate", line.performed_on),
        _day("EndDate", line.performed_on),
        _amount("UnitPriceAmount", line.price_cents),
        element("RowPositionIdentifier", line.line_id),
        _text("RowProjectReferenceIdentifier", line.project, 70),
        _allowance(line.allowance, sign),
        _percent("RowVatRatePercent", line.rate),
        element("RowVatCode", line.category),
        _amount("RowVatExcludedAmount", sign * line.net_cents),
    )


def _allowance(less: model.LineAllowance | None, sign: int) -> list[Element]:
    if less is None:
        return []
    return _some(
        _percent("RowDiscountPercent", less.percent),
        _amount("RowDiscountAmount", sign * less.cents),
        _amount("RowDiscountBaseAmount", sign * less.base_cents),
        _text("RowDiscountTypeText", less.reason, 35),
    )


def _epi(invoice: model.SemanticInvoice) -> Element:
    """What the payer's bank takes."""
    payment = invoice.payment
    return element(
        "EpiDetails",
        element("EpiIdentificationDetails", _day("EpiDate", invoice.issued_on), element("EpiReference", "")),
        element(
            "EpiPartyDetails",
            element(
                "EpiBfiPartyDetails",
                element("EpiBfiIdentifier", payment.bank, IdentificationSchemeName="BIC"),
            ),
            element(
                "EpiBeneficiaryPartyDetails",
                element("EpiNameAddressDetails", " ".join(payment.payee[:35].split())),
                element("EpiAccountID", payment.account, IdentificationSchemeName="IBAN"),
            ),
        ),
        element(
            "EpiPaymentInstructionDetails",
            _remittance(payment.reference),
            _amount("EpiInstructedAmount", _sign(invoice) * invoice.totals.due_cents),
            element("EpiCharge", "SHA", ChargeOption="SHA"),
            _day("EpiDateOptionDate", invoice.due_on),
            element("EpiPaymentMeansCode", payment.means),
        ),
    )


def _remittance(reference: str) -> Element | None:
    if not reference:
        return None
    of = "SPY" if references.is_national(reference) else "ISO"
    return element("EpiRemittanceInfoIdentifier", reference, IdentificationSchemeName=of)
