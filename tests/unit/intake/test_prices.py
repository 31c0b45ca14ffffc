"""The price in force on a day."""

from datetime import date

from services.intake.offers.prices import in_force

LINES = [(date(2027, 1, 1), 15500), (date(2025, 1, 1), 14000), (date(2028, 1, 1), 16200)]


def test_the_latest_line_that_has_begun_is_in_force():
    assert in_force(LINES, date(2027, 6, 1)) == 15500


def test_a_line_begins_on_its_first_day_and_not_the_day_before():
    assert in_force(LINES, date(2027, 1, 1)) == 15500
    assert in_force(LINES, date(2026, 12, 31)) == 14000


def test_before_the_first_line_there_is_no_price():
    assert in_force(LINES, date(2024, 12, 31)) is None
    assert in_force([], date(2027, 1, 1)) is None


def test_a_price_may_go_down():
    assert in_force([(date(2027, 1, 1), 90), (date(2026, 1, 1), 100)], date(2027, 2, 1)) == 90
