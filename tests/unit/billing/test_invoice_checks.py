"""One planted error for each rule that an invoice keeps before it is numbered; what is right breaks none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.billing.invoices import bar_codes
from services.billing.invoices.semantic import bar_code as bar_code_of
from services.billing.invoices.semantic import checks
from services.billing.invoices.semantic.making import semantic
from services.billing.invoices.semantic.model import (
    CREDIT_NOTE,
    ElectronicAddress,
    Preceding,
    SemanticInvoice,
)
from services.messages.billing import InvoiceFault, ItemKind
from tests.searching import examples
from tests.unit.billing.builders import an_exempt_invoice, an_invoice, an_item

RIGHT = semantic(
    an_invoice(
        an_item(1, date(2024, 8, 31)),
        an_item(2, date(2027, 5, 24), cents=17500, percent=50, kind=ItemKind.NO_SHOW),
        an_item(3, category="AA"),
        an_item(4, kind=ItemKind.TRIAL_CREDIT, cents=1000),
    ),
    "fi",
)
Plant = Callable[[SemanticInvoice], SemanticInvoice]


def of_the_seller(**wrong: Any) -> Plant:
    return lambda right: replace(right, seller=replace(right.seller, **wrong))


def of_the_buyer(**wrong: Any) -> Plant:
    return lambda right: replace(right, buyer=replace(right.buyer, **wrong))


def of_the_payment(**wrong: Any) -> Plant:
    return lambda right: replace(right, payment=replace(right.payment, **wrong))


def of_the_totals(**wrong: Any) -> Plant:
    return lambda right: replace(right, totals=replace(right.totals, **wrong))


def of_the_first_vat(**wrong: Any) -> Plant:
    return lambda right: replace(right, vat=(replace(right.vat[0], **wrong), *right.vat[1:]))


def of_line(at: int, **wrong: Any) -> Plant:
    def plant(right: SemanticInvoice) -> SemanticInvoice:
        lines = list(right.lines)
        lines[at] = replace(lines[at], **wrong)
        return replace(right, lines=tuple(lines))

    return plant


def of_the_allowance(**wrong: Any) -> Plant:
    def plant(right: SemanticInvoice) -> SemanticInvoice:
        [at] = [at for at, line in enumerate(right.lines) if line.allowance]
        allowance = right.lines[at].allowance
        assert allowance
        return of_line(at, allowance=replace(allowance, **wrong))(right)

    return plant


def of_it(**wrong: Any) -> Plant:
    return lambda right: replace(right, **wrong)


EXEMPT = semantic(an_exempt_invoice("education"), "fi")
PLANTED: list[tuple[InvoiceFault, Plant]] = [
    ("seller_identifiers_wrong", of_the_seller(legal_id="2077474-1")),
    ("seller_identifiers_wrong", of_the_seller(vat_id="FI20774741")),
    ("seller_identifiers_wrong", of_the_seller(vat_id="FI02012566")),
    ("buyer_identifiers_wrong", of_the_buyer(legal_id="0201256-7")),
    ("buyer_identifiers_wrong", of_the_buyer(vat_id="FI2012566")),
    ("buyer_identifiers_wrong", of_the_buyer(electronic=ElectronicAddress("0216", "003702012567"))),
    ("buyer_identifiers_wrong", of_the_buyer(electronic=ElectronicAddress("0216", "003702012566123456"))),
    ("account_wrong", of_the_payment(account="FI2112345600000786")),
    ("account_wrong", of_the_payment(bank="NDEASESS")),
    ("reference_wrong", of_the_payment(reference="20270000015")),
    ("reference_wrong", of_the_payment(reference="RF3720260001230")),
    ("reference_wrong", of_the_payment(reference="")),
    ("price_wrong", of_line(0, price_cents=-9500)),
    ("price_wrong", of_line(0, quantity=0)),
    ("line_sum_wrong", of_line(0, net_cents=9501)),
    ("line_sum_wrong", of_the_allowance(cents=8751)),
    ("line_sum_wrong", of_the_allowance(base_cents=17501)),
    ("vat_rate_wrong", of_line(0, rate=Decimal("25.5"))),
    ("vat_base_wrong", of_line(0, category="E", rate=Decimal(0))),
    ("vat_rate_wrong", of_line(0, category="Z", rate=Decimal(0))),
    ("vat_place_wrong", of_the_first_vat(ground="Käännetty verovelvollisuus", ground_code="VATEX-EU-AE")),
    ("vat_place_wrong", lambda _right: replace(EXEMPT, vat=(replace(EXEMPT.vat[0], ground_code=""),))),
    ("vat_place_wrong", lambda _right: replace(EXEMPT, vat=(replace(EXEMPT.vat[0], ground=""),))),
    ("vat_place_wrong", of_the_first_vat(ground="Koulutus")),
    ("vat_place_wrong", of_the_first_vat(ground_code="VATEX-EU-132-1I")),
    (
        "vat_place_wrong",
        lambda _right: replace(EXEMPT, vat=(replace(EXEMPT.vat[0], ground_code="VATEX-EU-O"),)),
    ),
    (
        "vat_place_wrong",
        lambda _right: replace(EXEMPT, vat=(replace(EXEMPT.vat[0], ground_code="VATEX-EU-132-1Z"),)),
    ),
    ("vat_rate_wrong", lambda _right: replace(EXEMPT, lines=(replace(EXEMPT.lines[0], rate=Decimal(1)),))),
    ("vat_base_wrong", of_the_first_vat(taxable_cents=1)),
    ("vat_base_wrong", lambda right: replace(right, vat=right.vat[1:])),
    ("vat_base_wrong", lambda right: replace(right, vat=(*right.vat, right.vat[0]))),
    ("vat_sum_wrong", of_the_first_vat(tax_cents=RIGHT.vat[0].tax_cents + 1)),
    ("total_wrong", of_the_totals(lines_cents=RIGHT.totals.lines_cents + 1)),
    ("total_wrong", of_the_totals(net_cents=RIGHT.totals.net_cents + 1)),
    ("total_wrong", of_the_totals(vat_cents=RIGHT.totals.vat_cents + 1)),
    ("total_wrong", of_the_totals(gross_cents=RIGHT.totals.gross_cents + 1)),
    ("total_wrong", of_the_totals(due_cents=RIGHT.totals.due_cents + 1)),
    ("nothing_to_pay", of_the_totals(due_cents=0)),
    ("days_wrong", of_it(due_on=RIGHT.issued_on - timedelta(days=1))),
    ("days_wrong", of_it(issued_on=date(2027, 5, 23))),
    ("days_wrong", of_it(period=(date(2027, 5, 1), date(2027, 5, 31)))),
    ("preceding_wrong", of_it(preceding=Preceding("1001", date(2027, 5, 1)))),
    ("preceding_wrong", of_it(type_code=CREDIT_NOTE)),
]


def test_what_is_right_breaks_no_rule() -> None:
    assert checks.faults(RIGHT) == checks.faults(EXEMPT) == []


def test_an_exemption_without_a_ground_of_the_law_is_found() -> None:
    assert "vat_place_wrong" in checks.faults(semantic(an_exempt_invoice("because we say so"), "fi"))


@pytest.mark.parametrize(("fault", "plant"), PLANTED)
def test_a_planted_error_is_found_by_its_rule(fault: InvoiceFault, plant: Plant) -> None:
    assert fault in checks.faults(plant(RIGHT))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("2112345600000785", "2112345600000786"), ("20270000014", "20270000027"), ("270615", "270616")],
)
def test_a_bar_code_that_says_something_else_is_found(
    monkeypatch: pytest.MonkeyPatch, right: str, wrong: str
) -> None:
    digits = bar_code_of.bar_code(RIGHT)
    assert right in digits
    monkeypatch.setattr(checks, "bar_code", lambda invoice: digits.replace(right, wrong))
    assert checks.faults(RIGHT) == ["bar_code_wrong"]


def test_a_bar_code_of_another_amount_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    other = bar_code_of.bar_code(of_the_totals(due_cents=RIGHT.totals.due_cents + 1)(RIGHT))
    monkeypatch.setattr(checks, "bar_code", lambda invoice: other)
    assert checks.faults(RIGHT) == ["bar_code_wrong"]


def test_every_rule_has_a_planted_error() -> None:
    assert {fault for fault, _ in PLANTED} | {"bar_code_wrong"} == set(get_args(InvoiceFault))


@pytest.mark.parametrize("reference", ["1232", "20260001230", "RF3620260001230"])
def test_a_bar_code_is_read_as_it_was_written(reference: str) -> None:
    digits = bar_codes.virtual_bar_code("FI2112345600000785", reference, 64005, date(2026, 12, 6))
    canonical = reference.removeprefix("RF36")
    parts = bar_codes.Parts("2112345600000785", 64005, canonical, date(2026, 12, 6))
    assert bar_codes.read(digits) == parts


items = st.builds(
    an_item,
    performed_on=st.dates(date(2023, 1, 1), date(2027, 5, 31)),
    cents=st.integers(100, 99_999),
    percent=st.integers(1, 100),
    category=st.sampled_from(["S", "AA"]),
)


@settings(max_examples=examples(), derandomize=True)
@given(st.lists(items, min_size=1, max_size=8))
def test_any_mix_of_rates_days_and_shares_that_we_invoice_is_right(found: list) -> None:
    numbered = [replace(one, item_id=f"item-{at}", session_number=at) for at, one in enumerate(found)]
    assert checks.faults(semantic(an_invoice(*numbered), "sv")) == []
