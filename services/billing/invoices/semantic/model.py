"""One invoice in the business terms of EN 16931: plain values, of no document and no language of a format.

Source: EN 16931-1:2017, chapter 6; the numbers are those of its terms (BT) and groups (BG). Amounts are cents of a
euro; what is empty is not there.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class PostalAddress:
    """BG-5, BG-8. street BT-35, BT-50; town BT-37, BT-52; postal_code BT-38, BT-53; country BT-40, BT-55."""

    street: str
    town: str
    postal_code: str
    country: str


@dataclass(frozen=True)
class ElectronicAddress:
    """BT-34, BT-49: where invoices come from and go to. scheme: of the list that Peppol keeps (EAS)."""

    scheme: str
    value: str


@dataclass(frozen=True)
class Party:
    """The seller (BG-4) or the buyer (BG-7).

    name BT-27, BT-44: the legal person, or a private one. trading_name BT-28, BT-45: here its department. legal_id
    BT-30, BT-47: its Y-tunnus, or what it has in another register. vat_id BT-31, BT-48.
    email, phone BT-43, BT-42, BT-58, BT-57.
    """

    name: str
    legal_id: str
    vat_id: str
    address: PostalAddress
    electronic: ElectronicAddress | None
    trading_name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class PaymentInstructions:
    """BG-16. means BT-81: 58, a SEPA transfer. reference BT-83; account BT-84; payee BT-85; bank BT-86."""

    means: str
    reference: str
    account: str
    payee: str
    bank: str


@dataclass(frozen=True)
class VatBreakdown:
    """BG-23. taxable_cents BT-116; tax_cents BT-117; category BT-118; rate BT-119, in per cent; what is outside of the
    tax has none, and 0 here. ground BT-120: why there is no tax; ground_code BT-121.
    """

    category: str
    rate: Decimal
    taxable_cents: int
    tax_cents: int
    ground: str = ""
    ground_code: str = ""


@dataclass(frozen=True)
class DocumentTotals:
    """BG-22. lines_cents BT-106; net_cents BT-109; vat_cents BT-110; gross_cents BT-112; due_cents BT-115."""

    lines_cents: int
    net_cents: int
    vat_cents: int
    gross_cents: int
    due_cents: int


@dataclass(frozen=True)
class LineAllowance:
    """BG-27, what of the price is not charged. cents BT-136; base_cents BT-137; percent BT-138; reason BT-139."""

    cents: int
    base_cents: int
    percent: Decimal
    reason: str


@dataclass(frozen=True)
class SemanticLine:
    """One line, BG-25.

    line_id BT-126; quantity BT-129, of unit BT-130; net_cents BT-131; performed_on BT-134 and BT-135; price_cents
    BT-146; category BT-151; rate BT-152, in per cent; name BT-153. project BT-128: of a collective invoice, the
    number of the process that the line is of.
    """

    line_id: str
    name: str
    quantity: int
    performed_on: date
    price_cents: int
    net_cents: int
    category: str
    rate: Decimal
    allowance: LineAllowance | None = None
    unit: str = "C62"
    project: str = ""


@dataclass(frozen=True)
class Preceding:
    """BG-3, the invoice that a credit note corrects. number BT-25; issued_on BT-26."""

    number: str
    issued_on: date


@dataclass(frozen=True)
class SemanticInvoice:
    """The whole of it, lines in their order.

    number BT-1; issued_on BT-2; type_code BT-3; currency BT-5; due_on BT-9; buyer_reference BT-10; project BT-11;
    agreement BT-12; order BT-13; payment_terms BT-20; period BT-73 and BT-74. consumer: the buyer is one; no term of
    the standard, so no e-invoice has it and none is compared by it.
    """

    number: str
    issued_on: date
    type_code: str
    currency: str
    due_on: date
    buyer_reference: str
    project: str
    agreement: str
    order: str
    payment_terms: str
    preceding: Preceding | None
    seller: Party
    buyer: Party
    period: tuple[date, date]
    payment: PaymentInstructions
    totals: DocumentTotals
    vat: tuple[VatBreakdown, ...]
    lines: tuple[SemanticLine, ...]
    consumer: bool = field(default=False, compare=False)


INVOICE, CREDIT_NOTE = "380", "381"
"""BT-3. Source: UNTDID 1001."""

SESSION, KILOMETRE, PIECE = "C62", "KMT", "H87"
"""BT-130: one of what happens, a kilometre, one of what there is. Source: UN/ECE recommendation 20."""

TRANSFER = "58"
"""BT-81: a credit transfer within SEPA. Source: UNTDID 4461."""
