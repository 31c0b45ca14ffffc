"""A year that was mistyped is told at its field, before anything is made of it."""

from datetime import UTC, date, datetime

import pytest

from services.runtime.commands.refusal import Refusal
from services.runtime.far_days import refuse_far, refuse_long, years_after

AS_OF = datetime(2027, 3, 1, 8, tzinfo=UTC)
FIRST = date(2027, 1, 18)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 2, 28), "day_too_early"),
        (date(2029, 3, 2), "day_too_late"),
        (date(2072, 1, 1), "day_too_late"),
    ],
)
def test_a_day_that_is_too_far_from_today_is_refused_at_its_field(day: date, code: str) -> None:
    with pytest.raises(Refusal, match=code) as refused:
        refuse_far("starts_on", day, AS_OF, years_back=1, years_ahead=2)
    assert refused.value.field == "starts_on" and refused.value.reason


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2027, 3, 1), date(2029, 3, 1)])
def test_a_day_within_reach_is_taken(day: date) -> None:
    refuse_far("starts_on", day, AS_OF, years_back=1, years_ahead=2)


def test_a_term_of_three_years_is_usual_and_a_day_more_is_asked_about_once() -> None:
    refuse_long("ends_on", FIRST, date(2030, 1, 17), is_confirmed=False)
    with pytest.raises(Refusal, match="term_unconfirmed"):
        refuse_long("ends_on", FIRST, date(2030, 1, 18), is_confirmed=False)
    refuse_long("ends_on", FIRST, date(2032, 1, 17), is_confirmed=True)


def test_more_than_five_years_are_refused_though_they_are_confirmed() -> None:
    for last in (date(2032, 1, 18), date(2207, 12, 10)):
        with pytest.raises(Refusal, match="term_too_long"):
            refuse_long("ends_on", FIRST, last, is_confirmed=True)


def test_a_year_on_from_a_leap_day_is_the_last_of_february() -> None:
    assert years_after(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert years_after(date(2027, 2, 28), 1) == date(2028, 2, 28)
