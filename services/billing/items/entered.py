"""What somebody enters, as what it costs. No database.

Travelling time is one price for a journey, of its minutes; of everything else a number of pieces has a price each.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from services.messages.billing import EnterItem
from services.runtime.commands.refusal import Refusal

_HOUR = 60


@dataclass(frozen=True)
class Priced:
    """price_cents: of one of the quantity, without VAT. minutes: none for what is not measured in time."""

    quantity: int
    price_cents: int
    minutes: int | None = None


def priced(order: EnterItem, usual: int | None) -> Priced:
    """usual: what one costs where the order does not say it. Refuses: quantity_wrong, price_not_said,
    comes_to_nothing.
    """
    may_take_off = order.kind == "correction"
    if not order.quantity or (order.quantity < 0 and not may_take_off):
        raise Refusal("quantity_wrong", "quantity")
    price = one_costs(order, usual)
    if order.kind != "travel_time":
        return Priced(order.quantity, price)
    journey = (Decimal(price) * order.quantity / _HOUR).quantize(Decimal(1), ROUND_HALF_UP)
    if not journey:
        raise Refusal("comes_to_nothing", "quantity")
    return Priced(1, int(journey), minutes=order.quantity)


def one_costs(order: EnterItem, usual: int | None) -> int:
    """As it was said, or as usual. Refuses: price_not_said."""
    price = usual if order.price_cents is None else order.price_cents
    if not price:
        raise Refusal("price_not_said", "price_cents")
    return price
