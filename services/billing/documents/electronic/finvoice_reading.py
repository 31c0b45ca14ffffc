"""A Finvoice that we wrote, read back to the terms it was written from."""

from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element, fromstring

from services.billing.documents.electronic import elements
from services.billing.documents.electronic.elements import one, text
from services.billing.documents.electronic.finvoice import OVT, TYPES
from services.billing.invoices.semantic import model

_CODES = {code: type_code for type_code, (code, _) in TYPES.items()}


def read(document: bytes) -> model.SemanticInvoice:
    """Our own alone: what others send is hostile until shown otherwise. Raises ValueError where a part is missing."""
    root = fromstring(document)
    details = one(root, "InvoiceDetails")
    type_code = _CODES[text(details, "InvoiceTypeCode")]
    sign = -1 if type_code == model.CREDIT_NOTE else 1
    seller = _party(one(root, "SellerPartyDetails"), "Seller", root.find("SellerCommunicationDetails"))
    return model.SemanticInvoice(
        number=text(details, "InvoiceNumber"),
        issued_on=_day(details, "InvoiceDate"),
        type_code=type_code,
        currency=one(details, "InvoiceTotalVatIncludedAmount").get("AmountCurrencyIdentifier", ""),
        due_on=_day(details, "PaymentTermsDetails/InvoiceDueDate"),
        buyer_reference=text(details, "BuyerReferenceIdentifier"),
        project=text(details, "ProjectReferenceIdentifier"),
        agreement=text(details, "AgreementIdentifier"),
        order=text(details, "OrderIdentifier"),
        payment_terms=text(details, "PaymentTermsDetails/PaymentTermsFreeText"),
        preceding=_preceding(details),
        seller=seller,
        buyer=_party(one(root, "BuyerPartyDetails"), "Buyer", None),
        period=(_day(details, "InvoicingPeriodStartDate"), _day(details, "InvoicingPeriodEndDate")),
        payment=_payment(root, seller.name),
        totals=_totals(details, sign * _amount(root, f"{_INSTRUCTIONS}/EpiInstructedAmount"), sign),
        vat=tuple(_vat(group, sign) for group in details.findall("VatSpecificationDetails")),
        lines=tuple(_line(row, sign) for row in root.findall("InvoiceRow")),
    )


_INSTRUCTIONS = "EpiDetails/EpiPaymentInstructionDetails"


def _day(of: Element, path: str) -> date:
    return date.fromisoformat(text(of, path))


def _number(of: Element, path: str) -> Decimal:
    return Decimal(text(of, path).replace(",", "."))


def _amount(of: Element, path: str) -> int:
    return elements.cents(text(of, path).replace(",", "."))


def _whole(of: Element, path: str) -> str:
    """What was written in pieces."""
    return "".join(part.text or "" for part in of.findall(path))


def _preceding(details: Element) -> model.Preceding | None:
    number = text(details, "OriginalInvoiceNumber")
    return model.Preceding(number, _day(details, "OriginalInvoiceDate")) if number else None


def _party(party: Element, who: str, contact: Element | None) -> model.Party:
    where = one(party, f"{who}PostalAddressDetails")
    return model.Party(
        name=_whole(party, f"{who}OrganisationName"),
        legal_id=text(party, f"{who}PartyIdentifier"),
        vat_id=text(party, f"{who}OrganisationTaxCode"),
        address=model.PostalAddress(
            street=_whole(where, f"{who}StreetName"),
            town=text(where, f"{who}TownName"),
            postal_code=text(where, f"{who}PostCodeIdentifier"),
            country=text(where, "CountryCode"),
        ),
        electronic=_electronic(party.find(f"{who}Code")),
        trading_name=text(party, f"{who}OrganisationTradingName"),
        email=text(contact, f"{who}EmailaddressIdentifier"),
        phone=text(contact, f"{who}PhoneNumberIdentifier"),
    )


def _electronic(code: Element | None) -> model.ElectronicAddress | None:
    if code is None:
        return None
    scheme = code.get("SchemeID", "")
    return model.ElectronicAddress("0216" if scheme == OVT else scheme, code.text or "")


def _payment(root: Element, payee: str) -> model.PaymentInstructions:
    """The payee is the seller: Finvoice's own field has no room for a whole name."""
    account = one(root, "SellerInformationDetails/SellerAccountDetails")
    instructions = one(root, _INSTRUCTIONS)
    return model.PaymentInstructions(
        means=text(instructions, "EpiPaymentMeansCode"),
        reference=text(instructions, "EpiRemittanceInfoIdentifier"),
        account=text(account, "SellerAccountID"),
        payee=payee,
        bank=text(account, "SellerBic"),
    )


def _totals(details: Element, due: int, sign: int) -> model.DocumentTotals:
    return model.DocumentTotals(
        lines_cents=sign * _amount(details, "RowsTotalVatExcludedAmount"),
        net_cents=sign * _amount(details, "InvoiceTotalVatExcludedAmount"),
        vat_cents=sign * _amount(details, "InvoiceTotalVatAmount"),
        gross_cents=sign * _amount(details, "InvoiceTotalVatIncludedAmount"),
        due_cents=due,
    )


def _vat(group: Element, sign: int) -> model.VatBreakdown:
    return model.VatBreakdown(
        category=text(group, "VatCode"),
        rate=_number(group, "VatRatePercent"),
        taxable_cents=sign * _amount(group, "VatBaseAmount"),
        tax_cents=sign * _amount(group, "VatRateAmount"),
        ground=text(group, "VatFreeText"),
        ground_code=text(group, "VatExemptionReasonCode"),
    )


def _line(row: Element, sign: int) -> model.SemanticLine:
    return model.SemanticLine(
        line_id=text(row, "RowPositionIdentifier"),
        name=text(row, "ArticleName"),
        quantity=sign * int(text(row, "InvoicedQuantity")),
        performed_on=_day(row, "StartDate"),
        price_cents=_amount(row, "UnitPriceAmount"),
        net_cents=sign * _amount(row, "RowVatExcludedAmount"),
        category=text(row, "RowVatCode"),
        rate=_number(row, "RowVatRatePercent"),
        allowance=_allowance(row, sign),
        unit=_unit(row),
        project=text(row, "RowProjectReferenceIdentifier"),
    )


def _unit(row: Element) -> str:
    quantity = row.find("InvoicedQuantity")
    return "" if quantity is None else quantity.get("QuantityUnitCodeUN", "")


def _allowance(row: Element, sign: int) -> model.LineAllowance | None:
    if row.find("RowDiscountAmount") is None:
        return None
    return model.LineAllowance(
        cents=sign * _amount(row, "RowDiscountAmount"),
        base_cents=sign * _amount(row, "RowDiscountBaseAmount"),
        percent=_number(row, "RowDiscountPercent"),
        reason=text(row, "RowDiscountTypeText"),
    )
