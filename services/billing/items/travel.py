"""What travel costs where who enters it says nothing else: dated data, never guessed.

The provider's own prices are of contract versions: each keeps what held when it began. Without one, a kilometre costs
what the tax administration says. It says each year up to what a kilometre may be paid to an employee without tax. It is
no price of ours, and the customer pays VAT on it; it is what customers know.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Allowance:
    """cents: of a kilometre by one's own car, in that calendar year alone."""

    year: int
    cents: int


# Source: Verohallinnon päätös verovapaista matkakustannusten korvauksista, given for each year.
ALLOWANCES = (Allowance(2024, 57), Allowance(2025, 59), Allowance(2026, 55))


def kilometre_cents(on: date) -> int | None:
    """None: there is no row for that year, and whoever enters the travel says what it costs."""
    return next((row.cents for row in ALLOWANCES if row.year == on.year), None)


@dataclass(frozen=True)
class OwnPrice:
    """The provider's own, of a kilometre or of an hour. valid_from: of contract versions that begin then or later."""

    kind: str
    valid_from: date
    price_cents: int


def usual_cents(kind: str, own: Iterable[OwnPrice], begins: date, on: date) -> int | None:
    """Of one. begins: the contract version's first day, whose price it keeps; on: the day of supply.

    None: there is no row, and whoever enters it says what it costs.
    """
    held = [one for one in own if one.kind == kind and one.valid_from <= begins]
    if held:
        return max(held, key=lambda one: one.valid_from).price_cents
    return kilometre_cents(on) if kind == "travel" else None
