"""What a trial costs by its three prices, and how the year takes it off. A group's 90 minutes are 265.00."""

from collections.abc import Sequence
from datetime import date
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.billing.invoices.invoicing import totals
from services.billing.invoices.trial_credit import Credit, credits_of, take_off
from services.billing.items.cancellation import Notice
from services.billing.items.lines import Item, Line, line_for
from services.billing.items.trial_prices import percent_of_trial
from services.messages.billing import ItemKind
from services.messages.intake import TrialPrice
from tests.unit.billing.builders import GROUP, an_item

TRIAL = an_item(1, date(2027, 1, 18), 26500)
FEBRUARY = an_item(2, date(2027, 2, 15), 26500)
LATE = Notice("commissioner", 0, 0)


def charged(price: TrialPrice, item: Item = TRIAL) -> Line:
    percent = percent_of_trial(price, item.kind, None, GROUP)
    return line_for(an_item(1, item.performed_on, item.unit_price_cents, percent))


@pytest.mark.parametrize("price", ["normal", "credited"])
def test_a_trial_is_invoiced_in_full(price: TrialPrice) -> None:
    invoice = totals([charged(price)])
    assert (invoice.net_cents, invoice.vat_cents, invoice.gross_cents) == (26500, 6758, 33258)


@pytest.mark.parametrize("kind", [ItemKind.HELD, ItemKind.NO_SHOW, ItemKind.CANCELLED])
def test_a_free_trial_costs_nothing_whatever_became_of_it(kind: ItemKind) -> None:
    assert percent_of_trial("free", kind, LATE, GROUP) == 0
    assert percent_of_trial("normal", kind, LATE, GROUP) == 100


def test_what_was_paid_is_taken_off_and_an_invoice_of_nothing_is_none() -> None:
    february = take_off([line_for(FEBRUARY)], credits_of([charged("credited")]))
    assert (february.net_cents, february.vat_cents) == (0, 0)
    assert not february.is_a_document
    assert sum(credit.left_cents for credit in february.taken) == 26500
    assert not february.left


def test_what_an_invoice_does_not_bear_is_taken_off_the_next_one() -> None:
    """A late cancelling at half of its price comes first."""
    first = take_off([line_for(an_item(2, date(2027, 2, 15), 26500, 50))], credits_of([charged("credited")]))
    assert not first.is_a_document and [one.left_cents for one in first.left] == [13250]
    second = take_off([line_for(an_item(3, date(2027, 3, 8), 26500))], first.left)
    assert (second.net_cents, second.vat_cents) == (13250, 3379)
    assert second.is_a_document and not second.left


def test_a_month_with_more_sessions_is_charged_for_the_rest() -> None:
    lines = [line_for(FEBRUARY), line_for(an_item(3, date(2027, 2, 22), 26500))]
    invoice = take_off(lines, credits_of([charged("credited")]))
    assert (invoice.net_cents, invoice.vat_cents, invoice.left) == (26500, 6758, ())


def test_nothing_is_credited_of_what_was_free() -> None:
    assert credits_of([charged("free")]) == ()
    invoice = take_off([line_for(FEBRUARY)], ())
    assert (invoice.net_cents, invoice.is_a_document) == (26500, True)


def test_the_credit_has_the_vat_of_the_trial_also_where_the_rate_has_changed() -> None:
    """August of 2024 had 24 %: what is left to pay is the difference of the two, and has a document."""
    credits = credits_of([charged("credited", an_item(1, date(2024, 8, 19), 26500))])
    invoice = take_off([line_for(an_item(2, date(2024, 9, 9), 26500))], credits)
    assert (invoice.net_cents, invoice.vat_cents) == (0, 6758 - 6360)
    assert invoice.is_a_document


CENTS = st.lists(st.integers(0, 60000), max_size=6)


@given(st.lists(st.integers(1, 60000), min_size=1, max_size=3), st.lists(CENTS, max_size=12))
def test_whatever_the_year_costs_no_cent_is_taken_off_twice(trial: list[int], year: list[list[int]]) -> None:
    credits: Sequence[Credit] = credits_of([line_for(an_item(1, date(2027, 1, 18), one)) for one in trial])
    paid = []
    for month in year:
        lines = [line_for(an_item(2, date(2027, 3, 1), cents)) for cents in month]
        invoice = take_off(lines, credits)
        credits = invoice.left
        assert 0 <= invoice.net_cents <= sum(month) and invoice.vat_cents >= 0
        paid.append(invoice.net_cents)
    so_far = list(accumulate(sum(month) for month in year))
    assert list(accumulate(paid)) == [max(0, total - sum(trial)) for total in so_far]
