"""From lines to an invoice: totals and the frozen value that is stored when it is issued.

Numbering, storing and sending are not here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from services.billing.invoices import bar_codes, references
from services.billing.items import vat
from services.billing.items.exemptions import EXEMPT
from services.billing.items.lines import Line
from services.messages.billing import INVOICE_SERIES, InvoiceKind
from services.messages.countries import HOME
from services.messages.values import Language
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import next_banking_day


@dataclass(frozen=True)
class Address:
    street: str
    postal_code: str
    town: str
    country: str = HOME


@dataclass(frozen=True)
class Seller:
    """The provider as it stood on the day of issue. logo: its picture's id."""

    name: str
    business_id: str
    vat_id: str
    address: Address
    iban: str
    bic: str
    email: str = ""
    phone: str = ""
    logo: UUID | None = None


@dataclass(frozen=True)
class Customer:
    """The paying organisation as it stood on the day of issue; never a person who attended.

    language: of its documents. department_name: the part of it that the invoice is addressed to; empty for the whole.
    electronic_address: of its system, as it has said; empty: none. business_id: a Y-tunnus, registered_as: its number
    in another register, vat_id: in another country of the EU; each empty for who has none. consumer: a private person.
    """

    organisation_id: str
    name: str
    business_id: str
    address: Address
    language: Language
    buyer_reference: str = ""
    order_number: str = ""
    department_name: str = ""
    agreement: str = ""
    electronic_address: str = ""
    registered_as: str = ""
    vat_id: str = ""
    consumer: bool = False


@dataclass(frozen=True)
class Terms:
    """What the contract says of payment, and the readable number of the process that is charged.

    process_number: of several processes, none: their lines say it.
    """

    process_number: str
    payment_days: int


@dataclass(frozen=True)
class VatGroup:
    """Lines of one category and rate: their sum, and the VAT on that sum."""

    category: str
    rate: Decimal
    base_cents: int
    vat_cents: int


@dataclass(frozen=True)
class Totals:
    groups: tuple[VatGroup, ...]
    net_cents: int
    vat_cents: int
    gross_cents: int


@dataclass(frozen=True)
class Preceding:
    """The invoice that a credit note takes something back of."""

    number: int
    issued_on: date


@dataclass(frozen=True)
class Invoice:
    """One issued invoice, whole: documents and the hash chain are made from it alone. Euros.

    Of a credit note: what it takes back, as positive amounts, and of which invoice (preceding).
    exemption: why its lines of category E bear no tax; see `services/billing/items/exemptions.py`.
    """

    kind: InvoiceKind
    series: str
    number: int
    issued_on: date
    due_on: date
    reference: str
    seller: Seller
    customer: Customer
    terms: Terms
    lines: tuple[Line, ...]
    totals: Totals
    preceding: Preceding | None = None
    exemption: str = ""


def totals(lines: Iterable[Line]) -> Totals:
    """Sums in cents; VAT on each group's sum (3 x 95.00 at 25.5 % is 72.68, not 72.69), groups in a fixed order."""
    ordered = sorted(lines, key=_vat_key)
    groups = tuple(_vat_group(*key, list(group)) for key, group in groupby(ordered, key=_vat_key))
    net = sum(group.base_cents for group in groups)
    tax = sum(group.vat_cents for group in groups)
    return Totals(groups, net, tax, net + tax)


def draft(
    lines: Sequence[Line],
    seller: Seller | None,
    customer: Customer,
    terms: Terms,
    number: int,
    on: date,
    exemption: str = "",
) -> Invoice:
    """The invoice with its number, due date and payment reference; everything a document needs is checked here.

    lines: any order. seller: the row in force on that day. exemption: of those of category E.
    number: the seller's next one, 3-19 digits; on: the organisation's local date, comes with the command.
    Refuses: "nothing_to_invoice", "seller_missing", "item_twice", "not_performed_yet" (after `on`),
    "iban_invalid", "reference_base_invalid", "payment_days_invalid".
    Next: services/billing/documents/pdf.py:invoice_pdf
    """
    seller = _check(lines, seller, on)
    return Invoice(
        kind=InvoiceKind.INVOICE,
        series=INVOICE_SERIES,
        number=number,
        issued_on=on,
        due_on=due_on(on, terms.payment_days),
        reference=reference_of(number, customer.address),
        seller=seller,
        customer=customer,
        terms=terms,
        lines=tuple(sorted(lines, key=_place)),
        totals=totals(lines),
        exemption=ground_of(lines, exemption),
    )


def reference_of(number: int, payer: Address) -> str:
    """What the payer's bank takes: the national form at home, RF in other countries, whose body is the same.

    Refuses: "reference_base_invalid".
    """
    national = references.national(number)
    return national if payer.country == HOME else references.rf(national)


def ground_of(lines: Iterable[Line], exemption: str) -> str:
    """Of an invoice with these lines: none where all of them are taxed."""
    return exemption if any(line.vat_category == EXEMPT for line in lines) else ""


def _check(lines: Sequence[Line], seller: Seller | None, on: date) -> Seller:
    if seller is None:
        raise Refusal("seller_missing")
    if not lines:
        raise Refusal("nothing_to_invoice")
    if len({line.item_id for line in lines}) < len(lines):
        raise Refusal("item_twice")
    if any(line.performed_on > on for line in lines):
        raise Refusal("not_performed_yet")
    bar_codes.finnish_iban(seller.iban)
    return seller


def _place(line: Line) -> tuple[str, bool, date, int, str]:
    taken_off = line.quantity < 0
    return line.process_number, taken_off, line.performed_on, line.session_number or 0, line.item_id


def _vat_key(line: Line) -> tuple[str, Decimal]:
    return line.vat_category, line.vat_rate


def _vat_group(category: str, rate: Decimal, lines: Sequence[Line]) -> VatGroup:
    base = sum(line.net_cents for line in lines)
    return VatGroup(category, rate, base, vat.vat_of(base, rate))


def due_on(issued_on: date, days: int) -> date:
    """The due day: so many days after the invoice's, moved to the next banking day.

    Refuses: "payment_days_invalid" (negative).
    """
    if days < 0:
        raise Refusal("payment_days_invalid")
    return next_banking_day(issued_on + timedelta(days=days))
