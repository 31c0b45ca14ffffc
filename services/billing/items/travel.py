"""What a kilometre of travel costs where nobody has said otherwise: dated data, never guessed.

The tax administration says each year up to what a kilometre may be paid to an employee without tax. It is no price of
ours, and the customer pays VAT on it; it is what customers know.
"""

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
