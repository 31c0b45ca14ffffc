"""What a dispute comes to: an invoice of three sessions of 265.00, whose second line is disputed."""

from dataclasses import replace
from decimal import Decimal

import pytest

from services.billing.disputes.money import (
    Amount,
    DisputedLine,
    amount_of,
    credit,
    percent_left,
    plain,
    undisputed,
)
from services.runtime.commands.refusal import Refusal

RATE = Decimal("25.5")
LINES = [DisputedLine(str(number), 26500, RATE) for number in range(1, 4)]
SECOND = LINES[1]


def test_the_whole_and_what_is_undisputed_of_it() -> None:
    assert (amount_of(LINES), amount_of(LINES).gross_cents) == (Amount(79500, 20273), 99773)
    rest = undisputed(LINES, {"2"})
    assert (rest, rest.gross_cents) == (Amount(53000, 13515), 66515)


def test_upheld_in_full_credits_the_line_and_leaves_the_rest() -> None:
    assert credit(SECOND, 100) == Amount(26500, 6758)
    left = amount_of([LINES[0], replace(SECOND, credited_cents=26500), LINES[2]])
    assert (left, left.gross_cents) == (Amount(53000, 13515), 66515)


def test_the_other_half_later_credits_the_vat_that_is_left() -> None:
    first = credit(SECOND, 50)
    assert first == Amount(13250, 3379)
    assert credit(replace(SECOND, credited_cents=first.net_cents), 50) == Amount(13250, 3379)


def test_more_than_the_line_is_refused() -> None:
    for before, percent in ((13250, 51), (26500, 1), (1, 100)):
        with pytest.raises(Refusal, match="credited_too_much"):
            credit(replace(SECOND, credited_cents=before), percent)


@pytest.mark.parametrize("percent", [1, 3, 7, 33, 49])
def test_parts_never_come_to_another_sum_than_the_whole(percent: int) -> None:
    line, net, tax = SECOND, 0, 0
    for part in (percent, percent, 100 - 2 * percent):
        now = credit(line, part)
        net, tax = net + now.net_cents, tax + now.vat_cents
        line = replace(line, credited_cents=line.credited_cents + now.net_cents)
    assert Amount(net, tax) == credit(SECOND, 100)


def test_what_is_on_no_invoice_yet_is_charged_at_what_is_left() -> None:
    assert [percent_left(*one) for one in ((100, 100), (100, 50), (50, 50), (100, 0))] == [0, 50, 25, 100]
    assert [plain(percent_left(*one)) for one in ((50, 33), (100, 100), (50, 25))] == [
        Decimal("33.5"),
        0,
        Decimal("37.5"),
    ]
    assert [type(plain(Decimal(one))) for one in ("50.00", "37.50")] == [int, Decimal]
