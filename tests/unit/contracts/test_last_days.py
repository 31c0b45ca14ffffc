"""Until when a contract goes on, for whoever asks: the pages by its card, the orders by its rows."""

from datetime import date, timedelta

import pytest

from services.contracts.ending.last_days import is_over

LAST = date(2027, 1, 29)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("pauses", "today", "over"),
    [
        pytest.param([], LAST, False, id="its last day"),
        pytest.param([], LAST + DAY, True, id="the day after"),
        pytest.param([(LAST, None)], LAST + 30 * DAY, False, id="held by an open pause"),
        pytest.param([(LAST + DAY, None)], LAST + DAY, False, id="paused from the day after on"),
        pytest.param(
            [(LAST + 2 * DAY, None)], LAST + DAY, True, id="a pause that has not begun holds nothing"
        ),
        pytest.param([(LAST, LAST + 5 * DAY)], LAST + 4 * DAY, False, id="the last day of a pause"),
        pytest.param([(LAST, LAST + 5 * DAY)], LAST + 5 * DAY, True, id="the day on which it goes on"),
        pytest.param([(LAST, None), (LAST - 9 * DAY, LAST)], LAST + DAY, False, id="any of several pauses"),
    ],
)
def test_a_contract_is_over_after_its_last_day_unless_a_pause_holds_it(pauses, today, over) -> None:
    assert is_over(LAST, pauses, today) is over
