"""A consumer's invoice shows what they were told: each price with the tax; the sums and e-invoices stay as they are."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.billing.documents.electronic import formats
from services.billing.documents.paper import paper_of
from services.billing.documents.told_lines import as_told, consumer_cents
from services.billing.invoices.semantic.making import semantic
from services.billing.invoices.snapshots import from_snapshot, snapshot
from services.messages.values import Language
from tests.searching import examples
from tests.unit.billing.builders import CUSTOMER, an_invoice, an_item

CONSUMER = replace(CUSTOMER, business_id="", name="Aino Aalto", consumer=True)
THREE = [an_item(number, date(2027, 5, number), 14800) for number in (1, 2, 3)]


@pytest.mark.parametrize(
    ("language", "heading"), [("fi", "Verollinen"), ("sv", "Inkl. moms"), ("en", "Incl. VAT")]
)
def test_a_consumer_reads_each_price_with_the_tax_and_the_same_sums(language: Language, heading: str) -> None:
    told = paper_of(semantic(an_invoice(*THREE, customer=CONSUMER), language), language)
    firm = paper_of(semantic(an_invoice(*THREE), language), language)
    assert told["words"]["net"] == heading
    for line, theirs in zip(told["lines"], firm["lines"], strict=True):
        for name in ("unit_price", "net"):
            assert "185" in line[name] and "74" in line[name] and "148" in theirs[name]
    assert told["totals"] == firm["totals"] and told["groups"] == firm["groups"]
    assert told["payment"][-1] == firm["payment"][-1]


def test_a_consumer_reads_on_pages_what_the_invoice_says_of_each_line() -> None:
    for customer, cents in ((CONSUMER, 18574), (CUSTOMER, None)):
        shown = consumer_cents(semantic(an_invoice(*THREE, customer=customer), "fi"))
        assert shown == [cents] * 3


@settings(max_examples=examples(200))
@given(st.lists(st.integers(1, 30_000), min_size=1, max_size=12))
def test_the_lines_come_to_what_is_paid(prices: list[int]) -> None:
    days = [date(2024, 8, 31), date(2027, 5, 3)]
    items = [an_item(at, days[at % 2], cents) for at, cents in enumerate(prices, start=1)]
    invoice = semantic(an_invoice(*items, customer=CONSUMER), "fi")
    assert sum(line.net_cents for line in as_told(invoice)) == invoice.totals.gross_cents
    same = replace(invoice, consumer=False)
    assert as_told(same) == same.lines


def test_no_e_invoice_says_it_and_what_was_stored_before_reads_back() -> None:
    invoice = semantic(an_invoice(*THREE, customer=replace(CUSTOMER, consumer=True)), "fi")
    assert formats.document(invoice, "finvoice") == formats.document(
        replace(invoice, consumer=False), "finvoice"
    )
    stored = snapshot(an_invoice(*THREE))
    del stored["customer"]["consumer"]
    assert not from_snapshot(stored).customer.consumer
