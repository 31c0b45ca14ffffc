"""What somebody enters, as what it costs. No database.

Travelling time is one price for a journey, of its minutes; of everything else a number of pieces has a price each.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from services.billing.items import travel
from services.messages.billing import EnterItem
from services.runtime.commands.refusal import Refusal

_HOUR = 60


@dataclass(frozen=True)
class Priced:
    """price_cents: of one of the quantity, without VAT. minutes: none for what is not measured in time."""

    quantity: int
    price_cents: int
    minutes: int | None = None


def priced(order: EnterItem) -> Priced:
    """Refuses: quantity_wrong, price_not_said."""
    may_take_off = order.kind == "correction"
    if not order.quantity or (order.quantity < 0 and not may_take_off):
        raise Refusal("quantity_wrong", "quantity")
    price = one_costs(order)
    if order.kind != "travel_time":
        return Priced(order.quantity, price)
    journey = (Decimal(price) * order.quantity / _HOUR).quantize(Decimal(1), ROUND_HALF_UP)
    return Priced(1, int(journey), minutes=order.quantity)


def one_costs(order: EnterItem) -> int:
    """As it was said, or as the day's allowance is. Refuses: price_not_said."""
    price = order.price_cents
    if price is None and order.kind == "travel":
        price = travel.kilometre_cents(order.performed_on)
    if not price:
        raise Refusal("price_not_said", "price_cents")
    return price
