"""The price list."""

from uuid import UUID

from services.messages.envelope import Command, Done, Query, Reply
from services.messages.values import (
    NEVER_SET,
    Audience,
    Cents,
    Day,
    LengthPrice,
    Mark,
    Minutes,
    SessionFormat,
    Utc,
)


class SetPrice(Command[Done]):
    """A line of the price list: per session length, not linear. Natural key: format, minutes, valid_from.

    seen: PriceList's mark. Refuses: not_yours_to_decide, price_of_nothing, day_too_early, day_too_late, too_many,
    set_meanwhile (the line is there, with another price than was seen).
    """

    format: SessionFormat
    duration_minutes: Minutes
    price_cents: Cents
    valid_from: Day
    set_by: UUID
    as_of: Utc
    seen: Mark | None = None


class PriceLine(Reply):
    """One session, VAT excluded."""

    format: SessionFormat
    duration_minutes: int
    price_cents: int
    valid_from: Day


class PriceList(Reply):
    prices: list[PriceLine]
    mark: Mark = NEVER_SET


class ListPrices(Query[PriceList]):
    """By format and length, the newest line of each first."""


class PricesOfDay(Reply):
    """price_cents: of one session of the length that was asked for, VAT excluded; none: the list has no such line.

    length_prices: of the other lengths.
    """

    price_cents: int | None
    length_prices: list[LengthPrice] = []


class ShowPricesOfDay(Query[PricesOfDay]):
    """What the list says on a day of sessions for this audience."""

    audience: Audience
    duration_minutes: Minutes
    on: Day
