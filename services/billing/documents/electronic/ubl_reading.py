"""A Peppol BIS 3 document that we wrote, read back to the terms it was written from."""

from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element, fromstring

from services.billing.documents.electronic.elements import cents, one, text
from services.billing.documents.electronic.ubl import NAMES, PROJECT
from services.billing.invoices.semantic import model


def read(document: bytes) -> model.SemanticInvoice:
    """Our own alone: what others send is hostile until shown otherwise. Raises ValueError where a part is missing."""
    root = fromstring(document)
    credit = root.tag.endswith("CreditNote")
    kind = "CreditNote" if credit else "Invoice"
    due = "cac:PaymentMeans/cbc:PaymentDueDate" if credit else "cbc:DueDate"
    return model.SemanticInvoice(
        number=_text(root, "cbc:ID"),
        issued_on=_day(root, "cbc:IssueDate"),
        type_code=_text(root, f"cbc:{kind}TypeCode"),
        currency=_text(root, "cbc:DocumentCurrencyCode"),
        due_on=_day(root, due),
        buyer_reference=_text(root, "cbc:BuyerReference"),
        project=_project(root, credit=credit),
        agreement=_text(root, "cac:ContractDocumentReference/cbc:ID"),
        order=_text(root, "cac:OrderReference/cbc:ID"),
        payment_terms=_text(root, "cac:PaymentTerms/cbc:Note"),
        preceding=_preceding(root),
        seller=_party(one(root, "cac:AccountingSupplierParty/cac:Party", NAMES)),
        buyer=_party(one(root, "cac:AccountingCustomerParty/cac:Party", NAMES)),
        period=(_day(root, "cac:InvoicePeriod/cbc:StartDate"), _day(root, "cac:InvoicePeriod/cbc:EndDate")),
        payment=_payment(one(root, "cac:PaymentMeans", NAMES)),
        totals=_totals(root),
        vat=tuple(map(_vat, root.findall("cac:TaxTotal/cac:TaxSubtotal", NAMES))),
        lines=tuple(_line(line, kind) for line in root.findall(f"cac:{kind}Line", NAMES)),
    )


def _text(of: Element | None, path: str) -> str:
    return text(of, path, NAMES)


def _day(of: Element, path: str) -> date:
    return date.fromisoformat(_text(of, path))


def _amount(of: Element, path: str) -> int:
    return cents(_text(of, path))


def _project(root: Element, *, credit: bool) -> str:
    if not credit:
        return _text(root, "cac:ProjectReference/cbc:ID")
    others = root.findall("cac:AdditionalDocumentReference", NAMES)
    found = [_text(one, "cbc:ID") for one in others if _text(one, "cbc:DocumentTypeCode") == PROJECT]
    return found[0] if found else ""


def _preceding(root: Element) -> model.Preceding | None:
    found = root.find("cac:BillingReference/cac:InvoiceDocumentReference", NAMES)
    if found is None:
        return None
    return model.Preceding(_text(found, "cbc:ID"), _day(found, "cbc:IssueDate"))


def _party(party: Element) -> model.Party:
    at, where = party.find("cbc:EndpointID", NAMES), one(party, "cac:PostalAddress", NAMES)
    return model.Party(
        name=_text(party, "cac:PartyLegalEntity/cbc:RegistrationName"),
        legal_id=_text(party, "cac:PartyLegalEntity/cbc:CompanyID"),
        vat_id=_text(party, "cac:PartyTaxScheme/cbc:CompanyID"),
        address=model.PostalAddress(
            street=_text(where, "cbc:StreetName"),
            town=_text(where, "cbc:CityName"),
            postal_code=_text(where, "cbc:PostalZone"),
            country=_text(where, "cac:Country/cbc:IdentificationCode"),
        ),
        electronic=None if at is None else model.ElectronicAddress(at.get("schemeID", ""), at.text or ""),
        trading_name=_text(party, "cac:PartyName/cbc:Name"),
        email=_text(party, "cac:Contact/cbc:ElectronicMail"),
        phone=_text(party, "cac:Contact/cbc:Telephone"),
    )


def _payment(means: Element) -> model.PaymentInstructions:
    account = "cac:PayeeFinancialAccount"
    return model.PaymentInstructions(
        means=_text(means, "cbc:PaymentMeansCode"),
        reference=_text(means, "cbc:PaymentID"),
        account=_text(means, f"{account}/cbc:ID"),
        payee=_text(means, f"{account}/cbc:Name"),
        bank=_text(means, f"{account}/cac:FinancialInstitutionBranch/cbc:ID"),
    )


def _totals(root: Element) -> model.DocumentTotals:
    told = one(root, "cac:LegalMonetaryTotal", NAMES)
    return model.DocumentTotals(
        lines_cents=_amount(told, "cbc:LineExtensionAmount"),
        net_cents=_amount(told, "cbc:TaxExclusiveAmount"),
        vat_cents=_amount(root, "cac:TaxTotal/cbc:TaxAmount"),
        gross_cents=_amount(told, "cbc:TaxInclusiveAmount"),
        due_cents=_amount(told, "cbc:PayableAmount"),
    )


def _vat(group: Element) -> model.VatBreakdown:
    return model.VatBreakdown(
        category=_text(group, "cac:TaxCategory/cbc:ID"),
        rate=Decimal(_text(group, "cac:TaxCategory/cbc:Percent") or "0"),
        taxable_cents=_amount(group, "cbc:TaxableAmount"),
        tax_cents=_amount(group, "cbc:TaxAmount"),
        ground=_text(group, "cac:TaxCategory/cbc:TaxExemptionReason"),
        ground_code=_text(group, "cac:TaxCategory/cbc:TaxExemptionReasonCode"),
    )


def _line(line: Element, kind: str) -> model.SemanticLine:
    quantity = "CreditedQuantity" if kind == "CreditNote" else "InvoicedQuantity"
    return model.SemanticLine(
        line_id=_text(line, "cbc:ID"),
        name=_text(line, "cac:Item/cbc:Name"),
        quantity=int(_text(line, f"cbc:{quantity}")),
        performed_on=_day(line, "cac:InvoicePeriod/cbc:StartDate"),
        price_cents=_amount(line, "cac:Price/cbc:PriceAmount"),
        net_cents=_amount(line, "cbc:LineExtensionAmount"),
        category=_text(line, "cac:Item/cac:ClassifiedTaxCategory/cbc:ID"),
        rate=Decimal(_text(line, "cac:Item/cac:ClassifiedTaxCategory/cbc:Percent") or "0"),
        allowance=_allowance(line.find("cac:AllowanceCharge", NAMES)),
        unit=_unit(line.find(f"cbc:{quantity}", NAMES)),
        project=_text(line, "cac:DocumentReference/cbc:ID"),
    )


def _unit(quantity: Element | None) -> str:
    return "" if quantity is None else quantity.get("unitCode", "")


def _allowance(less: Element | None) -> model.LineAllowance | None:
    if less is None:
        return None
    return model.LineAllowance(
        cents=_amount(less, "cbc:Amount"),
        base_cents=_amount(less, "cbc:BaseAmount"),
        percent=Decimal(_text(less, "cbc:MultiplierFactorNumeric")),
        reason=_text(less, "cbc:AllowanceChargeReason"),
    )
