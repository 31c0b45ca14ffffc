"""An issued invoice in the terms of EN 16931."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest

from services.billing.invoices.semantic.making import semantic
from services.billing.invoices.semantic.model import ElectronicAddress, LineAllowance
from services.billing.invoices.snapshots import from_snapshot, snapshot
from services.messages.billing import ItemKind
from services.messages.values import Language
from tests.unit.billing.builders import CUSTOMER, an_invoice, an_item

INVOICE = an_invoice(
    an_item(1, date(2027, 5, 3), cents=123450),
    an_item(2, date(2027, 5, 24), cents=17500, percent=50, kind=ItemKind.NO_SHOW),
)


def test_it_is_the_same_from_what_was_stored() -> None:
    assert semantic(from_snapshot(snapshot(INVOICE)), "fi") == semantic(INVOICE, "fi")


def test_what_is_not_charged_of_a_price_is_an_allowance_of_its_line() -> None:
    whole, half = semantic(INVOICE, "en").lines
    assert (whole.price_cents, whole.net_cents, whole.allowance) == (123450, 123450, None)
    assert (half.price_cents, half.net_cents) == (17500, 8750)
    assert half.allowance == LineAllowance(8750, 17500, Decimal(50), "Part that is not charged")


def test_half_a_cent_of_an_allowance_leaves_the_line_as_it_was_charged() -> None:
    [line] = semantic(an_invoice(an_item(cents=9501, percent=50)), "fi").lines
    assert line.allowance is not None
    assert (line.net_cents, line.allowance.cents) == (4751, 4750)


def test_the_reduced_rate_is_of_category_s_with_its_own_rate() -> None:
    found = semantic(an_invoice(an_item(1), an_item(2, category="AA")), "fi")
    assert {(one.category, one.rate) for one in found.vat} == {("S", Decimal("25.5")), ("S", Decimal("13.5"))}


def test_both_parties_are_addressed_by_their_register_in_peppol() -> None:
    found = semantic(INVOICE, "fi")
    assert found.seller.electronic == ElectronicAddress("0216", "003720774740")
    assert found.buyer.electronic == ElectronicAddress("0216", "003702012566")
    assert (
        semantic(replace(INVOICE, customer=replace(CUSTOMER, business_id="")), "fi").buyer.electronic is None
    )


def test_references_stay_apart_and_the_department_is_not_the_legal_person() -> None:
    customer = replace(CUSTOMER, order_number="12345678", department_name="Kotihoito")
    found = semantic(an_invoice(customer=customer), "fi")
    assert (found.buyer_reference, found.order, found.project) == ("SOTE-4711", "12345678", "TO-1007")
    assert (found.buyer.name, found.buyer.trading_name) == ("Järvikunta, sosiaalipalvelut", "Kotihoito")


@pytest.mark.parametrize("language", get_args(Language))
def test_the_language_changes_words_and_nothing_else(language: Language) -> None:
    found, english = semantic(INVOICE, language), semantic(INVOICE, "en")
    assert (found.totals, found.vat, found.payment) == (english.totals, english.vat, english.payment)
    assert [line.net_cents for line in found.lines] == [line.net_cents for line in english.lines]
