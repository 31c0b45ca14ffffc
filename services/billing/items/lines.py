"""A billable item as a line of money: what its invoice line says, and refuses."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from services.billing.items import vat
from services.messages.billing import ItemKind, PartOf
from services.runtime.commands.refusal import Refusal


@dataclass(frozen=True)
class Item:
    """What may be charged. session_number: none for what came of no session; minutes: none where time is no measure.

    trial: the number counts the sessions before the contract. quantity: below zero of a correction that takes off.
    """

    item_id: str
    session_number: int | None
    performed_on: date
    kind: ItemKind
    minutes: int | None
    unit_price_cents: int
    percent: PartOf
    vat_category: str
    trial: bool = False
    quantity: int = 1


@dataclass(frozen=True)
class Line:
    """One item on an invoice. unit_price_cents: the whole price without VAT; net_cents: after the percent.

    quantity: below zero of what is taken off. process_number: of a collective invoice; else the invoice itself says it.
    """

    item_id: str
    session_number: int | None
    performed_on: date
    kind: ItemKind
    minutes: int | None
    quantity: int
    unit_price_cents: int
    percent: PartOf
    net_cents: int
    vat_category: str
    vat_rate: Decimal
    trial: bool = False
    process_number: str = ""


def line_for(item: Item) -> Line:
    """The invoice line of one item; the VAT rate is that of the day on which it was performed.

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
        kind=item.kind,
        minutes=item.minutes,
        quantity=_quantity(item),
        unit_price_cents=item.unit_price_cents,
        percent=item.percent,
        net_cents=net_of(item),
        vat_category=item.vat_category,
        vat_rate=vat.rate_on(item.vat_category, item.performed_on),
        trial=item.trial,
    )


def taxed_elsewhere(line: Line, category: str) -> Line:
    """The same line, where its buyer is taxed or nobody is. Refuses: "vat_rate_missing"."""
    return replace(line, vat_category=category, vat_rate=vat.rate_on(category, line.performed_on))


def net_of(item: Item) -> int:
    """What it comes to without VAT, also where no line can be made of it."""
    return vat.percent_of(_quantity(item) * item.unit_price_cents, item.percent)


def _quantity(item: Item) -> int:
    return -1 if item.kind == ItemKind.TRIAL_CREDIT else item.quantity
