"""The bugs that cost money, planted one by one: the tests that are to see them turn red."""

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

import pytest

from services.billing.credits import notes
from services.billing.invoices import invoicing
from services.billing.invoices.invoicing import VatGroup
from services.billing.items import vat
from services.billing.items.lines import Line
from tests.unit.billing import test_credit_notes, test_invoicing, test_vat

Plant = Callable[[pytest.MonkeyPatch], None]


def vat_of_each_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def of_lines(category: str, rate: Decimal, lines: Sequence[Line]) -> VatGroup:
        tax = sum(vat.vat_of(line.net_cents, rate) for line in lines)
        return VatGroup(category, rate, sum(line.net_cents for line in lines), tax)

    monkeypatch.setattr(invoicing, "_vat_group", of_lines)


def half_even(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vat, "ROUND_HALF_UP", ROUND_HALF_EVEN)


def a_credit_above_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "_check", lambda original, before, taken: None)


def vat_of_each_credit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a part alone, instead of what the parts come to by now."""
    whole = notes._group
    monkeypatch.setattr(notes, "_group", lambda group, lines, _before, taken: whole(group, lines, {}, taken))


def more_than_is_left() -> None:
    whole = {f"item-{number}": 9500 for number in (1, 2, 3)}
    test_credit_notes.test_more_than_is_left_is_refused(
        {"item-1": 9000}, {"item-1": 501}, "credited_too_much"
    )
    test_credit_notes.test_more_than_is_left_is_refused(whole, {}, "nothing_to_credit")


@pytest.mark.parametrize(
    ("plant", "sees"),
    [
        (vat_of_each_line, test_invoicing.test_three_sessions_of_95_euros_carry_72_68_of_vat),
        (half_even, test_vat.test_half_a_cent_goes_up_and_not_to_the_even_cent),
        (half_even, test_vat.test_half_even_would_differ_for_a_quarter_of_whole_euro_prices),
        (
            vat_of_each_credit,
            test_credit_notes.test_three_sessions_at_95_euros_one_by_one_come_to_the_vat_of_all_three,
        ),
        (a_credit_above_the_rest, more_than_is_left),
    ],
)
def test_it_is_seen(monkeypatch: pytest.MonkeyPatch, plant: Plant, sees: Callable[[], None]) -> None:
    sees()
    plant(monkeypatch)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        sees()
