"""The last day of a contract that is terminated."""

from datetime import date

import pytest
from pydantic import ValidationError

from services.contracts.ending.notice_periods import last_day
from services.messages.contracts import NoticePeriod

A_MONTH = NoticePeriod(unit="months", number=1)


@pytest.mark.parametrize(
    ("told_on", "notice", "ends_on"),
    [
        (date(2027, 1, 31), A_MONTH, date(2027, 2, 28)),
        (date(2027, 3, 31), A_MONTH, date(2027, 4, 30)),
        (date(2028, 1, 31), A_MONTH, date(2028, 2, 29)),
        (date(2027, 8, 15), A_MONTH, date(2027, 9, 15)),
        (date(2027, 6, 18), NoticePeriod(unit="days", number=14), date(2027, 7, 2)),
        (date(2027, 12, 31), NoticePeriod(unit="months", number=2), date(2028, 2, 29)),
        (date(2027, 11, 30), NoticePeriod(unit="months", number=12), date(2028, 11, 30)),
        (date(2028, 2, 29), NoticePeriod(unit="months", number=12), date(2029, 2, 28)),
        (date(2027, 5, 3), NoticePeriod(unit="days", number=0), date(2027, 5, 3)),
        (date(2027, 5, 3), NoticePeriod(unit="months", number=0), date(2027, 5, 3)),
    ],
)
def test_months_end_on_the_same_number_or_on_the_months_last_day(told_on, notice, ends_on):
    assert last_day(told_on, notice) == ends_on


@pytest.mark.parametrize("said", [("months", 13), ("months", -1), ("days", 366), ("weeks", 2)])
def test_a_notice_is_in_months_or_days_and_no_longer_than_a_year(said):
    with pytest.raises(ValidationError):
        NoticePeriod.model_validate(dict(zip(("unit", "number"), said, strict=True)))
