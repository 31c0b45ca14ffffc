"""A billable item as a line of money: what its invoice line says, and refuses."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from services.billing.items import vat
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
