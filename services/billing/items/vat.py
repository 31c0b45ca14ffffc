"""Value added tax: dated rates and the one way in which money is rounded.

A rate that is not in the table is refused, never guessed.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from services.runtime.commands.refusal import Refusal


@dataclass(frozen=True)
class DatedRate:
    """One VAT rate in per cent, in force from a day until the next row of the same category."""

    category: str
    valid_from: date
    percent: Decimal


TAXABLE = "S"
# Categories: UNTDID 5305. S = the general rate, AA = the reduced one (EN 16931 writes both as S with their rate),
# AE = reverse charge, O = outside of the scope of the tax, E = exempt.
# Source: Finnish VAT act 1501/1993, sections 84 and 85, as amended for 2013-01-01, 2024-09-01 and 2026-01-01.
RATES = (
    DatedRate("S", date(2013, 1, 1), Decimal("24")),
    DatedRate("S", date(2024, 9, 1), Decimal("25.5")),
    DatedRate("AA", date(2013, 1, 1), Decimal("14")),
    DatedRate("AA", date(2026, 1, 1), Decimal("13.5")),
    # Taxed at its buyer's, or nowhere: `services/billing/items/places.py`. Source: directive 2008/8/EC, from 2010 on.
    DatedRate("AE", date(2010, 1, 1), Decimal("0")),
    DatedRate("O", date(2010, 1, 1), Decimal("0")),
    # Exempt by its kind, where finance has said so: `services/billing/items/exemptions.py`. Source: sections 34 to 39.
    DatedRate("E", date(2010, 1, 1), Decimal("0")),
)


def rate_on(category: str, on: date) -> Decimal:
    """The rate in per cent for a supply made on a day.

    on: the day of the supply (the session), never the invoice's day.
    Refuses: "vat_rate_missing" (no row for this category on that day).
    """
    in_force = [row for row in RATES if row.category == category and row.valid_from <= on]
    if not in_force:
        raise Refusal("vat_rate_missing")
    return max(in_force, key=lambda row: row.valid_from).percent


def rates_on(category: str, on: date) -> list[Decimal]:
    """The rates in per cent that a category of EN 16931 may have for a supply made on a day; none: no such row.

    category: as documents have it, where the reduced rate is S as well.
    """
    within = ("S", "AA") if category == TAXABLE else (category,)
    known = {row.category for row in RATES if row.valid_from <= on}
    return [rate_on(one, on) for one in within if one in known]


def with_vat(cents: int, category: str, on: date) -> int:
    """A price as a private person is told it. cents: without VAT. Refuses: "vat_rate_missing"."""
    return cents + vat_of(cents, rate_on(category, on))


def vat_id(business_id: str) -> str:
    """The Finnish VAT number of a valid Y-tunnus: 2077474-0 -> FI20774740."""
    return "FI" + business_id.replace("-", "")


def percent_of(cents: int, percent: Decimal | int) -> int:
    """That share of an amount, in cents, half-up; away from zero when negative: a credit mirrors its invoice."""
    return int((Decimal(cents) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP))


def vat_of(base_cents: int, rate: Decimal) -> int:
    """VAT in cents on the summed base of one group (category, rate); on lines it would add up to another sum.

    Source: EN 16931 BR-CO-17.
    """
    return percent_of(base_cents, rate)
