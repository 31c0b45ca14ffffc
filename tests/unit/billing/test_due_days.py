from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.billing.invoices.invoicing import due_on
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import first_banking_day, is_banking_day, next_banking_day

# Finland, 2027: weekdays on which banks are closed.
CLOSED_2027 = {
    date(2027, 1, 1),
    date(2027, 1, 6),
    date(2027, 3, 26),
    date(2027, 3, 29),
    date(2027, 5, 6),
    date(2027, 6, 25),
    date(2027, 12, 6),
    date(2027, 12, 24),
}


def test_the_banks_of_2027_are_closed_on_exactly_these_weekdays() -> None:
    days = [date(2027, 1, 1) + timedelta(days=at) for at in range(365)]
    assert {day for day in days if day.weekday() < 5 and not is_banking_day(day)} == CLOSED_2027


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (date(2027, 6, 15), date(2027, 6, 15)),
        (date(2027, 6, 25), date(2027, 6, 28)),  # Midsummer Eve, a Friday
        (date(2027, 12, 24), date(2027, 12, 27)),  # Christmas Eve, a Friday, then the weekend
        (date(2027, 3, 26), date(2027, 3, 30)),  # Good Friday to the Tuesday after Easter
        (date(2026, 12, 6), date(2026, 12, 7)),  # Independence Day on a Sunday
        (date(2026, 12, 24), date(2026, 12, 28)),
        (date(2028, 6, 23), date(2028, 6, 26)),
    ],
)
def test_a_due_day_on_which_banks_are_closed_moves_forward(day: date, moved: date) -> None:
    assert next_banking_day(day) == moved
    assert due_on(day - timedelta(days=14), 14) == moved


def test_the_first_banking_day_of_a_month() -> None:
    assert first_banking_day(2027, 1) == date(2027, 1, 4)
    assert first_banking_day(2027, 5) == date(2027, 5, 3)
    assert first_banking_day(2027, 6) == date(2027, 6, 1)


def test_a_negative_payment_time_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        due_on(date(2027, 6, 1), -1)
    assert refused.value.code == "payment_days_invalid"


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)))
def test_the_next_banking_day_is_near_open_and_settled(day: date) -> None:
    moved = next_banking_day(day)
    assert timedelta(0) <= moved - day <= timedelta(days=5)
    assert is_banking_day(moved)
    assert next_banking_day(moved) == moved


@given(st.integers(2020, 2060))
def test_both_eves_are_closed_every_year(year: int) -> None:
    fridays = [date(year, 6, day) for day in range(19, 26) if date(year, 6, day).weekday() == 4]
    assert not is_banking_day(fridays[0])
    assert not is_banking_day(date(year, 12, 24))
