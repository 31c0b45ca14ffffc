"""From billable items to an invoice: lines, totals and the frozen value that is stored when it is issued.

Numbering, storing and sending are not here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Literal

from services.billing import banking_days, bar_codes, references, vat
from services.billing.wording import Language
from services.runtime.refusal import Refusal

LineCode = Literal["session_held", "session_cancelled_late", "session_no_show"]


@dataclass(frozen=True)
class Item:
    """What may be charged for one session; price and percent come from the terms in force on the session's day."""

    item_id: str
    session_number: int
    performed_on: date
    code: LineCode
    minutes: int
    unit_price_cents: int
    percent: int
    vat_category: str


@dataclass(frozen=True)
class Line:
    """One item on an invoice. unit_price_cents: the whole session's price without VAT; net_cents: after the percent."""

    item_id: str
    session_number: int
    performed_on: date
    code: LineCode
    minutes: int
    quantity: int
    unit_price_cents: int
    percent: int
    net_cents: int
    vat_category: str
    vat_rate: Decimal


@dataclass(frozen=True)
class Address:
    street: str
    postal_code: str
    town: str


@dataclass(frozen=True)
class Seller:
    """The provider as it stood on the day of issue."""

    name: str
    business_id: str
    vat_id: str
    address: Address
    iban: str
    bic: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Customer:
    """The paying organisation as it stood on the day of issue; never a person who attended.

    language: of its documents.
    """

    organisation_id: str
    name: str
    business_id: str
    address: Address
    language: Language
    buyer_reference: str = ""
    order_number: str = ""


@dataclass(frozen=True)
class Terms:
    """What the contract says of payment, and the readable number of the process that is charged."""

    process_number: str
    payment_days: int = 14


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
class Invoice:
    """One issued invoice, whole: documents and the hash chain are made from it alone. Euros."""

    number: int
    issued_on: date
    due_on: date
    reference: str
    seller: Seller
    customer: Customer
    terms: Terms
    lines: tuple[Line, ...]
    totals: Totals


def line_for(item: Item) -> Line:
    """The invoice line of one item; the VAT rate is that of the session's day.

    Refuses: "price_negative", "percent_out_of_range" (0-100), "vat_rate_missing".
    """
    if item.unit_price_cents < 0:
        raise Refusal("price_negative")
    if not 0 <= item.percent <= 100:
        raise Refusal("percent_out_of_range")
    return Line(
        item_id=item.item_id,
        session_number=item.session_number,
        performed_on=item.performed_on,
        code=item.code,
        minutes=item.minutes,
        quantity=1,
        unit_price_cents=item.unit_price_cents,
        percent=item.percent,
        net_cents=vat.percent_of(item.unit_price_cents, item.percent),
        vat_category=item.vat_category,
        vat_rate=vat.rate_on(item.vat_category, item.performed_on),
    )


def totals(lines: Iterable[Line]) -> Totals:
    """Sums in cents; VAT on each group's sum (3 x 95.00 at 25.5 % is 72.68, not 72.69), groups in a fixed order."""
    ordered = sorted(lines, key=_vat_key)
    groups = tuple(_vat_group(*key, list(group)) for key, group in groupby(ordered, key=_vat_key))
    net = sum(group.base_cents for group in groups)
    tax = sum(group.vat_cents for group in groups)
    return Totals(groups, net, tax, net + tax)


def draft(
    lines: Sequence[Line], seller: Seller | None, customer: Customer, terms: Terms, number: int, on: date
) -> Invoice:
    """The invoice with its number, due date and payment reference; everything a document needs is checked here.

    lines: any order. seller: the row in force on that day, None when there is none.
    number: the seller's next one, 3-19 digits; on: the organisation's local date, comes with the command.
    Refuses: "nothing_to_invoice", "seller_missing", "item_twice", "not_performed_yet" (a session after `on`),
    "iban_invalid", "reference_base_invalid", "payment_days_invalid".
    Next: services/billing/documents.py:invoice_pdf
    """
    if seller is None:
        raise Refusal("seller_missing")
    _check_lines(lines, on)
    bar_codes.finnish_iban(seller.iban)
    return Invoice(
        number=number,
        issued_on=on,
        due_on=banking_days.due_on(on, terms.payment_days),
        reference=references.national(number),
        seller=seller,
        customer=customer,
        terms=terms,
        lines=tuple(sorted(lines, key=lambda line: (line.performed_on, line.session_number, line.item_id))),
        totals=totals(lines),
    )


def _check_lines(lines: Sequence[Line], on: date) -> None:
    if not lines:
        raise Refusal("nothing_to_invoice")
    if len({line.item_id for line in lines}) < len(lines):
        raise Refusal("item_twice")
    if any(line.performed_on > on for line in lines):
        raise Refusal("not_performed_yet")


def _vat_key(line: Line) -> tuple[str, Decimal]:
    return line.vat_category, line.vat_rate


def _vat_group(category: str, rate: Decimal, lines: Sequence[Line]) -> VatGroup:
    base = sum(line.net_cents for line in lines)
    return VatGroup(category, rate, base, vat.vat_of(base, rate))
