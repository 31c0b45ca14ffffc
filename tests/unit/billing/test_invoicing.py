from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.billing.invoices import references
from services.billing.invoices.invoicing import Seller, VatGroup, draft, totals
from services.billing.items import vat
from services.billing.items.lines import Item, Line, line_for
from services.runtime.commands.refusal import Refusal
from tests.unit.billing.builders import (
    CUSTOMER,
    ISSUED_ON,
    NORWEGIAN,
    NUMBER,
    SELLER,
    SWEDISH,
    TERMS,
    an_invoice,
    an_item,
    lines,
)

items = st.builds(
    an_item,
    number=st.integers(1, 10**6),
    performed_on=st.dates(date(2024, 1, 1), date(2027, 5, 31)),
    cents=st.integers(0, 1_000_000),
    percent=st.integers(0, 100),
    category=st.sampled_from(["S", "AA"]),
)


def test_three_sessions_of_95_euros_carry_72_68_of_vat() -> None:
    sums = totals(lines(*(an_item(number) for number in (1, 2, 3))))
    assert (sums.net_cents, sums.vat_cents, sums.gross_cents) == (28500, 7268, 35768)


def test_one_invoice_may_carry_both_rates() -> None:
    sums = totals(lines(an_item(1, date(2024, 8, 31)), an_item(2, date(2024, 9, 1))))
    assert sums.groups == (
        VatGroup("S", Decimal("24"), 9500, 2280),
        VatGroup("S", Decimal("25.5"), 9500, 2423),
    )


def test_a_part_of_the_price_is_rounded_half_up() -> None:
    assert line_for(an_item(cents=10501, percent=50)).net_cents == 5251


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (an_item(cents=-1), "price_negative"),
        (an_item(percent=101), "percent_out_of_range"),
        (an_item(percent=-1), "percent_out_of_range"),
        (an_item(category="Z"), "vat_rate_missing"),
    ],
)
def test_an_item_that_cannot_be_charged_is_refused(item: Item, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        line_for(item)
    assert refused.value.code == code


@given(st.lists(items, max_size=30))
def test_totals_add_up_whatever_the_lines(chosen: list[Item]) -> None:
    charged = lines(*chosen)
    sums = totals(charged)
    assert (
        sums.net_cents
        == sum(line.net_cents for line in charged)
        == sum(group.base_cents for group in sums.groups)
    )
    assert sums.vat_cents == sum(group.vat_cents for group in sums.groups)
    assert sums.gross_cents == sums.net_cents + sums.vat_cents
    assert all(group.vat_cents == vat.vat_of(group.base_cents, group.rate) for group in sums.groups)
    keys = [(group.category, group.rate) for group in sums.groups]
    assert keys == sorted(set(keys)), "each category and rate once, in order"


@given(st.lists(items, min_size=2, max_size=10, unique_by=lambda item: item.item_id), st.data())
def test_the_order_of_the_items_does_not_matter(chosen: list[Item], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(chosen))
    assert an_invoice(*chosen) == an_invoice(*shuffled)


def test_a_draft_has_its_reference_and_its_due_day_on_a_banking_day() -> None:
    invoice = draft(lines(an_item()), SELLER, CUSTOMER, TERMS, 2026000123, date(2027, 6, 11))
    assert invoice.reference == "20260001230"
    assert references.is_national(invoice.reference)
    assert invoice.due_on == date(2027, 6, 28), "14 days end on Midsummer Eve"


@pytest.mark.parametrize("abroad", [SWEDISH, NORWEGIAN])
def test_who_pays_from_another_country_gets_the_international_reference_of_the_same_number(abroad) -> None:
    invoice = draft(lines(an_item()), SELLER, abroad, TERMS, 2026000123, date(2027, 6, 11))
    assert invoice.reference == "RF3620260001230"
    assert references.canonical(invoice.reference) == "20260001230"


GOOD = lines(an_item())


@pytest.mark.parametrize(
    ("charged", "seller", "number", "on", "code"),
    [
        ([], SELLER, NUMBER, ISSUED_ON, "nothing_to_invoice"),
        (GOOD, None, NUMBER, ISSUED_ON, "seller_missing"),
        (GOOD * 2, SELLER, NUMBER, ISSUED_ON, "item_twice"),
        (GOOD, SELLER, NUMBER, date(2027, 5, 2), "not_performed_yet"),
        (GOOD, replace(SELLER, iban="FI2112345600000786"), NUMBER, ISSUED_ON, "iban_invalid"),
        (GOOD, SELLER, 12, ISSUED_ON, "reference_base_invalid"),
    ],
)
def test_an_invoice_that_must_not_be_issued_is_refused(
    charged: list[Line], seller: Seller | None, number: int, on: date, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        draft(charged, seller, CUSTOMER, TERMS, number, on)
    assert refused.value.code == code
