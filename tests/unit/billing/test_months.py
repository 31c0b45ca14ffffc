from datetime import UTC, date, datetime

import pytest

from services.billing.invoices import months
from services.billing.invoices.numbers import gaps
from services.billing.items.terms import cancellation_terms
from services.messages.values import CancellationTier
from services.runtime.commands.refusal import Refusal
from tests.unit.billing.builders import GROUP, INDIVIDUAL


@pytest.mark.parametrize(
    ("period", "run_at"),
    [
        ("2027-02", datetime(2027, 3, 1, 4, tzinfo=UTC)),
        ("2027-03", datetime(2027, 4, 1, 3, tzinfo=UTC)),  # summer time
        ("2027-04", datetime(2027, 5, 3, 3, tzinfo=UTC)),  # May Day is a Saturday
        ("2026-12", datetime(2027, 1, 4, 4, tzinfo=UTC)),  # New Year's Day, then a weekend
    ],
)
def test_a_month_is_invoiced_on_the_next_ones_first_banking_day_at_six(period: str, run_at: datetime) -> None:
    assert months.run_at(period) == run_at


def test_the_month_after_december_is_january() -> None:
    assert months.month_after("2027-12") == "2028-01"
    assert months.last_day("2028-02") == date(2028, 2, 29)


def test_a_missing_number_is_a_gap_also_at_the_beginning() -> None:
    assert gaps([]) == gaps([1001, 1002]) == []
    assert gaps([1002, 1005]) == [1001, 1003, 1004]


def test_a_contracts_tiers_are_read_in_their_own_unit() -> None:
    hours = cancellation_terms([CancellationTier(notice_hours=48, percent=0)], 100)
    days = cancellation_terms([CancellationTier(notice_working_days=5, percent=0)], 100)
    assert (hours, days) == (INDIVIDUAL, GROUP)


@pytest.mark.parametrize(
    "tiers",
    [
        [CancellationTier(notice_hours=48, percent=0), CancellationTier(notice_working_days=5, percent=0)],
        [CancellationTier(percent=0)],
    ],
)
def test_tiers_that_cannot_be_compared_are_refused(tiers: list[CancellationTier]) -> None:
    with pytest.raises(Refusal, match="tiers_in_two_units"):
        cancellation_terms(tiers, 100)
