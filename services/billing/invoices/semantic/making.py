"""From an invoice as it is stored to EN 16931's terms, with the words in one language."""

from datetime import date
from decimal import Decimal

from services.billing.invoices import bar_codes
from services.billing.invoices.invoicing import Address, Customer, Invoice, VatGroup
from services.billing.invoices.semantic import model
from services.billing.invoices.wording import WORDS
from services.billing.items.exemptions import EXEMPT, code_of
from services.billing.items.lines import Line
from services.billing.items.places import OUT_OF_SCOPE
from services.billing.items.vat import TAXABLE, vat_id
from services.messages.billing import ENTERED_KINDS, InvoiceKind, ItemKind
from services.messages.values import Language
from services.printing.printable import printable

_FINNISH_REGISTER = "0216"
"""Finnish organisations in Peppol: the value is the OVT, `0037` and the eight digits of the Y-tunnus.

Source: Peppol's code list of participant identifier schemes; required since April 2024, before it was scheme 0037.
"""
_CREDIT = "H"
_TYPE_CODES = {InvoiceKind.INVOICE: model.INVOICE, InvoiceKind.CREDIT_NOTE: model.CREDIT_NOTE}


def semantic(invoice: Invoice, language: Language) -> model.SemanticInvoice:
    """Names no person who attended and nothing of what was said: the invoice has no such field."""
    customer = invoice.customer
    words = WORDS[language]
    return model.SemanticInvoice(
        number=document_number(invoice.kind, invoice.number),
        issued_on=invoice.issued_on,
        type_code=_TYPE_CODES[invoice.kind],
        currency="EUR",
        due_on=invoice.due_on,
        buyer_reference=printable(_buyer_reference(invoice)),
        project=invoice.terms.process_number,
        agreement=printable(customer.agreement),
        order=printable(customer.order_number),
        payment_terms=_payment_terms(invoice, words),
        preceding=_preceding(invoice),
        seller=_seller(invoice),
        buyer=_buyer(customer),
        period=_period(invoice),
        payment=_payment(invoice),
        totals=_totals(invoice),
        vat=tuple(_vat(group, invoice.exemption, words) for group in invoice.totals.groups),
        lines=tuple(_line(at, line, words) for at, line in enumerate(invoice.lines, start=1)),
        consumer=customer.consumer,
    )


def document_number(kind: InvoiceKind, number: int) -> str:
    """Of two series, and yet never the same: a customer's system takes a number of ours once."""
    return f"{_CREDIT}{number}" if kind == InvoiceKind.CREDIT_NOTE else str(number)


def _payment_terms(invoice: Invoice, words: dict[str, str]) -> str:
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        return words["nothing_to_pay"]
    return words["days_net"].format(days=invoice.terms.payment_days)


def _preceding(invoice: Invoice) -> model.Preceding | None:
    before = invoice.preceding
    return model.Preceding(str(before.number), before.issued_on) if before else None


def _buyer_reference(invoice: Invoice) -> str:
    """Without one and without an order, the number of the commission, which the customer has had since it asked; of
    several of them, the first.
    """
    told = invoice.customer.buyer_reference
    if told or invoice.customer.order_number:
        return told
    return invoice.terms.process_number or invoice.lines[0].process_number


def _seller(invoice: Invoice) -> model.Party:
    """Without a VAT number on what is outside of the tax: BR-O-02 of EN 16931."""
    seller = invoice.seller
    is_outside = any(group.category == OUT_OF_SCOPE for group in invoice.totals.groups)
    return model.Party(
        name=printable(seller.name),
        legal_id=seller.business_id,
        vat_id="" if is_outside else seller.vat_id,
        address=_address(seller.address),
        electronic=_electronic(seller.business_id),
        email=printable(seller.email),
        phone=printable(seller.phone),
    )


def _buyer(customer: Customer) -> model.Party:
    return model.Party(
        name=printable(customer.name),
        legal_id=customer.business_id or customer.registered_as,
        vat_id=vat_id(customer.business_id) if customer.business_id else customer.vat_id,
        address=_address(customer.address),
        electronic=_told(customer.electronic_address) or _electronic(customer.business_id),
        trading_name=printable(customer.department_name),
    )


def _address(address: Address) -> model.PostalAddress:
    return model.PostalAddress(
        printable(address.street), printable(address.town), printable(address.postal_code), address.country
    )


def _electronic(business_id: str) -> model.ElectronicAddress | None:
    if not business_id:
        return None
    return model.ElectronicAddress(_FINNISH_REGISTER, "0037" + business_id.replace("-", ""))


def _told(address: str) -> model.ElectronicAddress | None:
    """address: the scheme and the value, as the customer has said it; empty where it has not."""
    scheme, _colon, value = address.partition(":")
    return model.ElectronicAddress(scheme, value) if value else None


def _payment(invoice: Invoice) -> model.PaymentInstructions:
    seller = invoice.seller
    return model.PaymentInstructions(
        means=model.TRANSFER,
        reference=invoice.reference,
        account=bar_codes.finnish_iban(seller.iban),
        payee=printable(seller.name),
        bank=seller.bic,
    )


def _period(invoice: Invoice) -> tuple[date, date]:
    performed = [line.performed_on for line in invoice.lines]
    return min(performed), max(performed)


def _totals(invoice: Invoice) -> model.DocumentTotals:
    totals = invoice.totals
    return model.DocumentTotals(
        lines_cents=sum(line.net_cents for line in invoice.lines),
        net_cents=totals.net_cents,
        vat_cents=totals.vat_cents,
        gross_cents=totals.gross_cents,
        due_cents=totals.gross_cents,
    )


def _category(category: str) -> str:
    """EN 16931 has one for every rate that is not nothing (UNTDID 5305: S)."""
    return TAXABLE if category == "AA" else category


def _vat(group: VatGroup, exemption: str, words: dict[str, str]) -> model.VatBreakdown:
    """exemption: of the invoice."""
    why = exemption if group.category == EXEMPT else group.category
    code = code_of(why)
    ground = (words[f"ground_{why}"], code) if code else ()
    return model.VatBreakdown(
        _category(group.category), group.rate, group.base_cents, group.vat_cents, *ground
    )


def _line(at: int, line: Line, words: dict[str, str]) -> model.SemanticLine:
    return model.SemanticLine(
        line_id=str(at),
        name=_name(line, words),
        quantity=line.quantity,
        performed_on=line.performed_on,
        price_cents=line.unit_price_cents,
        net_cents=line.net_cents,
        category=_category(line.vat_category),
        rate=line.vat_rate,
        allowance=_allowance(line, words),
        unit=_unit(line),
        project=printable(line.process_number),
    )


def _unit(line: Line) -> str:
    """A part of a journey that a credit note takes back is none of its kilometres."""
    if line.kind not in ENTERED_KINDS:
        return model.SESSION
    is_way = line.kind == ItemKind.TRAVEL and abs(line.quantity) > 1
    return model.KILOMETRE if is_way else model.PIECE


def _allowance(line: Line, words: dict[str, str]) -> model.LineAllowance | None:
    """The part of the whole price that is not charged."""
    if line.percent == 100:
        return None
    whole = line.quantity * line.unit_price_cents
    return model.LineAllowance(
        cents=whole - line.net_cents,
        base_cents=whole,
        percent=100 - Decimal(line.percent),
        reason=words["not_charged"],
    )


def _name(line: Line, words: dict[str, str]) -> str:
    """Without the number of a session or the minutes for what has none."""
    minutes = f", {line.minutes} min" if line.minutes is not None else ""
    return words[line.kind].format(session=_numbered(line, words)) + minutes


def _numbered(line: Line, words: dict[str, str]) -> str:
    if line.session_number is None:
        return ""
    if line.trial:
        return words["trial_session"].format(number=line.session_number)
    return f" {line.session_number}"
