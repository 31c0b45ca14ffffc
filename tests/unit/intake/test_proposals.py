"""Until when a proposal is valid: through its last day in Helsinki."""

from datetime import UTC, date, datetime

from services.intake.offers.proposal_checks import has_run_out

LAST_DAY = date(2027, 1, 15)


def test_it_is_valid_until_midnight_in_helsinki_in_winter():
    assert not has_run_out(LAST_DAY, datetime(2027, 1, 15, 21, 59, 59, tzinfo=UTC))
    assert has_run_out(LAST_DAY, datetime(2027, 1, 15, 22, 0, tzinfo=UTC))


def test_it_is_valid_until_midnight_in_helsinki_in_summer():
    last_day = date(2027, 6, 15)
    assert not has_run_out(last_day, datetime(2027, 6, 15, 20, 59, 59, tzinfo=UTC))
    assert has_run_out(last_day, datetime(2027, 6, 15, 21, 0, tzinfo=UTC))
