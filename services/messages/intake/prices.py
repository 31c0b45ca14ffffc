"""The price list."""

from uuid import UUID

from services.messages.envelope import Command, Done, Reply
from services.messages.values import Cents, Day, Minutes, SessionFormat, Utc


class SetPrice(Command[Done]):
    """A line of the price list: per session length, not linear. Natural key: format, minutes, valid_from.

    Refuses: not_yours_to_decide, day_too_early, day_too_late, too_many.
    """

    format: SessionFormat
    duration_minutes: Minutes
    price_cents: Cents
    valid_from: Day
    set_by: UUID
    as_of: Utc


class PriceLine(Reply):
    """One session, VAT excluded."""

    format: SessionFormat
    duration_minutes: int
    price_cents: int
    valid_from: Day


class PriceList(Reply):
    prices: list[PriceLine]


class ListPrices(Command[PriceList]):
    """By format and length, the newest line of each first."""
