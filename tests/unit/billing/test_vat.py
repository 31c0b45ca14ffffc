from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.billing.items import vat
from services.runtime.commands.refusal import Refusal


@pytest.mark.parametrize(
    ("category", "on", "percent"),
    [
        ("S", date(2024, 8, 31), "24"),
        ("S", date(2024, 9, 1), "25.5"),
        ("S", date(2027, 6, 1), "25.5"),
        ("AA", date(2025, 12, 31), "14"),
        ("AA", date(2026, 1, 1), "13.5"),
    ],
)
def test_the_rate_follows_the_day_of_the_session(category: str, on: date, percent: str) -> None:
    assert vat.rate_on(category, on) == Decimal(percent)


@pytest.mark.parametrize(
    ("category", "on"), [("S", date(2012, 12, 31)), ("Z", date(2027, 1, 1)), ("", date(2027, 1, 1))]
)
def test_a_rate_that_is_not_in_the_table_is_refused(category: str, on: date) -> None:
    with pytest.raises(Refusal) as refused:
        vat.rate_on(category, on)
    assert refused.value.code == "vat_rate_missing"


def test_half_a_cent_goes_up_and_not_to_the_even_cent() -> None:
    assert vat.vat_of(9500, Decimal("25.5")) == 2423
    assert (Decimal(9500) * Decimal("0.255")).quantize(Decimal(1), ROUND_HALF_EVEN) == 2422


def test_half_even_would_differ_for_a_quarter_of_whole_euro_prices() -> None:
    rate = Decimal("25.5")
    even = [
        (Decimal(euros * 100) * rate / 100).quantize(Decimal(1), ROUND_HALF_EVEN) for euros in range(1, 401)
    ]
    assert sum(vat.vat_of(euros * 100, rate) != even[euros - 1] for euros in range(1, 401)) == 100


@given(base=st.integers(0, 10**10), rate=st.sampled_from(["24", "25.5", "14", "13.5"]))
def test_vat_is_within_half_a_cent_of_the_exact_share(base: int, rate: str) -> None:
    exact = Decimal(base) * Decimal(rate) / 100
    assert Decimal("-0.5") < vat.vat_of(base, Decimal(rate)) - exact <= Decimal("0.5")


@given(base=st.integers(0, 10**10), rate=st.sampled_from(["24", "25.5", "14", "13.5"]))
def test_a_credit_mirrors_its_invoice_to_the_cent(base: int, rate: str) -> None:
    assert vat.vat_of(-base, Decimal(rate)) == -vat.vat_of(base, Decimal(rate))


def test_the_vat_number_is_the_business_id_with_its_country() -> None:
    assert vat.vat_id("2077474-0") == "FI20774740"
