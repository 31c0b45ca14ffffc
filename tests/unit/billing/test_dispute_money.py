"""What a dispute comes to: an invoice of three sessions of 265.00, whose second line is disputed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from services.billing.disputes.money import (
    Amount,
    DisputedLine,
    amount_of,
    credited,
    due_again_on,
    percent_left,
    plain,
    undisputed,
)

RATE = Decimal("25.5")
LINES = [DisputedLine(str(number), 26500, RATE) for number in range(1, 4)]
SECOND = LINES[1]


def test_the_whole_and_what_is_undisputed_of_it() -> None:
    assert (amount_of(LINES), amount_of(LINES).gross_cents) == (Amount(79500, 20273), 99773)
    rest = undisputed(LINES, {"2"})
    assert (rest, rest.gross_cents) == (Amount(53000, 13515), 66515)


def test_what_was_credited_is_owed_no_more() -> None:
    left = amount_of([LINES[0], replace(SECOND, credited_cents=26500), LINES[2]])
    assert (left, left.gross_cents) == (Amount(53000, 13515), 66515)


def test_what_is_upheld_is_of_what_is_left_so_that_it_never_is_more() -> None:
    assert [credited(26500, percent) for percent in (100, 50, 33, 1)] == [26500, 13250, 8745, 265]
    assert [credited(26500 - before, 50) for before in (0, 13250, 26500)] == [13250, 6625, 0]
    assert [credited(26500 - before, 100) for before in (1, 26499, 26500)] == [26499, 1, 0]


def test_what_is_on_no_invoice_yet_is_charged_at_what_is_left() -> None:
    assert [percent_left(*one) for one in ((100, 100), (100, 50), (50, 50), (100, 0))] == [0, 50, 25, 100]
    assert [plain(percent_left(*one)) for one in ((50, 33), (100, 100), (50, 25))] == [
        Decimal("33.5"),
        0,
        Decimal("37.5"),
    ]
    assert [type(plain(Decimal(one))) for one in ("50.00", "37.50")] == [int, Decimal]


def test_the_days_of_a_dispute_do_not_count_and_there_are_seven_to_pay() -> None:
    due = date(2027, 3, 15)
    assert due_again_on(due, date(2027, 3, 5), date(2027, 3, 12)) == date(2027, 3, 22)
    assert due_again_on(due, date(2027, 3, 14), date(2027, 3, 15)) == date(2027, 3, 22)
    # Opened after it was due; the days that were late before do not come back.
    assert due_again_on(due, date(2027, 3, 16), date(2027, 4, 19)) == date(2027, 4, 26)
    # The seventh day is Good Friday: the Tuesday after Easter is the next banking day.
    assert due_again_on(due, date(2027, 3, 15), date(2027, 3, 19)) == date(2027, 3, 30)
